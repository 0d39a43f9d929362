package view_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"patina/paint/geom"
	"patina/paint/painttest"
	"patina/paint/view"
)

func TestCameraMatchesReference(t *testing.T) {
	for _, v := range painttest.ReferenceGeometry(t).Views {
		got := painttest.Rows(view.At(v.Azimuth, v.Elevation).Camera())
		for row := range 4 {
			for column := range 4 {
				if d := math.Abs(float64(got[row][column] - v.Camera[row][column])); d > 1e-7 {
					t.Errorf("azimuth %g, elevation %g: entry %d,%d is %g, want %g",
						v.Azimuth, v.Elevation, row, column, got[row][column], v.Camera[row][column])
				}
			}
		}
	}
}

func TestProjectionMatchesReference(t *testing.T) {
	got := painttest.Rows(view.Orthographic(view.DefaultScale).Projection(1))
	if want := painttest.ReferenceGeometry(t).Projection; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPerspectiveProjection(t *testing.T) {
	p := view.Perspective(90).Projection(2)
	tests := []struct {
		name        string
		point, want geom.Vec3 // in the camera's frame, in normalized device coordinates
	}{
		{"top edge", geom.Vec3{Y: 3, Z: -3}, geom.Vec3{Y: 1, Z: 0.99353}},
		{"right edge of a wide picture", geom.Vec3{X: 6, Z: -3}, geom.Vec3{X: 1, Z: 0.99353}},
		{"near plane", geom.Vec3{Z: -0.01}, geom.Vec3{Z: -1}},
		{"far plane", geom.Vec3{Z: -100}, geom.Vec3{Z: 1}},
	}
	for _, test := range tests {
		q := p.Apply(test.point)
		got := geom.Vec3{X: q.X / q.W, Y: q.Y / q.W, Z: q.Z / q.W}
		if got.Sub(test.want).Len() > 1e-4 {
			t.Errorf("%s: %v is at %v, want %v", test.name, test.point, got, test.want)
		}
	}
}

func TestCameraIsARotationThatLooksAtTheTarget(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		v := view.At(random.Float64()*2000-1000, random.Float64()*180-90)
		v.Distance = 0.1 + 10*random.Float64()
		checkRotation(t, v)
		if got := v.Camera().ApplyPoint(geom.Vec3{}); got.Sub(geom.Vec3{Z: float32(-v.Distance)}).Len() > 1e-5 {
			t.Errorf("%+v sees the target at %v", v, got)
		}
	}
}

func checkRotation(t *testing.T, v view.View) {
	t.Helper()
	m := v.Camera()
	square := m
	square[3], square[7], square[11] = 0, 0, 0
	product := square.Mul(square.Transpose())
	for i, x := range product {
		if d := x - geom.Identity()[i]; d > 1e-6 || d < -1e-6 {
			t.Fatalf("azimuth %g, elevation %g: axes are not orthonormal: %v", v.Azimuth, v.Elevation, m)
		}
	}
	if d := m.Determinant3(); d < 0.9999 {
		t.Fatalf("azimuth %g, elevation %g: the camera mirrors, determinant %g", v.Azimuth, v.Elevation, d)
	}
}

func TestCameraIsContinuous(t *testing.T) {
	for azimuth := -360.0; azimuth <= 360; azimuth += 15 {
		for elevation := -90.0; elevation < 90; elevation += 0.5 {
			a, b := view.At(azimuth, elevation).Camera(), view.At(azimuth, elevation+0.5).Camera()
			for i := range a {
				if math.Abs(float64(a[i]-b[i])) > 0.01 {
					t.Fatalf("azimuth %g: the camera jumps between elevations %g and %g", azimuth, elevation, elevation+0.5)
				}
			}
		}
		if a, b := view.At(azimuth, 30).Camera(), view.At(azimuth+360, 30).Camera(); !nearMatrix(a, b) {
			t.Errorf("azimuths %g and %g differ", azimuth, azimuth+360)
		}
	}
}

func nearMatrix(a, b geom.Mat4) bool {
	for i := range a {
		if math.Abs(float64(a[i]-b[i])) > 1e-6 {
			return false
		}
	}
	return true
}

func TestDirectionPointsFromTargetToCamera(t *testing.T) {
	tests := []struct {
		azimuth, elevation float64
		want               geom.Vec3 // in the artist's frame
	}{
		{0, 0, geom.Vec3{Z: 1}},
		{90, 0, geom.Vec3{X: 1}},
		{180, 0, geom.Vec3{Z: -1}},
		{270, 0, geom.Vec3{X: -1}},
		{0, 90, geom.Vec3{Y: 1}},
		{0, -90, geom.Vec3{Y: -1}},
		{45, 0, geom.Vec3{X: math.Sqrt2 / 2, Z: math.Sqrt2 / 2}},
	}
	fit := painttest.Cube().Fit()
	for _, test := range tests {
		got, want := view.At(test.azimuth, test.elevation).Direction(), fit.Direction(test.want)
		if got.Sub(want).Len() > 1e-6 {
			t.Errorf("azimuth %g, elevation %g: got %v, want %v", test.azimuth, test.elevation, got, want)
		}
	}
}

// Panning the camera to the right moves the target to the left of the picture,
// and panning it up moves the target down, whose rows are at larger y.
func TestPan(t *testing.T) {
	v := view.At(33, 44)
	v.PanX, v.PanY = 0.3, 0.2
	q := v.Clip().Apply(geom.Vec3{})
	if math.Abs(float64(q.X)+0.5) > 1e-6 || math.Abs(float64(q.Y)-0.2/0.6) > 1e-6 {
		t.Errorf("the target is at %g, %g; want -0.5, 0.333", q.X, q.Y)
	}
}

func TestViewValidate(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	tests := []struct {
		name   string
		change func(v *view.View)
		want   string // part of the error, "" for none
	}{
		{"default", func(v *view.View) {}, ""},
		{"any azimuth", func(v *view.View) { v.Azimuth = -12345.6 }, ""},
		{"straight down", func(v *view.View) { v.Elevation = 90 }, ""},
		{"weight 0", func(v *view.View) { v.Weight = 0 }, ""},
		{"perspective", func(v *view.View) { v.Lens = view.Perspective(49.13) }, ""},
		{"NaN azimuth", func(v *view.View) { v.Azimuth = nan }, "must be finite numbers, got NaN, 0, 0 and 0"},
		{"infinite pan", func(v *view.View) { v.PanY = inf }, "must be finite numbers"},
		{"over the top", func(v *view.View) { v.Elevation = 90.5 }, "elevation must lie between -90 and 90 degrees, got 90.5"},
		{"below the bottom", func(v *view.View) { v.Elevation = -91 }, "elevation must lie"},
		{"negative weight", func(v *view.View) { v.Weight = -1 }, "weight must be 0 or more, got -1"},
		{"NaN weight", func(v *view.View) { v.Weight = nan }, "weight must be 0 or more, got NaN"},
		{"no distance", func(v *view.View) { v.Distance = 0 }, "camera distance must be more than 0 and at most 99, got 0"},
		{"beyond the far plane", func(v *view.View) { v.Distance = 99.5 }, "camera distance"},
		{"no lens", func(v *view.View) { v.Lens = view.Lens{} }, "field of view must lie between 1 and 170 degrees, got 0"},
		{"two lenses", func(v *view.View) { v.Lens = view.Lens{Scale: 1, FOVDegrees: 40} }, "not both"},
		{"tiny scale", func(v *view.View) { v.Lens = view.Orthographic(0.001) }, "ortho scale must lie between 0.01 and 100, got 0.001"},
		{"negative scale", func(v *view.View) { v.Lens = view.Orthographic(-1) }, "ortho scale"},
		{"NaN scale", func(v *view.View) { v.Lens = view.Orthographic(nan) }, "ortho scale"},
		{"wide", func(v *view.View) { v.Lens = view.Perspective(180) }, "field of view"},
	}
	for _, test := range tests {
		v := view.Front()
		test.change(&v)
		checkError(t, test.name, v.Validate(), test.want)
	}
}

// checkError fails the test unless err contains want, or is nil where want is "".
func checkError(t *testing.T, name string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%s: unexpected error: %v", name, err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("%s: got error %v, want %q in it", name, err, want)
	}
}
