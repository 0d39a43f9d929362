package raster

import (
	"math"

	"patina/paint/geom"
)

// edges evaluates the barycentric weights of one triangle in pixel coordinates.
// What depends only on the triangle, and what depends only on the row, is taken
// out of the inner loop; every float32 operation that remains is one that the
// reference does for each pixel, with the same operands.
type edges struct {
	a       geom.Vec3
	ab, ac  geom.Vec2
	inverse float32 // of the doubled signed area
}

func newEdges(a, b, c geom.Vec3) edges {
	e := edges{a: a, ab: geom.Vec2{X: b.X - a.X, Y: b.Y - a.Y}, ac: geom.Vec2{X: c.X - a.X, Y: c.Y - a.Y}}
	area := float32(e.ac.X*e.ab.Y) - float32(e.ab.X*e.ac.Y)
	e.inverse = 1 / area
	return e
}

// flat tells whether the triangle has no area, or one beyond all numbers.
func (e edges) flat() bool { return e.inverse == 0 || e.inverse-e.inverse != 0 }

// row returns what the weights in the row at pixel coordinate y have in common.
func (e edges) row(y float32) edgeRow {
	dy := y - e.a.Y
	return edgeRow{edges: e, beta: float32(e.ac.X * dy), gamma: float32(e.ab.X * dy)}
}

type edgeRow struct {
	edges
	beta, gamma float32
}

// weights returns the barycentric weights at pixel coordinate x, linear on the
// screen.
func (r *edgeRow) weights(x float32) geom.Vec3 {
	dx := x - r.a.X
	beta := float32((r.beta - float32(dx*r.ac.Y)) * r.inverse)
	gamma := float32((float32(dx*r.ab.Y) - r.gamma) * r.inverse)
	return geom.Vec3{X: 1 - beta - gamma, Y: beta, Z: gamma}
}

// token orders what competes for a pixel: the quantised depth above, the index of
// the triangle below, so that the smallest token wins.
type token uint64

const noToken token = math.MaxUint64

// depthSteps is the number of steps of quantised depth from the near plane, 0, to
// the far plane, 1.
const depthSteps = 1 << 18

func newToken(depth float32, triangle int) token {
	const limit = 1 << 30
	z := int32(min(max(depth*depthSteps, -limit), limit))
	return token(uint64(z+limit)<<32 | uint64(uint32(triangle)))
}

func (t token) triangle() int32 { return int32(uint32(t)) }

// interval is a range of rows or columns, hi excluded.
type interval struct{ lo, hi int32 }

// pixels returns the rows or columns between lo and hi that may have their sample
// between the coordinates lowest and highest.
func pixels(lowest, highest float32, lo, hi int) interval {
	first := min(max(lowest, float32(lo)), float32(hi))
	end := min(max(math.Ceil(float64(highest+1)), float64(lo)), float64(hi))
	return interval{int32(first), int32(end)}
}

// band is a run of rows that one goroutine draws.
type band struct {
	frame       *frame
	top, bottom int
	tokens      []token
}

// draw enters a triangle into the pixels of the band in which it is nearer than
// what was drawn before.
func (b *band) draw(triangle int) {
	t := b.frame.triangles[triangle]
	p, q, r := b.frame.screen[t[0]], b.frame.screen[t[1]], b.frame.screen[t[2]]
	e := newEdges(p, q, r)
	if e.flat() {
		return
	}
	rows := pixels(min(p.Y, q.Y, r.Y), max(p.Y, q.Y, r.Y), b.top, b.bottom)
	columns := pixels(min(p.X, q.X, r.X), max(p.X, q.X, r.X), 0, b.frame.width)
	for y := rows.lo; y < rows.hi; y++ {
		row := e.row(float32(y) + 0.5)
		line := b.tokens[(int(y)-b.top)*b.frame.width:]
		for x := columns.lo; x < columns.hi; x++ {
			w := row.weights(float32(x) + 0.5)
			if !(w.X >= 0 && w.X <= 1 && w.Y >= 0 && w.Y <= 1 && w.Z >= 0 && w.Z <= 1) {
				continue
			}
			depth := float32(w.X*p.Z) + float32(w.Y*q.Z) + float32(w.Z*r.Z)
			line[x] = min(line[x], newToken(depth, triangle))
		}
	}
}
