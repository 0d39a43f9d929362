package bake_test

import (
	"math"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

func TestFillOfOneColorIsThatColor(t *testing.T) {
	m := painttest.BumpySphere(2000)
	a := mustBake(t, m, paintViews(t, m, []view.View{view.Front()}, 256, solid(orange)), bake.Options{Size: 256})
	mustFill(t, a)
	for i, p := range a.Textures[0].Provenance {
		if c := a.Textures[0].Color[i]; covered(p) && furthest(c, orange) > 2e-4 {
			t.Fatalf("texel (%d, %d) is %v, want %v", i%256, i/256, c, orange)
		}
	}
}

func TestFillKeepsWhatIsSeenAndProvenance(t *testing.T) {
	m := painttest.BumpySphere(2000)
	a := mustBake(t, m, paintViews(t, m, view.Default().Views[:2], 200, waves), bake.Options{Size: 150})
	before := *a.Textures[0]
	before.Color = append([]geom.Vec3(nil), before.Color...)
	before.Provenance = append([]uint8(nil), before.Provenance...)
	calls, last := 0, 0
	err := a.Fill(t.Context(), func(done, total int) {
		calls++
		if done != calls || done > total {
			t.Errorf("progress %d of %d at call %d", done, total, calls)
		}
		last = total
	})
	if err != nil {
		t.Fatal(err)
	}
	if calls != last {
		t.Errorf("progress ended at %d of %d", calls, last)
	}
	for i, p := range before.Provenance {
		if a.Textures[0].Provenance[i] != p {
			t.Fatalf("provenance of texel %d changed from %d to %d", i, p, a.Textures[0].Provenance[i])
		}
		if p != bake.Invented && a.Textures[0].Color[i] != before.Color[i] {
			t.Fatalf("texel %d was not to be filled and changed", i)
		}
	}
	first := append([]geom.Vec3(nil), a.Textures[0].Color...)
	mustFill(t, a)
	for i, c := range a.Textures[0].Color {
		if c != first[i] {
			t.Fatalf("filling again changes texel %d", i)
		}
	}
}

// Along the seams of the body, the texels on both sides have the same colour,
// whether seen or filled.
func TestFillCrossesSeams(t *testing.T) {
	m := painttest.BumpySphere(8000)
	a := mustBake(t, m, paintViews(t, m, []view.View{view.At(30, 20)}, 300, waves), bake.Options{Size: 512})
	mustFill(t, a)
	savePNG(t, "seams", a.Textures[0].Image())
	mean, most, pairs := seamSteps(a, m)
	t.Logf("%d pairs: mean %.4f, most %.4f", pairs, mean, most)
	if pairs < 200 || mean > 0.01 || most > 0.15 {
		t.Errorf("%d pairs of texels across seams differ by %.4f in the mean and %.4f at most, want 0.01 and 0.15", pairs, mean, most)
	}
}

// seamSteps compares the colours at vertices that lie at the same place but apart
// in the texture.
func seamSteps(a *bake.Atlas, m *mesh.Mesh) (mean, most float64, pairs int) {
	t := a.Textures[0]
	first := map[geom.Vec3]int{}
	for v, p := range m.Positions {
		w, known := first[p]
		if !known {
			first[p] = v
			continue
		}
		d := float64(furthest(colorAt(t, m.UVs[v]), colorAt(t, m.UVs[w])))
		mean, most, pairs = mean+d, max(most, d), pairs+1
	}
	return mean / float64(pairs), most, pairs
}

// colorAt returns the texel at texture coordinates or, just outside of a chart, the
// nearest covered one beside it.
func colorAt(t *bake.Texture, uv geom.Vec2) geom.Vec3 {
	x, y := int(uv.X*float32(t.Size)), int(uv.Y*float32(t.Size))
	for _, step := range [9][2]int{{0, 0}, {-1, 0}, {0, -1}, {1, 0}, {0, 1}, {-1, -1}, {1, -1}, {-1, 1}, {1, 1}} {
		i := (y+step[1])*t.Size + x + step[0]
		if t.Provenance[i] != bake.Outside {
			return t.Color[i]
		}
	}
	return geom.Vec3{X: math.MaxFloat32}
}

// A strip of two charts, the left end orange and the right end blue: the fill runs
// evenly from one to the other, as if there were no seam, whatever the materials
// and the sizes of the charts are.
func TestFillIsStraightAcrossASeam(t *testing.T) {
	second := map[string]struct {
		slot uint16
		uv   rect
	}{
		"same density":    {0, rect{0.55, 0.1, 0.95, 0.3}},
		"half density":    {0, rect{0.55, 0.1, 0.75, 0.2}},
		"other material":  {1, rect{0.1, 0.4, 0.5, 0.6}},
		"turned by 180":   {0, rect{0.95, 0.3, 0.55, 0.1}},
		"touching charts": {0, rect{0.1, 0.3, 0.5, 0.5}},
	}
	for name, s := range second {
		m := newMesh(2)
		addQuad(m, 0, geom.Vec3{X: -2}, right.Scale(2), up, rect{0.1, 0.1, 0.5, 0.3})
		addQuad(m, s.slot, geom.Vec3{}, right.Scale(2), up, s.uv)
		a := unpainted(t, m, 256)
		fit := m.Fit()
		eachTexel(a, func(tex *bake.Texture, i int, p geom.Vec3) {
			if x := fit.Unfit(p).X; x < -1.9 || x > 1.9 {
				tex.Provenance[i], tex.Color[i] = 1, geom.Vec3{X: float32(math.Copysign(1, float64(x))+1) / 2}
			}
		})
		mustFill(t, a)
		var worst float64
		eachTexel(a, func(tex *bake.Texture, i int, p geom.Vec3) {
			want := min(max(float64(fit.Unfit(p).X)/3.8+0.5, 0), 1)
			worst = max(worst, math.Abs(float64(tex.Color[i].X)-want))
		})
		if worst > 0.05 {
			t.Errorf("%s: a texel is %.3f from the straight line", name, worst)
		}
	}
}

func eachTexel(a *bake.Atlas, f func(t *bake.Texture, i int, p geom.Vec3)) {
	for slot, t := range a.Textures {
		if t == nil {
			continue
		}
		for i := range t.Color {
			if p, ok := a.PointAt(slot, i); ok {
				f(t, i, p)
			}
		}
	}
}

// Two bodies side by side, so close in the texture that their charts touch: the
// left one orange, the right one blue, both half unseen.
func TestFillDoesNotLeakBetweenParts(t *testing.T) {
	m := newMesh(1)
	addMesh(m, 0, painttest.Sphere(12), 0.9, geom.Vec3{X: -1}, rect{-0.02, 0, 0.51, 1})
	addMesh(m, 0, painttest.Sphere(12), 0.9, geom.Vec3{X: 1}, rect{0.49, 0, 1.02, 1})
	fit := m.Fit()
	sides := func(p geom.Vec3) geom.Vec3 {
		if fit.Unfit(p).X < 0 {
			return orange
		}
		return blue
	}
	a := mustBake(t, m, paintViews(t, m, []view.View{view.Front()}, 256, sides), bake.Options{Size: 256})
	if c := a.Coverage(); c.Invented < c.Texels/3 {
		t.Fatalf("only %d of %d texels are unseen", c.Invented, c.Texels)
	}
	mustFill(t, a)
	eachTexel(a, func(tex *bake.Texture, i int, p geom.Vec3) {
		if furthest(tex.Color[i], sides(p)) > 2e-3 {
			t.Fatalf("texel (%d, %d) at %v is %v", i%256, i/256, p, tex.Color[i])
		}
	})
}

// A ball inside of another is seen by nobody: it takes the colours of what is near
// it, the upper half orange, the lower half blue.
func TestPartsThatNobodySeesTakeTheNearestColor(t *testing.T) {
	m := newMesh(2)
	addMesh(m, 0, painttest.Sphere(12), 1, geom.Vec3{}, whole)
	addMesh(m, 1, painttest.Sphere(12), 0.8, geom.Vec3{}, whole)
	fit := m.Fit()
	halves := func(p geom.Vec3) geom.Vec3 {
		if fit.Unfit(p).Y > 0 {
			return orange
		}
		return blue
	}
	a := mustBake(t, m, paintViews(t, m, view.Default().Views, 200, halves), bake.Options{Size: 128})
	mustFill(t, a)
	toward := 0
	for i := range a.Textures[1].Color {
		p, ok := a.PointAt(1, i)
		if y := fit.Unfit(p).Y; !ok || math.Abs(float64(y)) < 0.3 {
			continue
		}
		toward++
		if c := a.Textures[1].Color[i]; furthest(c, halves(p)) > 0.2 {
			t.Fatalf("texel (%d, %d) of the inner ball is %v, want nearly %v", i%128, i/128, c, halves(p))
		}
	}
	if toward < 500 {
		t.Errorf("only %d texels compared", toward)
	}
}

func TestNothingSeenStaysGrey(t *testing.T) {
	a := unpainted(t, painttest.Cube(), 64)
	mustFill(t, a)
	for i, c := range a.Textures[0].Color {
		if c != bake.Unpainted {
			t.Fatalf("texel %d is %v, want mid-grey", i, c)
		}
	}
}

func TestFillOfASingleSeenTexelReachesEverything(t *testing.T) {
	m := newMesh(1)
	addMesh(m, 0, painttest.Cube(), 1, geom.Vec3{}, rect{0, 0, 0.5, 1})
	addMesh(m, 0, painttest.Cube(), 1, geom.Vec3{X: 3}, rect{0.5, 0, 1, 1})
	a := unpainted(t, m, 300)
	i := 51*300 + 27
	a.Textures[0].Provenance[i], a.Textures[0].Color[i] = 1, blue
	mustFill(t, a)
	eachTexel(a, func(tex *bake.Texture, i int, _ geom.Vec3) {
		if furthest(tex.Color[i], blue) > 0.01 {
			t.Fatalf("texel (%d, %d) is %v", i%300, i/300, tex.Color[i])
		}
	})
}
