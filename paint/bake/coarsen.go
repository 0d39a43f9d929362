package bake

import (
	"context"
	"slices"

	"patina/paint/geom"
)

// Coarser graphs sum up groups of nodes and the equations of their members, as
// algebraic multigrid by plain aggregation does (Notay, An aggregation-based
// algebraic multigrid method, 2010).

// coarsen returns the finest graph and the coarser ones, down to one without
// edges: there every connected part of the unseen surface is a single node.
func coarsen(ctx context.Context, finest *graph) ([]*graph, error) {
	levels := []*graph{finest}
	for g := finest; len(g.to) > 0; g = levels[len(levels)-1] {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		c := g.coarser()
		g.gather(c.known, g.known)
		levels = append(levels, c)
	}
	return levels, nil
}

// coarser groups the nodes, sets parent and returns the graph of the groups, without
// what it knows.
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

// gather sums weights of nodes up by group.
func (g *graph) gather(sums, weights []float32) {
	clear(sums)
	for i, p := range g.parent {
		sums[p] += weights[i]
	}
}

// restrict sums colours of nodes up by group.
func (g *graph) restrict(sums, colors []geom.Vec3) {
	clear(sums)
	for i, p := range g.parent {
		sums[p] = sums[p].Add(colors[i])
	}
}
