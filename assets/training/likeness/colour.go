package likeness

// Colour differences are those of CIE 1976 L*a*b* under D65. Looking at them after
// smoothing, since fine patterns blend in the eye, is the idea of X. Zhang and B. A.
// Wandell, "A spatial extension of CIELAB for digital color image reproduction" (1997).
// Palettes are compared by the intersection of histograms: M. J. Swain and D. H. Ballard,
// "Color indexing" (1991).

import "math"

const colourScales = 4

// Colour returns the mean difference of colours, delta E*ab, over four scales, each half
// as fine as the one before: 0 for the same pictures, 2.3 when a difference is just
// noticed, 100 from black to white.
func Colour(pairs []Pair) float64 {
	var sum, scales float64
	sums, counts := [colourScales]float64{}, [colourScales]float64{}
	for _, p := range pairs {
		a, b, region, size := planes(p.Painted, linear), planes(p.True, linear), p.Region, p.True.Rect.Dx()
		for s := range colourScales {
			for i, in := range region {
				if in {
					sums[s] += distance(lab(at(a, i)), lab(at(b, i)))
					counts[s]++
				}
			}
			for c := range a {
				a[c], b[c] = a[c].halved(), b[c].halved()
			}
			region = halvedRegion(region, size)
			size /= 2
		}
	}
	for s, n := range counts {
		if n > 0 {
			sum += sums[s] / n
			scales++
		}
	}
	return sum / scales
}

func at(p [3]plane, i int) [3]float64 {
	return [3]float64{p[0].value[i], p[1].value[i], p[2].value[i]}
}

func distance(a, b [3]float64) float64 {
	x, y, z := a[0]-b[0], a[1]-b[1], a[2]-b[2]
	return math.Sqrt(x*x + y*y + z*z)
}

// linear takes sRGB components from 0 to 255 to linear ones from 0 to 1.
func linear(r, g, b float64) [3]float64 { return [3]float64{toLinear(r), toLinear(g), toLinear(b)} }

func toLinear(c float64) float64 { return linearTable[int(c+0.5)] }

var linearTable = func() (t [256]float64) {
	for i := range t {
		if f := float64(i) / 255; f <= 0.04045 {
			t[i] = f / 12.92
		} else {
			t[i] = math.Pow((f+0.055)/1.055, 2.4)
		}
	}
	return t
}()

// lab returns L*, a*, b* of a linear colour.
func lab(c [3]float64) [3]float64 {
	r, g, b := c[0], c[1], c[2]
	x := cubeRoot((0.4124564*r + 0.3575761*g + 0.1804375*b) / 0.95047)
	y := cubeRoot(0.2126729*r + 0.7151522*g + 0.0721750*b)
	z := cubeRoot((0.0193339*r + 0.1191920*g + 0.9503041*b) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

func cubeRoot(t float64) float64 {
	if t > 216.0/24389 {
		return math.Cbrt(t)
	}
	return (24389.0/27*t + 16) / 116
}

// Palette returns how much of the colours of one set of pixels the other lacks, wherever
// they are: 0 when the histograms are the same, 1 when they share no colour. Cells are 10
// steps of L* and 20 of a* and b* wide, and colours are shared out between the nearest
// ones, so that small differences count little.
func Palette(pairs []Pair) float64 {
	painted, truth := histogram{}, histogram{}
	count := 0.0
	for _, p := range pairs {
		a, b := planes(p.Painted, linear), planes(p.True, linear)
		for i, in := range p.Region {
			if in {
				painted.add(lab(at(a, i)))
				truth.add(lab(at(b, i)))
				count++
			}
		}
	}
	shared := 0.0
	for cell, n := range truth {
		shared += min(n, painted[cell])
	}
	return 1 - shared/count
}

type histogram map[[3]int]float64

var cellSize = [3]float64{10, 20, 20}

// add shares a colour out between the eight nearest cells.
func (h histogram) add(c [3]float64) {
	var first [3]int
	var upper [3]float64
	for i := range c {
		t := c[i] / cellSize[i]
		first[i] = int(math.Floor(t))
		upper[i] = t - math.Floor(t)
	}
	for k := range 8 {
		cell, weight := first, 1.0
		for i := range cell {
			if k>>i&1 == 1 {
				cell[i]++
				weight *= upper[i]
			} else {
				weight *= 1 - upper[i]
			}
		}
		h[cell] += weight
	}
}
