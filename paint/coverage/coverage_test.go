package coverage_test

import (
	"context"
	"errors"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"patina/paint/coverage"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

func one(v view.View) view.Rig { return view.Rig{Name: "one", Views: []view.View{v}} }

func mustMeasure(t testing.TB, m *mesh.Mesh, rig view.Rig, opt coverage.Options) *coverage.Report {
	t.Helper()
	r, err := coverage.Measure(context.Background(), m, rig, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func near(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if math.Abs(got-want) > tolerance {
		t.Errorf("%s is %.4f, want %.4f within %.4f", name, got, want, tolerance)
	}
}

// One camera sees half of a ball, and of that all but a rim within 80 degrees.

// From twice the radius, a perspective camera sees a cap of a quarter of the ball.
func TestPerspectiveSeesLess(t *testing.T) {
	v := view.Front()
	v.Distance, v.Lens = mesh.Fitted, view.Perspective(70)
	r := mustMeasure(t, painttest.Sphere(48), one(v), coverage.Options{})
	near(t, "any angle", r.AnyAngle, 0.25, 0.01)
}

// A wall in front of another hides it.
func TestWallsHideWhatIsBehind(t *testing.T) {
	m := walls(geom.Vec3{}, geom.Vec3{Z: -0.5})
	r := mustMeasure(t, m, one(view.Front()), coverage.Options{})
	near(t, "seen", r.Seen, 0.5, 0.01)
	if len(r.Parts) != 1 || r.Parts[0].Triangle != 2 || r.Parts[0].Triangles != 2 || r.Parts[0].Hidden {
		t.Errorf("parts not seen: %+v, want the second wall, which a camera from aside sees", r.Parts)
	}
	if r.Triangles[0] < 0.99 || r.Triangles[3] > 0.03 {
		t.Errorf("triangles are seen at cosines of %v", r.Triangles)
	}
	vertices := r.Vertices(m)
	near(t, "a corner of the wall in front", float64(vertices[0]), 1, 0.01)
	near(t, "a corner of the wall behind", float64(vertices[5]), 0, 0.03)
}

// walls returns squares of side 1 that face the front.
func walls(corners ...geom.Vec3) *mesh.Mesh {
	m := &mesh.Mesh{Name: "walls", Materials: []mesh.Material{mesh.DefaultMaterial()}}
	for _, c := range corners {
		n := uint32(len(m.Positions))
		for _, uv := range []geom.Vec2{{X: 0, Y: 1}, {X: 1, Y: 1}, {X: 1, Y: 0}, {X: 0, Y: 0}} {
			m.Positions = append(m.Positions, c.Add(geom.Vec3{X: uv.X, Y: 1 - uv.Y}))
			m.UVs = append(m.UVs, uv)
		}
		m.Triangles = append(m.Triangles, mesh.Triangle{n, n + 1, n + 2}, mesh.Triangle{n, n + 2, n + 3})
	}
	return m
}

func TestDensityAndPixels(t *testing.T) {
	m := walls(geom.Vec3{})
	for i := range m.Positions {
		m.Positions[i] = m.Positions[i].Scale(4)
	}
	r := mustMeasure(t, m, one(view.Front()), coverage.Options{TextureSize: 1000, ViewSize: 601})
	near(t, "density", r.Density.Median, 250, 0.01)
	near(t, "least density", r.Density.Min, 250, 0.01)
	// A wall of 4 units is 1.15/√2 fitted units wide, the view 1.2 and 600 pixels.
	near(t, "pixels per texel", r.Views[0].PixelsPerTexel, 600/1.2*1.15/math.Sqrt2/1000, 1e-3)
	m.UVs = nil
	if r := mustMeasure(t, m, one(view.Front()), coverage.Options{}); r.Density != (coverage.Density{}) || r.Views[0].PixelsPerTexel != 0 {
		t.Errorf("without UVs the density is %+v", r.Density)
	}
}

// Views count what they see, and what no earlier one saw.
func TestViewsShareTheSurface(t *testing.T) {
	r := mustMeasure(t, painttest.Cube(), view.Rig{Views: []view.View{view.Front(), view.At(45, 0), view.Front()}}, coverage.Options{})
	for k, want := range []coverage.View{{Seen: 1.0 / 6, Added: 1.0 / 6}, {Seen: 1.0 / 3, Added: 1.0 / 6}, {Seen: 1.0 / 6}} {
		near(t, "seen", r.Views[k].Seen, want.Seen, 0.005)
		near(t, "added", r.Views[k].Added, want.Added, 0.005)
	}
}

// A ball within a ball is never seen, and is said so.
func TestClosedCavityIsHidden(t *testing.T) {
	m := nested()
	rig, r, err := coverage.Extend(t.Context(), m, view.Default(), 20, coverage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "hidden", r.Hidden, 0.2, 0.005)
	if len(r.Parts) != 1 || !r.Parts[0].Hidden || r.Parts[0].Seen != 0 {
		t.Errorf("parts not seen: %+v, want the inner ball, hidden", r.Parts)
	}
	if !strings.Contains(r.String(), "20.0 % cannot be seen from outside") {
		t.Errorf("the report does not say what is hidden: %s", r)
	}
	if len(rig.Views) != len(view.Default().Views) {
		t.Errorf("%d cameras were added for what none can see", len(rig.Views)-6)
	}
}

// nested is a ball within a ball of twice its radius.
func nested() *mesh.Mesh {
	m, inner := painttest.Sphere(32), painttest.Sphere(32)
	n := uint32(len(m.Positions))
	for _, p := range inner.Positions {
		m.Positions = append(m.Positions, p.Scale(0.5))
	}
	m.UVs, m.Normals = append(m.UVs, inner.UVs...), nil
	for _, t := range inner.Triangles {
		m.Triangles = append(m.Triangles, mesh.Triangle{t[0] + n, t[1] + n, t[2] + n})
	}
	return m
}

func TestResultsDoNotDependOnTheNumberOfCores(t *testing.T) {
	m := painttest.BumpySphere(3000)
	var first *coverage.Report
	for _, cores := range []int{1, 3} {
		before := runtime.GOMAXPROCS(cores)
		_, r, err := coverage.Extend(t.Context(), m, one(view.Front()), 4, coverage.Options{})
		runtime.GOMAXPROCS(before)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = r
		} else if !reflect.DeepEqual(r, first) {
			t.Errorf("%d cores: the report differs", cores)
		}
	}
}

func TestMeasureSaysWhatIsWrong(t *testing.T) {
	flat := walls(geom.Vec3{})
	for i := range flat.Positions {
		flat.Positions[i] = geom.Vec3{X: 1}
	}
	cube := painttest.Cube()
	for name, test := range map[string]struct {
		mesh *mesh.Mesh
		rig  view.Rig
		opt  coverage.Options
		want string
	}{
		"no surface": {flat, view.Default(), coverage.Options{}, "no surface"},
		"no views":   {cube, view.Rig{}, coverage.Options{}, "at least one view"},
		"view size":  {cube, view.Default(), coverage.Options{ViewSize: 1}, "at least 2 pixels"},
		"angle":      {cube, view.Default(), coverage.Options{MaxAngle: 91}, "91"},
	} {
		_, err := coverage.Measure(t.Context(), test.mesh, test.rig, test.opt)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one that mentions %q", name, err, test.want)
		}
		if _, _, err = coverage.Extend(t.Context(), test.mesh, test.rig, 3, test.opt); err == nil {
			t.Errorf("%s: Extend accepts it", name)
		}
	}
}

func TestCancelling(t *testing.T) {
	stopped := errors.New("stopped by the test")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(stopped)
	if _, err := coverage.Measure(ctx, painttest.Cube(), view.Default(), coverage.Options{}); !errors.Is(err, stopped) {
		t.Errorf("with an ended context: %v", err)
	}
}

func BenchmarkExtend100k(b *testing.B) {
	m := painttest.BumpySphere(100_000)
	for b.Loop() {
		if _, _, err := coverage.Extend(context.Background(), m, view.Default(), 6, coverage.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// What is protected counts for nothing, but hides what is behind it.
func TestProtectedWallHidesAndCountsForNothing(t *testing.T) {
	m := walls(geom.Vec3{}, geom.Vec3{Z: -0.5}, geom.Vec3{X: 2})
	protected := []bool{true, true, false, false, false, false}
	r := mustMeasure(t, m, one(view.Front()), coverage.Options{Protected: protected})
	near(t, "seen", r.Seen, 0.5, 0.01)
	near(t, "left", r.Left, 1.0/3, 1e-6)
	if len(r.Parts) != 1 || r.Parts[0].Triangle != 2 || r.Parts[0].Triangles != 2 || math.Abs(r.Parts[0].Area-0.5) > 0.01 {
		t.Errorf("parts not seen: %+v, want the wall behind", r.Parts)
	}
	if r.Triangles[0] != coverage.Unmeasured || !strings.Contains(r.String(), "% of the surface that is painted") {
		t.Errorf("triangles %v: %s", r.Triangles, r)
	}
	m.Materials = append(m.Materials, mesh.Material{NoUVs: true})
	m.Slots = []uint16{1, 1, 0, 0, 0, 0}
	if without := mustMeasure(t, m, one(view.Front()), coverage.Options{}); !reflect.DeepEqual(without, r) {
		t.Errorf("without UVs the report is %+v, want as protected %+v", without, r)
	}
	for i := range protected {
		protected[i] = true
	}
	if _, err := coverage.Measure(t.Context(), m, one(view.Front()), coverage.Options{Protected: protected}); err == nil || !strings.Contains(err.Error(), "everything is protected") {
		t.Errorf("with everything protected: %v", err)
	}
}

// A camera for the back of a ball adds nothing where the back is protected.
func TestNoCameraIsAddedForWhatIsProtected(t *testing.T) {
	m := painttest.Sphere(24)
	protected := make([]bool, len(m.Triangles))
	for f := range protected {
		a, b, c := m.Corners(f)
		protected[f] = a.Z+b.Z+c.Z < 0.9
	}
	for want, opt := range map[int]coverage.Options{1: {Protected: protected}, 4: {}} {
		rig, r, err := coverage.Extend(t.Context(), m, one(view.Front()), 3, opt)
		if err != nil || len(rig.Views) != want {
			t.Errorf("%d cameras see %.3f, want %d (%v)", len(rig.Views), r.Seen, want, err)
		}
	}
}
