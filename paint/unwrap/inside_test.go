package unwrap

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"patina/paint/painttest"
)

func TestPaddingByDefault(t *testing.T) {
	for size, want := range map[int]int{64: 4, 2048: 4, 4096: 8} {
		if got := (Options{}).at(size).Padding; got != want {
			t.Errorf("at %d texels the padding is %d by default, want %d", size, got, want)
		}
	}
}

func TestSimpleOutlines(t *testing.T) {
	spiral := []flat{}
	for i := range 200 {
		sin, cos := math.Sincos(float64(i) / 10)
		spiral = append(spiral, flat{cos, sin}.scale(1+float64(i)/50))
	}
	for i := 199; i >= 0; i-- {
		sin, cos := math.Sincos(float64(i) / 10)
		spiral = append(spiral, flat{cos, sin}.scale(1.3+float64(i)/50))
	}
	tests := []struct {
		name    string
		outline []flat
		want    bool
	}{
		{"square", []flat{{0, 0}, {1, 0}, {1, 1}, {0, 1}}, true},
		{"bow tie", []flat{{0, 0}, {1, 1}, {1, 0}, {0, 1}}, false},
		{"touching itself", []flat{{0, 0}, {4, 0}, {4, 3}, {2, 0}, {0, 3}}, false},
		{"spiral", spiral, true},
	}
	for _, test := range tests {
		if got := simple(test.outline); got != test.want {
			t.Errorf("%s: simple is %t, want %t", test.name, got, test.want)
		}
	}
	spiral[0] = flat{0, 5} // a spike across all turns
	if simple(spiral) {
		t.Error("a spiral with a spike across it is called simple")
	}
}

// wholeChart returns a cap of a sphere as one chart, projected, and its shapes.
func wholeChart(t *testing.T) (*surface, *chart, []shape) {
	t.Helper()
	m := painttest.Sphere(6)
	m.Triangles = m.Triangles[:72] // its front
	s, err := newSurface(m, 0)
	if err != nil {
		t.Fatal(err)
	}
	faces := make([]int32, len(m.Triangles))
	for i := range faces {
		faces[i] = int32(i)
	}
	ch := newCutter(s).cut(faces)
	shapes := ch.shapes(0)
	if !ch.disc() || len(ch.border) != 24 || !ch.project(ch.mean(s), shapes) {
		t.Fatal("the front of a sphere is no disc, or its projection folds")
	}
	return s, ch, shapes
}

// The force is half the negative gradient of the energy.
func TestForceIsTheGradient(t *testing.T) {
	_, ch, shapes := wholeChart(t)
	r := newRelaxer(ch, shapes)
	r.assemble()
	const d = 1e-6
	for v := range ch.flat {
		at := ch.flat[v]
		slope := func(step flat) float64 {
			ch.flat[v] = at.add(step)
			high := r.energy()
			ch.flat[v] = at.sub(step)
			low := r.energy()
			ch.flat[v] = at
			return (high - low) / (2 * d)
		}
		got, want := r.force[v], flat{slope(flat{x: d}), slope(flat{y: d})}.scale(-0.5)
		if got.sub(want).length() > 1e-4*(1+want.length()) {
			t.Errorf("the force on vertex %d is %v, want %v", v, got, want)
		}
	}
}

func TestRelaxLowersStretch(t *testing.T) {
	s, ch, shapes := wholeChart(t)
	before := ch.spread(s, shapes).stretch()
	ch.relax(context.Background(), shapes)
	after := ch.spread(s, shapes).stretch()
	if !(after < before) || after > 1.01 || !ch.upright(shapes, 0) {
		t.Errorf("stretch goes from %g to %g", before, after)
	}
	if !ch.embed(context.Background(), shapes) {
		t.Fatal("the embedding into a circle folds")
	}
	ch.relax(context.Background(), shapes)
	if again := ch.spread(s, shapes).stretch(); math.Abs(again-after) > 1e-3 {
		t.Errorf("from a circle stretch goes to %g, from a projection to %g", again, after)
	}
}

func TestFirstRoot(t *testing.T) {
	tests := []struct{ a, b, c, want float64 }{
		{1, -3, 2, 1}, {0, -1, 2, 2}, {-1, 1, 2, 2}, {1, 3, 2, math.Inf(1)}, {1, 0, 1, math.Inf(1)}, {1e-30, -1, 2, 2},
	}
	for _, test := range tests {
		if got := firstRoot(test.a, test.b, test.c); math.Abs(got-test.want) > 1e-12 && got != test.want {
			t.Errorf("%v: got %g", test, got)
		}
	}
}

// A mask holds exactly the cells within padding of those that the outline touches.
func TestMaskAgainstEveryCell(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 50 {
		outline := convexHull([]flat{
			{random.Float64() * 90, 0},
			{0, random.Float64() * 30},
			{random.Float64() * 90, random.Float64() * 30},
			{random.Float64() * 90, random.Float64() * 30},
		})
		padding := []int{3, 0, 1, 4, 20}[n%5]
		m := newMask(outline, padding)
		got := newBitmap(m.width, m.height)
		for _, r := range m.runs {
			got.fill(int(r.row), int(r.start), int(r.start)+r.length()-1)
		}
		for y := range m.height {
			for x := range m.width {
				want := nearTouched(m, x-padding, y-padding, padding)
				if is := got.row(y)[x/64]>>(x%64)&1 == 1; is != want {
					t.Fatalf("cell (%d, %d) is in the mask of %v: %t", x-padding, y-padding, outline, is)
				}
			}
		}
		checkTouched(t, m, outline, padding)
	}
}

func nearTouched(m *mask, x, y, padding int) bool {
	for dy := -padding; dy <= padding; dy++ {
		for dx := -padding; dx <= padding; dx++ {
			nx, ny := x+dx, y+dy
			inside := nx >= 0 && ny >= 0 && nx < m.width-2*padding && ny < m.height-2*padding
			if dx*dx+dy*dy <= padding*padding && inside && m.touched.row(ny)[nx/64]>>(nx%64)&1 == 1 {
				return true
			}
		}
	}
	return false
}

// checkTouched checks with points all over a convex outline.
func checkTouched(t *testing.T, m *mask, outline []flat, padding int) {
	t.Helper()
	for y := 0.25; y < float64(m.height-2*padding); y += 0.5 {
		for x := 0.25; x < float64(m.width-2*padding); x += 0.5 {
			inside := true
			for i, p := range outline {
				inside = inside && orientation(p, outline[(i+1)%len(outline)], flat{x, y}) > 0
			}
			if inside && m.touched.row(int(y))[int(x)/64]>>(int(x)%64)&1 == 0 {
				t.Fatalf("(%g, %g) lies inside %v and is not touched", x, y, outline)
			}
		}
	}
}
