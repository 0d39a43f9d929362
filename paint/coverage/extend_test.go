package coverage_test

import (
	"testing"

	"patina/paint/coverage"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

func mustExtend(t *testing.T, m *mesh.Mesh, rig view.Rig, n int, opt coverage.Options) (view.Rig, *coverage.Report) {
	t.Helper()
	extended, r, err := coverage.Extend(t.Context(), m, rig, n, opt)
	if err != nil {
		t.Fatal(err)
	}
	if err := extended.Validate(); err != nil {
		t.Fatal(err)
	}
	return extended, r
}

// To be seen nearly face on, a cube needs a camera for each of its faces.
func TestCubeNeedsSixCameras(t *testing.T) {
	rig, r := mustExtend(t, painttest.Cube(), one(view.Front()), 20, coverage.Options{MaxAngle: 25})
	if len(rig.Views) != 6 {
		t.Errorf("%d cameras, want 6: %+v", len(rig.Views), rig.Views)
	}
	near(t, "seen", r.Seen, 1, 0.005)
	for k, v := range r.Views {
		near(t, "added by camera", v.Added, 1.0/6, 0.005)
		if want := 1.0; k > 0 && rig.Views[k].Weight != coverage.AddedWeight || k == 0 && rig.Views[k].Weight != want {
			t.Errorf("camera %d weighs %g", k, rig.Views[k].Weight)
		}
	}
}

// Within 80 degrees, two cameras at opposite corners see all of it.
func TestCornersSeeThreeFaces(t *testing.T) {
	rig, r := mustExtend(t, painttest.Cube(), one(view.At(45, 30)), 20, coverage.Options{})
	near(t, "seen", r.Seen, 1, 0.005)
	if len(rig.Views) != 2 {
		t.Errorf("%d cameras, want 2: %+v", len(rig.Views), rig.Views)
	}
}

// The far wall of a deep niche that opens half upwards needs a camera of its own.
func TestConcaveObjectsGainFromMoreCameras(t *testing.T) {
	m := niche()
	before := mustMeasure(t, m, view.Default(), coverage.Options{})
	rig, after := mustExtend(t, m, view.Default(), 6, coverage.Options{})
	if after.Seen < before.Seen+0.02 || len(rig.Views) == len(view.Default().Views) {
		t.Errorf("%d cameras see %.3f, the reference's six %.3f", len(rig.Views), after.Seen, before.Seen)
	}
	last := after.Views[len(after.Views)-1].Added
	for k := len(view.Default().Views); k < len(after.Views); k++ {
		if a := after.Views[k].Added; a < coverage.LeastGain || a < last {
			t.Errorf("camera %d adds %.4f after one that adds less", k, a)
		}
	}
	one, _ := mustExtend(t, m, view.Default(), 1, coverage.Options{})
	if len(one.Views) != 7 || one.Views[6] != rig.Views[6] {
		t.Errorf("asked for one camera: %d", len(one.Views)-6)
	}
}

// niche is a ball around which four slanted plates stand like open petals, so that
// level cameras and those above see little of what is between.
func niche() *mesh.Mesh {
	m := painttest.Sphere(24)
	m.Normals = nil
	for _, side := range []geom.Vec3{{X: 1}, {X: -1}, {Z: 1}, {Z: -1}} {
		across := geom.Vec3{X: side.Z, Z: -side.X}
		foot, top := side.Scale(1.1).Add(geom.Vec3{Y: -1.2}), side.Scale(1.6).Add(geom.Vec3{Y: 1.2})
		n := uint32(len(m.Positions))
		for _, p := range []geom.Vec3{foot.Sub(across.Scale(1.1)), foot.Add(across.Scale(1.1)), top.Add(across.Scale(1.6)), top.Sub(across.Scale(1.6))} {
			m.Positions, m.UVs = append(m.Positions, p), append(m.UVs, geom.Vec2{})
		}
		m.Triangles = append(m.Triangles, []mesh.Triangle{{n, n + 1, n + 2}, {n, n + 2, n + 3}, {n + 2, n + 1, n}, {n + 3, n + 2, n}}...)
	}
	return m
}

// Only candidates are added, with the camera of the rig.
func TestExtendKeepsToTheCandidates(t *testing.T) {
	rig := one(view.Front()).WithLens(3, view.Perspective(30))
	candidates := []view.View{view.At(90, 20), view.At(270, 20)}
	extended, _ := mustExtend(t, painttest.Sphere(24), rig, 9, coverage.Options{Candidates: candidates})
	if len(extended.Views) != 3 || len(rig.Views) != 1 {
		t.Fatalf("%d cameras of two candidates", len(extended.Views))
	}
	for _, v := range extended.Views[1:] {
		if v.Elevation != 20 || v.Distance != 3 || v.Lens != rig.Views[0].Lens {
			t.Errorf("added %+v", v)
		}
	}
}
