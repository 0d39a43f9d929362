package projection

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"testing"

	"patina/paint"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

// BenchmarkPaintViews paints a mesh of 40,000 triangles from a keyed reference.
func BenchmarkPaintViews(b *testing.B) {
	m := painttest.BumpySphere(40000)
	m.Materials[0].Texture = patches(512)
	for _, test := range []struct {
		size int
		find bool
	}{{1024, false}, {1024, true}, {4096, false}} {
		b.Run(fmt.Sprintf("%d find %v", test.size, test.find), func(b *testing.B) {
			shown := enlarged(picture(b, m, view.At(30, 10), 1024), test.size/1024)
			req := request(m, over(shown, plainColour(color.NRGBA{250, 250, 250, 255})), view.At(30, 10))
			req.Settings.Reference.FindView = test.find
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				if _, err := (&Painter{raster.Renderer{}}).PaintViews(context.Background(), req, nil, func(paint.Event) {}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// enlarged repeats each pixel factor times each way.
func enlarged(img *image.NRGBA, factor int) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, img.Rect.Dx()*factor, img.Rect.Dy()*factor))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.SetNRGBA(x, y, img.NRGBAAt(x/factor, y/factor))
		}
	}
	return out
}
