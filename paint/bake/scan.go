package bake

import "math"

// A point of a plane of texels or pixels; x grows along a row, y down the rows.
type point struct{ x, y float64 }

// outline is a triangle that is scanned row by row. Its edges run from the upper
// to the lower end whatever the order of the corners, so that two triangles which
// share an edge compute the same crossings and leave no gap between them.
type outline struct {
	edges      [3][2]point
	minY, maxY float64
	minX, maxX float64
}

func newOutline(a, b, c point) outline {
	return outline{
		edges: [3][2]point{downward(a, b), downward(b, c), downward(c, a)},
		minX:  min(a.x, b.x, c.x), maxX: max(a.x, b.x, c.x),
		minY: min(a.y, b.y, c.y), maxY: max(a.y, b.y, c.y),
	}
}

func downward(a, b point) [2]point {
	if b.y < a.y || (b.y == a.y && b.x < a.x) {
		return [2]point{b, a}
	}
	return [2]point{a, b}
}

// across returns where the outline crosses the horizontal line at y, borders
// included; from > to when it does not.
func (o *outline) across(y float64) (from, to float64) {
	from, to = math.Inf(1), math.Inf(-1)
	for i := range o.edges {
		a, b := o.edges[i][0], o.edges[i][1]
		if y < a.y || y > b.y || a.y == b.y {
			continue
		}
		x := a.x + (y-a.y)*((b.x-a.x)/(b.y-a.y))
		from, to = min(from, x), max(to, x)
	}
	return from, to
}

// within returns the extent in x of the part of the outline between the lines at
// y and y+1; from > to when there is none.
func (o *outline) within(y float64) (from, to float64) { return o.between(y, y+1) }

// between returns the extent in x of the part of the outline between two horizontal
// lines; from > to when there is none.
func (o *outline) between(high, low float64) (from, to float64) {
	from, to = math.Inf(1), math.Inf(-1)
	for i := range o.edges {
		a, b := o.edges[i][0], o.edges[i][1]
		if b.y < high || a.y > low {
			continue
		}
		if a.y < high {
			a.x += (high - a.y) * ((b.x - a.x) / (b.y - a.y))
		}
		if b.y > low {
			slope := (o.edges[i][1].x - o.edges[i][0].x) / (b.y - o.edges[i][0].y)
			b.x -= (b.y - low) * slope
		}
		from, to = min(from, a.x, b.x), max(to, a.x, b.x)
	}
	return from, to
}

// cells returns the cells [i, i+1) that the interval overlaps, at least one.
func cells(from, to float64) (first, last int) {
	first = int(math.Floor(from))
	return first, max(first, int(math.Ceil(to))-1)
}

// centers returns the first and last integer i for which i+0.5 lies in the
// interval; last < first when there is none.
func centers(from, to float64) (first, last int) {
	if from > to {
		return 0, -1
	}
	return int(math.Ceil(from - 0.5)), int(math.Floor(to - 0.5))
}
