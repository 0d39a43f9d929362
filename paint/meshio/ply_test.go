package meshio

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// squarePLY is the square of the other formats, with properties that mean nothing
// here, an element that means nothing, and one polygon of four corners.
const squarePLY = `ply
format ascii 1.0
comment made by hand
obj_info nothing
element vertex 4
property float x
property float y
property float z
property double quality
property float nx
property float ny
property float nz
property float s
property float t
property uchar red
property uchar green
property uchar blue
element edge 1
property int vertex1
property list uchar int others
element face 1
property uchar flags
property list uchar int vertex_indices
end_header
0 0 0 0.5 0 0 1 0 0 255 0 0
1 0 0 0.5 0 0 1 1 0 0 255 0
1 1 0 0.5 0 0 1 1 1 0 0 255
0 1 0 0.5 0 0 1 0 1 255 255 255
7 2 1 2
9 4 0 1 2 3
`

// binaryPLY writes the same in a byte order.
func binaryPLY(name string, order binary.AppendByteOrder) []byte {
	header, body, _ := strings.Cut(squarePLY, "end_header\n")
	out := []byte(strings.Replace(header, "ascii", name, 1) + "end_header\n")
	f32 := func(f float64) { out = order.AppendUint32(out, math.Float32bits(float32(f))) }
	for _, line := range strings.Split(body, "\n")[:4] {
		var f [12]float64
		for i, field := range strings.Fields(line) {
			_, _ = fmt.Sscan(field, &f[i])
		}
		f32(f[0])
		f32(f[1])
		f32(f[2])
		out = order.AppendUint64(out, math.Float64bits(f[3]))
		for _, v := range f[4:9] {
			f32(v)
		}
		out = append(out, byte(f[9]), byte(f[10]), byte(f[11]))
	}
	i32 := func(v uint32) { out = order.AppendUint32(out, v) }
	i32(7)
	out = append(out, 2)
	i32(1)
	i32(2)
	out = append(out, 9, 4)
	for v := range uint32(4) {
		i32(v)
	}
	return out
}

func TestPLY(t *testing.T) {
	for name, data := range map[string][]byte{
		"text": []byte(squarePLY), "carriage returns": []byte(strings.ReplaceAll(squarePLY, "\n", "\r\n")),
		"little": binaryPLY("binary_little_endian", binary.LittleEndian), "big": binaryPLY("binary_big_endian", binary.BigEndian),
	} {
		t.Run(name, func(t *testing.T) {
			f := opened(t, "thing.ply", data)
			m := f.Mesh
			if !slices.Equal(m.Positions, squarePoints) || !slices.Equal(m.UVs, squareUVs) || !slices.Equal(m.Normals, squareNormals) {
				t.Errorf("vertices differ: %v %v %v", m.Positions, m.UVs, m.Normals)
			}
			if !slices.Equal(m.Triangles, []mesh.Triangle{{0, 1, 2}, {0, 2, 3}}) {
				t.Errorf("triangles %v", m.Triangles)
			}
			checkCornerColors(t, f)
		})
	}
}

// checkCornerColors proves that the square is red, green, blue and white at its
// corners, in the texture that shows the colours of its vertices.
func checkCornerColors(t *testing.T, f *File) {
	t.Helper()
	wantNotice(t, f, "colours of its vertices")
	texture := f.Mesh.Materials[0].Texture
	if texture == nil {
		t.Fatal("no texture shows the colours of the vertices")
	}
	last := texture.Rect.Dx() - 1
	most := 512/texture.Rect.Dx() + 2 // the centre of a texel lies half of it off the corner, on both axes
	for at, want := range map[[2]int]color.NRGBA{{0, last}: red, {last, last}: green, {last, 0}: blue, {0, 0}: {255, 255, 255, 255}} {
		got := texture.NRGBAAt(at[0], at[1])
		for _, d := range []int{int(got.R) - int(want.R), int(got.G) - int(want.G), int(got.B) - int(want.B), int(got.A) - int(want.A)} {
			if d < -most || d > most {
				t.Fatalf("texel %v is %v instead of %v", at, got, want)
			}
		}
	}
}

func TestOBJVertexColours(t *testing.T) {
	for _, scale := range []string{"1", "255"} {
		text := strings.NewReplacer("v 0 0 0\n", "v 0 0 0 S 0 0\n", "v 1 0 0 1.0\n", "v 1 0 0 0 S 0\n", "v 1 1 0 0.5 0.5 0.5\n", "v 1 1 0 0 0 S\n", "v 0 1 0\n", "v 0 1 0 S S S\n", "mtllib thing.mtl\n", "").Replace(squareOBJ)
		checkCornerColors(t, opened(t, "a.obj", []byte(strings.ReplaceAll(text, "S", scale))))
	}
}

func TestUnwrappedMeshesKeepVertexColours(t *testing.T) {
	path := filepath.Join(t.TempDir(), "scan.ply")
	text := strings.NewReplacer("property float s\n", "property float a1\n", "property float t\n", "property float b1\n").Replace(squarePLY)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path); !errors.Is(err, ErrNoUVs) {
		t.Errorf("without UVs: %v", err)
	}
	f, err := OpenUnwrapped(t.Context(), path, Missing, func(ctx context.Context, m *mesh.Mesh) (Unwrapped, error) {
		out, err := flatten(ctx, m)
		for i := range out.Mesh.UVs {
			out.Mesh.UVs[i].Y = 1 - out.Mesh.UVs[i].Y
		}
		return out, err
	})
	if err != nil {
		t.Fatal(err)
	}
	checkCornerColors(t, f)
	checkCornerColors(t, withNotice(save(t, f, ".glb", Painting{}), f.Notices))
}

func withNotice(f *File, notices []string) *File {
	f.Notices = append(f.Notices, notices...)
	return f
}

// Corners of faces may have UVs of their own, as MeshLab writes them, and a comment
// names the texture.
func TestPLYCornerUVs(t *testing.T) {
	text := `ply
format ascii 1.0
comment TextureFile a b.png
element vertex 4
property float x
property float y
property float z
element face 2
property list uchar uint vertex_index
property list uchar float texcoord
end_header
0 0 0 1 0 0 1 1 0 0 1 0
3 0 1 2 6 0 0 1 0 1 1
3 0 2 3 6 0 0 0.5 0.5 0 1
`
	f := opened(t, "a.ply", []byte(text), "a b.png", pngOf(green, 2))
	if len(f.Mesh.Positions) != 5 || f.Mesh.UVs[2] != (geom.Vec2{X: 1, Y: 0}) || f.Mesh.UVs[3] != (geom.Vec2{X: .5, Y: .5}) {
		t.Errorf("%v at %v", f.Mesh.UVs, f.Mesh.Positions)
	}
	if texture := f.Mesh.Materials[0].Texture; texture == nil || texture.NRGBAAt(0, 0) != green {
		t.Errorf("the texture is not shown: %q", f.Notices)
	}
	f = opened(t, "a.ply", []byte(text))
	wantNotice(t, f, "texture of the mesh is not shown")
	again := save(t, f, ".glb", paintedWith(solid(blue, 2)))
	if len(again.Mesh.Triangles) != 2 || again.Mesh.Materials[0].Texture.NRGBAAt(0, 0) != blue {
		t.Error("it is not saved as it was opened and painted")
	}
}

func TestBrokenPLYEndsInASentence(t *testing.T) {
	little := string(binaryPLY("binary_little_endian", binary.LittleEndian))
	for name, c := range map[string]struct{ from, old, new, want string }{
		"no end":           {squarePLY, "end_header", "", "unknown line"},
		"only a start":     {"ply\n", "", "", "no end"},
		"no format":        {squarePLY, "format ascii 1.0\n", "", "no format"},
		"format 2":         {squarePLY, "ascii 1.0", "ascii 2.0", "ascii 2.0"},
		"billions":         {squarePLY, "vertex 4", "vertex 10000000000", "10000000000 vertex"},
		"binary billions":  {little, "vertex 4", "vertex 4000000000", "4000000000 vertex"},
		"many faces":       {little, "face 1", "face 4000000000", "4000000000 face"},
		"overflow":         {squarePLY, "vertex 4", "vertex 9223372036854775807", "no room"},
		"too large":        {squarePLY, "vertex 4", "vertex 92233720368547758070", "wrong line"},
		"negative":         {squarePLY, "vertex 4", "vertex -4", "wrong line"},
		"unknown type":     {squarePLY, "property float x", "property quaternion x", "wrong line"},
		"property first":   {squarePLY, "element vertex 4", "", "wrong line"},
		"no x":             {squarePLY, "property float x", "property float ex", "no x, y and z"},
		"words":            {squarePLY, "1 1 0 0.5", "1 one 0 0.5", `"one" is not a number`},
		"index":            {squarePLY, "9 4 0 1 2 3", "9 4 0 1 2 4", "names vertex 4"},
		"negative index":   {squarePLY, "9 4 0 1 2 3", "9 4 0 1 2 -1", "names vertex -1"},
		"list too long":    {squarePLY, "9 4 0 1 2 3", "9 255 0 1 2 3", "fewer numbers"},
		"huge list":        {squarePLY, "9 4 0 1 2 3", "9 1e30 0 1 2 3", "fewer numbers"},
		"nan list":         {squarePLY, "9 4 0 1 2 3", "9 nan 0 1 2 3", "fewer numbers"},
		"cut short":        {little[:len(little)-3], "", "", "fewer numbers"},
		"two vertex lists": {squarePLY, "element edge 1\nproperty int vertex1\nproperty list uchar int others\n", "element vertex 1\nproperty int x\nproperty int y\nproperty int z\nproperty list uchar int w\n", "two lists"},
		"no faces":         {squarePLY, "element face 1", "element face 0", "no triangles"},
	} {
		before := allocated()
		_, err := openBytes("a.ply", []byte(strings.Replace(c.from, c.old, c.new, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "a.ply") {
			t.Errorf("%s: got %v", name, err)
		}
		if used := allocated() - before; used > 8<<20 {
			t.Errorf("%s: %d bytes were allocated", name, used)
		}
	}
}

// Thousands of materials share a file, not thousands of large textures.
func TestColoursOfManyMaterialsTakeLittleMemory(t *testing.T) {
	var text strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&text, "v %d 0 0 1 0 0\nv %d 1 0 0 1 0\nv %d 0 1 0 0 1\nvt 0 0\nvt 1 0\nvt 0 1\nusemtl m%d\nf -3/-3 -2/-2 -1/-1\n", i, i, i, i)
	}
	before := allocated()
	f := opened(t, "a.obj", []byte(text.String()))
	if used := allocated() - before; used > uint64(30*text.Len()) {
		t.Errorf("%d bytes were allocated for a file of %d", used, text.Len())
	}
	if len(f.Mesh.Materials) != 20_000 || f.Mesh.Materials[19_999].Texture == nil {
		t.Errorf("%d materials", len(f.Mesh.Materials))
	}
}
