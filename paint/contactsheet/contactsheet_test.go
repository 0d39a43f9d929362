package contactsheet

import (
	"image"
	"image/color"
	"image/draw"
	"testing"

	"patina/paint/view"
)

// A sheet must show every painted view, in order, whatever their number and
// proportions.
func TestDrawShowsEveryView(t *testing.T) {
	for _, n := range []int{1, 3, 4, 7, 12} {
		s := Sheet{Title: "test", Reference: solid(30, 10, color.NRGBA{B: 255, A: 255})}
		for i := range n {
			s.Views = append(s.Views, view.At(float64(i), 0))
			s.Painted = append(s.Painted, solid(8, 8, color.NRGBA{R: 255, G: uint8(20 * i), A: 255}))
			s.Passes = append(s.Passes, view.NewPasses(8))
		}
		img := s.Draw()
		for i := range n {
			c := i + 1
			x := margin + c%columns*(cell+margin) + cell/2
			y := caption + 2*margin + c/columns*(cell+half+caption+margin) + caption + cell/2
			if got, want := img.NRGBAAt(x, y), (color.NRGBA{R: 255, G: uint8(20 * i), A: 255}); got != want {
				t.Errorf("%d views: view %d shows %v, want %v", n, i, got, want)
			}
		}
		if got := img.NRGBAAt(margin+cell/2, 2*margin+2*caption+cell/2); got.B != 255 {
			t.Errorf("%d views: the reference is not at the head, found %v", n, got)
		}
		if got := img.NRGBAAt(margin+cell/2, 2*margin+2*caption+cell/8); got != background {
			t.Errorf("%d views: a wide reference lost its proportions, found %v above it", n, got)
		}
	}
}

func solid(w, h int, c color.NRGBA) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(c), image.Point{}, draw.Src)
	return img
}
