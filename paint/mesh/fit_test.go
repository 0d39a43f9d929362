package mesh_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
)

func TestFitMatchesReference(t *testing.T) {
	m, golden := painttest.Blob(t), painttest.ReferenceGeometry(t)
	fitted, _ := m.FittedPositions()
	for i, want := range golden.Positions {
		if got := [3]float32{fitted[i].X, fitted[i].Y, fitted[i].Z}; got != want {
			t.Errorf("vertex %d is fitted to %v, want %v", i, got, want)
		}
		if got := [2]float32{m.UVs[i].X, m.UVs[i].Y}; got != golden.UVs[i] {
			t.Errorf("vertex %d has UV %v, want %v", i, got, golden.UVs[i])
		}
	}
}

func TestFittedMeshTouchesItsSphere(t *testing.T) {
	for seed := range uint64(50) {
		m := scattered(seed)
		fitted, fit := m.FittedPositions()
		farthest := float32(0)
		for i, p := range fitted {
			farthest = max(farthest, p.Len())
			if back := fit.Unfit(p); back.Sub(m.Positions[i]).Len() > 1e-5/fit.Scale {
				t.Errorf("seed %d: %v comes back as %v", seed, m.Positions[i], back)
			}
		}
		if math.Abs(float64(farthest)-mesh.Fitted/2) > 1e-5 {
			t.Errorf("seed %d: the farthest vertex is %g from the centre, want %g", seed, farthest, mesh.Fitted/2)
		}
		if c := geom.BoxOf(fitted).Center(); c.Len() > 1e-5 {
			t.Errorf("seed %d: the box is centred on %v, want the origin", seed, c)
		}
	}
}

// scattered returns points of almost any size that float32 has, not farther from
// the origin than ten times that size.
func scattered(seed uint64) *mesh.Mesh {
	random := rand.New(rand.NewPCG(seed, 1))
	size := float32(math.Exp2(random.Float64()*200 - 100))
	offset := geom.Vec3{X: 3, Y: -8, Z: 5}.Scale(size * random.Float32())
	m := &mesh.Mesh{}
	for range 20 {
		p := geom.Vec3{X: random.Float32(), Y: random.Float32(), Z: random.Float32()}
		m.Positions = append(m.Positions, p.Scale(size).Add(offset))
	}
	return m
}

func TestFitSwapsAxes(t *testing.T) {
	_, fit := painttest.Cube().FittedPositions()
	tests := []struct{ in, want geom.Vec3 }{
		{geom.Vec3{X: 1}, geom.Vec3{X: -1}},
		{geom.Vec3{Y: 1}, geom.Vec3{Z: -1}},
		{geom.Vec3{Z: 1}, geom.Vec3{Y: 1}},
	}
	for _, test := range tests {
		if got := fit.Direction(test.in); got != test.want {
			t.Errorf("direction %v becomes %v, want %v", test.in, got, test.want)
		}
		if got, want := fit.Point(test.in), test.want.Scale(fit.Scale); got.Sub(want).Len() > 1e-6 {
			t.Errorf("point %v becomes %v, want %v", test.in, got, want)
		}
	}
}

func TestFitOfNothing(t *testing.T) {
	if fit := (&mesh.Mesh{}).Fit(); fit != (mesh.Fit{Scale: 1}) {
		t.Errorf("a mesh without vertices is fitted by %+v", fit)
	}
	p := geom.Vec3{X: 4, Y: 5, Z: 6}
	fit := (&mesh.Mesh{Positions: []geom.Vec3{p, p}}).Fit()
	if got := fit.Point(p); got != (geom.Vec3{}) || fit.Scale != 1 {
		t.Errorf("a mesh without extent is fitted by %+v to %v, want the origin", fit, got)
	}
	endless := &mesh.Mesh{Positions: []geom.Vec3{{X: 3e38, Y: 3e38}, {X: -3e38, Y: -3e38}}}
	if fit := endless.Fit(); fit.Scale != 1 {
		t.Errorf("a mesh too large for float32 is fitted by %+v, want scale 1", fit)
	}
}
