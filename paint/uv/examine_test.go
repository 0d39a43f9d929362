package uv_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/uv"
)

func examined(t testing.TB, m *mesh.Mesh, size int) *uv.Report {
	t.Helper()
	r, err := uv.Examine(context.Background(), m, size)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// squares returns a row of squares in space, each with the UVs of a square between two
// corners in the texture; u1 < u0 mirrors.
func squares(corners ...[4]float32) *mesh.Mesh {
	m := &mesh.Mesh{Name: "squares", Materials: []mesh.Material{mesh.DefaultMaterial()}}
	for i, c := range corners {
		at, x := uint32(4*i), 2*float32(i)
		m.Positions = append(m.Positions, geom.Vec3{X: x}, geom.Vec3{X: x + 1}, geom.Vec3{X: x + 1, Y: 1}, geom.Vec3{X: x, Y: 1})
		m.UVs = append(m.UVs, geom.Vec2{X: c[0], Y: c[3]}, geom.Vec2{X: c[2], Y: c[3]}, geom.Vec2{X: c[2], Y: c[1]}, geom.Vec2{X: c[0], Y: c[1]})
		m.Triangles = append(m.Triangles, mesh.Triangle{at, at + 1, at + 2}, mesh.Triangle{at, at + 2, at + 3})
	}
	return m
}

// A row of the table says which kinds each of the squares is of.
func TestKinds(t *testing.T) {
	plain := [4]float32{0.1, 0.1, 0.4, 0.4}
	tests := []struct {
		name  string
		mesh  *mesh.Mesh
		kinds []uv.Kind
		udim  bool
	}{
		{"apart", squares(plain, [4]float32{0.5, 0.1, 0.8, 0.4}), []uv.Kind{0, 0}, false},
		{"touching", squares(plain, [4]float32{0.4, 0.1, 0.7, 0.4}), []uv.Kind{0, 0}, false},
		{"stacked", squares(plain, plain), []uv.Kind{uv.Shared, uv.Shared}, false},
		{"stacked, mirrored", squares(plain, [4]float32{0.4, 0.1, 0.1, 0.4}), []uv.Kind{uv.Shared, uv.Shared | uv.Mirrored}, false},
		{"three stacked", squares(plain, plain, plain), []uv.Kind{uv.Shared, uv.Shared, uv.Shared}, false},
		{"overlapping by half", squares(plain, [4]float32{0.25, 0.1, 0.55, 0.4}), []uv.Kind{uv.Overlapping, uv.Overlapping}, false},
		{"a small one on a large one", squares([4]float32{0, 0, 1, 1}, plain), []uv.Kind{uv.Overlapping, uv.Overlapping}, false},
		{"moved aside", squares(plain, [4]float32{1.1, 0.1, 1.4, 0.4}), []uv.Kind{uv.Shared, uv.Shared | uv.Shifted}, false},
		{"moved aside alone", squares(plain, [4]float32{-0.5, 2.1, -0.2, 2.4}), []uv.Kind{0, uv.Shifted}, false},
		{"crossing the border", squares([4]float32{0.8, 0.1, 1.2, 0.4}), []uv.Kind{uv.Repeating}, false},
		{"repeated three times", squares([4]float32{0, 0, 3, 1}), []uv.Kind{uv.Repeating | uv.Overlapping}, false},
		{"UDIM", squares([4]float32{0, 0, 0.9, 0.9}, [4]float32{1.2, 0.1, 2, 0.7}, [4]float32{0, -0.8, 0.6, 0}), []uv.Kind{0, 0, 0}, true},
		{"UDIM to the left", squares([4]float32{0, 0, 0.9, 0.9}, [4]float32{-0.8, 0.1, 0, 0.7}), []uv.Kind{uv.Overlapping, uv.Overlapping | uv.Shifted}, false},
		{"no area", squares(plain, [4]float32{0.6, 0.6, 0.6, 0.9}), []uv.Kind{0, uv.Degenerate}, false},
		{"no UVs", squares(plain, [4]float32{}), []uv.Kind{0, uv.Missing}, false},
		{"no number", squares(plain, [4]float32{float32(math.NaN()), 0, 1, 1}), []uv.Kind{0, uv.Degenerate}, false},
	}
	for _, test := range tests {
		for _, size := range []int{64, 1000} {
			r := examined(t, test.mesh, size)
			for f := range test.mesh.Triangles {
				want := test.kinds[f/2]
				if want&uv.Overlapping != 0 && r.Overlapping.Triangles > 0 {
					want = want&^uv.Overlapping | r.Kind(f)&uv.Overlapping // not both triangles of a square need be touched
				}
				if r.Kind(f) != want || r.UDIM != test.udim {
					t.Errorf("%s at %d: triangle %d is %v, want %v; UDIM %t", test.name, size, f, r.Kind(f), want, r.UDIM)
				}
			}
			if (r.Overlapping.Triangles > 0) != (anyOf(test.kinds)&uv.Overlapping != 0) {
				t.Errorf("%s at %d: %d triangles overlap", test.name, size, r.Overlapping.Triangles)
			}
		}
	}
}

func anyOf(kinds []uv.Kind) (all uv.Kind) {
	for _, k := range kinds {
		all |= k
	}
	return all
}

func TestTiles(t *testing.T) {
	r := examined(t, squares([4]float32{0, 0, 0.9, 0.9}, [4]float32{1.2, 0.1, 2, 0.7}, [4]float32{0, -0.8, 0.6, 0}), 512)
	numbers := []int{1001, 1002, 1011}
	if len(r.Tiles) != 3 || r.Textures != 3 {
		t.Fatalf("got tiles %v in %d textures", r.Tiles, r.Textures)
	}
	for i, number := range numbers {
		if r.Tiles[i].Number != number || r.Tile(2*i) != number || r.Tiles[i].Triangles != 2 {
			t.Errorf("tile %d: %+v, triangle in %d", number, r.Tiles[i], r.Tile(2*i))
		}
	}
	if said := strings.Join(r.Sentences(), " "); !strings.Contains(said, "3 UDIM tiles (1001, 1002, 1011)") || r.Troubled() {
		t.Errorf("it says %q", said)
	}
}

// Halves that meet in the plane of symmetry share the vertices there in UV too.
func TestFoldedHalves(t *testing.T) {
	m := &mesh.Mesh{Name: "roof", Materials: []mesh.Material{mesh.DefaultMaterial()}}
	for _, x := range []float32{-1, 0, 1} {
		for _, y := range []float32{0, 1} {
			m.Positions = append(m.Positions, geom.Vec3{X: x, Y: y})
			m.UVs = append(m.UVs, geom.Vec2{X: 0.1 + 0.5*max(x, -x), Y: 0.9 - 0.5*y})
		}
	}
	m.Triangles = []mesh.Triangle{{0, 2, 3}, {0, 3, 1}, {2, 4, 5}, {2, 5, 3}}
	r := examined(t, m, 256)
	if r.Charts != 2 || r.Shared.Area < 0.99 || math.Abs(r.Mirrored.Area-0.5) > 1e-6 || r.Twin(0) != 1 || r.Chart(3) != 1 || r.Troubled() {
		t.Errorf("got %+v, twin %d", r, r.Twin(0))
	}
	if said := strings.Join(r.Sentences(), " "); !strings.Contains(said, "shares its texels") {
		t.Errorf("it says %q", said)
	}
}

func TestWhatIsFineIsCalledFine(t *testing.T) {
	for _, m := range []*mesh.Mesh{painttest.Cube(), painttest.Sphere(8), painttest.BumpySphere(3000), painttest.Blob(t)} {
		r := examined(t, m, 1024)
		if r.Unpaintable.Triangles > 0 || r.Troubled() || len(r.Sentences()) != 1 || !strings.Contains(r.Sentences()[0], "can be painted") {
			t.Errorf("%s: %q", m.Name, r.Sentences())
		}
	}
	r := examined(t, painttest.Cube(), 600)
	side := 600 * math.Sqrt((1.0/3-0.04)*(1.0/2-0.04)) / 2
	if r.Charts != 6 || math.Abs(r.Density.Median-side) > 0.1 || r.Density.High-r.Density.Low > 0.1 {
		t.Errorf("a cube has %d charts with density %+v, want 6 with %.1f", r.Charts, r.Density, side)
	}
}

func TestMeshWithoutUVs(t *testing.T) {
	m := painttest.Cube()
	m.UVs = nil
	r := examined(t, m, 64)
	if math.Abs(r.Missing.Area-1) > 1e-6 || !r.Troubled() || !strings.Contains(r.Sentences()[0], "100.0 % of the surface has no UVs") {
		t.Errorf("%+v says %q", r.Missing, r.Sentences())
	}
}

// Materials have textures of their own, so they may use the same texels.
func TestMaterialsDoNotOverlap(t *testing.T) {
	plain := [4]float32{0.1, 0.1, 0.6, 0.6}
	m := squares(plain, [4]float32{0.2, 0.1, 0.7, 0.6})
	m.Materials = append(m.Materials, mesh.DefaultMaterial())
	m.Slots = []uint16{0, 0, 1, 1}
	if r := examined(t, m, 128); r.Overlapping.Triangles != 0 || r.Textures != 2 {
		t.Errorf("%d triangles overlap in %d textures", r.Overlapping.Triangles, r.Textures)
	}
}

func TestCancelAndJSON(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	cause := errors.New("never mind")
	cancel(cause)
	if _, err := uv.Examine(ctx, painttest.Cube(), 64); !errors.Is(err, cause) {
		t.Errorf("got error %v", err)
	}
	text, err := json.Marshal(examined(t, painttest.Cube(), 64))
	if err != nil || !strings.Contains(string(text), `"charts":6`) || !strings.Contains(string(text), `"tiles":[{"number":1001,"triangles":12`) {
		t.Errorf("%s %v", text, err)
	}
}

// FuzzExamine gives UVs of all kinds, also such as no mesh may have, to a few triangles.
func FuzzExamine(f *testing.F) {
	f.Add([]byte("0123456789abcdefghijklmnopqrstuvwxyz"), uint16(64))
	f.Add([]byte{0, 0, 128, 127, 0, 0, 192, 127, 255, 255, 127, 127, 0, 0, 0, 0}, uint16(3))
	f.Fuzz(func(t *testing.T, data []byte, size uint16) {
		m := &mesh.Mesh{Name: "fuzz", Materials: []mesh.Material{mesh.DefaultMaterial()}}
		for i := 0; i+8 <= len(data) && i < 8*64; i += 8 {
			u := math.Float32frombits(uint32(data[i]) | uint32(data[i+1])<<8 | uint32(data[i+2])<<16 | uint32(data[i+3])<<24)
			v := math.Float32frombits(uint32(data[i+4]) | uint32(data[i+5])<<8 | uint32(data[i+6])<<16 | uint32(data[i+7])<<24)
			m.UVs = append(m.UVs, geom.Vec2{X: u, Y: v})
			m.Positions = append(m.Positions, geom.Vec3{X: float32(data[i] % 8), Y: float32(data[i+4] % 8), Z: float32(i % 3)})
		}
		for i := range max(0, len(m.UVs)-2) {
			m.Triangles = append(m.Triangles, mesh.Triangle{uint32(i), uint32(i + 1), uint32(i + 2)})
		}
		r := examined(t, m, 1+int(size%512))
		count := 0
		for f := range m.Triangles {
			if k := r.Kind(f); k&(uv.Overlapping|uv.Degenerate|uv.Missing) != 0 {
				count++
			} else if r.Chart(f) < 0 {
				t.Fatalf("triangle %d is %v and in no chart", f, k)
			}
		}
		if count != r.Unpaintable.Triangles || len(r.Sentences()) == 0 || r.Utilization > 1 {
			t.Fatalf("%d triangles are unpaintable, the report says %+v", count, r)
		}
	})
}

// A tile has a texture of the asked size however little lies in it, which is said where it
// is dear.
func TestNearlyEmptyTilesAreTold(t *testing.T) {
	for size, want := range map[float32]bool{0.05: true, 0.9: false} {
		var corners [][4]float32
		for tile := range 20 {
			u, v := float32(tile%10), -float32(tile/10)
			corners = append(corners, [4]float32{u, v, u + size - 0.002*float32(tile), v + size})
		}
		r, err := uv.ExamineAs(t.Context(), squares(corners...), 512, uv.Tiled)
		if err != nil {
			t.Fatal(err)
		}
		if said := strings.Join(r.Remarks(), " "); !r.UDIM || strings.Contains(said, "of 20 textures, and every one takes") != want {
			t.Errorf("squares of %g: UDIM %t, %q", size, r.UDIM, said)
		}
	}
}
