package main

import (
	"math"

	"patina/paint/geom"
)

// lattice is the surface of a box of cells whose points are blown onto a shape
// along the rays from the centre: a cube sphere with the proportions of the
// shape. The shape must be visible as a whole from the centre.
type lattice struct {
	center geom.Vec3
	half   geom.Vec3 // half extents of the box; the nearer to the shape's, the more even the cells
	cells  [3]int    // along x, y and z
}

// side is one face of the lattice, by the axes that run to the right and down
// seen from outside, each with its direction, and whether it is the far end of
// the third axis.
type side struct {
	right, down     int
	rightUp, downUp bool // whether the coordinate grows along the direction
	axis            int
	far             bool
}

var sides = [6]side{
	{right: 0, rightUp: true, down: 1, axis: 2, far: true},
	{right: 0, down: 1, axis: 2},
	{right: 2, down: 1, axis: 0, far: true},
	{right: 2, rightUp: true, down: 1, axis: 0},
	{right: 0, rightUp: true, down: 2, downUp: true, axis: 1, far: true},
	{right: 0, rightUp: true, down: 2, axis: 1},
}

// blob returns the part with the surface of the shape, in six charts. Its
// patterns are the points as built.
func blob(name string, shape distance, l lattice, paint paint) *part {
	p := &part{name: name, paint: paint}
	index := map[[3]int]int{}
	for _, s := range sides {
		c := chart{columns: l.cells[s.right], rows: l.cells[s.down]}
		for row := range c.rows + 1 {
			for column := range c.columns + 1 {
				cell := s.cell(l.cells, column, row)
				if _, known := index[cell]; !known {
					index[cell] = len(p.points)
					p.points = append(p.points, l.project(shape, cell))
				}
				c.points = append(c.points, index[cell])
				c.patterns = append(c.patterns, p.points[index[cell]])
			}
		}
		p.charts = append(p.charts, c)
	}
	return p
}

// cell returns the lattice point in a column and row of a side.
func (s side) cell(cells [3]int, column, row int) [3]int {
	var cell [3]int
	if !s.rightUp {
		column = cells[s.right] - column
	}
	if !s.downUp {
		row = cells[s.down] - row
	}
	cell[s.right], cell[s.down] = column, row
	if s.far {
		cell[s.axis] = cells[s.axis]
	}
	return cell
}

// project blows a lattice point onto the shape by bisection.
func (l lattice) project(shape distance, cell [3]int) geom.Vec3 {
	var t [3]float32
	for i := range t {
		// The tangent makes the cells of a sphere equally wide in angle.
		t[i] = float32(math.Tan((2*float64(cell[i])/float64(l.cells[i]) - 1) * math.Pi / 4))
	}
	ray := vec(t[0], t[1], t[2]).Mul(l.half)
	var inside, outside float32 = 0, 4
	for range 30 {
		middle := (inside + outside) / 2
		if shape(l.center.Add(ray.Scale(middle))) < 0 {
			inside = middle
		} else {
			outside = middle
		}
	}
	return l.center.Add(ray.Scale(inside))
}
