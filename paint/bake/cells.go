package bake

import (
	"context"
	"slices"

	"patina/paint/geom"
	"patina/paint/parallel"
)

// gradientCell is the side of the cells of the gradient-domain blend, in texels.
const gradientCell = 4

// gradientCells are the unknowns of the gradient-domain blend, called nodes: the painted texels
// of one chart in a square of gradientCell by gradientCell texels.
type gradientCells struct {
	atlas  *Atlas
	size   int     // texels per side
	side   int     // cells per side
	first  []int32 // for each cell of each slot its first node; one more entry at the end
	chart  []int32 // for each node its chart
	texels []int32 // for each node how many texels it has
}

// newGradientCells numbers the nodes.
func newGradientCells(ctx context.Context, a *Atlas) (*gradientCells, error) {
	size := a.surface.size
	c := &gradientCells{atlas: a, size: size, side: (size + gradientCell - 1) / gradientCell}
	c.first = make([]int32, len(a.Textures)*c.side*c.side+1)
	type nodes struct{ chart, texels []int32 }
	rows := make([]nodes, len(a.Textures)*c.side)
	err := parallel.Parts(ctx, len(rows), 8, func(lo, hi int) {
		for row := lo; row < hi; row++ {
			slot, cy := row/c.side, row%c.side
			if a.Textures[slot] == nil {
				continue
			}
			n := &rows[row]
			for cx := range c.side {
				before := len(n.chart)
				c.eachSeen(slot, cx, cy, func(chart int32) {
					k := slices.Index(n.chart[before:], chart)
					if k < 0 {
						k = len(n.chart) - before
						n.chart, n.texels = append(n.chart, chart), append(n.texels, 0)
					}
					n.texels[before+k]++
				})
				c.first[row*c.side+cx+1] = int32(len(n.chart) - before)
			}
		}
	})
	for i := range len(c.first) - 1 {
		c.first[i+1] += c.first[i]
	}
	for _, n := range rows {
		c.chart, c.texels = append(c.chart, n.chart...), append(c.texels, n.texels...)
	}
	return c, err
}

// eachSeen calls f with the chart of every painted texel of a cell.
func (c *gradientCells) eachSeen(slot, cx, cy int, f func(chart int32)) {
	for y := cy * gradientCell; y < min((cy+1)*gradientCell, c.size); y++ {
		for x := cx * gradientCell; x < min((cx+1)*gradientCell, c.size); x++ {
			if chart, ok := c.seen(slot, y*c.size+x); ok {
				f(chart)
			}
		}
	}
}

// seen returns the chart of a texel; ok is false if no view paints it.
func (c *gradientCells) seen(slot, i int) (chart int32, ok bool) {
	owner := c.atlas.surface.owners[slot][i]
	if owner == noOwner || c.atlas.Textures[slot].Provenance[i] == Invented {
		return 0, false
	}
	return c.atlas.surface.chart[owner&ownerMask], true
}

// node returns the node of a texel, -1 if no view paints it.
func (c *gradientCells) node(slot, i int) int32 {
	chart, ok := c.seen(slot, i)
	if !ok {
		return -1
	}
	return c.nodeIn(slot, i%c.size/gradientCell, i/c.size/gradientCell, chart)
}

// nodeIn returns the node of a chart in a cell, -1 for none.
func (c *gradientCells) nodeIn(slot, cx, cy int, chart int32) int32 {
	if cx < 0 || cy < 0 || cx >= c.side || cy >= c.side {
		return -1
	}
	cell := (slot*c.side+cy)*c.side + cx
	for node := c.first[cell]; node < c.first[cell+1]; node++ {
		if c.chart[node] == chart {
			return node
		}
	}
	return -1
}

// difference is what the correction of one node should be more than that of another.
type difference struct {
	from, to int32
	wanted   geom.Vec3
	weight   float32 // 1 for cells that touch along a whole side
}

// shown sums up how much more a texel has than its neighbour in the views that show both.
type shown struct {
	sum    geom.Vec3
	weight float32
}

// add adds what one view shows at both, each with its weight.
func (s *shown) add(from, to *texelSample) {
	if w := min(from.weight, to.weight); w > 0 {
		s.sum, s.weight = s.sum.Add(to.color.Sub(from.color).Scale(w)), s.weight+w
	}
}

// rest returns what is lacking in a difference of blended colours, and how much that
// counts.
func (s *shown) rest(blended geom.Vec3) (rest geom.Vec3, weight float32) {
	if s.weight > 0 {
		return s.sum.Scale(1 / s.weight).Sub(blended), 1
	}
	return blended.Scale(-unshared), unshared
}

// texelSample is what a view shows in a texel, and how much it counts.
type texelSample struct {
	color  geom.Vec3
	weight float32
}

func (v *sight) texelSample(s *surface, owner int32, x, y int) texelSample {
	c, w := v.texel(s, owner, x, y)
	if w == 0 {
		return texelSample{}
	}
	return texelSample{geom.Vec3{X: c.r, Y: c.g, Z: c.b}.Scale(1 / c.weight), w}
}
