package geom_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"patina/paint/geom"
)

var (
	nan = float32(math.NaN())
	inf = float32(math.Inf(1))
)

func TestVec3Arithmetic(t *testing.T) {
	a, b := geom.Vec3{X: 1, Y: 2, Z: 3}, geom.Vec3{X: -4, Y: 5, Z: 0.5}
	tests := []struct {
		name      string
		got, want geom.Vec3
	}{
		{"Add", a.Add(b), geom.Vec3{X: -3, Y: 7, Z: 3.5}},
		{"Sub", a.Sub(b), geom.Vec3{X: 5, Y: -3, Z: 2.5}},
		{"Scale", a.Scale(-2), geom.Vec3{X: -2, Y: -4, Z: -6}},
		{"Mul", a.Mul(b), geom.Vec3{X: -4, Y: 10, Z: 1.5}},
		{"Cross", a.Cross(b), geom.Vec3{X: -14, Y: -12.5, Z: 13}},
		{"Lerp", a.Lerp(b, 0.5), geom.Vec3{X: -1.5, Y: 3.5, Z: 1.75}},
		{"Min", a.Min(b), geom.Vec3{X: -4, Y: 2, Z: 0.5}},
		{"Max", a.Max(b), geom.Vec3{X: 1, Y: 5, Z: 3}},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s: got %v, want %v", test.name, test.got, test.want)
		}
	}
	if got := a.Dot(b); got != 7.5 {
		t.Errorf("Dot: got %g, want 7.5", got)
	}
}

func TestVec2Arithmetic(t *testing.T) {
	a, b := geom.Vec2{X: 3, Y: 4}, geom.Vec2{X: -1, Y: 0.5}
	if got, want := a.Add(b), (geom.Vec2{X: 2, Y: 4.5}); got != want {
		t.Errorf("Add: got %v, want %v", got, want)
	}
	if got, want := a.Sub(b), (geom.Vec2{X: 4, Y: 3.5}); got != want {
		t.Errorf("Sub: got %v, want %v", got, want)
	}
	if got, want := a.Scale(2), (geom.Vec2{X: 6, Y: 8}); got != want {
		t.Errorf("Scale: got %v, want %v", got, want)
	}
	if a.Dot(b) != -1 || a.Len() != 5 {
		t.Errorf("Dot and Len: got %g and %g, want -1 and 5", a.Dot(b), a.Len())
	}
}

func TestNormalizeAtAnySize(t *testing.T) {
	for exponent := -120.0; exponent <= 120; exponent += 5 {
		v := geom.Vec3{X: 1, Y: -2, Z: 2}.Scale(float32(math.Exp2(exponent)))
		n := v.Normalize()
		if want := (geom.Vec3{X: 1.0 / 3, Y: -2.0 / 3, Z: 2.0 / 3}); n.Sub(want).Len() > 1e-6 {
			t.Errorf("2^%g: got %v, want %v", exponent, n, want)
		}
	}
	for _, v := range []geom.Vec3{{}, {X: nan}, {Y: inf}} {
		if n := v.Normalize(); n != (geom.Vec3{}) {
			t.Errorf("%v: got %v, want zero", v, n)
		}
	}
}

func TestCrossIsPerpendicular(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		a, b := randomPoint(random).Normalize(), randomPoint(random).Normalize()
		c := a.Cross(b)
		if math.Abs(float64(c.Dot(a))) > 1e-6 || math.Abs(float64(c.Dot(b))) > 1e-6 {
			t.Errorf("%v x %v = %v is not perpendicular to both", a, b, c)
		}
	}
}

func TestFinite(t *testing.T) {
	for _, v := range []geom.Vec3{{X: nan}, {Y: inf}, {Z: -inf}} {
		if v.Finite() {
			t.Errorf("%v is called finite", v)
		}
	}
	if !(geom.Vec3{X: 3e38, Y: -3e38}).Finite() || !(geom.Vec2{X: 1}).Finite() || (geom.Vec2{Y: nan}).Finite() {
		t.Error("Finite is wrong about plain numbers or about Vec2")
	}
}

func randomPoint(random *rand.Rand) geom.Vec3 {
	return geom.Vec3{X: random.Float32()*2 - 1, Y: random.Float32()*2 - 1, Z: random.Float32()*2 - 1}
}
