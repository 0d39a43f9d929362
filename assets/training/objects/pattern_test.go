package objects

import (
	"math"
	"testing"

	"patina/paint/geom"
)

// share is the mean of a field over a cube of points.
func share(f field) float32 {
	const n = 24
	var sum float32
	for i := range n * n * n {
		p := vec(float32(i%n), float32(i/n%n), float32(i/n/n)).Scale(2.0 / n).Sub(vec(1, 1, 1))
		sum += f(spot{p.Add(vec(0.013, 0.017, 0.011)), vec(0, 0, 1)})
	}
	return sum / (n * n * n)
}

func TestFieldsCoverTheirShare(t *testing.T) {
	for name, test := range map[string]struct {
		f        field
		from, to float32
	}{
		"stripes":   {stripes(vec(1, 0, 0), 0.31, 0.4, 0.2), 0.35, 0.45},
		"rings":     {rings(geom.Vec3{}, vec(0, 1, 0), 0.17, 0.5, 0), 0.4, 0.6},
		"rays":      {rays(geom.Vec3{}, aroundY, 7, 0.3, 0.1), 0.25, 0.35},
		"checks":    {checks(0.13, geom.Vec3{}), 0.4, 0.6},
		"helix":     {helix(geom.Vec3{}, 3, 1.7, 0.5), 0.4, 0.6},
		"beyond":    {beyond(vec(0, 1, 0), 0.5, 0), 0.2, 0.3},
		"patches":   {patches(0.3, 0.5, 0.02, 7), 0.3, 0.7},
		"spots":     {spots(0.3, 0.4, 7), 0.1, 0.4},
		"inverse":   {beyond(vec(0, 1, 0), 0.5, 0).inverse(), 0.7, 0.8},
		"and":       {beyond(vec(0, 1, 0), 0, 0).and(beyond(vec(1, 0, 0), 0, 0)), 0.2, 0.3},
		"lozenges":  {lozenges(geom.Vec3{}, 9, 0.3), 0.25, 0.45},
		"warped":    {stripes(vec(1, 0, 0), 0.31, 0.4, 0.2).warped(0.1, 0.3, 3), 0.3, 0.5},
		"tartan":    {tartan(0.4), 0.25, 0.65},
		"cracks":    {cracks(0.3, 0.1, 3), 0.1, 0.5},
		"waves":     {waves(0.2, 0.4), 0.35, 0.55},
		"rosettes":  {rosettes(0.3, 3), 0.05, 0.5},
		"gradients": {gradient(vec(0, 0, 1), -1, 1), 0.45, 0.55},
	} {
		if got := share(test.f); got < test.from || got > test.to {
			t.Errorf("%s cover %g, want %g to %g", name, got, test.from, test.to)
		}
	}
}

func TestMirroredFieldsAreSymmetric(t *testing.T) {
	f := spots(0.3, 0.4, 7).mirrored()
	d := newDice(1)
	for range 200 {
		p, n := vec(d.between(-1, 1), d.between(-1, 1), d.between(-1, 1)), vec(0.6, 0, 0.8)
		if a, b := f(spot{p, n}), f(spot{vec(-p.X, p.Y, p.Z), vec(-n.X, n.Y, n.Z)}); a != b {
			t.Fatalf("%v has %g, its mirror image %g", p, a, b)
		}
	}
}

func TestNoiseIsSmoothAndInRange(t *testing.T) {
	d := newDice(2)
	for range 2000 {
		p := vec(d.between(-50, 50), d.between(-50, 50), d.between(-50, 50))
		a, b := noise(p, 5), noise(p.Add(vec(1e-3, 1e-3, 1e-3)), 5)
		if a < 0 || a > 1 || abs(a-b) > 0.02 {
			t.Fatalf("noise at %v is %g and beside it %g", p, a, b)
		}
		near, second, _ := cells(p, 5)
		if near < 0 || near > second || near > 1 {
			t.Fatalf("cells at %v are %g and %g away", p, near, second)
		}
	}
}

func TestColoursAreThoseOfOKLab(t *testing.T) {
	for name, test := range map[string]struct{ got, want geom.Vec3 }{
		"white":    {oklch(1, 0, 0), vec(1, 1, 1)},
		"black":    {oklch(0, 0, 0.3), vec(0, 0, 0)},
		"red":      {oklch(0.62796, 0.25768, 29.234/360), vec(1, 0, 0)},
		"mid grey": {oklch(0.59987, 0, 0), vec(0.5019, 0.5019, 0.5019)},
	} {
		if d := test.got.Sub(test.want).Len(); d > 0.02 {
			t.Errorf("%s is %v", name, test.got)
		}
	}
	d := newDice(3)
	for range 500 {
		c := oklch(d.between(-0.2, 1.2), d.between(0, 0.5), d.Float32())
		if min(c.X, c.Y, c.Z) < 0 || max(c.X, c.Y, c.Z) > 1 || math.IsNaN(float64(c.X)) {
			t.Fatalf("%v is no colour", c)
		}
	}
}

// A pose must find the spot that it placed.
func TestPosesGoBack(t *testing.T) {
	d := newDice(4)
	for range 50 {
		p := newPose(d, vec(1, 1, 2))
		v := vec(d.between(-1, 1), d.between(-1, 1), d.between(-1, 1))
		if back := p.built(spot{p.placed(v), vec(0, 1, 0)}); back.p.Sub(v).Len() > 1e-5 || abs(back.n.Len()-1) > 1e-5 {
			t.Fatalf("%v comes back as %v", v, back)
		}
	}
}
