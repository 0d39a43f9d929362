package bake_test

import (
	"math"
	"slices"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

// chartTiles are where the six charts of the body lie.
var chartTiles = [6]int{1001, 1002, 1010, 1011, 1025, 1033}

// inMaterials returns a body whose charts have a material each, and the same body with one
// material whose charts lie in UDIM tiles. Texture coordinates are multiples of a power of
// two, so that moving them loses nothing.
func inMaterials() (apart, tiled *mesh.Mesh) {
	apart, tiled = painttest.BumpySphere(3000), painttest.BumpySphere(3000)
	side := len(apart.UVs) / 6
	for i, uv := range apart.UVs {
		chart := i / side
		round := func(f float32) float32 { return float32(math.Round(float64(f)*(1<<18)) / (1 << 18)) }
		u, v := round(3*uv.X-float32(chart%3)), round(2*uv.Y-float32(chart/3))
		tile := mesh.TileNumbered(chartTiles[chart])
		apart.UVs[i] = geom.Vec2{X: u, Y: v}
		tiled.UVs[i] = geom.Vec2{X: u + float32(tile.Column), Y: v - float32(tile.Row)}
	}
	apart.Materials, apart.Slots = slices.Repeat(apart.Materials, 6), make([]uint16, len(apart.Triangles))
	for f := range apart.Triangles {
		apart.Slots[f] = uint16(6 * f / len(apart.Triangles))
	}
	return apart, tiled
}

func split(t *testing.T, m *mesh.Mesh) *mesh.Mesh {
	t.Helper()
	out, err := m.InTiles()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// finished bakes, fills, dilates and heals.
func finished(t *testing.T, m *mesh.Mesh, painted []view.Painted, opt bake.Options) *bake.Atlas {
	t.Helper()
	a := mustBake(t, m, painted, opt)
	if err := finish(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	return a
}

// A mesh in UDIM tiles is painted as the same one with a material for each tile, texel by
// texel: seams between tiles are filled across and healed as those between materials are.
func TestTilesArePaintedAsMaterialsAre(t *testing.T) {
	apart, whole := inMaterials()
	tiled := split(t, whole)
	if len(tiled.Materials) != 6 || tiled.Materials[5].Tile != 1033 {
		t.Fatalf("%d slots", len(tiled.Materials))
	}
	painted := exposed(paintViews(t, apart, []view.View{view.Front(), view.At(60, 20)}, 120, waves))
	opt := bake.Options{Size: 64, Blending: bake.BlendGradients}
	a, b := finished(t, apart, painted, opt), finished(t, tiled, painted, opt)
	if a.Coverage() != b.Coverage() || a.Coverage().Invented == 0 || a.Coverage().Seen == 0 {
		t.Errorf("coverage %+v and %+v", a.Coverage(), b.Coverage())
	}
	for slot := range a.Textures {
		if !slices.Equal(a.Textures[slot].Color, b.Textures[slot].Color) || !slices.Equal(a.Textures[slot].Provenance, b.Textures[slot].Provenance) {
			t.Errorf("tile %d differs from the texture of the material", tiled.Materials[slot].Tile)
		}
	}
}

// Whoever looks at a mesh in tiles sees no more of its seams than of one in one texture.
func TestRoundTripOfTiles(t *testing.T) {
	_, whole := inMaterials()
	m := split(t, whole)
	truth := textured(t, m, 128, waves)
	var painted []view.Painted
	for k, img := range render(t, m, truth, view.Default().Views, 200) {
		painted = append(painted, view.Painted{View: view.Default().Views[k], Image: img})
	}
	a := finished(t, m, painted, bake.Options{Size: 128})
	if db := viewPSNR(render(t, m, a.Images(), otherViews()[:8], 64), render(t, m, truth, otherViews()[:8], 64)); db < 35 {
		t.Errorf("%.1f dB over 8 other views", db)
	}
	seams, err := a.MeasureSeams(t.Context(), 0)
	if err != nil || seams.Count == 0 || seams.Error > 1 {
		t.Errorf("seams between tiles: %+v, %v", seams, err)
	}
}

// A chart that is cut at the border of two tiles goes on in the next texture, and a
// triangle that lies across it belongs to one of them.
func TestChartAcrossTiles(t *testing.T) {
	m := newMesh(1)
	addQuad(m, 0, geom.Vec3{X: -0.5, Y: -0.25}, right.Scale(0.5), up.Scale(0.5), rect{0.5, 0.25, 1, 0.75})
	addQuad(m, 0, geom.Vec3{Y: -0.25}, right.Scale(0.5), up.Scale(0.5), rect{1, 0.25, 1.5, 0.75})
	tiled := split(t, m)
	slope := func(p geom.Vec3) geom.Vec3 { return geom.Vec3{X: 0.5 + 0.3*p.X, Y: 0.5, Z: 0.5 + 0.3*p.Z} }
	a := finished(t, tiled, paintViews(t, tiled, []view.View{view.Front()}, 256, slope), bake.Options{Size: 128})
	if len(a.Textures) != 2 || a.Coverage().Texels != 2*64*64 || a.Coverage().Invented != 0 {
		t.Fatalf("%d textures, %+v", len(a.Textures), a.Coverage())
	}
	seams, err := a.MeasureSeams(t.Context(), 1)
	if err != nil || seams.Count != 1 || seams.Most > 3 {
		t.Errorf("the border of the tiles is a seam of %+v, %v", seams, err)
	}

	across := newMesh(1)
	addQuad(across, 0, geom.Vec3{X: -0.5, Y: -0.5}, right, up, rect{0.75, 0.25, 1.5, 0.75})
	straddling := split(t, across)
	b := finished(t, straddling, paintViews(t, straddling, []view.View{view.Front()}, 256, slope), bake.Options{Size: 64})
	if db, texels := psnr(b, slope, covered); len(b.Textures) != 1 || texels != 48*32 || db < 45 {
		t.Errorf("a square across two tiles: %d textures, %d texels, %.1f dB", len(b.Textures), texels, db)
	}
}

// Tiles without triangles cost nothing, however far apart the others are.
func TestOnlyUsedTilesHaveTextures(t *testing.T) {
	m := newMesh(1)
	for k := range 10 {
		u, v := float32(k), float32(-90*k)
		addQuad(m, 0, geom.Vec3{X: float32(k) / 10}, right.Scale(0.08), up, rect{u + 0.1, v + 0.1, u + 0.9, v + 0.9})
	}
	tiled := split(t, m)
	a := mustBake(t, tiled, paintViews(t, tiled, []view.View{view.Front()}, 200, waves), bake.Options{Size: 32})
	if len(a.Textures) != 10 || tiled.Materials[9].Tile != 1001+9+8100 || a.Coverage().Seen == 0 {
		t.Errorf("%d textures, the last of tile %d", len(a.Textures), tiled.Materials[len(tiled.Materials)-1].Tile)
	}
}
