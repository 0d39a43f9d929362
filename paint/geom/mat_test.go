package geom_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"patina/paint/geom"
)

func randomMatrix(random *rand.Rand) (m geom.Mat4) {
	for i := range m {
		m[i] = random.Float32()*2 - 1
	}
	return m
}

func TestMulAppliesTheRightOneFirst(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	for range 100 {
		m, n, p := randomMatrix(random), randomMatrix(random), randomPoint(random)
		n[12], n[13], n[14], n[15] = 0, 0, 0, 1
		got, want := m.Mul(n).Apply(p), m.Apply(n.ApplyPoint(p))
		d := geom.Vec3{X: got.X - want.X, Y: got.Y - want.Y, Z: got.Z - want.Z}
		if d.Len() > 1e-5 || math.Abs(float64(got.W-want.W)) > 1e-5 {
			t.Fatalf("(mn)p = %v, m(np) = %v", got, want)
		}
	}
}

func TestIdentityAndTranspose(t *testing.T) {
	m := randomMatrix(rand.New(rand.NewPCG(9, 10)))
	if m.Mul(geom.Identity()) != m || geom.Identity().Mul(m) != m {
		t.Error("multiplying with the identity changes a matrix")
	}
	if m.Transpose().Transpose() != m || m.Transpose()[1] != m[4] {
		t.Error("Transpose does not exchange rows and columns")
	}
}

func TestApply(t *testing.T) {
	m := geom.Mat4{
		1, 2, 3, 4,
		5, 6, 7, 8,
		9, 10, 11, 12,
		13, 14, 15, 16,
	}
	p := geom.Vec3{X: 1, Y: -1, Z: 2}
	if got, want := m.Apply(p), (geom.Vec4{X: 9, Y: 21, Z: 33, W: 45}); got != want {
		t.Errorf("Apply: got %v, want %v", got, want)
	}
	if got, want := m.ApplyPoint(p), (geom.Vec3{X: 9, Y: 21, Z: 33}); got != want {
		t.Errorf("ApplyPoint: got %v, want %v", got, want)
	}
	if got, want := m.ApplyDirection(p), (geom.Vec3{X: 5, Y: 13, Z: 21}); got != want {
		t.Errorf("ApplyDirection: got %v, want %v", got, want)
	}
}

// A normal that goes along stays perpendicular to what lies in the surface, and
// the determinant is the volume that a unit cube becomes.
func TestNormalMatrixAndDeterminant(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	for range 100 {
		m, a, b := randomMatrix(random), randomPoint(random), randomPoint(random)
		normal := m.NormalMatrix().ApplyDirection(a.Cross(b))
		want := m.ApplyDirection(a).Cross(m.ApplyDirection(b))
		if normal.Sub(want).Len() > 1e-5 {
			t.Fatalf("%v: the normal becomes %v, want %v", m, normal, want)
		}
		x, y, z := m.ApplyDirection(geom.Vec3{X: 1}), m.ApplyDirection(geom.Vec3{Y: 1}), m.ApplyDirection(geom.Vec3{Z: 1})
		if d := m.Determinant3() - x.Dot(y.Cross(z)); math.Abs(float64(d)) > 1e-5 {
			t.Fatalf("%v: the determinant is %g off", m, d)
		}
	}
	if d := (geom.Mat4{0: -1, 5: 2, 10: 3}).Determinant3(); d != -6 {
		t.Errorf("a mirror has determinant %g, want -6", d)
	}
}

func TestBox(t *testing.T) {
	box := geom.BoxOf([]geom.Vec3{{X: 1, Y: 5, Z: -2}, {X: 3, Y: -1, Z: -2}})
	if want := (geom.Box{Min: geom.Vec3{X: 1, Y: -1, Z: -2}, Max: geom.Vec3{X: 3, Y: 5, Z: -2}}); box != want {
		t.Errorf("got %v, want %v", box, want)
	}
	if box.Center() != (geom.Vec3{X: 2, Y: 2, Z: -2}) || box.Size() != (geom.Vec3{X: 2, Y: 6}) || box.Empty() {
		t.Errorf("%v has center %v, size %v, empty %t", box, box.Center(), box.Size(), box.Empty())
	}
	if !geom.BoxOf(nil).Empty() || !geom.EmptyBox().Empty() {
		t.Error("a box around nothing is not empty")
	}
	p := geom.Vec3{X: 7, Y: 8, Z: 9}
	if got := geom.EmptyBox().Extend(p); got != (geom.Box{Min: p, Max: p}) {
		t.Errorf("a box around one point is %v", got)
	}
	if c := (geom.Box{Min: geom.Vec3{X: 3e38}, Max: geom.Vec3{X: 3.2e38}}).Center(); !c.Finite() {
		t.Error("the center of a box far away is not finite")
	}
}
