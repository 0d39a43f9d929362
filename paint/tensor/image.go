package tensor

import (
	"fmt"
	"image"
)

// FromImages returns images of one size as a float32 tensor [N, 3, height, width]:
// red, green, blue from -1 (0) to 1 (255), row 0 at the top. Alpha is not looked at:
// composite first. It panics when there is no image or the sizes differ.
func FromImages(images []*image.NRGBA) Tensor {
	size := images[0].Rect.Size()
	t := New(len(images), 3, size.Y, size.X)
	for n, img := range images {
		if img.Rect.Size() != size {
			panic(fmt.Sprintf("tensor: images of %v and %v in one batch", size, img.Rect.Size()))
		}
		fromImage(t.Rows(n, n+1).F32, img)
	}
	return t
}

func fromImage(planes []float32, img *image.NRGBA) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	for y := range h {
		row := img.Pix[y*img.Stride : y*img.Stride+4*w]
		for x := range w {
			for c := range 3 {
				planes[(c*h+y)*w+x] = float32(row[4*x+c])/127.5 - 1
			}
		}
	}
}

// Images returns a float32 tensor [N, 3, height, width] as opaque images: -1 becomes
// 0 and 1 becomes 255, rounded, clamped; what is not a number becomes 0. It panics
// on other shapes.
func (t Tensor) Images() []*image.NRGBA {
	if len(t.Shape) != 4 || t.Shape[1] != 3 || t.F32 == nil {
		panic(fmt.Sprintf("tensor: %v is no batch of images", t.Shape))
	}
	images := make([]*image.NRGBA, t.Shape[0])
	for n := range images {
		images[n] = toImage(t.Rows(n, n+1).F32, t.Shape[3], t.Shape[2])
	}
	return images
}

func toImage(planes []float32, w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		for c := range 3 {
			img.Pix[4*i+c] = level(planes[c*w*h+i])
		}
		img.Pix[4*i+3] = 255
	}
	return img
}

func level(v float32) uint8 {
	switch scaled := v*127.5 + 128; {
	case scaled >= 255:
		return 255
	case scaled > 0:
		return uint8(scaled)
	}
	return 0
}
