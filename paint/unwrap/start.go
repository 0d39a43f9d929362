package unwrap

import (
	"context"
	"math"
)

// A chart is flattened from a start that turns no triangle over: its projection
// along the mean normal where that does not fold, else Tutte's embedding, which
// never folds for a disc (Tutte, "How to Draw a Graph", 1963).

// steepest is how small the projection of a triangle may be, as a share of its
// area.
const steepest = 0.02

// project lays the chart out along a normal and tells whether that turns no
// triangle over.
func (ch *chart) project(normal space, shapes []shape) bool {
	right, up := normal.basis()
	ch.flat = make([]flat, len(ch.points))
	for v, p := range ch.points {
		ch.flat[v] = flat{p.dot(right), p.dot(up)}
	}
	return ch.upright(shapes, steepest)
}

// upright tells whether every triangle has more than a share of its area, and is
// not turned over.
func (ch *chart) upright(shapes []shape, share float64) bool {
	for i, t := range ch.corners {
		if !(orientation(ch.flat[t[0]], ch.flat[t[1]], ch.flat[t[2]]) > 2*share*shapes[i].area) {
			return false
		}
	}
	return true
}

// embed puts the border on a circle by its lengths, and every other vertex into
// the middle of its neighbours.
func (ch *chart) embed(ctx context.Context, shapes []shape) bool {
	ch.flat = make([]flat, len(ch.points))
	ch.bendBorder(shapes)
	s, _ := newSystem(ch)
	for e := range s.edges {
		c := &s.edges[e]
		c.block = symmetric{-1, 0, -1}
		s.diagonal[c.i] = s.diagonal[c.i].add(symmetric{1, 0, 1})
		s.diagonal[c.j] = s.diagonal[c.j].add(symmetric{1, 0, 1})
	}
	s.fixed = make([]bool, len(ch.points))
	for _, v := range ch.border {
		s.fixed[v] = true
	}
	pull := make([]flat, len(ch.points))
	s.multiply(pull, ch.flat)
	for v := range pull {
		pull[v] = pull[v].scale(-1)
	}
	for v, d := range s.solve(ctx, pull, 1e-8, 20+2*len(ch.points)) {
		ch.flat[v] = ch.flat[v].add(d)
	}
	return ch.upright(shapes, 0)
}

// bendBorder puts the border on a circle as large as the chart.
func (ch *chart) bendBorder(shapes []shape) {
	var area, length float64
	for i := range shapes {
		area += shapes[i].area
	}
	radius := math.Sqrt(area / math.Pi)
	along := make([]float64, len(ch.border))
	for i, v := range ch.border {
		along[i] = length
		length += ch.points[ch.border[(i+1)%len(ch.border)]].sub(ch.points[v]).length()
	}
	for i, v := range ch.border {
		sin, cos := math.Sincos(2 * math.Pi * along[i] / length)
		ch.flat[v] = flat{radius * cos, radius * sin}
	}
}
