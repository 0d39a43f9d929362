package bake

import (
	"context"

	"patina/paint/geom"
	"patina/paint/parallel"
)

// graph is a system of equations over nodes: the colour of each is the weighted
// mean of those it is connected to and of colours that are known. Coarser graphs
// sum up groups of nodes (aggregation, as in algebraic multigrid: Vanek, Mandel
// and Brezina 1996, without their smoothing of the basis).
type graph struct {
	start  []int32     // of the edges of each node; one more entry than nodes
	to     []int32     // where each edge leads
	weight []float32   // of each edge
	known  []float32   // for each node the sum of the weights of known neighbours
	inflow []geom.Vec3 // for each node the weighted sum of their colours
	parent []int32     // for each node its group, a node of the next coarser graph

	value   []geom.Vec3 // the colour of each node
	inverse []float32   // of the sum of all weights of each node
	before  []geom.Vec3 // scratch: colours before a sweep
	rest    []geom.Vec3 // scratch: a residual
}

func (g *graph) nodes() int { return len(g.known) }

// edges returns the edges of node i.
func (g *graph) edges(i int32) (to []int32, weight []float32) {
	lo, hi := g.start[i], g.start[i+1]
	return g.to[lo:hi], g.weight[lo:hi]
}

// chunk is the number of nodes that are swept one after the other. Nodes of other
// chunks count with their colours before the sweep, so that the result does not
// depend on which chunk is first.
const chunk = 8192

// sweep replaces the colours x by what their equations with the right-hand side
// rhs say (Gauss and Seidel), in ascending or descending order.
func (g *graph) sweep(ctx context.Context, x, rhs []geom.Vec3, descending bool) error {
	copy(g.before, x)
	return parallel.Parts(ctx, g.nodes(), chunk, func(lo, hi int) {
		for k := range hi - lo {
			i := lo + k
			if descending {
				i = hi - 1 - k
			}
			x[i] = g.relaxed(int32(i), int32(lo), int32(hi), x, rhs[i])
		}
	})
}

// relaxed returns what the equation of node i says, given all others: those from
// lo to hi-1 as in x, the rest as they were before the sweep.
func (g *graph) relaxed(i, lo, hi int32, x []geom.Vec3, sum geom.Vec3) geom.Vec3 {
	to, weight := g.edges(i)
	for k, other := range to {
		v := &g.before[other]
		if other >= lo && other < hi {
			v = &x[other]
		}
		w := weight[k]
		sum = geom.Vec3{X: sum.X + w*v.X, Y: sum.Y + w*v.Y, Z: sum.Z + w*v.Z}
	}
	return sum.Scale(g.inverse[i])
}

// residual sets out to rhs minus the left-hand sides of the equations for x.
func (g *graph) residual(ctx context.Context, out, x, rhs []geom.Vec3) error {
	return parallel.Parts(ctx, g.nodes(), chunk, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			to, weight := g.edges(int32(i))
			sum := rhs[i].Sub(x[i].Scale(1 / g.inverse[i]))
			for k, other := range to {
				w, v := weight[k], &x[other]
				sum = geom.Vec3{X: sum.X + w*v.X, Y: sum.Y + w*v.Y, Z: sum.Z + w*v.Z}
			}
			out[i] = sum
		}
	})
}

// ready computes what sweeps need once edges and known colours are complete.
func (g *graph) ready() {
	n := g.nodes()
	g.inverse, g.before, g.rest = make([]float32, n), make([]geom.Vec3, n), make([]geom.Vec3, n)
	for i := range n {
		total := g.known[i]
		_, weight := g.edges(int32(i))
		for _, w := range weight {
			total += w
		}
		g.inverse[i] = 1 / total
	}
}
