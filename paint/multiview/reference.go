package multiview

// This follows the official pipeline's way from a picture to what the network looks at
// (reference sections 1.3, step 1, and 2.6).

import (
	"image"
	"image/color"
	"image/draw"

	"patina/paint/imageio"
)

// prepareReference returns the reference as the network sees it: opaque, in the middle
// of a square as large as a view, without light and shadow if that is wanted.
func (r *run) prepareReference() (*image.NRGBA, error) {
	s := r.req.Settings
	picture := imageio.ToNRGBA(r.req.Reference)
	if r.CutOut != nil && s.Reference.KeyBackground && picture.Opaque() {
		var err error
		if picture, err = r.CutOut(r.ctx, picture); err != nil {
			return nil, err
		}
	}
	picture = imageio.Recenter(picture)
	if picture.Opaque() && !s.Diffusion.Reproduce {
		picture = onSquare(picture, white)
	}
	if s.Diffusion.Delight {
		var err error
		if picture, err = r.takeLight(picture); err != nil {
			return nil, err
		}
	}
	backdrop := white
	if s.Diffusion.Reproduce {
		backdrop = color.NRGBA{127, 127, 127, 255}
	}
	picture = imageio.Resize(picture, s.ViewSize, s.ViewSize, imageio.Bicubic)
	r.makeDraft(picture)
	return composite(picture, backdrop), nil
}

var white = color.NRGBA{255, 255, 255, 255}

// copyPixels copies the pixels of a rectangle as they are, colours under alpha 0 too.
func copyPixels(dst *image.NRGBA, at image.Point, src *image.NRGBA, box image.Rectangle) {
	for y := range box.Dy() {
		from := src.PixOffset(box.Min.X, box.Min.Y+y)
		copy(dst.Pix[dst.PixOffset(at.X, at.Y+y):], src.Pix[from:from+4*box.Dx()])
	}
}

// onSquare puts an opaque picture into the middle of a square of one colour, so that
// resizing it to a square does not squeeze it.
func onSquare(picture *image.NRGBA, backdrop color.NRGBA) *image.NRGBA {
	size := picture.Rect.Size()
	if size.X == size.Y {
		return picture
	}
	side := max(size.X, size.Y)
	out := image.NewNRGBA(image.Rect(0, 0, side, side))
	draw.Draw(out, out.Rect, image.NewUniform(backdrop), image.Point{}, draw.Src)
	copyPixels(out, image.Pt((side-size.X)/2, (side-size.Y)/2), picture, picture.Rect)
	return out
}

// composite returns a picture over one colour, opaque.
func composite(picture *image.NRGBA, backdrop color.NRGBA) *image.NRGBA {
	out := image.NewNRGBA(picture.Rect)
	for i := 0; i < len(out.Pix); i += 4 {
		alpha := uint32(picture.Pix[i+3])
		for c, b := range []uint8{backdrop.R, backdrop.G, backdrop.B} {
			t := uint32(picture.Pix[i+c])*alpha + uint32(b)*(255-alpha) + 128
			out.Pix[i+c] = uint8((t>>8 + t) >> 8)
		}
		out.Pix[i+3] = 255
	}
	return out
}
