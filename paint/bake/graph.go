package bake

import (
	"context"
	"slices"

	"patina/paint/geom"
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
	value  []geom.Vec3 // the colour of each node
	parent []int32     // for each node its group, a node of the next coarser graph
	before []geom.Vec3 // values before a sweep
}

func (g *graph) nodes() int { return len(g.known) }

// edges returns the edges of node i.
func (g *graph) edges(i int32) (to []int32, weight []float32) {
	lo, hi := g.start[i], g.start[i+1]
	return g.to[lo:hi], g.weight[lo:hi]
}

// coarser groups the nodes, sets parent and returns the graph of the groups. Its
// colours are not set.
func (g *graph) coarser() *graph {
	groups := g.group()
	c := &graph{start: make([]int32, 1, groups+1), known: make([]float32, groups), inflow: make([]geom.Vec3, groups)}
	members, first := g.members(groups)
	slot := make([]int32, groups) // where in c.to a group already is
	for i := range slot {
		slot[i] = -1
	}
	for group := range int32(groups) {
		begin := int32(len(c.to))
		for _, node := range members[first[group]:first[group+1]] {
			to, weight := g.edges(node)
			for k, other := range to {
				p := g.parent[other]
				switch {
				case p == group:
				case slot[p] >= begin:
					c.weight[slot[p]] += weight[k]
				default:
					slot[p] = int32(len(c.to))
					c.to, c.weight = append(c.to, p), append(c.weight, weight[k])
				}
			}
		}
		c.start = append(c.start, int32(len(c.to)))
	}
	c.value = make([]geom.Vec3, groups)
	return c
}

// maxGroup keeps hubs from swallowing everything around them.
const maxGroup = 12

// group sets parent: first every node all of whose neighbours are free takes them
// along, then what remains joins the neighbour it is connected to most strongly.
func (g *graph) group() int {
	const free = -1
	g.parent = slices.Repeat([]int32{free}, g.nodes())
	groups := int32(0)
	isFree := func(i int32) bool { return g.parent[i] == free }
	for i := range int32(g.nodes()) {
		to, _ := g.edges(i)
		if !isFree(i) || !every(to, isFree) {
			continue
		}
		g.parent[i] = groups
		for _, other := range to[:min(len(to), maxGroup)] {
			g.parent[other] = groups
		}
		groups++
	}
	for i := range int32(g.nodes()) {
		if !isFree(i) {
			continue
		}
		if g.parent[i] = g.strongest(i, free); isFree(i) {
			g.parent[i] = groups
			groups++
		}
	}
	return int(groups)
}

func every(nodes []int32, f func(int32) bool) bool {
	for _, i := range nodes {
		if !f(i) {
			return false
		}
	}
	return true
}

// strongest returns the group of the grouped neighbour with the largest weight.
func (g *graph) strongest(i, none int32) int32 {
	best, group := float32(0), none
	to, weight := g.edges(i)
	for k, other := range to {
		if g.parent[other] != none && weight[k] > best {
			best, group = weight[k], g.parent[other]
		}
	}
	return group
}

// members lists the nodes by their group.
func (g *graph) members(groups int) (members, first []int32) {
	first = make([]int32, groups+2)
	for _, p := range g.parent {
		first[p+2]++
	}
	for i := range groups + 1 {
		first[i+1] += first[i]
	}
	members = make([]int32, g.nodes())
	for i, p := range g.parent {
		members[first[p+1]] = int32(i)
		first[p+1]++
	}
	return members, first
}

// restrict sums what is known up into the coarser graph.
func (g *graph) restrict(coarse *graph) {
	clear(coarse.known)
	clear(coarse.inflow)
	for i, p := range g.parent {
		coarse.known[p] += g.known[i]
		coarse.inflow[p] = coarse.inflow[p].Add(g.inflow[i])
	}
}

// prolong starts the colours of g from those of its groups.
func (g *graph) prolong(coarse *graph) {
	for i, p := range g.parent {
		g.value[i] = coarse.value[p]
	}
}

// chunk is the number of nodes that are swept one after the other. Nodes of other
// chunks count with their colours before the sweep, so that the result does not
// depend on which chunk is first.
const chunk = 8192

// sweep replaces colours by what their equations say, in ascending or descending
// order.
func (g *graph) sweep(ctx context.Context, descending bool) error {
	if g.before == nil {
		g.before = make([]geom.Vec3, g.nodes())
	}
	copy(g.before, g.value)
	return bands(ctx, g.nodes(), chunk, func(lo, hi int) {
		for k := range hi - lo {
			i := lo + k
			if descending {
				i = hi - 1 - k
			}
			g.relax(int32(i), int32(lo), int32(hi))
		}
	})
}

func (g *graph) relax(i, lo, hi int32) {
	sum, total := g.inflow[i], g.known[i]
	to, weight := g.edges(i)
	for k, other := range to {
		v := &g.before[other]
		if other >= lo && other < hi {
			v = &g.value[other]
		}
		w := weight[k]
		sum = geom.Vec3{X: sum.X + w*v.X, Y: sum.Y + w*v.Y, Z: sum.Z + w*v.Z}
		total += w
	}
	if total > 0 {
		g.value[i] = sum.Scale(1 / total)
	}
}
