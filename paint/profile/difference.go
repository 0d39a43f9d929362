package profile

import (
	"bytes"
	"image"

	"patina/paint"
)

// difference returns by how much the painted views of two jobs differ at most, from 0 to
// 1.
func difference(a, b *paint.Result) float64 {
	most := 0.0
	for i := range a.Painted {
		most = max(most, apart(a.Painted[i].Image, b.Painted[i].Image))
	}
	return most
}

// apart returns the largest difference of two pictures of one size.
func apart(a, b *image.NRGBA) float64 {
	if bytes.Equal(a.Pix, b.Pix) {
		return 0
	}
	most := 0
	for i := range a.Pix {
		d := int(a.Pix[i]) - int(b.Pix[i])
		most = max(most, d, -d)
	}
	return float64(most) / 255
}
