package view_test

import (
	"context"
	"testing"

	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

// A picker agrees with what the renderer shows in the middle of every pixel, but for
// edges, where rounding decides.
func TestPickFindsWhatIsRendered(t *testing.T) {
	const size = 48
	m := painttest.BumpySphere(2000)
	picker := view.NewPicker(m)
	perspective := view.At(200, 40)
	perspective.Lens = view.Perspective(view.DefaultFOV)
	panned := view.At(30, -20)
	panned.PanX, panned.PanY = 0.2, -0.1
	for _, v := range []view.View{view.Front(), perspective, panned} {
		passes, err := raster.Renderer{}.RenderPasses(context.Background(), m, []view.View{v}, size)
		if err != nil {
			t.Fatal(err)
		}
		seen, wrong := 0, 0
		for i, covered := range passes[0].Mask {
			// The centre of pixel p of n sees 2p/(n-1)-1.
			x, y := 2*float64(i%size)/(size-1)-1, 2*float64(i/size)/(size-1)-1
			triangle, ok := picker.Pick(v, 1, x, y)
			if covered {
				seen++
			}
			if ok != covered || ok && int32(triangle) != int32(passes[0].Triangle[i]) {
				wrong++
			}
		}
		if seen < size*size/4 || wrong > seen/50 {
			t.Errorf("%+v: %d of %d pixels differ", v, wrong, seen)
		}
	}
	if _, ok := picker.Pick(view.Front(), 1, 0.99, 0.99); ok {
		t.Error("there is something in the corner")
	}
}

func BenchmarkPick1M(b *testing.B) {
	picker := view.NewPicker(painttest.BumpySphere(1_000_000))
	for b.Loop() {
		picker.Pick(view.Front(), 1, 0, 0)
	}
}
