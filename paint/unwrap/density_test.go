package unwrap_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/unwrap"
)

// measuredDensity returns the texels along a unit of length of the mesh.
func measuredDensity(r *unwrap.Result, m *mesh.Mesh) float64 {
	var surface, texels float64
	for i, triangle := range r.Mesh.Triangles {
		a, b, c := m.Corners(i)
		surface += float64(b.Sub(a).Cross(c.Sub(a)).Len())
		p := corners(r.Mesh, triangle, r.Report.TextureSize)
		texels += twiceArea(p[0], p[1], p[2])
	}
	return math.Sqrt(texels / surface)
}

func TestDensityIsKept(t *testing.T) {
	m := painttest.BumpySphere(3000) // of about 14 units of area
	tests := []struct {
		density       float64
		size          int // asked for
		gotSize       int
		fewest, most  int // atlases
		atlasesOption int
	}{
		{40, 0, 256, 1, 1, 0},
		{100, 0, 512, 1, 1, 0},
		{100, 512, 512, 1, 1, 0},
		{100, 1024, 1024, 1, 1, 0},
		{100, 128, 128, 9, 24, 0},
		{100, 0, 256, 2, 4, 4},
	}
	for _, test := range tests {
		opt := unwrap.Options{Density: test.density, TextureSize: test.size, Atlases: test.atlasesOption}
		result := unwrappedResult(t, m, opt)
		r := result.Report
		if r.TextureSize != test.gotSize || r.Atlases < test.fewest || r.Atlases > test.most {
			t.Errorf("%+v: %d textures of %d texels", test, r.Atlases, r.TextureSize)
		}
		if got := measuredDensity(result, m); math.Abs(got/test.density-1) > 0.02 || math.Abs(r.Density/test.density-1) > 1e-9 {
			t.Errorf("%+v: density %g, the report says %g", test, got, r.Density)
		}
	}
}

func TestDensityThatCannotBe(t *testing.T) {
	tests := []struct {
		mesh *mesh.Mesh
		opt  unwrap.Options
		says string
	}{
		{painttest.BumpySphere(3000), unwrap.Options{Density: 1000, TextureSize: 256}, "more than 100 textures"},
		{painttest.BumpySphere(3000), unwrap.Options{Density: 100, TextureSize: 256, Atlases: 2}, "more than 2 textures"},
		{painttest.Quad(), unwrap.Options{Density: 1000, TextureSize: 256}, "a triangle is larger than a texture"},
	}
	for _, test := range tests {
		_, err := unwrap.Unwrap(context.Background(), test.mesh, test.opt)
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%+v: got error %v, want one that says %q", test.opt, err, test.says)
		}
	}
}

func TestSeveralAtlases(t *testing.T) {
	m := painttest.BumpySphere(8000)
	_, one := unwrapped(t, m, unwrap.Options{TextureSize: 256})
	for _, n := range []int{2, 3, 7} {
		result := unwrappedResult(t, m, unwrap.Options{TextureSize: 256, Atlases: n})
		r := result.Report
		if r.Atlases != n || r.Density < 0.9*math.Sqrt(float64(n))*one.Density || r.Utilization < 0.5 {
			t.Errorf("%d atlases: got %d, density %.1f where one has %.1f, utilization %.3f", n, r.Atlases, r.Density, one.Density, r.Utilization)
		}
		checkTiles(t, result)
		checkMaterials(t, result)
	}
}

// checkTiles checks that each triangle lies in the UDIM tile of its atlas.
func checkTiles(t *testing.T, r *unwrap.Result) {
	t.Helper()
	tiled := r.InTiles()
	for f, triangle := range tiled.Triangles {
		column, row := float32(r.Atlas(f)%10), float32(r.Atlas(f)/10)
		for _, v := range triangle {
			u, up := tiled.UVs[v].X-column, 1-tiled.UVs[v].Y-row
			if u < 0 || u > 1 || up < 0 || up > 1 {
				t.Fatalf("triangle %d of atlas %d has a UV at %v", f, r.Atlas(f), tiled.UVs[v])
			}
		}
	}
}

// checkMaterials checks that splitting the tiles gives each atlas a slot.
func checkMaterials(t *testing.T, r *unwrap.Result) {
	t.Helper()
	split, err := r.InTiles().InTiles()
	if err != nil {
		t.Fatal(err)
	}
	for f := range split.Triangles {
		if split.Slot(f) != r.Atlas(f) {
			t.Fatalf("triangle %d of atlas %d lies in slot %d", f, r.Atlas(f), split.Slot(f))
		}
	}
	if len(split.Materials) != r.Report.Atlases {
		t.Errorf("%d slots for %d atlases", len(split.Materials), r.Report.Atlases)
	}
}
