package painttest

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"

	"patina/paint"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/view"
)

// TestPassRenderer checks what every paint.PassRenderer owes: see its
// documentation, that of view.Passes, and reference sections 1.0 to 1.2.
func TestPassRenderer(t *testing.T, r paint.PassRenderer) {
	suite := passSuite{r}
	t.Run("passes come in the order of the views", suite.order)
	t.Run("sizes need not be powers of two", suite.sizes)
	t.Run("pictures are upright and not mirrored", suite.upright)
	t.Run("pixels see the points that the reference's mapping gives", suite.mapping)
	t.Run("mask, triangle and empty pixels agree", suite.empty)
	t.Run("triangle names what is seen", suite.triangle)
	t.Run("depth is that of the camera", suite.depth)
	t.Run("the nearer triangle hides the farther", suite.occlusion)
	t.Run("both sides are seen", suite.bothSides)
	t.Run("normals point as the networks expect", suite.normals)
	t.Run("nearer things look larger in perspective", suite.perspective)
	t.Run("a camera inside the mesh does no harm", suite.inside)
	t.Run("a mesh without triangles is not seen", suite.nothing)
	t.Run("cancelling returns the cause", suite.cancel)
	t.Run("calls may overlap", suite.concurrent)
}

type passSuite struct{ paint.PassRenderer }

// render returns the passes of views, and fails the test if there is an error or
// one of them has the wrong size.
func (s passSuite) render(t *testing.T, m *mesh.Mesh, size int, views ...view.View) []view.Passes {
	t.Helper()
	passes, err := s.RenderPasses(context.Background(), m, views, size)
	if err != nil {
		t.Fatal(err)
	}
	if len(passes) != len(views) {
		t.Fatalf("got passes of %d views, want %d", len(passes), len(views))
	}
	for i, p := range passes {
		if n := size * size; p.Size != size || len(p.Normal) != n || len(p.Position) != n || len(p.Depth) != n || len(p.Mask) != n || len(p.Triangle) != n {
			t.Fatalf("passes of view %d are not %d times %d pixels", i, size, size)
		}
	}
	return passes
}

func (s passSuite) order(t *testing.T) {
	m, fit := Cube(), Cube().Fit()
	views := []view.View{view.At(90, 0), view.At(0, 0), view.At(0, 90), view.At(180, 0), view.At(90, 0)}
	want := []geom.Vec3{{X: 1}, {Z: 1}, {Y: 1}, {Z: -1}, {X: 1}}
	for i, p := range s.render(t, m, 65, views...) {
		if got := fit.Unfit(p.Position[center(p)]); !near(got, want[i], 0.02) {
			t.Errorf("view %d looks at %v, want %v", i, got, want[i])
		}
	}
	if passes := s.render(t, m, 16); len(passes) != 0 {
		t.Error("no views, but passes")
	}
}

func (s passSuite) sizes(t *testing.T) {
	for _, size := range []int{64, 65, 100, 333} {
		p := s.render(t, Cube(), size, view.Front())[0]
		// The front side is 2 of the 2·sqrt(3) that are fitted to 1.15 of 1.2.
		if want := 1 / 3.0 * 1.15 * 1.15 / 1.2 / 1.2; math.Abs(p.Seen()-want) > 4/float64(size) {
			t.Errorf("at %d pixels the cube covers %.3f, want %.3f", size, p.Seen(), want)
		}
	}
}

func (s passSuite) upright(t *testing.T) {
	m, fit := BumpySphere(2000), BumpySphere(2000).Fit()
	x, y, z := geom.Vec3{X: 1}, geom.Vec3{Y: 1}, geom.Vec3{Z: 1}
	tests := []struct {
		azimuth, elevation float64
		towards, right, up geom.Vec3 // in the artist's frame
	}{
		{0, 0, z, x, y},
		{90, 0, x, z.Scale(-1), y},
		{180, 0, z.Scale(-1), x.Scale(-1), y},
		{270, 0, x.Scale(-1), z, y},
		{-90, 0, x.Scale(-1), z, y},
		{0, 90, y, x, z.Scale(-1)},
		{180, -90, y.Scale(-1), x.Scale(-1), z.Scale(-1)},
	}
	for _, test := range tests {
		p := s.render(t, m, 64, view.At(test.azimuth, test.elevation))[0]
		middle := fit.Unfit(p.Position[center(p)])
		right := fit.Unfit(p.Position[center(p)+8]).Sub(middle)
		up := fit.Unfit(p.Position[center(p)-8*p.Size]).Sub(middle)
		name := fmt.Sprintf("azimuth %g, elevation %g", test.azimuth, test.elevation)
		if middle.Dot(test.towards) < 0.5 {
			t.Errorf("%s sees %v in the middle, want what is towards %v", name, middle, test.towards)
		}
		if right.Dot(test.right) < 0.2 || up.Dot(test.up) < 0.2 {
			t.Errorf("%s has %v to the right and %v above, want %v and %v", name, right, up, test.right, test.up)
		}
	}
}

// mapping holds for every pixel: projecting the point that it sees gives the pixel.
func (s passSuite) mapping(t *testing.T) {
	for name, v := range lenses() {
		const size = 64
		p, clip, off := s.render(t, BumpySphere(2000), size, v)[0], v.Clip(), 0.0
		for i, seen := range p.Mask {
			if !seen {
				continue
			}
			q := clip.Apply(p.Position[i])
			x := (float64(q.X/q.W)/2 + 0.5) * (size - 1)
			y := (float64(q.Y/q.W)/2 + 0.5) * (size - 1)
			off = max(off, math.Abs(x-float64(i%size)), math.Abs(y-float64(i/size)))
		}
		if p.Seen() < 0.2 || off > 0.05 {
			t.Errorf("%s: covers %.2f, points are up to %.3f pixels beside the pixels that show them", name, p.Seen(), off)
		}
	}
}

// lenses returns views that differ in everything that a view can.
func lenses() map[string]view.View {
	close := view.At(200, -35)
	close.Distance, close.Lens = 0.9, view.Perspective(80)
	far := view.At(30, 20)
	far.Distance, far.Lens = 3, view.Perspective(view.DefaultFOV/2)
	panned := view.At(300, 70)
	panned.PanX, panned.PanY, panned.Lens = 0.2, -0.1, view.Orthographic(0.8)
	return map[string]view.View{"front": view.Front(), "close perspective": close, "far perspective": far, "panned": panned}
}

func (s passSuite) empty(t *testing.T) {
	for name, v := range lenses() {
		p := s.render(t, BumpySphere(2000), 64, v)[0]
		for i, seen := range p.Mask {
			if seen != (p.Triangle[i] >= 0) {
				t.Fatalf("%s: pixel %d has mask %t and triangle %d", name, i, seen, p.Triangle[i])
			}
			if !seen && (p.Triangle[i] != view.NoTriangle || p.Normal[i] != view.EmptyNormal || p.Position[i] != view.EmptyPosition || p.Depth[i] != 0) {
				t.Fatalf("%s: empty pixel %d has triangle %d, normal %v, position %v, depth %g",
					name, i, p.Triangle[i], p.Normal[i], p.Position[i], p.Depth[i])
			}
		}
	}
	if p := s.render(t, Cube(), 64, view.Front())[0]; p.Mask[0] || !p.Mask[center(p)] {
		t.Error("the front view of the cube must see it in the middle and not in the corner")
	}
}

func (s passSuite) triangle(t *testing.T) {
	m := BumpySphere(500)
	fitted, _ := m.FittedPositions()
	for name, v := range lenses() {
		p := s.render(t, m, 64, v)[0]
		for i, triangle := range p.Triangle {
			if triangle < 0 {
				continue
			}
			if int(triangle) >= len(m.Triangles) {
				t.Fatalf("%s: pixel %d sees triangle %d of %d", name, i, triangle, len(m.Triangles))
			}
			a, b, c := m.Triangles[triangle][0], m.Triangles[triangle][1], m.Triangles[triangle][2]
			normal := mesh.FaceNormal(fitted[a], fitted[b], fitted[c])
			if d := normal.Dot(p.Position[i].Sub(fitted[a])); math.Abs(float64(d)) > 1e-3 {
				t.Fatalf("%s: pixel %d sees a point %g off its triangle %d", name, i, d, triangle)
			}
		}
	}
}

func (s passSuite) depth(t *testing.T) {
	for name, v := range lenses() {
		p, camera := s.render(t, BumpySphere(2000), 64, v)[0], v.Camera()
		for i, seen := range p.Mask {
			want := camera.ApplyPoint(p.Position[i]).Z
			if seen && (p.Depth[i] >= 0 || math.Abs(float64(p.Depth[i]-want)) > 1e-3) {
				t.Fatalf("%s: pixel %d has depth %g, want %g", name, i, p.Depth[i], want)
			}
		}
	}
}

// occlusion puts a small square before a large one, in either order of triangles.
func (s passSuite) occlusion(t *testing.T) {
	for _, reversed := range []bool{false, true} {
		m := stacked()
		front := []int32{2, 3}
		if reversed {
			slices.Reverse(m.Triangles)
			front = []int32{0, 1}
		}
		for azimuth, wantFront := range map[float64]bool{0: true, 180: false} {
			for _, lens := range []view.Lens{view.Orthographic(view.DefaultScale), view.Perspective(view.DefaultFOV)} {
				v := view.At(azimuth, 0)
				v.Lens = lens
				p := s.render(t, m, 64, v)[0]
				if got := p.Triangle[center(p)+1]; slices.Contains(front, got) != wantFront {
					t.Errorf("azimuth %g, lens %+v, reversed %t: the middle sees triangle %d", azimuth, lens, reversed, got)
				}
			}
		}
	}
}

// stacked returns a square (triangles 0 and 1) and half as large another in front
// of it (2 and 3).
func stacked() *mesh.Mesh {
	m, small := Quad(), Quad()
	for i, p := range small.Positions {
		m.Positions = append(m.Positions, geom.Vec3{X: p.X / 2, Y: p.Y / 2, Z: 0.5})
		m.UVs = append(m.UVs, small.UVs[i])
	}
	for _, t := range small.Triangles {
		m.Triangles = append(m.Triangles, mesh.Triangle{t[0] + 4, t[1] + 4, t[2] + 4})
	}
	return m
}

func (s passSuite) bothSides(t *testing.T) {
	front, back := s.render(t, Quad(), 64, view.Front())[0], s.render(t, Quad(), 64, view.At(180, 0))[0]
	if front.Seen() < 0.4 || math.Abs(front.Seen()-back.Seen()) > 0.05 {
		t.Errorf("a square covers %.2f from the front and %.2f from the back", front.Seen(), back.Seen())
	}
}

// normals checks the sign that mesh.FittedNormals documents.
func (s passSuite) normals(t *testing.T) {
	m := Cube()
	m.Normals = make([]geom.Vec3, len(m.Positions)) // what the file brings does not count
	views := []view.View{view.At(0, 0), view.At(90, 0), view.At(180, 0), view.At(0, 90)}
	want := []geom.Vec3{{Y: -1}, {X: 1}, {Y: 1}, {Z: 1}}
	for i, p := range s.render(t, m, 64, views...) {
		if got := p.Normal[center(p)]; !near(got, want[i], 1e-3) {
			t.Errorf("azimuth %g, elevation %g sees normal %v, want %v", views[i].Azimuth, views[i].Elevation, got, want[i])
		}
	}
	smooth := s.render(t, Sphere(2), 64, view.Front())[0]
	if i := center(smooth) + 8; smooth.Normal[i].Len() > 0.999 {
		t.Errorf("the interpolated normal %v was normalized", smooth.Normal[i])
	}
}

func (s passSuite) perspective(t *testing.T) {
	near, far := view.Front(), view.Front()
	near.Lens, far.Lens = view.Perspective(60), view.Perspective(60)
	near.Distance, far.Distance = 1.5, 3
	p := s.render(t, Quad(), 128, near, far)
	if ratio := p[0].Seen() / p[1].Seen(); ratio < 3.6 || ratio > 4.4 {
		t.Errorf("from half the distance a square covers %.2f times as much, want 4", ratio)
	}
}

func (s passSuite) inside(t *testing.T) {
	v := view.At(10, 5)
	v.Lens = view.Perspective(90)
	for _, v.Distance = range []float64{0.5, 0.2, 0.01} {
		p := s.render(t, BumpySphere(500), 64, v)[0]
		for i, seen := range p.Mask {
			if seen && (!p.Position[i].Finite() || p.Position[i].Len() > mesh.Fitted || p.Depth[i] >= 0) {
				t.Fatalf("distance %g: pixel %d sees %v at depth %g", v.Distance, i, p.Position[i], p.Depth[i])
			}
		}
	}
}

func (s passSuite) nothing(t *testing.T) {
	m := Cube()
	m.Triangles = nil
	for i, p := range s.render(t, m, 32, view.Front(), view.At(90, 0)) {
		if p.Seen() != 0 {
			t.Errorf("view %d sees something of an empty mesh", i)
		}
	}
}

func (s passSuite) cancel(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	reason := errors.New("the artist changed their mind")
	cancel(reason)
	if _, err := s.RenderPasses(ctx, Cube(), []view.View{view.Front()}, 64); !errors.Is(err, reason) {
		t.Errorf("got error %v, want the cause", err)
	}
}

func (s passSuite) concurrent(t *testing.T) {
	m, views := BumpySphere(2000), view.Default().Views
	want := s.render(t, m, 64, views...)
	var calls sync.WaitGroup
	for i, v := range views {
		calls.Add(1)
		go func() {
			defer calls.Done()
			got, err := s.RenderPasses(context.Background(), m, []view.View{v}, 64)
			if err != nil || !slices.Equal(got[0].Triangle, want[i].Triangle) || !slices.Equal(got[0].Position, want[i].Position) {
				t.Errorf("view %d differs when rendered beside others (error %v)", i, err)
			}
		}()
	}
	calls.Wait()
}

// center is the index of the pixel in the middle.
func center(p view.Passes) int { return p.Size/2*p.Size + p.Size/2 }

func near(a, b geom.Vec3, tolerance float32) bool { return a.Sub(b).Len() <= tolerance }
