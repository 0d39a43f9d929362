package main

import (
	"cmp"
	"slices"

	"patina/paint/geom"
)

// padding is the gap between charts, and half of it the gap to the border, as a
// share of the atlas: 12 texels at 2048.
const padding = 12.0 / 2048

// rectangle is a chart to be packed: its columns and rows have the mean width and
// height that they have on the surface.
type rectangle struct {
	part, chart int
	xs, ys      []float32 // of the grid lines, from 0
	x, y        float32   // corner in the atlas
	sideways    bool      // turned by a quarter
}

func (r *rectangle) width() float32 {
	if r.sideways {
		return r.ys[len(r.ys)-1]
	}
	return r.xs[len(r.xs)-1]
}

func (r *rectangle) height() float32 {
	if r.sideways {
		return r.xs[len(r.xs)-1]
	}
	return r.ys[len(r.ys)-1]
}

// pack returns for each chart of each part the texture coordinates of its
// grid: no charts overlap, none is mirrored, all have the same texel density.
func pack(parts []*part) [][][]geom.Vec2 {
	rectangles := flatten(parts)
	slices.SortStableFunc(rectangles, func(a, b *rectangle) int { return cmp.Compare(b.height(), a.height()) })
	var fits, tooBig float32 = 0, 2
	for range 24 {
		scale := (fits + tooBig) / 2
		if shelve(rectangles, scale) {
			fits = scale
		} else {
			tooBig = scale
		}
	}
	shelve(rectangles, fits)
	atlas := make([][][]geom.Vec2, len(parts))
	for i, p := range parts {
		atlas[i] = make([][]geom.Vec2, len(p.charts))
	}
	for _, r := range rectangles {
		atlas[r.part][r.chart] = r.uvs(fits)
	}
	return atlas
}

// flatten measures all charts and lays each on its longer side.
func flatten(parts []*part) []*rectangle {
	var out []*rectangle
	for i, p := range parts {
		for j := range p.charts {
			r := p.measure(&p.charts[j])
			r.part, r.chart = i, j
			r.sideways = r.height() > r.width()
			out = append(out, r)
		}
	}
	return out
}

// measure lays out the grid lines of a chart: each column is as wide, each row as
// high as its cells are in the mean, and the whole has the chart's area.
func (p *part) measure(c *chart) *rectangle {
	r := &rectangle{xs: []float32{0}, ys: []float32{0}}
	for column := range c.columns {
		var sum float32
		for row := range c.rows + 1 {
			sum += p.between(c, c.at(column, row), c.at(column+1, row))
		}
		r.xs = append(r.xs, r.xs[column]+sum/float32(c.rows+1))
	}
	for row := range c.rows {
		var sum float32
		for column := range c.columns + 1 {
			sum += p.between(c, c.at(column, row), c.at(column, row+1))
		}
		r.ys = append(r.ys, r.ys[row]+sum/float32(c.columns+1))
	}
	scale := sqrt(p.area(c) / (r.width() * r.height()))
	for i := range r.xs {
		r.xs[i] *= scale
	}
	for i := range r.ys {
		r.ys[i] *= scale
	}
	return r
}

func (p *part) area(c *chart) float32 {
	var sum float32
	for _, t := range p.triangles(c) {
		a, b, d := p.points[c.points[t[0]]], p.points[c.points[t[1]]], p.points[c.points[t[2]]]
		sum += b.Sub(a).Cross(d.Sub(a)).Len() / 2
	}
	return sum
}

// shelve lays rectangles, highest first, from left to right and shelf under
// shelf, and tells whether they all found a place.
func shelve(rectangles []*rectangle, scale float32) bool {
	var x, y, shelf float32 = padding / 2, padding / 2, 0
	for _, r := range rectangles {
		w, h := r.width()*scale, r.height()*scale
		if x+w > 1-padding/2 {
			x, y, shelf = padding/2, y+shelf+padding, 0
		}
		if x+w > 1-padding/2 || y+h > 1-padding/2 {
			return false
		}
		r.x, r.y = x, y
		x, shelf = x+w+padding, max(shelf, h)
	}
	return true
}

// uvs returns the texture coordinates of the grid, row by row.
func (r *rectangle) uvs(scale float32) []geom.Vec2 {
	var out []geom.Vec2
	right := r.xs[len(r.xs)-1]
	for _, y := range r.ys {
		for _, x := range r.xs {
			q := geom.Vec2{X: x, Y: y}
			if r.sideways { // counter-clockwise, so that nothing is mirrored
				q = geom.Vec2{X: y, Y: right - x}
			}
			out = append(out, geom.Vec2{X: r.x + q.X*scale, Y: r.y + q.Y*scale})
		}
	}
	return out
}
