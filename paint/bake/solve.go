package bake

import (
	"context"
	"math/bits"
	"slices"

	"patina/paint/parallel"
)

// solve finds the colours of the finest graph.
func (f *filling) solve(ctx context.Context) error {
	levels, err := coarsen(ctx, &f.graph.graph)
	if err != nil {
		return err
	}
	if err := f.anchor(ctx, levels); err != nil {
		return err
	}
	for _, g := range levels {
		g.ready()
	}
	if err := cascade(ctx, levels); err != nil {
		return err
	}
	f.advance()
	if err := conjugateGradients(ctx, levels, iterations); err != nil {
		return err
	}
	f.advance()
	return nil
}

// handDown gives every unseen texel the colour of its node.
func (f *filling) handDown(ctx context.Context) error {
	g := f.graph
	texels := g.size * g.size
	return parallel.Parts(ctx, len(f.wires)*g.cells, 8, func(lo, hi int) {
		for node := g.first[lo*g.cells]; node < g.first[hi*g.cells]; node++ {
			t := f.atlas.Textures[int(g.corners[node])/texels]
			corner := int(g.corners[node]) % texels
			for piece := g.pieces[node]; piece != 0; piece &= piece - 1 {
				bit := bits.TrailingZeros16(piece)
				t.Color[corner+bit/cellSize*g.size+bit%cellSize] = g.value[node]
			}
		}
	})
}

// anchorReach is how far colours blend within a part of which nothing was seen, as a
// share of the side of the texture.
const anchorReach = 1.0 / 64

// anchorWeight is how strongly a node of such a part is drawn to the colour of the
// nearest seen place, compared with one of its neighbours: the decay length of
// the blend is the inverse of its square root, in cells.
func anchorWeight(size int) float32 {
	length := max(anchorReach*float64(size)/cellSize, 1)
	return float32(cellSize / (length * length))
}

// anchor gives the nodes of parts of which nothing was seen something to go by:
// the nearest seen place in space. The other parts are left alone.
func (f *filling) anchor(ctx context.Context, levels []*graph) error {
	lost := f.lostNodes(levels)
	if len(lost) == 0 {
		return nil
	}
	nearby, err := newNearby(ctx, f.atlas)
	if err != nil {
		return err
	}
	g := f.graph
	weight := anchorWeight(g.size)
	for _, node := range lost {
		id := int(g.corners[node])
		slot, i := id/(g.size*g.size), id%(g.size*g.size)
		bit := bits.TrailingZeros16(g.pieces[node])
		x, y := i%g.size+bit%cellSize, i/g.size+bit/cellSize
		color := nearby.at(f.atlas.surface.point(f.atlas.surface.owners[slot][y*g.size+x], x, y))
		g.known[node] = weight
		g.inflow[node] = color.Scale(weight)
	}
	for i, fine := range levels[:len(levels)-1] {
		fine.gather(levels[i+1].known, fine.known)
	}
	return nil
}

// lostNodes returns the nodes of the finest graph that are connected to nothing
// known.
func (f *filling) lostNodes(levels []*graph) []int32 {
	top := levels[len(levels)-1]
	lost := make([]bool, top.nodes())
	for i, known := range top.known {
		lost[i] = known == 0
	}
	if !slices.Contains(lost, true) {
		return nil
	}
	for i := len(levels) - 2; i >= 0; i-- {
		below := make([]bool, levels[i].nodes())
		for k, p := range levels[i].parent {
			below[k] = lost[p]
		}
		lost = below
	}
	var nodes []int32
	for i, l := range lost {
		if l {
			nodes = append(nodes, int32(i))
		}
	}
	return nodes
}
