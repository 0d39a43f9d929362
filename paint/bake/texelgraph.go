package bake

import (
	"context"
	"math/bits"

	"patina/paint/geom"
	"patina/paint/parallel"
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
	err := parallel.Parts(ctx, rows, 8, func(lo, hi int) {
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
	err = parallel.Parts(ctx, rows, 8, func(lo, hi int) {
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
	return g.pieceAt((slot*g.cells+y/cellSize)*g.cells+x/cellSize, y%cellSize*cellSize+x%cellSize)
}

// pieceAt returns the node of a cell to which the texel with the given bit belongs.
func (g *texelGraph) pieceAt(cell, bit int) int32 {
	at := g.first[cell]
	for g.pieces[at]>>bit&1 == 0 {
		at++
	}
	return at
}

// side is one of the four directions in which texels have neighbours.
type side struct {
	wire   wires
	dx, dy int
	shift  int    // what has to be added to a texel's bit in its cell
	edge   uint16 // the texels whose neighbour lies in the next cell
}

var sides = [4]side{
	{wireRight, 1, 0, 1, 0x8888},
	{wireBelow, 0, 1, cellSize, 0xF000},
	{wireLeft, -1, 0, -1, 0x1111},
	{wireAbove, 0, -1, -cellSize, 0x000F},
}

// leaving returns the texels of a piece whose neighbour on this side is not in it.
func (d *side) leaving(piece uint16) uint16 {
	inside := piece >> max(d.shift, 0) << max(-d.shift, 0)
	return piece &^ (inside &^ d.edge)
}

// connectRow finds the edges of the nodes in a row of cells, and what they know.
func (f *filling) connectRow(row int) (list edgeList) {
	g := f.graph
	slot := row / g.cells
	for cell := row * g.cells; cell < (row+1)*g.cells; cell++ {
		for node := g.first[cell]; node < g.first[cell+1]; node++ {
			list.begin = len(list.to)
			for d := range sides {
				f.connectSide(&list, slot, cell, node, &sides[d])
			}
			f.connectLinks(&list, slot, node)
			list.count = append(list.count, int32(len(list.to)-list.begin))
		}
	}
	return list
}

// nearer is how much more a seen texel next to a piece weighs than an unseen one:
// its colour is known right there, that of a node only in the middle of a cell, or
// of a piece that may be narrower. The value is measured: it makes the colours of
// the nodes agree best with those of the texels' own equations.
const nearer = 2.5

// connectSide connects a node to what lies on one side of it.
func (f *filling) connectSide(list *edgeList, slot, cell int, node int32, d *side) {
	g, wired, t := f.graph, f.wires[slot], f.atlas.Textures[slot]
	corner := int(g.corners[node]) - slot*g.size*g.size
	for left := d.leaving(g.pieces[node]); left != 0; left &= left - 1 {
		bit := bits.TrailingZeros16(left)
		i := corner + bit/cellSize*g.size + bit%cellSize
		if wired[i]&d.wire == 0 {
			continue
		}
		next := i + d.dy*g.size + d.dx
		if wired[next] == 0 {
			g.know(node, t.Color[next], nearer)
			continue
		}
		// Within the cell it would be in the same piece: it is in the next cell, at
		// the opposite end.
		opposite := bit + d.shift - cellSize*(d.dx+d.dy*cellSize)
		list.add(g.pieceAt(cell+d.dy*g.cells+d.dx, opposite), 1)
	}
}

// connectLinks connects a node across the seams.
func (f *filling) connectLinks(list *edgeList, slot int, node int32) {
	g := f.graph
	corner := int(g.corners[node]) - slot*g.size*g.size
	for left := g.pieces[node]; left != 0; left &= left - 1 {
		bit := bits.TrailingZeros16(left)
		i := corner + bit/cellSize*g.size + bit%cellSize
		if f.wires[slot][i]&wireLinked == 0 {
			continue
		}
		for k := f.links.first(slot, i); f.links.is(k, slot, i); k++ {
			l := f.links.all[k]
			if *f.wiresOf(l.to) == 0 {
				g.know(node, f.atlas.colorOf(l.to), l.weight)
			} else if other := g.node(l.to); other != node {
				list.add(other, l.weight)
			}
		}
	}
}

// know adds a neighbour of known colour to a node.
func (g *texelGraph) know(node int32, c geom.Vec3, weight float32) {
	g.known[node] += weight
	g.inflow[node] = g.inflow[node].Add(c.Scale(weight))
}

// colorOf returns the colour of a texel.
func (a *Atlas) colorOf(id texelID) geom.Vec3 {
	n := a.surface.size * a.surface.size
	return a.Textures[int(id)/n].Color[int(id)%n]
}

// edgeList collects the edges of consecutive nodes.
type edgeList struct {
	count  []int32 // edges of each node
	to     []int32
	weight []float32
	begin  int // of the edges of the present node
}

// add adds an edge of the present node, or its weight to the one that is there.
func (l *edgeList) add(to int32, weight float32) {
	for k := l.begin; k < len(l.to); k++ {
		if l.to[k] == to {
			l.weight[k] += weight
			return
		}
	}
	l.to, l.weight = append(l.to, to), append(l.weight, weight)
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
