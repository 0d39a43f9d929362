package bake

import (
	"image"
	"math"

	"patina/paint/geom"
)

// Images returns the textures as they are baked so far, as opaque 8-bit sRGB images,
// rounded; nil for empty slots. The caller owns them.
func (a *Atlas) Images() []*image.NRGBA {
	images := make([]*image.NRGBA, len(a.Textures))
	for slot, t := range a.Textures {
		if t != nil {
			images[slot] = t.Image()
		}
	}
	return images
}

// Image returns the colours as an opaque 8-bit sRGB image, rounded.
func (t *Texture) Image() *image.NRGBA { return t.picture().Image() }

// Image returns the picture as an 8-bit sRGB image, rounded.
func (p *Picture) Image() *image.NRGBA {
	return p.image8(func(c float32, _, _ int) uint8 { return round8(c) })
}

// DitheredImage returns the picture as an 8-bit sRGB image in which each texel
// is rounded up or down so that the mean over a few texels is right: smooth gradients
// show no bands, at the price of a faint grain that files compress a little worse.
// Colours that 8 bits can say stay as they are.
func (p *Picture) DitheredImage() *image.NRGBA {
	return p.image8(func(c float32, x, y int) uint8 {
		return uint8(min(max(c, 0), 1)*255 + threshold(x, y))
	})
}

func (p *Picture) image8(encode func(c float32, x, y int) uint8) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, p.Width, p.Height))
	p.eachRow(func(y int, colors []geom.Vec3) {
		pix := img.Pix[y*img.Stride:]
		for x, c := range colors {
			to := pix[4*x : 4*x+4 : 4*x+4]
			to[0], to[1], to[2], to[3] = encode(c.X, x, y), encode(c.Y, x+37, y), encode(c.Z, x, y+59), p.alpha(x, y)
		}
	})
	return img
}

// threshold is where to round up at a texel: interleaved gradient noise (Jimenez, Next
// Generation Post Processing in Call of Duty, 2014), which spreads any share of ups
// evenly over neighbouring texels. It keeps away from 0 and 1 so that the rounding
// errors of a float do not count.
func threshold(x, y int) float32 {
	f := 0.06711056*float64(x) + 0.00583715*float64(y)
	f = 52.9829189 * (f - math.Floor(f))
	return float32(min(max(f-math.Floor(f), 1.0/256), 255.0/256))
}

// alpha is that of a pixel.
func (p *Picture) alpha(x, y int) uint8 {
	if p.Alpha == nil {
		return math.MaxUint8
	}
	return p.Alpha[y*p.Width+x]
}

// Image16 returns the picture as a 16-bit sRGB image, rounded. Encoders such as
// image/png write it with 16 bits for each channel.
func (p *Picture) Image16() *image.NRGBA64 {
	img := image.NewNRGBA64(image.Rect(0, 0, p.Width, p.Height))
	p.eachRow(func(y int, colors []geom.Vec3) {
		pix := img.Pix[y*img.Stride:]
		for x, c := range colors {
			for k, f := range [3]float32{c.X, c.Y, c.Z} {
				n := uint16(min(max(f, 0), 1)*65535 + 0.5)
				pix[8*x+2*k], pix[8*x+2*k+1] = uint8(n>>8), uint8(n)
			}
			pix[8*x+6], pix[8*x+7] = p.alpha(x, y), p.alpha(x, y)
		}
	})
	return img
}

// Floats returns the colours as they are, sRGB-encoded, three to a texel in the order
// red, green, blue, row by row. The caller owns them.
func (p *Picture) Floats() []float32 {
	floats := make([]float32, 3*len(p.Color))
	p.eachRow(func(y int, _ []geom.Vec3) { p.Row(y, floats[3*y*p.Width:]) })
	return floats
}

// Row fills rgb with the colours of row y, three a texel, as they are: not rounded, and
// not kept within 0..1.
func (p *Picture) Row(y int, rgb []float32) {
	for x, c := range p.Color[y*p.Width:][:p.Width] {
		rgb[3*x], rgb[3*x+1], rgb[3*x+2] = c.X, c.Y, c.Z
	}
}

// eachRow calls f with the colours of every row, on all cores.
func (p *Picture) eachRow(f func(y int, colors []geom.Vec3)) {
	everywhere(p.Height, func(lo, hi int) {
		for y := lo; y < hi; y++ {
			f(y, p.Color[y*p.Width:(y+1)*p.Width])
		}
	})
}

func round8(f float32) uint8 { return uint8(min(max(f, 0), 1)*255 + 0.5) }
