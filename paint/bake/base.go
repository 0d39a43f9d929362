package bake

import (
	"context"
	"math"

	"patina/paint/geom"
	"patina/paint/parallel"
)

// The base colours solve a screened Poisson equation over the cells (Bhat,
// Curless, Cohen and Zitnick, Fourier analysis of the 2D screened Poisson equation
// for gradient domain problems, 2008): where the surface is seen they follow its
// colours, without what is smaller than baseReach; where it is not, they run
// evenly from one seen place to the next. They cross the seams.

// baseReach is how far colours are averaged, in cells: what is larger counts as
// base, what is smaller as detail.
const baseReach = 20

const (
	seenWeight = 1.0 / (baseReach * baseReach)
	lostWeight = seenWeight * 1e-4 // of smooth colours, for parts of which nothing is seen
)

// solveBase finds the base colours of all cells, starting from the mean colours of
// the smooth fill.
func (d *details) solveBase(ctx context.Context) error {
	d.bases = make([]base, len(d.atlas.Textures)*d.cells*d.cells)
	g := &graph{known: make([]float32, len(d.bases)), inflow: make([]geom.Vec3, len(d.bases)), value: make([]geom.Vec3, len(d.bases))}
	err := parallel.Parts(ctx, len(d.atlas.Textures)*d.cells, 8, func(lo, hi int) {
		for i := lo * d.cells; i < hi*d.cells; i++ {
			d.sumUp(g, i)
		}
	})
	if err != nil {
		return err
	}
	d.join(g)
	levels, err := coarsen(ctx, g)
	if err != nil {
		return err
	}
	for _, g := range levels {
		g.ready()
	}
	if err := conjugateGradients(ctx, levels, iterations); err != nil {
		return err
	}
	for i, v := range g.value {
		d.bases[i].color = v
	}
	return nil
}

// sumUp sums up the texels of a cell that belong to the chart in its middle, or if
// there is none to the first chart in it.
func (d *details) sumUp(g *graph, i int) {
	slot, cx, cy := i/(d.cells*d.cells), i%d.cells, i/d.cells%d.cells
	t, owners := d.atlas.Textures[slot], d.atlas.surface.owners[slot]
	if t == nil {
		g.known[i] = lostWeight
		return
	}
	right, bottom := min((cx+1)*d.cell, t.Size), min((cy+1)*d.cell, t.Size)
	tag := d.tag(owners[min(cy*d.cell+d.cell/2, bottom-1)*t.Size+min(cx*d.cell+d.cell/2, right-1)])
	var sum geom.Vec3
	var count float32
	share := 1 / float32(d.cell*d.cell)
	for y := cy * d.cell; y < bottom; y++ {
		for k := y*t.Size + cx*d.cell; k < y*t.Size+right; k++ {
			own := d.tag(owners[k])
			if tag == 0 {
				tag = own
			}
			if own == 0 || own != tag {
				continue
			}
			weight := seenWeight * share
			if t.Provenance[k] == Invented {
				weight = lostWeight * share
			}
			sum, count = sum.Add(t.Color[k]), count+1
			g.known[i] += weight
			g.inflow[i] = g.inflow[i].Add(t.Color[k].Scale(weight))
		}
	}
	d.bases[i].tag = tag
	if tag == 0 {
		g.known[i] = lostWeight
		return
	}
	g.value[i] = sum.Scale(1 / count)
}

// join connects the cells that lie beside each other on the surface.
func (d *details) join(g *graph) {
	crossings := d.crossings()
	g.start = make([]int32, len(d.bases)+2)
	for _, c := range crossings {
		g.start[c.a+2]++
		g.start[c.b+2]++
	}
	for i := range d.bases {
		g.start[i+2] += int32(len(d.beside(i)))
	}
	for i := range d.bases {
		g.start[i+2] += g.start[i+1]
	}
	edges := g.start[len(d.bases)+1]
	g.to, g.weight = make([]int32, edges), make([]float32, edges)
	add := func(from, to int32, weight float32) {
		at := g.start[from+1]
		g.to[at], g.weight[at] = to, weight
		g.start[from+1]++
	}
	for i := range d.bases {
		for _, to := range d.beside(i) {
			add(int32(i), to, 1)
		}
	}
	for _, c := range crossings {
		add(c.a, c.b, c.weight)
		add(c.b, c.a, c.weight)
	}
	g.start = g.start[:len(d.bases)+1]
}

// beside returns the cells of the same chart next to a cell in the texture.
func (d *details) beside(i int) []int32 {
	tag := d.bases[i].tag
	if tag == 0 {
		return nil
	}
	var cells [4]int32
	n := 0
	x, y := i%d.cells, i/d.cells%d.cells
	for _, side := range &sides {
		u, v := x+side.dx, y+side.dy
		if uint(u) >= uint(d.cells) || uint(v) >= uint(d.cells) {
			continue
		}
		if other := i + side.dy*d.cells + side.dx; d.bases[other].tag == tag {
			cells[n] = int32(other)
			n++
		}
	}
	return cells[:n]
}

// crossing is a piece of a seam between two cells.
type crossing struct {
	a, b   int32
	weight float32 // its length in cells
}

// crossings walks along all seams in steps of about a cell.
func (d *details) crossings() (found []crossing) {
	s := d.atlas.surface
	for _, at := range s.seams {
		a, okA := s.borderLine(at.a)
		b, okB := s.borderLine(at.b)
		if !okA || !okB {
			continue
		}
		if !s.sameWay(at) {
			b[0], b[1] = b[1], b[0]
		}
		length := min(max(a.length(), b.length()), float64(4*s.size)) / float64(d.cell)
		steps := max(1, math.Ceil(length))
		for k := 0.5; k < steps; k++ {
			idA, okA := s.texelNear(at.a/3, a.at(k/steps))
			idB, okB := s.texelNear(at.b/3, b.at(k/steps))
			if !okA || !okB {
				continue
			}
			cellA, cellB := d.cellOf(idA), d.cellOf(idB)
			if d.bases[cellA].tag == d.tags[at.a/3] && d.bases[cellB].tag == d.tags[at.b/3] && cellA != cellB {
				found = append(found, crossing{cellA, cellB, float32(max(length/steps, 0.05))})
			}
		}
	}
	return found
}

func (d *details) cellOf(id texelID) int32 {
	size := d.atlas.surface.size
	i := int(id) % (size * size)
	return int32((int(id)/(size*size)*d.cells+i/size/d.cell)*d.cells + i%size/d.cell)
}
