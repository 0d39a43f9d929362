package bake

import (
	"context"
	"math/bits"

	"patina/paint/geom"
)

// texelGraph is the finest graph: its nodes are the pieces into which cells of 4
// by 4 texels fall, a piece being unseen texels that are connected within the
// cell.
type texelGraph struct {
	graph
	size    int       // texels per side
	cells   int       // cells per side
	first   []int32   // for each cell of each texture its first piece; one more entry at the end
	pieces  []uint16  // for each node its texels, a bit each, row by row
	corners []texelID // for each node the upper left texel of its cell
}

const cellSize = 4

// build makes the finest graph.
func (f *filling) build(ctx context.Context) error {
	size := f.atlas.surface.size
	g := &texelGraph{size: size, cells: (size + cellSize - 1) / cellSize}
	rows := len(f.wires) * g.cells
	g.first = make([]int32, rows*g.cells+1)
	found := make([][]uint16, rows)
	err := bands(ctx, rows, 8, func(lo, hi int) {
		for row := lo; row < hi; row++ {
			found[row] = g.findPieces(f.wires[row/g.cells], row)
		}
	})
	if err != nil {
		return err
	}
	g.number(found)
	f.graph = g
	parts := make([]edgeList, rows)
	err = bands(ctx, rows, 8, func(lo, hi int) {
		for row := lo; row < hi; row++ {
			parts[row] = f.connectRow(row)
		}
	})
	if err != nil {
		return err
	}
	g.concatenate(parts)
	f.advance()
	return nil
}

// findPieces returns the pieces of a row of cells and counts them in first.
func (g *texelGraph) findPieces(wired []wires, row int) []uint16 {
	if wired == nil {
		return nil
	}
	var pieces []uint16
	for x := range g.cells {
		before := len(pieces)
		pieces = appendPieces(pieces, g.cell(wired, x, row%g.cells))
		g.first[row*g.cells+x+1] = int32(len(pieces) - before)
	}
	return pieces
}

// cellWires are the unseen texels of a cell and their connections to the texel on
// the right and below within the cell, a bit each.
type cellWires struct{ unseen, right, below uint16 }

func (g *texelGraph) cell(wired []wires, cx, cy int) (c cellWires) {
	for y := range min(cellSize, g.size-cy*cellSize) {
		for x := range min(cellSize, g.size-cx*cellSize) {
			w := wired[(cy*cellSize+y)*g.size+cx*cellSize+x]
			bit := uint16(1) << (y*cellSize + x)
			if w&wireUnseen != 0 {
				c.unseen |= bit
			}
			if w&wireRight != 0 && x < cellSize-1 {
				c.right |= bit
			}
			if w&wireBelow != 0 && y < cellSize-1 {
				c.below |= bit
			}
		}
	}
	return c
}

// appendPieces cuts the unseen texels of a cell into connected pieces.
func appendPieces(pieces []uint16, c cellWires) []uint16 {
	for left := c.unseen; left != 0; {
		piece := left & -left
		for {
			grown := piece | (piece&c.right)<<1 | piece>>1&c.right | (piece&c.below)<<cellSize | piece>>cellSize&c.below
			if grown &= c.unseen; grown == piece {
				break
			}
			piece = grown
		}
		pieces = append(pieces, piece)
		left &^= piece
	}
	return pieces
}

// number turns the counts in first into the numbers of nodes.
func (g *texelGraph) number(found [][]uint16) {
	for i := range len(g.first) - 1 {
		g.first[i+1] += g.first[i]
	}
	n := g.first[len(g.first)-1]
	g.pieces, g.corners = make([]uint16, 0, n), make([]texelID, 0, n)
	for _, pieces := range found {
		g.pieces = append(g.pieces, pieces...)
	}
	for cell := range len(g.first) - 1 {
		row, x := cell/g.cells, cell%g.cells
		corner := texelID(row/g.cells*g.size*g.size + row%g.cells*cellSize*g.size + x*cellSize)
		for range g.first[cell+1] - g.first[cell] {
			g.corners = append(g.corners, corner)
		}
	}
	g.known, g.inflow, g.value = make([]float32, n), make([]geom.Vec3, n), make([]geom.Vec3, n)
}

// node returns the node of an unseen texel.
func (g *texelGraph) node(id texelID) int32 {
	slot, i := int(id)/(g.size*g.size), int(id)%(g.size*g.size)
	x, y := i%g.size, i/g.size
	at := g.first[(slot*g.cells+y/cellSize)*g.cells+x/cellSize]
	bit := uint16(1) << (y%cellSize*cellSize + x%cellSize)
	for g.pieces[at]&bit == 0 {
		at++
	}
	return at
}

// edgeList collects the edges of consecutive nodes.
type edgeList struct {
	count  []int32 // edges of each node
	to     []int32
	weight []float32
}

// connectRow finds the edges of the nodes in a row of cells, and what they know.
func (f *filling) connectRow(row int) (list edgeList) {
	g := f.graph
	for node := g.first[row*g.cells]; node < g.first[(row+1)*g.cells]; node++ {
		begin := len(list.to)
		for texels := g.pieces[node]; texels != 0; texels &= texels - 1 {
			bit := bits.TrailingZeros16(texels)
			f.connectTexel(&list, begin, node, g.corners[node]+texelID(bit/cellSize*g.size+bit%cellSize))
		}
		list.count = append(list.count, int32(len(list.to)-begin))
	}
	return list
}

// connectTexel adds what one texel is connected to to the edges of its node, which
// begin at begin.
func (f *filling) connectTexel(list *edgeList, begin int, node int32, id texelID) {
	w, size := *f.wiresOf(id), texelID(f.graph.size)
	if w&wireRight != 0 {
		f.connect(list, begin, node, id+1, 1)
	}
	if w&wireBelow != 0 {
		f.connect(list, begin, node, id+size, 1)
	}
	if w&wireLeft != 0 {
		f.connect(list, begin, node, id-1, 1)
	}
	if w&wireAbove != 0 {
		f.connect(list, begin, node, id-size, 1)
	}
	if w&wireLinked != 0 {
		slot, i := int(id)/int(size*size), int(id)%int(size*size)
		for k := f.links.first(slot, i); f.links.is(k, slot, i); k++ {
			f.connect(list, begin, node, f.links.all[k].to, f.links.all[k].weight)
		}
	}
}

// connect adds a connection of a node to a texel.
func (f *filling) connect(list *edgeList, begin int, node int32, to texelID, weight float32) {
	g := f.graph
	if *f.wiresOf(to) == 0 {
		g.known[node] += weight
		g.inflow[node] = g.inflow[node].Add(f.atlas.colorOf(to).Scale(weight))
		return
	}
	other := g.node(to)
	if other == node {
		return
	}
	for k := begin; k < len(list.to); k++ {
		if list.to[k] == other {
			list.weight[k] += weight
			return
		}
	}
	list.to, list.weight = append(list.to, other), append(list.weight, weight)
}

// colorOf returns the colour of a texel.
func (a *Atlas) colorOf(id texelID) geom.Vec3 {
	n := a.surface.size * a.surface.size
	return a.Textures[int(id)/n].Color[int(id)%n]
}

// concatenate makes the edges of the graph from those of the rows of cells.
func (g *texelGraph) concatenate(parts []edgeList) {
	g.start = make([]int32, 1, g.nodes()+1)
	edges := 0
	for _, p := range parts {
		for _, c := range p.count {
			g.start = append(g.start, g.start[len(g.start)-1]+c)
		}
		edges += len(p.to)
	}
	g.to, g.weight = make([]int32, 0, edges), make([]float32, 0, edges)
	for _, p := range parts {
		g.to, g.weight = append(g.to, p.to...), append(g.weight, p.weight...)
	}
}
