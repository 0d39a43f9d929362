package raster

import (
	"image"
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// paint is what the triangles of one material slot show: a texture in halving
// sizes, times a colour.
type paint struct {
	levels []*image.NRGBA // the texture, then halves of it down to one texel; none for a plain colour
	factor geom.Vec3      // linear, multiplied with the texture
	plain  geom.Vec3      // sRGB, 0 to 1, shown where there is no texture
}

// paintsOf returns the paint of each material slot: the given textures, and the
// mesh's own materials where there are none.
func paintsOf(m *mesh.Mesh, textures []*image.NRGBA) []paint {
	paints := make([]paint, len(m.Materials))
	for slot, material := range m.Materials {
		texture, factor := material.Texture, geom.Vec3{X: material.BaseColor[0], Y: material.BaseColor[1], Z: material.BaseColor[2]}
		if slot < len(textures) && textures[slot] != nil {
			texture, factor = textures[slot], geom.Vec3{X: 1, Y: 1, Z: 1}
		}
		paints[slot] = paint{factor: factor, plain: EncodeSRGB(factor)}
		if texture != nil && !texture.Rect.Empty() && m.UVs != nil {
			paints[slot].levels = halvings(texture)
		}
	}
	return paints
}

// sample returns the sRGB colour at a texture coordinate, 0 to 1, interpolated
// between the texels of one level. The texture repeats.
func (p paint) sample(uv geom.Vec2, level uint8) geom.Vec3 {
	if len(p.levels) == 0 {
		return p.plain
	}
	c := bilinear(p.levels[min(int(level), len(p.levels)-1)], uv)
	if p.factor == (geom.Vec3{X: 1, Y: 1, Z: 1}) {
		return c
	}
	return EncodeSRGB(DecodeSRGB(c).Mul(p.factor))
}

func bilinear(img *image.NRGBA, uv geom.Vec2) geom.Vec3 {
	size := img.Rect.Size()
	x, y := wrap(uv.X)*float32(size.X)-0.5, wrap(uv.Y)*float32(size.Y)-0.5
	left, top := int(math.Floor(float64(x))), int(math.Floor(float64(y)))
	fx, fy := x-float32(left), y-float32(top)
	upper := texel(img, left, top).Lerp(texel(img, left+1, top), fx)
	lower := texel(img, left, top+1).Lerp(texel(img, left+1, top+1), fx)
	return upper.Lerp(lower, fy)
}

// wrap repeats a texture coordinate into 0 to 1, and takes what is no number to 0.
func wrap(f float32) float32 {
	if f -= float32(math.Floor(float64(f))); f >= 0 && f <= 1 {
		return f
	}
	return 0
}

// texel returns a colour, 0 to 1; x and y may lie one outside the image.
func texel(img *image.NRGBA, x, y int) geom.Vec3 {
	size := img.Rect.Size()
	x, y = (x+size.X)%size.X, (y+size.Y)%size.Y
	p := img.Pix[y*img.Stride+4*x:]
	return geom.Vec3{X: float32(p[0]), Y: float32(p[1]), Z: float32(p[2])}.Scale(1.0 / 255)
}

// halvings returns the image and its halves down to one texel.
func halvings(img *image.NRGBA) []*image.NRGBA {
	levels := []*image.NRGBA{img}
	for img.Rect.Dx() > 1 || img.Rect.Dy() > 1 {
		img = half(img)
		levels = append(levels, img)
	}
	return levels
}

// half averages two by two texels; a side of one texel stays.
func half(img *image.NRGBA) *image.NRGBA {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewNRGBA(image.Rect(0, 0, max(w/2, 1), max(h/2, 1)))
	for y := range out.Rect.Dy() {
		upper, lower := img.Pix[min(2*y, h-1)*img.Stride:], img.Pix[min(2*y+1, h-1)*img.Stride:]
		for x := range out.Rect.Dx() {
			left, right := 4*min(2*x, w-1), 4*min(2*x+1, w-1)
			for c := range 4 {
				sum := int(upper[left+c]) + int(upper[right+c]) + int(lower[left+c]) + int(lower[right+c])
				out.Pix[y*out.Stride+4*x+c] = uint8((sum + 2) / 4)
			}
		}
	}
	return out
}

// EncodeSRGB encodes a linear colour of 0..1.
func EncodeSRGB(linear geom.Vec3) geom.Vec3 { return each(linear, toSRGB) }

// DecodeSRGB is the inverse of EncodeSRGB.
func DecodeSRGB(srgb geom.Vec3) geom.Vec3 { return each(srgb, toLinear) }

func each(v geom.Vec3, f func(float64) float64) geom.Vec3 {
	return geom.Vec3{X: float32(f(float64(v.X))), Y: float32(f(float64(v.Y))), Z: float32(f(float64(v.Z)))}
}

// toSRGB and toLinear are the transfer functions of IEC 61966-2-1.
func toSRGB(f float64) float64 {
	if f <= 0.0031308 {
		return 12.92 * f
	}
	return 1.055*math.Pow(f, 1/2.4) - 0.055
}

func toLinear(f float64) float64 {
	if f <= 0.04045 {
		return f / 12.92
	}
	return math.Pow((f+0.055)/1.055, 2.4)
}
