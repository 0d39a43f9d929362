package imageio

import (
	"image"
	"image/color"
	"image/draw"
	"testing"
)

func fillRect(img *image.NRGBA, r image.Rectangle, c color.NRGBA) *image.NRGBA {
	draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
	return img
}

func TestRecenterLeavesAFifthAround(t *testing.T) {
	got := Recenter(fillRect(fillRect(image.NewNRGBA(image.Rect(0, 0, 40, 30)), image.Rect(10, 5, 20, 25), color.NRGBA{200, 40, 30, 255}), image.Rect(20, 5, 30, 25), color.NRGBA{30, 60, 200, 255}))
	if got.Rect != image.Rect(0, 0, 28, 28) || visible(got) != image.Rect(4, 4, 24, 24) {
		t.Errorf("%v of %v", visible(got), got.Rect)
	}
	if left, right := got.NRGBAAt(4, 4), got.NRGBAAt(23, 23); left != (color.NRGBA{200, 40, 30, 255}) || right != (color.NRGBA{30, 60, 200, 255}) {
		t.Errorf("got %v and %v", left, right)
	}
	wide := fillRect(image.NewNRGBA(image.Rect(0, 0, 50, 50)), image.Rect(3, 7, 33, 17), color.NRGBA{1, 2, 3, 9})
	if got := Recenter(wide); got.Rect.Dx() != 42 || got.Rect.Dy() != 42 || visible(got) != image.Rect(6, 16, 36, 26) {
		t.Errorf("%v of %v", visible(got), got.Rect)
	}
}

func TestRecenterLeavesOpaqueAndEmptyPicturesAlone(t *testing.T) {
	for _, picture := range []*image.NRGBA{fillRect(image.NewNRGBA(image.Rect(0, 0, 3, 5)), image.Rect(0, 0, 3, 5), color.NRGBA{1, 2, 3, 255}), image.NewNRGBA(image.Rect(0, 0, 4, 2))} {
		if Recenter(picture) != picture {
			t.Errorf("%v changed", picture.Rect)
		}
	}
}
