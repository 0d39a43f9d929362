package main

import (
	"patina/paint/geom"
	"patina/paint/mesh"
)

// part is one closed surface of the sample, for instance a wing.
type part struct {
	name   string
	points []geom.Vec3 // welded, in the frame of the sample
	charts []chart     // together they cover the surface once
	paint  paint
}

// chart is a grid of points that is flattened together: columns run to the right
// and rows downwards seen from outside. Where a row shrinks to one point its
// indices repeat.
type chart struct {
	columns, rows int         // cells
	points        []int       // (columns+1)*(rows+1) indices of part.points, row by row
	patterns      []geom.Vec3 // for each of them the coordinates that the part's paint is drawn in
}

func (c *chart) at(column, row int) int { return row*(c.columns+1) + column }

// move places a part that was built around its own origin. Its paint keeps seeing
// the coordinates that the part was built in.
func (p *part) move(frame geom.Mat4) *part {
	for i, point := range p.points {
		p.points[i] = frame.ApplyPoint(point)
	}
	return p
}

// triangles returns the triangles of a chart as indices of its own grid,
// counter-clockwise seen from outside. Cells are cut
// along the diagonal that is clearly shorter, so that even ones are cut alike.
func (p *part) triangles(c *chart) [][3]int {
	var out [][3]int
	add := func(i, j, k int) {
		a, b, d := c.points[i], c.points[j], c.points[k]
		if a != b && b != d && d != a {
			out = append(out, [3]int{i, j, k})
		}
	}
	for row := range c.rows {
		for column := range c.columns {
			tl, tr := c.at(column, row), c.at(column+1, row)
			bl, br := c.at(column, row+1), c.at(column+1, row+1)
			if p.between(c, tl, br) <= 1.01*p.between(c, tr, bl) {
				add(tl, bl, br)
				add(tl, br, tr)
			} else {
				add(tl, bl, tr)
				add(tr, bl, br)
			}
		}
	}
	return out
}

// between returns the distance of two points of a chart's grid.
func (p *part) between(c *chart, i, j int) float32 {
	return p.points[c.points[i]].Sub(p.points[c.points[j]]).Len()
}

// normals returns a unit normal per point: the mean of the triangles around it,
// weighted by area, across chart borders.
func (p *part) normals() []geom.Vec3 {
	sums := make([]geom.Vec3, len(p.points))
	for i := range p.charts {
		c := &p.charts[i]
		for _, t := range p.triangles(c) {
			a, b, d := p.points[c.points[t[0]]], p.points[c.points[t[1]]], p.points[c.points[t[2]]]
			n := b.Sub(a).Cross(d.Sub(a))
			for _, k := range t {
				sums[c.points[k]] = sums[c.points[k]].Add(n)
			}
		}
	}
	for i, n := range sums {
		sums[i] = n.Normalize()
	}
	return sums
}

// model is the sample: one mesh, and what the illustrator needs to know about
// each of its vertices and triangles.
type model struct {
	mesh     *mesh.Mesh
	patterns []geom.Vec3 // per vertex, see chart.patterns
	part     []int       // per triangle, index in parts
	parts    []*part
}

// assemble lays all parts into one mesh with one atlas.
func assemble(name string, parts []*part) *model {
	m := &model{parts: parts, mesh: &mesh.Mesh{Name: name, Materials: []mesh.Material{clay}}}
	atlas := pack(parts)
	for i, p := range parts {
		normals := p.normals()
		for j := range p.charts {
			m.append(i, &p.charts[j], normals, atlas[i][j])
		}
	}
	return m
}

func (m *model) append(index int, c *chart, normals []geom.Vec3, uvs []geom.Vec2) {
	p, base := m.parts[index], uint32(len(m.mesh.Positions))
	for k, point := range c.points {
		m.mesh.Positions = append(m.mesh.Positions, p.points[point])
		m.mesh.Normals = append(m.mesh.Normals, normals[point])
		m.mesh.UVs = append(m.mesh.UVs, uvs[k])
		m.patterns = append(m.patterns, c.patterns[k])
	}
	for _, t := range p.triangles(c) {
		m.mesh.Triangles = append(m.mesh.Triangles, mesh.Triangle{base + uint32(t[0]), base + uint32(t[1]), base + uint32(t[2])})
		m.part = append(m.part, index)
	}
}
