package bake_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/painttest"
	"patina/paint/view"
)

func openPNG(t *testing.T, name string) image.Image {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(file))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return img
}

func TestCannyMatchesReferenceExactly(t *testing.T) {
	depth, want := openPNG(t, "depth512_e20a30.png").(*image.Gray), openPNG(t, "canny512_e20a30.png").(*image.Gray)
	count := 0
	for i, edge := range bake.Canny(depth.Pix, 512, 30, 80) {
		if edge != (want.Pix[i] > 0) {
			t.Fatalf("pixel (%d, %d): edge %v, want %v", i%512, i/512, edge, !edge)
		}
		if edge {
			count++
		}
	}
	if count != 1463 {
		t.Errorf("%d edge pixels, want 1463", count)
	}
}

// goldenViews are the synthetic pictures of reference section 1.9.
func goldenViews() []view.Painted {
	var painted []view.Painted
	for k, v := range view.Default().Views {
		img := image.NewNRGBA(image.Rect(0, 0, 512, 512))
		for i := range 512 * 512 {
			x, y := float64(i%512), float64(i/512)
			blue := float64(k+1)/8 + 0.1*math.Sin(x/17+float64(k))*math.Cos(y/23)
			for c, f := range []float64{(x + 0.5) / 512, (y + 0.5) / 512, blue} {
				img.Pix[4*i+c] = uint8(min(max(f, 0), 1) * 255)
			}
			img.Pix[4*i+3] = 255
		}
		painted = append(painted, view.Painted{View: v, Image: img})
	}
	return painted
}

func TestSplatMatchesReference(t *testing.T) {
	blob, painted := painttest.Blob(t), goldenViews()
	for k, want := range []int{24879, 17799, 17743, 20106, 15815, 15791} {
		n, cos, col, _ := bake.SplatOne(t.Context(), blob, painted[k], 256)
		t.Log(k, n, want, cos, col)
	}
	a := mustBake(t, blob, painted, bake.Options{Size: 256, Method: bake.Splat})
	t.Log(a.Coverage())
	file, err := os.ReadFile("testdata/baked_256x256x3.f32")
	if err != nil {
		t.Fatal(err)
	}
	golden := make([]geom.Vec3, 256*256)
	if _, err := binary.Decode(file, binary.LittleEndian, golden); err != nil {
		t.Fatal(err)
	}
	var most float32
	diff, only := 0, 0
	for i, p := range a.Textures[0].Provenance {
		g := golden[i]
		isPainted := g != geom.Vec3{}
		if isPainted != seen(p) {
			only++
		}
		if !isPainted || !seen(p) {
			continue
		}
		d := a.Textures[0].Color[i].Sub(g)
		e := max(d.X, -d.X, d.Y, -d.Y, d.Z, -d.Z)
		if e > 1e-5 {
			diff++
			fmt.Println(i%256, i/256, d, p)
		}
		most = max(most, e)
	}
	fmt.Println("most", most*255, "diff", diff, "mask differs", only)
}
