package projection

import (
	"image"
	"image/draw"

	"patina/paint/geom"
)

// maxReference is the longest side in pixels that a reference is worked on at; a
// larger one is shrunk first, because no painted view is larger than that.
const maxReference = 4096

// opaqueEnough is the 8-bit alpha from which a pixel counts as part of the subject.
const opaqueEnough = 128

// copyPicture returns a copy of img with its corner at the origin, straight alpha,
// and at most maxReference pixels a side.
func copyPicture(img image.Image) *image.NRGBA {
	b := img.Bounds()
	longest := max(b.Dx(), b.Dy())
	if longest > maxReference {
		return shrink(img, (longest+maxReference-1)/maxReference)
	}
	out := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	if src, ok := img.(*image.NRGBA); ok {
		for y := range b.Dy() {
			from := src.PixOffset(b.Min.X, b.Min.Y+y)
			copy(out.Pix[y*out.Stride:(y+1)*out.Stride], src.Pix[from:from+4*b.Dx()])
		}
		return out
	}
	draw.Draw(out, out.Rect, img, b.Min, draw.Src)
	return out
}

// shrink averages blocks of factor times factor pixels, colours weighted by alpha.
func shrink(img image.Image, factor int) *image.NRGBA {
	b := img.Bounds()
	width, height := (b.Dx()+factor-1)/factor, (b.Dy()+factor-1)/factor
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			at := image.Pt(b.Min.X+x*factor, b.Min.Y+y*factor)
			block := image.Rectangle{at, at.Add(image.Pt(factor, factor))}.Intersect(b)
			copy(out.Pix[y*out.Stride+4*x:], blockMean(img, block))
		}
	}
	return out
}

func blockMean(img image.Image, block image.Rectangle) []uint8 {
	var r, g, b, a uint64
	for y := block.Min.Y; y < block.Max.Y; y++ {
		for x := block.Min.X; x < block.Max.X; x++ {
			pr, pg, pb, pa := img.At(x, y).RGBA() // premultiplied, 16 bits
			r, g, b, a = r+uint64(pr), g+uint64(pg), b+uint64(pb), a+uint64(pa)
		}
	}
	if a == 0 {
		return []uint8{0, 0, 0, 0}
	}
	n := uint64(block.Dx() * block.Dy())
	straight := func(sum uint64) uint8 { return uint8((sum*255 + a/2) / a) }
	return []uint8{straight(r), straight(g), straight(b), uint8((a + 128*n) / (257 * n))}
}

// colourAt returns the colour of pixel i of a picture without gaps between rows,
// 0 to 1.
func colourAt(img *image.NRGBA, i int) geom.Vec3 {
	p := img.Pix[4*i : 4*i+3 : 4*i+3]
	return geom.Vec3{X: float32(p[0]), Y: float32(p[1]), Z: float32(p[2])}.Scale(1.0 / 255)
}

// setColour stores a colour in pixel i, clamped and rounded; alpha stays.
func setColour(img *image.NRGBA, i int, c geom.Vec3) {
	p := img.Pix[4*i : 4*i+3 : 4*i+3]
	p[0], p[1], p[2] = byteOf(c.X), byteOf(c.Y), byteOf(c.Z)
}

func byteOf(f float32) uint8 { return uint8(min(max(f, 0), 1)*255 + 0.5) }

// smoothstep is 0 below lo, 1 above hi and smooth in between.
func smoothstep(lo, hi, x float32) float32 {
	t := min(max((x-lo)/(hi-lo), 0), 1)
	return t * t * (3 - 2*t)
}
