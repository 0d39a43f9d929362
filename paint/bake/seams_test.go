package bake_test

import (
	"math"
	"slices"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
)

// twoQuads is a strip of two charts, the left one in one colour, the right one in
// another that is 51/255 brighter.
func twoQuads(t *testing.T) (*mesh.Mesh, *bake.Atlas) {
	t.Helper()
	m := newMesh(1)
	addQuad(m, 0, geom.Vec3{X: -2}, right.Scale(2), up, rect{0.1, 0.1, 0.5, 0.3})
	addQuad(m, 0, geom.Vec3{}, right.Scale(2), up, rect{0.55, 0.1, 0.95, 0.3})
	a := unpainted(t, m, 200)
	fit := m.Fit()
	eachTexel(a, func(tex *bake.Texture, i int, p geom.Vec3) {
		tex.Color[i] = geom.Vec3{X: 0.4, Y: 0.4, Z: 0.4}
		if fit.Unfit(p).X > 0 {
			tex.Color[i] = geom.Vec3{X: 0.6, Y: 0.6, Z: 0.6}
		}
	})
	if err := a.Dilate(t.Context(), 4); err != nil {
		t.Fatal(err)
	}
	return m, a
}

func mustMeasure(t *testing.T, a *bake.Atlas) *bake.Seams {
	t.Helper()
	s, err := a.MeasureSeams(t.Context(), 10)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSeamsAreMeasuredAndFound(t *testing.T) {
	_, a := twoQuads(t)
	s := mustMeasure(t, a)
	// The diagonals of the quads join their triangles on the texture: no seams.
	if s.Count != 1 || len(s.Worst) != 1 || math.Abs(s.Error-51) > 0.5 || math.Abs(s.Texels-40) > 0.5 {
		t.Fatalf("%+v, want one seam of 40 texels with a step of 51", s)
	}
	e := s.Worst[0]
	if e.From.X != 0 || e.To.X != 0 || e.Length != 1 || e.Normal != (geom.Vec3{Z: 1}) || math.Abs(e.Error-51) > 0.5 {
		t.Errorf("%+v, want the edge of length 1 at x = 0, seen from +Z", e)
	}
	if e.Triangles[0] > 1 || e.Triangles[1] < 2 || e.UVs[0][0].X != 0.5 || e.UVs[1][0].X != 0.55 || e.UVs[0][0].Y != e.UVs[1][0].Y {
		t.Errorf("%+v, want a triangle of each quad, and ends in the same order", e)
	}
}

func TestHealClosesSeamsAndKeepsTheRest(t *testing.T) {
	_, a := twoQuads(t)
	tex := a.Textures[0]
	before := slices.Clone(tex.Color)
	if err := a.Heal(t.Context(), bake.HealOptions{}); err != nil || !slices.Equal(tex.Color, before) {
		t.Fatalf("an edge that is meant is healed (%v)", err)
	}
	if err := a.Heal(t.Context(), bake.HealOptions{Reach: 5, Limit: 255}); err != nil {
		t.Fatal(err)
	}
	if s := mustMeasure(t, a); s.Error > 3 {
		t.Errorf("a step of %.1f is left, want 3 of 51", s.Error)
	}
	seam := map[bool]float32{}
	for i, c := range tex.Color {
		x := float32(i%200) + 0.5
		away := min(abs32(x-100), abs32(x-110))
		if c != before[i] && away > 7 {
			t.Fatalf("texel (%d, %d), %.1f from the seam, changed", i%200, i/200, away)
		}
		// Changes fade: no new edge within the charts.
		if i/200 > 25 && i/200 < 55 && (x > 21 && x < 98 || x > 112 && x < 189) {
			seam[x > 105] = max(seam[x > 105], furthest(c, tex.Color[i-1]))
		}
	}
	for _, step := range seam {
		if step > 0.08 {
			t.Errorf("neighbours in a chart differ by %.3f, want at most 0.08 of a step of 0.2", step)
		}
	}
}

func abs32(f float32) float32 { return max(f, -f) }

// Chart texels of every mip level down to 1/64 show chart colours, not what lies
// between charts: with charts of one colour each level is that colour wherever a chart
// is.
func TestMipLevelsDoNotBleed(t *testing.T) {
	for _, m := range []*mesh.Mesh{painttest.Sphere(8), painttest.ManyParts()} {
		const size = 512
		a := unpainted(t, m, size)
		tex := a.Textures[0]
		for i, p := range tex.Provenance {
			if covered(p) {
				tex.Color[i] = orange
			}
		}
		if err := a.Dilate(t.Context(), 8); err != nil {
			t.Fatal(err)
		}
		level := tex.Color
		for n := size; n >= size/64; n /= 2 {
			for i, c := range level {
				if furthest(c, orange) > 1.0/255 {
					t.Fatalf("%s: texel (%d, %d) of the level with %d is %v, want %v", m.Name, i%n, i/n, n, c, orange)
				}
			}
			level = halved(level, n)
		}
	}
}

// halved averages two by two texels, as drivers make mip levels.
func halved(level []geom.Vec3, n int) []geom.Vec3 {
	out := make([]geom.Vec3, n/2*(n/2))
	for i := range out {
		k := i/(n/2)*2*n + i%(n/2)*2
		out[i] = level[k].Add(level[k+1]).Add(level[k+n]).Add(level[k+n+1]).Scale(0.25)
	}
	return out
}
