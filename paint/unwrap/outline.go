package unwrap

import "math"

// A chart none of whose triangles is turned over covers no place twice exactly
// when its outline does not cross itself. The outline is checked with a uniform
// grid over its segments (Ericson, "Real-Time Collision Detection", 2005, section
// 7.1).

// outlineGrid files the segments of an outline by the cells that they cross.
type outlineGrid struct {
	outline []flat
	low     flat
	size    float64 // of a cell
	columns int
	rows    int
	cells   map[int32][]int32
}

// simple tells whether a closed outline neither crosses nor touches itself.
func simple(outline []flat) bool {
	if len(outline) <= 3 {
		return true
	}
	g := newOutlineGrid(outline)
	for i := range outline {
		if g.meets(int32(i)) {
			return false
		}
	}
	return true
}

func newOutlineGrid(outline []flat) *outlineGrid {
	low, high := bounds(outline)
	size := high.sub(low)
	g := &outlineGrid{outline: outline, low: low, cells: make(map[int32][]int32, 2*len(outline))}
	g.size = max(size.x, size.y) / math.Ceil(math.Sqrt(4*float64(len(outline))))
	g.columns, g.rows = int(size.x/g.size)+1, int(size.y/g.size)+1
	return g
}

// bounds returns the box around some points.
func bounds(points []flat) (low, high flat) {
	low, high = flat{math.Inf(1), math.Inf(1)}, flat{math.Inf(-1), math.Inf(-1)}
	for _, p := range points {
		low = flat{min(low.x, p.x), min(low.y, p.y)}
		high = flat{max(high.x, p.x), max(high.y, p.y)}
	}
	return low, high
}

func (g *outlineGrid) segment(i int32) (from, to flat) {
	return g.outline[i], g.outline[(int(i)+1)%len(g.outline)]
}

// meets files segment i and tells whether it meets one that was filed before and is
// not its neighbour.
func (g *outlineGrid) meets(i int32) (met bool) {
	g.eachCell(i, func(cell int32) {
		for _, j := range g.cells[cell] {
			met = met || g.crosses(i, j)
		}
		g.cells[cell] = append(g.cells[cell], i)
	})
	return met
}

// eachCell visits the cells that a segment crosses, row by row, and some beside.
func (g *outlineGrid) eachCell(i int32, visit func(cell int32)) {
	a, b := g.segment(i)
	if a.y > b.y {
		a, b = b, a
	}
	a, b = a.sub(g.low).scale(1/g.size), b.sub(g.low).scale(1/g.size)
	slope := 0.0
	if b.y > a.y {
		slope = (b.x - a.x) / (b.y - a.y)
	}
	for row := int(a.y); row <= min(int(b.y), g.rows-1); row++ {
		from, to := a.x, b.x
		if slope != 0 {
			from = a.x + slope*(max(a.y, float64(row))-a.y)
			to = a.x + slope*(min(b.y, float64(row+1))-a.y)
		}
		if from > to {
			from, to = to, from
		}
		// A little wider, because rounding must not lose a cell.
		for column := max(int(from-1e-6), 0); column <= min(int(to+1e-6), g.columns-1); column++ {
			visit(int32(row*g.columns + column))
		}
	}
}

// crosses tells whether two segments that are not neighbours have a point in
// common.
func (g *outlineGrid) crosses(i, j int32) bool {
	n := int32(len(g.outline))
	if i == j || (i+1)%n == j || (j+1)%n == i {
		return false
	}
	a, b := g.segment(i)
	c, d := g.segment(j)
	if max(a.x, b.x) < min(c.x, d.x) || max(c.x, d.x) < min(a.x, b.x) ||
		max(a.y, b.y) < min(c.y, d.y) || max(c.y, d.y) < min(a.y, b.y) {
		return false
	}
	return orientation(a, b, c)*orientation(a, b, d) <= 0 && orientation(c, d, a)*orientation(c, d, b) <= 0
}
