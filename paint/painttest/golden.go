package painttest

import (
	"encoding/json"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"patina/paint/geom"
)

// Geometry is what the reference pipeline computes for Blob (reference section
// 1.9): three more views than the six of view.Default, which come first.
type Geometry struct {
	Views []GeometryView `json:"views"`
	// Projection is the default orthographic projection, row by row.
	Projection [4][4]float32 `json:"proj"`
	// Positions and UVs are those of the first three vertices, fitted.
	Positions [3][3]float32 `json:"vtx_pos_first3"`
	UVs       [3][2]float32 `json:"vtx_uv_first3"`
}

// GeometryView is one view of Geometry. All but the camera is empty beyond the
// first six.
type GeometryView struct {
	Elevation   float64       `json:"elev"`
	Azimuth     float64       `json:"azim"`
	Camera      [4][4]float32 `json:"w2c"`               // row by row
	Covered     int           `json:"covered_pixels_64"` // pixels in which something is seen, of 64 times 64
	TriangleRow []int32       `json:"faceid_row32"`      // indices of triangles plus 1 in row 32, 0 where none
	Normal      [3]uint8      `json:"normal_32_32"`      // encoded normal of the pixel in row and column 32
	Position    [3]uint8      `json:"position_32_32"`    // encoded position of the same
}

// ReferenceGeometry returns the numbers of the geometry goldens.
func ReferenceGeometry(t testing.TB) Geometry {
	t.Helper()
	text, err := os.ReadFile(golden("geom_golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	var g Geometry
	if err := json.Unmarshal(text, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

// ReferenceImage returns a picture of the geometry goldens: normal_K.png,
// position_K.png and depth_K.png for the passes, and faceid_K.png, 16 bits, for
// the indices of triangles plus 1, of the view with index K at 64 pixels.
func ReferenceImage(t testing.TB, name string) image.Image {
	t.Helper()
	file, err := os.Open(golden(name))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	img, err := png.Decode(file)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return img
}

// Rows returns a matrix as the goldens store it.
func Rows(m geom.Mat4) (rows [4][4]float32) {
	for i, x := range m {
		rows[i/4][i%4] = x
	}
	return rows
}

// golden returns the path of a golden, which lies in raster/testdata.
func golden(name string) string {
	_, here, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(here), "..", "raster", "testdata", name)
}
