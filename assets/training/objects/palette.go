package objects

import (
	"math"

	"patina/paint/geom"
)

// Colours are sRGB-encoded, 0 to 1, and chosen in OKLCh: B. Ottosson, "A perceptual
// color space for image processing" (2020), where equal steps look equally large.

// oklch returns the sRGB colour of a lightness (0 to 1), a chroma (0 to about 0.3) and a
// hue in turns, with less chroma where sRGB has no such colour.
func oklch(lightness, chroma, hue float32) geom.Vec3 {
	s, c := sincos(hue)
	for range 12 {
		if rgb, inside := fromOKLab(lightness, chroma*c, chroma*s); inside {
			return rgb
		}
		chroma *= 0.85
	}
	rgb, _ := fromOKLab(lightness, 0, 0)
	return clampColour(rgb)
}

func fromOKLab(l, a, b float32) (geom.Vec3, bool) {
	x := cube(l + 0.3963377774*a + 0.2158037573*b)
	y := cube(l - 0.1055613458*a - 0.0638541728*b)
	z := cube(l - 0.0894841775*a - 1.2914855480*b)
	linear := vec(
		4.0767416621*x-3.3077115913*y+0.2309699292*z,
		-1.2684380046*x+2.6097574011*y-0.3413193965*z,
		-0.0041960863*x-0.7034186147*y+1.7076147010*z)
	inside := min(linear.X, linear.Y, linear.Z) >= -1e-3 && max(linear.X, linear.Y, linear.Z) <= 1.001
	linear = clampColour(linear)
	return vec(encode(linear.X), encode(linear.Y), encode(linear.Z)), inside
}

func cube(x float32) float32 { return x * x * x }

// encode is the transfer function of IEC 61966-2-1.
func encode(f float32) float32 {
	if f <= 0.0031308 {
		return 12.92 * f
	}
	return float32(1.055*math.Pow(float64(f), 1/2.4) - 0.055)
}

func clampColour(c geom.Vec3) geom.Vec3 { return c.Max(geom.Vec3{}).Min(vec(1, 1, 1)) }

// palette is the colours of an object, by what they are for.
type palette struct {
	main, second, third geom.Vec3 // the large parts
	accent              geom.Vec3 // what should catch the eye
	dark, light         geom.Vec3 // soles, tyres, bellies, eyes
}

// newPalette returns colours that go together, and now and then some that do not.
func newPalette(d dice) palette {
	hue := d.Float32()
	switch scheme := d.Float32(); {
	case scheme < 0.30: // neighbours on the wheel, and their complement
		step := d.between(0.05, 0.12)
		return painted(d, [4]float32{hue, hue + step, hue - step, hue + 0.5}, d.between(0.08, 0.2))
	case scheme < 0.52: // complementary
		return painted(d, [4]float32{hue, hue + 0.5, hue + d.between(-0.05, 0.05), hue + d.between(0.4, 0.6)}, d.between(0.1, 0.22))
	case scheme < 0.70: // triad
		return painted(d, [4]float32{hue, hue + 1.0/3, hue + 2.0/3, hue + 1.0/6}, d.between(0.1, 0.22))
	case scheme < 0.82: // earth: browns, ochres, olive, with one bright accent
		return painted(d, [4]float32{d.between(0.1, 0.22), d.between(0.12, 0.3), d.between(0.05, 0.2), hue}, d.between(0.04, 0.11))
	case scheme < 0.90: // one hue
		return painted(d, [4]float32{hue, hue, hue, hue + 0.5}, d.between(0.02, 0.15))
	}
	return palette{
		main: wild(d), second: wild(d), third: wild(d), accent: wild(d), dark: oklch(0.25, 0.05, d.Float32()), light: oklch(0.93, 0.04, d.Float32()),
	}
}

// painted returns a palette of four hues around one chroma, with lightnesses that differ.
func painted(d dice, hues [4]float32, chroma float32) palette {
	levels := pick(d,
		[3]float32{0.72, 0.5, 0.85}, [3]float32{0.6, 0.82, 0.42}, [3]float32{0.45, 0.7, 0.85},
		[3]float32{0.82, 0.62, 0.45}, [3]float32{0.55, 0.38, 0.75}, [3]float32{0.88, 0.68, 0.55})
	tone := func(i int, level, c float32) geom.Vec3 {
		return oklch(clamp(level+d.between(-0.06, 0.06), 0.2, 0.96), c*d.between(0.7, 1.2), hues[i]+d.between(-0.02, 0.02))
	}
	return palette{
		main: tone(0, levels[0], chroma), second: tone(1, levels[1], chroma), third: tone(2, levels[2], chroma),
		accent: tone(3, d.between(0.6, 0.85), max(chroma, 0.16)),
		dark:   oklch(d.between(0.18, 0.34), d.between(0, 0.06), hues[0]),
		light:  oklch(d.between(0.88, 0.97), d.between(0, 0.05), hues[1]),
	}
}

// wild returns any colour of the cube.
func wild(d dice) geom.Vec3 { return vec(d.Float32(), d.Float32(), d.Float32()) }

// any returns one of the colours that may cover a large part.
func (p palette) any(d dice) geom.Vec3 { return pick(d, p.main, p.second, p.third) }

// other returns a colour that stands out from the given one.
func (p palette) other(d dice, from geom.Vec3) geom.Vec3 {
	best, far := p.light, float32(0)
	for _, c := range []geom.Vec3{p.main, p.second, p.third, p.accent, p.dark, p.light} {
		if away := c.Sub(from).Len() * d.between(0.5, 1); away > far {
			best, far = c, away
		}
	}
	return best
}

// Colours that things have whatever the palette says.

func woodColour(d dice) geom.Vec3 {
	return oklch(d.between(0.35, 0.75), d.between(0.05, 0.1), d.between(0.13, 0.19))
}

func leafColour(d dice) geom.Vec3 {
	return oklch(d.between(0.45, 0.75), d.between(0.1, 0.18), d.between(0.3, 0.41))
}

func stoneColour(d dice) geom.Vec3 {
	return oklch(d.between(0.45, 0.8), d.between(0, 0.03), d.Float32())
}

func skinColour(d dice) geom.Vec3 {
	return oklch(d.between(0.45, 0.86), d.between(0.05, 0.09), d.between(0.12, 0.17))
}

func metalColour(d dice) geom.Vec3 {
	if d.chance(0.3) { // gold, brass, copper
		return oklch(d.between(0.6, 0.82), d.between(0.08, 0.14), d.between(0.15, 0.25))
	}
	return oklch(d.between(0.4, 0.82), d.between(0, 0.025), d.Float32())
}

func tyreColour(d dice) geom.Vec3 {
	return oklch(d.between(0.18, 0.32), d.between(0, 0.02), d.Float32())
}

// paler and deeper change the lightness of a colour and keep its hue.
func paler(c geom.Vec3, by float32) geom.Vec3 { return c.Lerp(vec(1, 1, 1), by) }

func deeper(c geom.Vec3, by float32) geom.Vec3 { return c.Scale(1 - by) }
