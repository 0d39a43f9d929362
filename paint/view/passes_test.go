package view_test

import (
	"image"
	"image/color"
	"testing"

	"patina/paint/geom"
	"patina/paint/view"
)

func TestEmptyPassesEncodeAsTheReferenceDoes(t *testing.T) {
	p := view.NewPasses(4)
	white, black := color.NRGBA{255, 255, 255, 255}, color.NRGBA{0, 0, 0, 255}
	checkPixel(t, "normal", p.NormalImage(), 5, white)
	checkPixel(t, "position", p.PositionImage(), 5, white)
	checkPixel(t, "depth", p.DepthImage(), 5, black)
	checkPixel(t, "mask", p.MaskImage(), 5, black)
	if p.Seen() != 0 || p.Triangle[15] != view.NoTriangle {
		t.Errorf("new passes see %g, triangle %d", p.Seen(), p.Triangle[15])
	}
}

func TestEncodingTruncates(t *testing.T) {
	p := view.NewPasses(2)
	p.Normal[0] = geom.Vec3{X: -1, Y: 0, Z: 0.999}
	p.Normal[1] = geom.Vec3{X: -1.5, Y: 1.5, Z: 1} // beyond what a normal can be
	p.Position[0] = geom.Vec3{X: 0.575, Y: 0, Z: -0.574}
	p.Mask[0], p.Mask[1], p.Mask[2] = true, true, true
	p.Depth[0], p.Depth[1], p.Depth[2] = -1, -2, -1.25
	checkPixel(t, "normal", p.NormalImage(), 0, color.NRGBA{0, 127, 254, 255})
	checkPixel(t, "impossible normal", p.NormalImage(), 1, color.NRGBA{0, 255, 255, 255})
	checkPixel(t, "position", p.PositionImage(), 0, color.NRGBA{0, 127, 254, 255})
	checkPixel(t, "nearest", p.DepthImage(), 0, color.NRGBA{255, 255, 255, 255})
	checkPixel(t, "farthest", p.DepthImage(), 1, color.NRGBA{0, 0, 0, 255})
	checkPixel(t, "between", p.DepthImage(), 2, color.NRGBA{191, 191, 191, 255})
	checkPixel(t, "mask", p.MaskImage(), 2, color.NRGBA{255, 255, 255, 255})
	if p.Seen() != 0.75 {
		t.Errorf("three of four pixels are %g", p.Seen())
	}
}

// What lies all at one depth has no nearest and farthest pixel.
func TestDepthOfAPlane(t *testing.T) {
	p := view.NewPasses(1)
	p.Mask[0], p.Depth[0] = true, -3
	checkPixel(t, "plane", p.DepthImage(), 0, color.NRGBA{0, 0, 0, 255})
}

func TestPassesNeedASize(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("passes without pixels must panic")
		}
	}()
	view.NewPasses(0)
}

func checkPixel(t *testing.T, name string, img *image.NRGBA, i int, want color.NRGBA) {
	t.Helper()
	size := img.Rect.Dx()
	if got := img.NRGBAAt(i%size, i/size); got != want {
		t.Errorf("%s: got %v, want %v", name, got, want)
	}
}
