package imageio

import "image"

// Recenter cuts a picture with alpha to what is not entirely transparent, and puts that
// with a margin of a fifth into the middle of a transparent square, as the official
// pipeline does with a reference (reference section 1.3, step 1). An opaque picture, or
// one of which nothing is seen, stays as it is.
func Recenter(picture *image.NRGBA) *image.NRGBA {
	if picture.Opaque() {
		return picture
	}
	box := visible(picture)
	if box.Empty() {
		return picture
	}
	margin := image.Pt(box.Dx()/5, box.Dy()/5)
	padded := box.Size().Add(margin.Mul(2))
	side := max(padded.X, padded.Y)
	out := image.NewNRGBA(image.Rect(0, 0, side, side))
	at := image.Pt((side-padded.X)/2, (side-padded.Y)/2).Add(margin)
	for y := range box.Dy() { // as they are, colours under alpha 0 too
		from := picture.PixOffset(box.Min.X, box.Min.Y+y)
		copy(out.Pix[out.PixOffset(at.X, at.Y+y):], picture.Pix[from:from+4*box.Dx()])
	}
	return out
}

// visible returns the smallest rectangle around the pixels with some alpha.
func visible(picture *image.NRGBA) image.Rectangle {
	var box image.Rectangle
	for y := range picture.Rect.Dy() {
		for x := range picture.Rect.Dx() {
			if picture.Pix[y*picture.Stride+4*x+3] > 0 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}
