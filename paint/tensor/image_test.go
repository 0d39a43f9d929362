package tensor

import (
	"bytes"
	"image"
	"math"
	"testing"
)

func twoSizes() []*image.NRGBA {
	return []*image.NRGBA{image.NewNRGBA(image.Rect(0, 0, 2, 2)), image.NewNRGBA(image.Rect(0, 0, 2, 3))}
}

func TestImagesRoundTripEveryLevel(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 32, 8))
	for i := range 256 {
		copy(img.Pix[4*i:], []byte{byte(i), byte(255 - i), byte(i * 7), 255})
	}
	crop := img.SubImage(image.Rect(8, 2, 24, 6)).(*image.NRGBA)
	whole := FromImages([]*image.NRGBA{img, img})
	if got := whole.Images()[1]; !bytes.Equal(got.Pix, img.Pix) {
		t.Error("the whole image differs")
	}
	got := FromImages([]*image.NRGBA{crop}).Images()[0]
	for y := range 4 {
		if !bytes.Equal(got.Pix[y*got.Stride:][:64], crop.Pix[y*crop.Stride:][:64]) {
			t.Errorf("row %d of the crop differs", y)
		}
	}
}

func TestImagesAreLaidOutInPlanes(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	copy(img.Pix, []byte{255, 0, 0, 255, 0, 255, 0, 255})
	got := FromImages([]*image.NRGBA{img})
	for i, want := range []float32{1, -1, -1, 1, -1, -1} {
		if got.F32[i] != want {
			t.Fatalf("got %v", got.F32)
		}
	}
}

func TestImagesClamp(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	img := Of([]float32{-2, 3, nan, inf, -inf, 0}, 1, 3, 1, 2).Images()[0]
	if want := []byte{0, 0, 0, 255, 255, 255, 128, 255}; !bytes.Equal(img.Pix, want) {
		t.Errorf("got %v, want %v", img.Pix, want)
	}
}
