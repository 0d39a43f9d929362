package mesh_test

import (
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

// A line of sight through the middle of a pixel meets the triangle that the renderer shows
// there. On edges it may be a neighbour.
func TestLinesOfSightMeetWhatIsSeen(t *testing.T) {
	m := painttest.BumpySphere(3000)
	for i := range m.Positions {
		m.Positions[i] = m.Positions[i].Scale(7).Add(geom.Vec3{X: 3, Y: -2, Z: 11})
	}
	const size = 65
	close := view.At(30, 15)
	close.Lens, close.Distance = view.Perspective(40), 1.2
	panned := view.At(200, -60)
	panned.PanX, panned.PanY = 0.2, -0.1
	for _, v := range []view.View{view.Front(), view.At(250, 40), close, panned, view.At(0, 90)} {
		passes, err := raster.Renderer{}.RenderPasses(t.Context(), m, []view.View{v}, size)
		if err != nil {
			t.Fatal(err)
		}
		wrong, seen := 0, 0
		for i, position := range passes[0].Position {
			// The centre of pixel p of n sees 2p/(n-1)-1.
			triangle, ok := m.Hit(v.Ray(1, float64(i%size)/(size-1), float64(i/size)/(size-1)))
			if ok != passes[0].Mask[i] {
				wrong++
				continue
			}
			if !ok {
				continue
			}
			seen++
			if m.Fit().Unfit(position).Sub(centre(m, triangle)).Len() > 1 {
				wrong++
			}
		}
		if seen < 500 || wrong > seen/100 {
			t.Errorf("azimuth %v, elevation %v: %d of %d lines meet something else", v.Azimuth, v.Elevation, wrong, seen)
		}
	}
}

func centre(m *mesh.Mesh, triangle int) geom.Vec3 {
	a, b, c := m.Corners(triangle)
	return a.Add(b).Add(c).Scale(1.0 / 3)
}

func BenchmarkHit1M(b *testing.B) {
	m := painttest.BumpySphere(1_000_000)
	for b.Loop() {
		m.Hit(view.Front().Ray(1, 0.5, 0.5))
	}
}
