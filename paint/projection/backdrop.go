package projection

import (
	"image"
	"math"
	"slices"

	"patina/paint/geom"
)

// backdrop is the colour of a plain background: it may change evenly from side to
// side and from top to bottom, as studio backgrounds do.
type backdrop struct {
	mean, acrossX, acrossY geom.Vec3 // colour in the middle, and its change per half picture
	width, height          int
	tolerance              float32 // distance in colour up to which a pixel is background
}

// Limits of what counts as a plain border. Colour distances are Euclidean in sRGB,
// where 1 is the range of one channel.
const (
	plainShare   = 0.6       // of the border; the rest may be a subject that runs out of the picture
	plainNoise   = 16. / 255 // median distance that noise and JPEG may cause
	minTolerance = 10. / 255 // keeps clean backgrounds from eating into pale subjects
	maxTolerance = 52. / 255 // keeps noisy ones from doing so
	noiseReach   = 4         // tolerance in median distances: beyond nearly all noise
	robustScale  = 2. / 255  // smallest scale of the robust weights
	fitRounds    = 12        // of reweighting
	maxSamples   = 20000     // border pixels looked at
	borderShare  = 1. / 100  // width of the border as a share of the shorter side
)

// borderSample is one pixel of the border; x and y run from -1 to 1.
type borderSample struct {
	x, y   float32
	colour geom.Vec3
}

// estimateBackdrop fits a backdrop to the border of a picture; ok is false when
// the border is not plain. Pixels far from it weigh little in the fit (iteratively
// reweighted least squares with Cauchy weights), so a subject that touches the
// border does not tint it.
func estimateBackdrop(img *image.NRGBA) (b backdrop, ok bool) {
	border := sampleBorder(img)
	b = backdrop{mean: medianColour(border), width: img.Rect.Dx(), height: img.Rect.Dy()}
	for range fitRounds {
		b.refit(border)
	}
	noise := b.medianDistance(border)
	b.tolerance = min(max(noiseReach*noise, minTolerance), maxTolerance)
	plain := 0
	for _, s := range border {
		if b.distance(s.x, s.y, s.colour) <= b.tolerance {
			plain++
		}
	}
	return b, noise <= plainNoise && float64(plain) >= plainShare*float64(len(border))
}

// at returns the backdrop's colour at x and y from -1 to 1.
func (b *backdrop) at(x, y float32) geom.Vec3 {
	return b.mean.Add(b.acrossX.Scale(x)).Add(b.acrossY.Scale(y))
}

func (b *backdrop) distance(x, y float32, c geom.Vec3) float32 { return c.Sub(b.at(x, y)).Len() }

// pixel returns the backdrop's colour in pixel i.
func (b *backdrop) pixel(i int) geom.Vec3 {
	return b.at(centred(i%b.width, b.width), centred(i/b.width, b.height))
}

// centred takes the pixels of a row or column to -1 to 1.
func centred(i, n int) float32 { return (2*float32(i)+1)/float32(n) - 1 }

func sampleBorder(img *image.NRGBA) []borderSample {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	ring := max(1, int(borderShare*float64(min(width, height))))
	stride := max(1, 2*ring*(width+height)/maxSamples)
	var border []borderSample
	n := 0
	for y := range height {
		for x := 0; x < width; x++ {
			if y >= ring && y < height-ring && x >= ring && x < width-ring {
				x = width - ring // skip the inside
			}
			if n++; n%stride == 0 {
				border = append(border, borderSample{centred(x, width), centred(y, height), colourAt(img, y*width+x)})
			}
		}
	}
	return border
}

func medianColour(border []borderSample) geom.Vec3 {
	channel := func(of func(geom.Vec3) float32) float32 {
		return medianOf(border, func(s borderSample) float32 { return of(s.colour) })
	}
	return geom.Vec3{
		X: channel(func(c geom.Vec3) float32 { return c.X }),
		Y: channel(func(c geom.Vec3) float32 { return c.Y }),
		Z: channel(func(c geom.Vec3) float32 { return c.Z }),
	}
}

func (b *backdrop) medianDistance(border []borderSample) float32 {
	return medianOf(border, func(s borderSample) float32 { return b.distance(s.x, s.y, s.colour) })
}

func medianOf(border []borderSample, of func(borderSample) float32) float32 {
	values := make([]float32, len(border))
	for i, s := range border {
		values[i] = of(s)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// refit is one round of reweighted least squares. The three unknowns of a channel
// share their normal equations with the other channels.
func (b *backdrop) refit(border []borderSample) {
	scale := max(robustScale, 2*b.medianDistance(border))
	var m [3][3]float64
	var rhs [3][3]float64 // by unknown, then channel
	for _, s := range border {
		d := b.distance(s.x, s.y, s.colour) / scale
		w := 1 / (1 + float64(d*d))
		row := [3]float64{1, float64(s.x), float64(s.y)}
		c := [3]float64{float64(s.colour.X), float64(s.colour.Y), float64(s.colour.Z)}
		for i := range 3 {
			for j := range 3 {
				m[i][j] += w * row[i] * row[j]
				rhs[i][j] += w * row[i] * c[j]
			}
		}
	}
	if x, ok := solve3(m, rhs); ok {
		b.mean, b.acrossX, b.acrossY = colourOf(x[0]), colourOf(x[1]), colourOf(x[2])
	}
}

func colourOf(c [3]float64) geom.Vec3 {
	return geom.Vec3{X: float32(c[0]), Y: float32(c[1]), Z: float32(c[2])}
}

// solve3 returns the x of m·x = rhs for three right-hand sides, by Gauss-Jordan
// elimination with pivots; ok is false when m is singular, as for pictures one
// pixel wide.
func solve3(m, rhs [3][3]float64) (x [3][3]float64, ok bool) {
	for col := range 3 {
		pivot := col
		for row := col + 1; row < 3; row++ {
			if math.Abs(m[row][col]) > math.Abs(m[pivot][col]) {
				pivot = row
			}
		}
		if math.Abs(m[pivot][col]) < 1e-9 {
			return x, false
		}
		m[col], m[pivot], rhs[col], rhs[pivot] = m[pivot], m[col], rhs[pivot], rhs[col]
		for row := range 3 {
			if row == col {
				continue
			}
			f := m[row][col] / m[col][col]
			for k := range 3 {
				m[row][k] -= f * m[col][k]
				rhs[row][k] -= f * rhs[col][k]
			}
		}
	}
	for i := range 3 {
		for k := range 3 {
			x[i][k] = rhs[i][k] / m[i][i]
		}
	}
	return x, true
}
