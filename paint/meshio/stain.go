package meshio

import (
	"image"
	"math"

	"patina/paint/geom"
)

// stained is a corner of a triangle: its place in the texture, and its colour, or the one of
// a place in another texture.
type stained struct {
	x, y  float64
	color rgba
	from  geom.Vec2
}

// stain spreads the colours of corners over a texture, or draws what another one shows
// between them.
type stain struct {
	side   int
	pix    *image.NRGBA
	source *image.NRGBA // the other texture, which repeats; nil for colours of corners
	budget int          // texels that may still be looked at, so that charts on top of each other end
}

func newStain(side int) *stain {
	return &stain{side: side, pix: image.NewNRGBA(image.Rect(0, 0, side, side))}
}

// triangle colours the texels whose centres lie within a triangle, or, not exactly, up
// to about a texel beside it too, so that filtering finds no gap at its edges.
func (s *stain) triangle(c [3]stained, exact bool) {
	for k := range c {
		c[k].x, c[k].y = c[k].x*float64(s.side)-0.5, c[k].y*float64(s.side)-0.5
	}
	area := (c[1].x-c[0].x)*(c[2].y-c[0].y) - (c[2].x-c[0].x)*(c[1].y-c[0].y)
	x0, x1 := spanOf(c[0].x, c[1].x, c[2].x)
	y0, y1 := spanOf(c[0].y, c[1].y, c[2].y)
	if area == 0 || x1-x0 > float64(4*s.side) || y1-y0 > float64(4*s.side) {
		return
	}
	if s.budget -= int((x1 - x0 + 1) * (y1 - y0 + 1)); s.budget < 0 {
		return
	}
	longest := math.Max(math.Hypot(c[1].x-c[0].x, c[1].y-c[0].y), math.Max(math.Hypot(c[2].x-c[1].x, c[2].y-c[1].y), math.Hypot(c[0].x-c[2].x, c[0].y-c[2].y)))
	margin := 0.0
	if !exact {
		margin = -1.5 * longest / math.Abs(area)
	}
	for y := y0; y <= y1; y++ {
		for x := x0; x <= x1; x++ {
			b := ((x-c[0].x)*(c[2].y-c[0].y) - (c[2].x-c[0].x)*(y-c[0].y)) / area
			d := ((c[1].x-c[0].x)*(y-c[0].y) - (x-c[0].x)*(c[1].y-c[0].y)) / area
			if a := 1 - b - d; a >= margin && b >= margin && d >= margin {
				s.set(x, y, [3]float64{a, b, d}, c)
			}
		}
	}
}

// spanOf returns the texels that a triangle may touch along an axis.
func spanOf(a, b, c float64) (from, to float64) {
	return math.Floor(min(a, b, c)) - 1, math.Ceil(max(a, b, c)) + 1
}

func (s *stain) set(x, y float64, weights [3]float64, c [3]stained) {
	var color rgba
	if s.source != nil {
		color = lookedUp(s.source, weights, c)
	} else {
		color = mixed(weights, c)
	}
	at := s.pix.PixOffset(wrapped(x, s.side), wrapped(y, s.side))
	copy(s.pix.Pix[at:], color[:3])
	s.pix.Pix[at+3] = 255
}

// mixed returns the mean of the colours of corners. Negative weights count as zero.
func mixed(weights [3]float64, c [3]stained) (color rgba) {
	var sum [4]float64
	var total float64
	for k, w := range weights {
		w = max(w, 0)
		total += w
		for i, v := range c[k].color {
			sum[i] += w * float64(v)
		}
	}
	for i := range sum {
		color[i] = uint8(sum[i]/total + 0.5)
	}
	return color
}

// lookedUp returns what a texture shows between corners, interpolated between its texels.
func lookedUp(texture *image.NRGBA, weights [3]float64, c [3]stained) (color rgba) {
	var u, v float64
	for k, w := range weights {
		u, v = u+w*float64(c[k].from.X), v+w*float64(c[k].from.Y)
	}
	size := texture.Rect.Size()
	x, y := (u-math.Floor(u))*float64(size.X)-0.5, (v-math.Floor(v))*float64(size.Y)-0.5
	left, top := math.Floor(x), math.Floor(y)
	fx, fy := x-left, y-top
	var sum [4]float64
	for dy, wy := range [2]float64{1 - fy, fy} {
		row := wrapped(top+float64(dy), size.Y) * texture.Stride
		for dx, wx := range [2]float64{1 - fx, fx} {
			for i, value := range texture.Pix[row+4*wrapped(left+float64(dx), size.X):][:4] {
				sum[i] += wy * wx * float64(value)
			}
		}
	}
	for i := range sum {
		color[i] = uint8(sum[i] + 0.5)
	}
	return color
}

// wrapped repeats a texture.
func wrapped(f float64, side int) int {
	return ((int(f) % side) + side) % side
}

// finish gives the texels of no triangle the mean colour of the others.
func (s *stain) finish() *image.NRGBA {
	var sum [3]int
	n := 0
	for i := 0; i < len(s.pix.Pix); i += 4 {
		if s.pix.Pix[i+3] != 0 {
			n++
			for c := range sum {
				sum[c] += int(s.pix.Pix[i+c])
			}
		}
	}
	for i := 0; i < len(s.pix.Pix); i += 4 {
		if s.pix.Pix[i+3] == 0 {
			for c := range sum {
				s.pix.Pix[i+c] = uint8(sum[c] / max(n, 1))
			}
			s.pix.Pix[i+3] = 255
		}
	}
	return s.pix
}
