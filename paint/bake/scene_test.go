package bake_test

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"image"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/raster"
	"patina/paint/view"
)

// A paint gives every point of the fitted frame a colour.
type paint func(p geom.Vec3) geom.Vec3

// waves is the smooth paint of the round trip.
func waves(p geom.Vec3) geom.Vec3 {
	wave := func(phase float32) float32 { return float32(0.5 + 0.4*math.Sin(float64(phase))) }
	return geom.Vec3{X: wave(12*p.X + 2*p.Y), Y: wave(12*p.Y + 3*p.Z + 1), Z: wave(12*p.Z + 2*p.X + 2)}
}

// asset is the paint of the textured meshes: smooth zones of colour, bands with
// sharp borders, and a fine grain.
func asset(p geom.Vec3) geom.Vec3 {
	c := waves(p)
	band := math.Sin(25*float64(p.X+p.Y) + 2*math.Sin(9*float64(p.Z)))
	c = c.Scale(float32(0.85 + 0.15*math.Tanh(6*band)))
	grain := math.Sin(90*float64(p.X)) * math.Sin(90*float64(p.Y)+1) * math.Sin(90*float64(p.Z)+2)
	return c.Add(geom.Vec3{X: 0.04, Y: 0.04, Z: 0.04}.Scale(float32(grain)))
}

// solid paints everything in one colour.
func solid(c geom.Vec3) paint { return func(geom.Vec3) geom.Vec3 { return c } }

// paintViews returns pictures that have the exact colour of the surface at the
// centre of every pixel. They are opaque: the background is magenta and must not
// get onto the mesh.
func paintViews(t testing.TB, m *mesh.Mesh, views []view.View, size int, c paint) []view.Painted {
	t.Helper()
	passes, err := raster.Renderer{}.RenderPasses(context.Background(), m, views, size)
	if err != nil {
		t.Fatal(err)
	}
	painted := make([]view.Painted, len(views))
	for k, p := range passes {
		img := image.NewNRGBA(image.Rect(0, 0, size, size))
		for i, seen := range p.Mask {
			at := geom.Vec3{X: 1, Z: 1}
			if seen {
				at = c(p.Position[i])
			}
			copy(img.Pix[4*i:], []uint8{round8(at.X), round8(at.Y), round8(at.Z), 255})
		}
		painted[k] = view.Painted{View: views[k], Image: img}
	}
	return painted
}

func mustBake(t testing.TB, m *mesh.Mesh, painted []view.Painted, opt bake.Options) *bake.Atlas {
	t.Helper()
	a, err := bake.Bake(context.Background(), m, painted, opt)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func mustFill(t testing.TB, a *bake.Atlas) {
	t.Helper()
	if err := a.Fill(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
}

// psnr compares the texels for which pick returns true with the paint.
func psnr(a *bake.Atlas, c paint, pick func(provenance uint8) bool) (decibels float64, texels int) {
	var sum float64
	for slot, t := range a.Textures {
		if t == nil {
			continue
		}
		for i, p := range t.Provenance {
			at, ok := a.PointAt(slot, i)
			if !ok || !pick(p) {
				continue
			}
			d := t.Color[i].Sub(c(at))
			sum += float64(d.Dot(d)) / 3
			texels++
		}
	}
	return -10 * math.Log10(sum/float64(texels)), texels
}

func seen(p uint8) bool    { return p != bake.Outside && p != bake.Invented }
func covered(p uint8) bool { return p != bake.Outside }

// savePNG writes a picture where a developer asks for it: to the folder named by
// the environment variable BAKE_PICTURES.
func savePNG(t testing.TB, name string, img image.Image) {
	t.Helper()
	dir := os.Getenv("BAKE_PICTURES")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

// fox loads the large real mesh, or skips the test where it is absent.
func fox(t testing.TB) *mesh.Mesh {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "inputs", "fox", "mesh.glb"))
	if err != nil {
		t.Skipf("the fox is not here: %v", err)
	}
	return decodeFox(t, file)
}

// decodeFox reads just what the fox is made of: one primitive with float positions
// and texture coordinates and 32-bit indices.
func decodeFox(t testing.TB, file []byte) *mesh.Mesh {
	t.Helper()
	length := binary.LittleEndian.Uint32(file[12:])
	var doc struct {
		Accessors   []struct{ BufferView, Count int }
		BufferViews []struct{ ByteOffset int }
		Meshes      []struct {
			Primitives []struct {
				Attributes map[string]int
				Indices    int
			}
		}
	}
	if err := json.Unmarshal(file[20:20+length], &doc); err != nil {
		t.Fatal(err)
	}
	binaries := file[28+length:]
	read := func(accessor int, into any) {
		at := doc.BufferViews[doc.Accessors[accessor].BufferView].ByteOffset
		if _, err := binary.Decode(binaries[at:], binary.LittleEndian, into); err != nil {
			t.Fatal(err)
		}
	}
	primitive := doc.Meshes[0].Primitives[0]
	vertices := doc.Accessors[primitive.Attributes["POSITION"]].Count
	m := &mesh.Mesh{
		Name: "fox", Materials: []mesh.Material{mesh.DefaultMaterial()},
		Positions: make([]geom.Vec3, vertices), UVs: make([]geom.Vec2, vertices),
		Triangles: make([]mesh.Triangle, doc.Accessors[primitive.Indices].Count/3),
	}
	read(primitive.Attributes["POSITION"], m.Positions)
	read(primitive.Attributes["TEXCOORD_0"], m.UVs)
	read(primitive.Indices, m.Triangles)
	return m
}

func round8(f float32) uint8 { return uint8(min(max(f, 0), 1)*255 + 0.5) }
