package painttest_test

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"math"
	"os"
	"slices"
	"testing"

	"patina/paint"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

func TestShapes(t *testing.T) {
	tests := []struct {
		mesh                *mesh.Mesh
		vertices, triangles int
		volume              float64 // 0 where the mesh is open
	}{
		{painttest.Quad(), 4, 2, 0},
		{painttest.Cube(), 24, 12, 8},
		{painttest.Sphere(16), 6 * 17 * 17, 12 * 16 * 16, 4 * math.Pi / 3},
		{painttest.BumpySphere(40_000), 6 * 59 * 59, 12 * 58 * 58, 4.63},
		{painttest.Blob(t), 375, 624, 3.03},
	}
	for _, test := range tests {
		m := test.mesh
		if len(m.Positions) != test.vertices || len(m.UVs) != test.vertices || len(m.Triangles) != test.triangles || len(m.Materials) != 1 {
			t.Errorf("%s has %d vertices, %d UVs and %d triangles, want %d and %d",
				m.Name, len(m.Positions), len(m.UVs), len(m.Triangles), test.vertices, test.triangles)
		}
		for _, uv := range m.UVs {
			if uv.X < 0 || uv.X > 1 || uv.Y < 0 || uv.Y > 1 {
				t.Errorf("%s has UV %v", m.Name, uv)
			}
		}
		if got := volume(m); math.Abs(got-test.volume) > 0.05*test.volume {
			t.Errorf("%s has volume %.3f, want %.3f", m.Name, got, test.volume)
		}
	}
}

// volume is positive when triangles are counter-clockwise seen from outside.
func volume(m *mesh.Mesh) (sum float64) {
	for i := range m.Triangles {
		a, b, c := m.Corners(i)
		sum += float64(a.Dot(b.Cross(c))) / 6
	}
	return sum
}

// TestShapesAreClosed counts for each edge, by position, as many triangles on one
// side as on the other.
func TestShapesAreClosed(t *testing.T) {
	for _, m := range []*mesh.Mesh{painttest.Cube(), painttest.Sphere(5), painttest.BumpySphere(3000)} {
		edges := map[[2]geom.Vec3]int{}
		for i := range m.Triangles {
			a, b, c := m.Corners(i)
			for _, e := range [][2]geom.Vec3{{a, b}, {b, c}, {c, a}} {
				edges[e]++
				edges[[2]geom.Vec3{e[1], e[0]}]--
			}
		}
		for e, n := range edges {
			if n != 0 {
				t.Errorf("%s is open at %v", m.Name, e)
				break
			}
		}
	}
}

// Pictures of charts must be neither mirrored nor turned: u grows to the right
// and v down for whoever looks at the surface.
func TestChartsAreNotMirrored(t *testing.T) {
	for _, m := range []*mesh.Mesh{painttest.Quad(), painttest.Cube(), painttest.BumpySphere(500)} {
		for _, tri := range m.Triangles {
			ab, ac := m.UVs[tri[1]].Sub(m.UVs[tri[0]]), m.UVs[tri[2]].Sub(m.UVs[tri[0]])
			if ab.X*ac.Y-ab.Y*ac.X >= 0 {
				t.Fatalf("%s has a mirrored triangle %v in its charts", m.Name, tri)
			}
		}
	}
	if q := painttest.Quad(); q.UVs[0] != (geom.Vec2{}) || q.Positions[0] != (geom.Vec3{X: -1, Y: 1}) {
		t.Errorf("the top left corner of the square is %v with UV %v", q.Positions[0], q.UVs[0])
	}
}

func TestSolidPainter(t *testing.T) {
	red, blue := color.NRGBA{255, 0, 0, 255}, color.NRGBA{0, 0, 255, 255}
	req := painttest.Request()
	req.Settings.Rig.Views = req.Settings.Rig.Views[:3]
	passes := []view.Passes{view.NewPasses(2), view.NewPasses(2), view.NewPasses(2)}
	for _, p := range passes {
		p.Mask[1] = true
	}
	var events []paint.Event
	painted, err := painttest.SolidPainter{red, blue}.PaintViews(context.Background(), req, passes, func(ev paint.Event) { events = append(events, ev) })
	if err != nil || len(painted) != 3 || len(events) != 6 {
		t.Fatalf("got %d views, %d events, error %v", len(painted), len(events), err)
	}
	for i, want := range []color.NRGBA{red, blue, red} {
		img := painted[i].Image
		if painted[i].View != req.Settings.Rig.Views[i] || img.NRGBAAt(1, 0) != want || img.NRGBAAt(0, 0).A != 0 {
			t.Errorf("view %d is painted %v", i, img.Pix)
		}
	}
	if err := req.Validate(); err != nil {
		t.Errorf("the request is not valid: %v", err)
	}
}

// recorder is a test that remembers its errors.
type recorder struct {
	testing.TB
	errors []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.errors = append(r.errors, fmt.Sprintf(format, args...))
}

func TestCompareImages(t *testing.T) {
	t.Chdir(t.TempDir())
	want := painttest.Solid(4, 3, color.NRGBA{100, 100, 100, 255})
	got := image.NewNRGBA(image.Rect(5, 5, 9, 8)) // another origin does not count
	copy(got.Pix, want.Pix)
	got.Pix[4], got.Pix[10] = 103, 95
	tests := []struct {
		name      string
		got       image.Image
		tolerance uint8
		want      []string
	}{
		{"within", got, 5, nil},
		{"one", got, 4, []string{"one: 1 of 12 pixels differ by more than 4, at most by 5; see testdata/failed/one-*.png"}},
		{"two", got, 0, []string{"two: 2 of 12 pixels differ by more than 0, at most by 5; see testdata/failed/two-*.png"}},
		{"size", image.NewGray(image.Rect(0, 0, 3, 3)), 255, []string{"size: the image is (3,3) large, want (4,3)"}},
	}
	for _, test := range tests {
		r := &recorder{TB: t}
		painttest.CompareImages(r, test.name, test.got, want, test.tolerance)
		if !slices.Equal(r.errors, test.want) {
			t.Errorf("%s: got %q, want %q", test.name, r.errors, test.want)
		}
	}
	files, err := os.ReadDir("testdata/failed")
	if err != nil || len(files) != 3+3+2 {
		t.Errorf("%d pictures were left (error %v), want 8", len(files), err)
	}
}

func TestTransparentPixelsHaveNoColour(t *testing.T) {
	painttest.CompareImages(t, "transparent",
		painttest.Solid(2, 2, color.NRGBA{R: 255}), painttest.Solid(2, 2, color.NRGBA{B: 255}), 0)
}
