package imageio

import (
	"encoding/binary"
	"image"
)

// Rows is a picture of float colours whose rows are made when they are asked for, so
// that nobody needs room for all of it twice.
type Rows struct {
	Width, Height int // pixels, at least 1
	// Row writes row y, 0 at the top, into rgb: three sRGB-encoded numbers of 0..1 for
	// each pixel. It is called from several goroutines.
	Row func(y int, rgb []float32)
}

// RowsOf reads an image of 16 bits; alpha is left out.
func RowsOf(img *image.NRGBA64) Rows {
	return Rows{img.Rect.Dx(), img.Rect.Dy(), func(y int, rgb []float32) {
		pix := img.Pix[y*img.Stride:]
		for x := range len(rgb) / 3 {
			for c := range 3 {
				rgb[3*x+c] = float32(binary.BigEndian.Uint16(pix[8*x+2*c:])) / 65535
			}
		}
	}}
}
