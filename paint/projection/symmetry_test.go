package projection

import (
	"context"
	"math"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

func TestSymmetry(t *testing.T) {
	for name, test := range map[string]struct {
		mesh *mesh.Mesh
		want bool
	}{
		"cube":         {painttest.Cube(), true},
		"sphere":       {painttest.Sphere(12), true},
		"creature":     {creature(false), true},
		"one arm":      {creature(true), false},
		"bumpy sphere": {painttest.BumpySphere(3000), false},
		"small tag":    {tagged(creature(false)), true},
		"no area":      {&mesh.Mesh{Positions: make([]geom.Vec3, 3), Triangles: []mesh.Triangle{{0, 1, 2}}}, false},
	} {
		got, err := measureSymmetry(context.Background(), test.mesh)
		if err != nil || got.symmetric() != test.want {
			t.Errorf("%s: %+v, error %v; want symmetric %v", name, got, err, test.want)
		}
		t.Logf("%s: %.3f of the surface at x = %.4f", name, got.share, got.plane)
	}
}

// tagged adds a small cube on one side, which moves the middle of the box: the
// symmetry plane is found beside it.
func tagged(m *mesh.Mesh) *mesh.Mesh {
	addPart(m, painttest.Cube(), geom.Vec3{X: 0.04, Y: 0.02, Z: 0.02}, geom.Vec3{X: 1.09, Y: 0.1, Z: 0.3})
	return m
}

func TestSymmetryPlaneIsFoundBesideTheMiddle(t *testing.T) {
	m := tagged(creature(false))
	got, err := measureSymmetry(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	want := m.Fit().Point(geom.Vec3{}).X // the creature is symmetric about x = 0
	if math.Abs(float64(got.plane-want)) > 0.003 || math.Abs(float64(want)) < 0.005 {
		t.Errorf("the plane is at %.4f, want %.4f", got.plane, want)
	}
}

// The mirrored camera sees a mirrored point where the camera sees the point, left
// and right exchanged.
func TestMirrorView(t *testing.T) {
	for name, v := range map[string]view.View{
		"orthographic": {Azimuth: 35, Elevation: 20, Distance: 1.5, PanX: 0.1, PanY: -0.2, Lens: view.Orthographic(1.1), Weight: 1},
		"perspective":  {Azimuth: 250, Elevation: -40, Distance: 1.9, PanX: -0.1, PanY: 0.05, Lens: view.Perspective(50), Weight: 1},
		"above":        {Azimuth: 10, Elevation: 90, Distance: 1.5, Lens: view.Perspective(30), Weight: 1},
	} {
		const plane = 0.07
		w := mirrorView(v, plane)
		for _, p := range []geom.Vec3{{}, {X: 0.3, Y: 0.1, Z: -0.2}, {X: -0.4, Y: -0.3, Z: 0.25}} {
			a, b := v.Clip().Apply(p), w.Clip().Apply(mirrored(p, plane))
			if d := (geom.Vec3{X: a.X/a.W + b.X/b.W, Y: a.Y/a.W - b.Y/b.W, Z: a.Z/a.W - b.Z/b.W}).Len(); d > 1e-5 {
				t.Errorf("%s: %v is seen at %v, its mirror image at %v", name, p, a, b)
			}
		}
	}
}

func TestFramedSeesTheWholeMeshAlongTheSameRays(t *testing.T) {
	m := creature(true)
	fitted, _ := m.FittedPositions()
	for name, v := range map[string]view.View{
		"zoomed in":   {Azimuth: 35, Elevation: 20, Distance: 1.5, PanX: 0.3, Lens: view.Orthographic(0.3), Weight: 0.2},
		"close up":    {Azimuth: 250, Elevation: -10, Distance: 1.2, PanY: 0.2, Lens: view.Perspective(20), Weight: 0.2},
		"far away":    {Azimuth: 250, Elevation: -10, Distance: 40, Lens: view.Perspective(60), Weight: 0.2},
		"from inside": {Azimuth: 0, Elevation: 0, Distance: 0.1, Lens: view.Perspective(60), Weight: 0.2},
	} {
		w := framed(v, m)
		if err := w.Validate(); err != nil || w.Weight != 1 {
			t.Errorf("%s: weight %g, %v", name, w.Weight, err)
		}
		if name == "from inside" {
			if w.Weight = v.Weight; w != v {
				t.Errorf("%s: changed to %+v", name, w)
			}
			continue
		}
		var largest float64
		for _, p := range fitted {
			q := w.Clip().Apply(p)
			largest = max(largest, math.Abs(float64(q.X/q.W)), math.Abs(float64(q.Y/q.W)))
		}
		if largest > 0.99 || largest < 0.7 {
			t.Errorf("%s: the mesh reaches to %.2f of the picture", name, largest)
		}
	}
}
