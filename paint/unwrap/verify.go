package unwrap

import (
	"math"
	"math/bits"

	"patina/paint/geom"
)

// coverage is the set of texels whose centre lies in a triangle.
type coverage struct {
	size   int // texels along each side
	texels bitmap
}

func newCoverage(size int) *coverage { return &coverage{size, newBitmap(size, size)} }

// utilization is the share of texels that are covered.
func (c *coverage) utilization() float64 {
	covered := 0
	for _, word := range c.texels.words {
		covered += bits.OnesCount64(word)
	}
	return float64(covered) / float64(c.size) / float64(c.size)
}

// add covers the texels of a triangle given in texture coordinates. It returns false
// when the triangle is turned over or one of the texels is covered already. A texel
// centre on the edge between two triangles belongs to exactly one of them.
func (c *coverage) add(t [3]geom.Vec2) bool {
	var p [3]flat
	for k, uv := range t {
		p[k] = flat{float64(uv.X) * float64(c.size), float64(uv.Y) * float64(c.size)}
	}
	low, high := bounds(p[:])
	free := orientation(p[0], p[1], p[2]) < 0 // v points down
	for y := max(rowFrom(low.y), 0); y < min(rowFrom(high.y), c.size); y++ {
		left, right := span(p, float64(y)+0.5)
		free = c.cover(y, max(rowFrom(left), 0), min(rowFrom(right), c.size)) && free
	}
	return free
}

// rowFrom returns the first row, or column, whose centre is not before a place.
func rowFrom(place float64) int { return int(math.Ceil(place - 0.5)) }

// span returns where a horizontal line enters and leaves a triangle.
func span(p [3]flat, y float64) (left, right float64) {
	left, right = math.Inf(1), math.Inf(-1)
	for k, a := range p {
		b := p[(k+1)%3]
		if a.y > b.y {
			a, b = b, a
		}
		if a.y <= y && y < b.y {
			x := a.x + (y-a.y)/(b.y-a.y)*(b.x-a.x)
			left, right = min(left, x), max(right, x)
		}
	}
	return left, right
}

// cover covers texels of a row and tells whether all of them were free.
func (c *coverage) cover(y, from, to int) bool {
	row, free := c.texels.row(y), true
	for x := from; x < to; {
		n := min(64-x%64, to-x)
		texels := (^uint64(0) >> (64 - n)) << (x % 64)
		free = free && row[x/64]&texels == 0
		row[x/64] |= texels
		x += n
	}
	return free
}
