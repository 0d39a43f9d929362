package viewer

import (
	"context"
	"errors"
	"fmt"
	"math"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

func TestViewerIsAPassRenderer(t *testing.T) {
	painttest.TestPassRenderer(t, open(t))
}

func TestPassesAgreeWithRaster(t *testing.T) {
	v := open(t)
	perspectives := []view.View{perspectiveAt(0, 0), perspectiveAt(35, 25), perspectiveAt(215, -40)}
	for _, test := range []struct {
		mesh  *mesh.Mesh
		views []view.View
		sizes []int
	}{
		{painttest.Blob(t), view.Default().Views, []int{64, 512, 1024}},
		{painttest.Blob(t), perspectives, []int{333}},
		{painttest.BumpySphere(40_000), view.Default().Views, []int{512, 1024}},
		{painttest.BumpySphere(40_000), perspectives, []int{513}},
		{torusKnot(400, 50), view.Default().Views, []int{512, 777}},
		{torusKnot(400, 50), perspectives, []int{512}},
	} {
		for _, size := range test.sizes {
			name := fmt.Sprintf("%s, perspective %t, %d pixels", test.mesh.Name, test.views[0].Lens.IsPerspective(), size)
			t.Run(name, func(t *testing.T) {
				painttest.CompareRenderers(t, v, raster.Renderer{}, test.mesh, test.views, size)
			})
		}
	}
}

// torusKnot returns a tube along a torus knot that hides itself from all sides,
// with one chart and a seam along and across: 2·along·around triangles.
func torusKnot(along, around int) *mesh.Mesh {
	m := &mesh.Mesh{Name: "torus knot", Materials: []mesh.Material{mesh.DefaultMaterial()}}
	curve := func(s float64) geom.Vec3 {
		r := 2 + math.Cos(3*s)
		return geom.Vec3{X: float32(r * math.Cos(2*s)), Y: float32(r * math.Sin(2*s)), Z: float32(math.Sin(3 * s))}
	}
	for i := range along + 1 {
		s := 2 * math.Pi * float64(i) / float64(along)
		tangent := curve(s + 1e-3).Sub(curve(s - 1e-3)).Normalize()
		side := tangent.Cross(curve(s)).Normalize()
		other := side.Cross(tangent)
		for j := range around + 1 {
			angle := 2 * math.Pi * float64(j) / float64(around)
			spoke := side.Scale(float32(math.Cos(angle))).Add(other.Scale(float32(math.Sin(angle))))
			m.Positions = append(m.Positions, curve(s).Add(spoke.Scale(0.45)))
			m.UVs = append(m.UVs, geom.Vec2{X: float32(i) / float32(along), Y: float32(j) / float32(around)})
		}
	}
	for i := range uint32(along) {
		for j := range uint32(around) {
			a := i*uint32(around+1) + j
			b := a + uint32(around) + 1
			m.Triangles = append(m.Triangles, mesh.Triangle{a, a + 1, b + 1}, mesh.Triangle{a, b + 1, b})
		}
	}
	return m
}

// Two squares in the same place: the lower index wins, whatever the other way round.
func TestCoplanarTrianglesGoToTheLowerIndex(t *testing.T) {
	v, quad := open(t), painttest.Quad()
	a, b := quad.Triangles[0], quad.Triangles[1]
	for _, m := range []*mesh.Mesh{
		meshOf(quad, a, b, a, b), meshOf(quad, b, a, b, a), meshOf(quad, a, b, mesh.Triangle{a[2], a[1], a[0]}, b),
	} {
		passes, err := v.RenderPasses(t.Context(), m, []view.View{view.Front(), perspectiveAt(20, 30)}, 128)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range passes {
			for _, triangle := range p.Triangle {
				if triangle > 1 {
					t.Fatalf("view %d sees triangle %d, want the lower index of the two", i, triangle)
				}
			}
		}
	}
}

// A size beyond bandPixels is drawn in bands; the rows must fit together.
func TestPassesDrawnInBandsFitTogether(t *testing.T) {
	v, m := open(t), painttest.BumpySphere(2000)
	const size = 1500
	if size*size <= bandPixels {
		t.Fatal("the size fits into one band")
	}
	painttest.CompareRenderers(t, v, raster.Renderer{}, m, []view.View{view.At(20, 10)}, size)
}

func TestPassesAreCancelledBetweenViews(t *testing.T) {
	v := open(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("the artist pressed Cancel")
	views := make([]view.View, 2000)
	for i := range views {
		views[i] = view.At(float64(i), 0)
	}
	done := make(chan error)
	go func() {
		_, err := v.RenderPasses(ctx, painttest.Cube(), views, 64)
		done <- err
	}()
	for range 3 { // between the views of the job
		if err := v.do(t.Context(), func() error { return nil }); err != nil {
			t.Error(err)
		}
	}
	cancel(cause)
	if err := <-done; err != cause {
		t.Errorf("RenderPasses returned %v, want the cause", err)
	}
}
