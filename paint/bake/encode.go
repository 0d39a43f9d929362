package bake

import (
	"image"
	"math"

	"patina/paint/geom"
)

// Images returns the textures as opaque 8-bit sRGB images, rounded; nil for empty
// slots. The caller owns them.
func (a *Atlas) Images() []*image.NRGBA { return encodeAll(a, (*Texture).Image) }

// DitheredImages returns the textures as Texture.DitheredImage does; nil for empty
// slots. The caller owns them.
func (a *Atlas) DitheredImages() []*image.NRGBA { return encodeAll(a, (*Texture).DitheredImage) }

// Images16 returns the textures as opaque 16-bit sRGB images, rounded; nil for empty
// slots. The caller owns them.
func (a *Atlas) Images16() []*image.NRGBA64 { return encodeAll(a, (*Texture).Image16) }

func encodeAll[Image any](a *Atlas, encode func(*Texture) *Image) []*Image {
	images := make([]*Image, len(a.Textures))
	for slot, t := range a.Textures {
		if t != nil {
			images[slot] = encode(t)
		}
	}
	return images
}

// Image returns the colours as an opaque 8-bit sRGB image, rounded.
func (t *Texture) Image() *image.NRGBA {
	return t.image8(func(c float32, _, _ int) uint8 { return round8(c) })
}

// DitheredImage returns the colours as an opaque 8-bit sRGB image in which each texel
// is rounded up or down so that the mean over a few texels is right: smooth gradients
// show no bands, at the price of a faint grain that files compress a little worse.
// Colours that 8 bits can say stay as they are.
func (t *Texture) DitheredImage() *image.NRGBA {
	return t.image8(func(c float32, x, y int) uint8 {
		return uint8(min(max(c, 0), 1)*255 + threshold(x, y))
	})
}

func (t *Texture) image8(encode func(c float32, x, y int) uint8) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, t.Size, t.Size))
	t.eachRow(func(y int, colors []geom.Vec3) {
		pix := img.Pix[y*img.Stride:]
		for x, c := range colors {
			p := pix[4*x : 4*x+4 : 4*x+4]
			p[0], p[1], p[2], p[3] = encode(c.X, x, y), encode(c.Y, x+37, y), encode(c.Z, x, y+59), 255
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

// Image16 returns the colours as an opaque 16-bit sRGB image, rounded. Encoders such as
// image/png write it with 16 bits for each channel.
func (t *Texture) Image16() *image.NRGBA64 {
	img := image.NewNRGBA64(image.Rect(0, 0, t.Size, t.Size))
	t.eachRow(func(y int, colors []geom.Vec3) {
		pix := img.Pix[y*img.Stride:]
		for x, c := range colors {
			for k, f := range [3]float32{c.X, c.Y, c.Z} {
				n := uint16(min(max(f, 0), 1)*65535 + 0.5)
				pix[8*x+2*k], pix[8*x+2*k+1] = uint8(n>>8), uint8(n)
			}
			pix[8*x+6], pix[8*x+7] = 255, 255
		}
	})
	return img
}

// Floats returns the colours as they are, sRGB-encoded, three to a texel in the order
// red, green, blue, row by row. The caller owns them.
func (t *Texture) Floats() []float32 {
	floats := make([]float32, 3*len(t.Color))
	t.eachRow(func(y int, _ []geom.Vec3) { t.Row(y, floats[3*y*t.Size:]) })
	return floats
}

// Row fills rgb with the colours of row y, three a texel, as they are: not rounded, and
// not kept within 0..1.
func (t *Texture) Row(y int, rgb []float32) {
	for x, c := range t.Color[y*t.Size:][:t.Size] {
		rgb[3*x], rgb[3*x+1], rgb[3*x+2] = c.X, c.Y, c.Z
	}
}

// eachRow calls f with the colours of every row, on all cores.
func (t *Texture) eachRow(f func(y int, colors []geom.Vec3)) {
	everywhere(t.Size, func(lo, hi int) {
		for y := lo; y < hi; y++ {
			f(y, t.Color[y*t.Size:(y+1)*t.Size])
		}
	})
}

func round8(f float32) uint8 { return uint8(min(max(f, 0), 1)*255 + 0.5) }
