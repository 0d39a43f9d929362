package bake

import (
	"context"

	"patina/paint/geom"
	"patina/paint/parallel"
)

// This blends views in the gradient domain (Perez, Gangnet and Blake, Poisson Image
// Editing, 2003), on the surface instead of in a picture. Where the weights of views
// change from texel to texel, the weighted mean goes from one view's exposure to
// another's, a step that no view shows. The wanted difference of two neighbours is the
// weighted mean of the differences that views show; a correction e of the blended
// colours makes
//
//	sum over neighbours of |difference of corrected colours - wanted difference|²
//	+ 1/reach² · sum over texels of |e|²
//
// least. It is smooth, so it is solved for cells of 4 by 4 texels and interpolated
// between them. Neighbours are those in a chart and those across seams.

// gradientReach is over which length a correction fades, as a share of the side of a
// texture.
const gradientReach = 1.0 / 8

// gradientIterations of conjugate gradients bring the correction to within a few
// thousandths of the exact one.
const gradientIterations = 6

// unshared is the weight, against 1, of neighbours that no view shows both of: they are
// expected to have the same colour.
const unshared = 0.5

// blendGradients corrects the colours that gatherViews has blended.
func blendGradients(ctx context.Context, a *Atlas, views *sights) error {
	c, err := newGradientCells(ctx, a)
	if err != nil || len(c.chart) == 0 {
		return err
	}
	wanted, err := c.differences(ctx, views)
	if err != nil {
		return err
	}
	across, err := c.seamDifferences(ctx, views)
	if err != nil {
		return err
	}
	g := c.graph(append(wanted, across...))
	levels, err := coarsen(ctx, g)
	if err != nil {
		return err
	}
	for _, g := range levels {
		g.ready()
	}
	if err := cascade(ctx, levels); err != nil {
		return err
	}
	if err := conjugateGradients(ctx, levels, gradientIterations); err != nil {
		return err
	}
	return c.correct(ctx, g.value)
}

// graph makes the equations of the corrections: the value of a node is what its
// neighbours' values and the wanted differences to them say, drawn to 0.
func (c *gradientCells) graph(wanted []difference) *graph {
	n := len(c.chart)
	g := &graph{start: make([]int32, n+2), known: make([]float32, n), inflow: make([]geom.Vec3, n), value: make([]geom.Vec3, n)}
	for _, d := range wanted {
		g.start[d.from+2]++
		g.start[d.to+2]++
	}
	for i := range n {
		g.start[i+2] += g.start[i+1]
	}
	g.to, g.weight = make([]int32, 2*len(wanted)), make([]float32, 2*len(wanted))
	join := func(from, to int32, weight float32) {
		at := &g.start[from+1]
		g.to[*at], g.weight[*at] = to, weight
		*at++
	}
	for _, d := range wanted {
		join(d.from, d.to, d.weight)
		join(d.to, d.from, d.weight)
		pull := d.wanted.Scale(d.weight)
		g.inflow[d.to], g.inflow[d.from] = g.inflow[d.to].Add(pull), g.inflow[d.from].Sub(pull)
	}
	g.start = g.start[:n+1]
	reach := gradientReach * float32(c.size)
	for i, texels := range c.texels {
		g.known[i] = float32(texels) / (reach * reach)
	}
	return g
}

// correct adds the corrections, interpolated between the cells of a chart, to the
// colours.
func (c *gradientCells) correct(ctx context.Context, correction []geom.Vec3) error {
	for slot, t := range c.atlas.Textures {
		if t == nil {
			continue
		}
		err := parallel.Parts(ctx, t.Size, bandRows, func(lo, hi int) {
			for i := lo * t.Size; i < hi*t.Size; i++ {
				if node := c.node(slot, i); node >= 0 {
					at := t.Color[i].Add(c.interpolate(slot, i, node, correction))
					t.Color[i] = geom.Vec3{X: unit(at.X), Y: unit(at.Y), Z: unit(at.Z)}
				}
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// interpolate returns the correction of a texel of a node, between the centres of the
// cells around it as far as its chart is in them.
func (c *gradientCells) interpolate(slot, i int, node int32, correction []geom.Vec3) geom.Vec3 {
	x, y := i%c.size, i/c.size
	// A cell's centre lies between its second and third texels.
	fx, fy := float32(x%gradientCell)-1.5, float32(y%gradientCell)-1.5
	dx, dy := 1, 1
	if fx < 0 {
		dx, fx = -1, -fx
	}
	if fy < 0 {
		dy, fy = -1, -fy
	}
	fx, fy = fx/gradientCell, fy/gradientCell
	cx, cy, chart := x/gradientCell, y/gradientCell, c.chart[node]
	sum, weight := correction[node].Scale((1-fx)*(1-fy)), (1-fx)*(1-fy)
	for _, tap := range [3]struct {
		dx, dy int
		weight float32
	}{{dx, 0, fx * (1 - fy)}, {0, dy, (1 - fx) * fy}, {dx, dy, fx * fy}} {
		if other := c.nodeIn(slot, cx+tap.dx, cy+tap.dy, chart); other >= 0 {
			sum, weight = sum.Add(correction[other].Scale(tap.weight)), weight+tap.weight
		}
	}
	return sum.Scale(1 / weight)
}
