package unwrap_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/unwrap"
)

// loose returns a mesh whose triangles share no vertices, as STL files have them, each
// vertex moved by up to a distance.
func loose(m *mesh.Mesh, distance float32) *mesh.Mesh {
	random := rand.New(rand.NewPCG(8, 8))
	shake := func() float32 { return distance * (random.Float32() - 0.5) }
	out := named(m.Name+", loose", nil)
	for i, t := range m.Triangles {
		for _, v := range t {
			out.Positions = append(out.Positions, m.Positions[v].Add(geom.Vec3{X: shake(), Y: shake(), Z: shake()}))
		}
		at := uint32(3 * i)
		out.Triangles = append(out.Triangles, mesh.Triangle{at, at + 1, at + 2})
	}
	return out
}

func TestWeld(t *testing.T) {
	m := painttest.BumpySphere(3000)
	_, want := unwrapped(t, m, unwrap.Options{TextureSize: 256})
	tests := []struct {
		name     string
		distance float32 // that vertices are shaken by
		weld     float64
		whole    bool
	}{
		{"exact copies", 0, -1, true},
		{"rounding by default", 2e-7, 0, true},
		{"rounding, no welding", 2e-7, -1, false},
		{"a scan", 1e-3, 2e-3, true},
		{"a scan, too little welding", 1e-3, 1e-5, false},
	}
	for _, test := range tests {
		result, err := unwrap.Unwrap(context.Background(), loose(m, test.distance), unwrap.Options{TextureSize: 256, Weld: test.weld})
		if err != nil {
			t.Fatal(err)
		}
		got := result.Report
		if whole := got.Charts <= want.Charts+2; whole != test.whole {
			t.Errorf("%s: %d charts, of the connected mesh %d", test.name, got.Charts, want.Charts)
		}
	}
}

// Welding a whole chain of close vertices does not pull it into one point.
func TestWeldKeepsShape(t *testing.T) {
	m := painttest.Sphere(8)
	_, report := unwrapped(t, m, unwrap.Options{TextureSize: 256, Weld: 0.05})
	if report.Collapsed > 0 {
		t.Errorf("%d triangles much larger than the distance collapsed", report.Collapsed)
	}
	_, all := unwrapped(t, m, unwrap.Options{TextureSize: 256, Weld: 10})
	if all.Collapsed != len(m.Triangles) || all.Charts != 0 {
		t.Errorf("with everything welded %d of %d triangles collapsed into %d charts", all.Collapsed, len(m.Triangles), all.Charts)
	}
}
