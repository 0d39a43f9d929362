package unwrap

import (
	"context"

	"patina/paint/disjoint"
)

// Charts are grown by merging neighbouring regions, from single triangles up, as
// in Garland, Willmott and Heckbert, "Hierarchical Face Clustering on Polygonal
// Surfaces" (2001). What a merge costs follows the Mumford-Shah functional for
// normals and places: the variation that it adds inside, per length of border that
// it removes (Koepfler, Lopez and Morel, "A Multiscale Algorithm for Image
// Segmentation by Variational Method", 1994). So borders stay short and settle on
// creases.
//
// Regions are discs at all times: two discs that meet along one run of edges merge
// into a disc, and no others are merged. The border of each is kept as a ring of
// half-edges; a merge joins two rings.

// grower merges the regions of a surface.
type grower struct {
	s        *surface
	h        *halves // nil when the surface is not symmetric
	spans    []bool  // regions that reach the plane, and go on beyond it as their mirror image
	maxBend  float64
	regions  disjoint.Sets // of triangles; a region is named by its root
	age      []int32       // merges that a region has gone through
	area     []float64
	normal   []space // area-weighted sum of normals
	ring     []int32 // a half-edge on the border
	size     []int32 // half-edges on the border
	next     []int32 // of each border half-edge the next on its ring
	previous []int32
	queue    queue
	shared   map[int32]float64 // length shared with each neighbour, while proposing
	met      []int32           // those neighbours in the order of the ring
}

// newGrower returns a grower that leaves mirrored triangles alone.
func newGrower(s *surface, maxBend float64, h *halves) *grower {
	n := len(s.faces)
	g := &grower{
		s: s, h: h, maxBend: maxBend, spans: make([]bool, n),
		regions: disjoint.New(n), age: make([]int32, n), area: make([]float64, n),
		normal: make([]space, n), ring: make([]int32, n), size: make([]int32, n),
		next: make([]int32, 3*n), previous: make([]int32, 3*n),
		shared: make(map[int32]float64),
	}
	for f := range int32(n) {
		g.area[f] = s.area[f]
		g.normal[f] = s.normal[f].scale(s.area[f])
		g.ring[f], g.size[f] = 3*f, 3
		for k := range int32(3) {
			g.next[3*f+k], g.previous[3*f+k] = 3*f+(k+1)%3, 3*f+(k+2)%3
			o := s.opposite[3*f+k]
			g.spans[f] = g.spans[f] || h != nil && o >= 0 && h.group[f] == original && h.group[o/3] == mirrored
		}
		g.spans[f] = g.spans[f] && g.bend(g.normal[f], g.area[f], true) <= maxBend
	}
	return g
}

// across returns the region on the other side of a half-edge, or -1.
func (g *grower) across(h int32) int32 {
	o := g.s.opposite[h]
	if o < 0 || g.h != nil && (g.h.group[o/3] != g.h.group[h/3] || g.h.group[h/3] == mirrored) {
		return -1
	}
	return g.regions.Root(o / 3)
}

// balance weighs the variation of places against that of normals: the more, the
// more compact regions grow, and the better they pack.
const balance = 1

// propose queues the merges of a region with all its neighbours.
func (g *grower) propose(a int32, onlyHigher bool) {
	clear(g.shared)
	g.met = g.met[:0]
	h := g.ring[a]
	for range g.size[a] {
		if b := g.across(h); b >= 0 && b != a && (!onlyHigher || b > a) {
			if _, ok := g.shared[b]; !ok {
				g.met = append(g.met, b)
			}
			g.shared[b] += g.s.length(h)
		}
		h = g.next[h]
	}
	for _, b := range g.met {
		g.proposePair(min(a, b), max(a, b), g.shared[b])
	}
}

func (g *grower) proposePair(a, b int32, shared float64) {
	area, normal := g.area[a]+g.area[b], g.normal[a].add(g.normal[b])
	if g.bend(normal, area, g.spans[a] || g.spans[b]) > g.maxBend {
		return
	}
	along := normal.length()
	bend := g.normal[a].length() + g.normal[b].length() - along
	size := balance * g.area[a] * g.area[b] / max(area, 1e-300)
	g.queue.push(proposal{
		cost: (max(bend, 0) + size) / max(shared, 1e-300),
		a:    a, b: b, ageA: g.age[a], ageB: g.age[b],
	})
}

// bend returns how far a region bends, given its sum of normals; with its mirror image
// if it spans the plane, whose normals have the same part along the plane.
func (g *grower) bend(normal space, area float64, spans bool) float64 {
	if spans {
		normal = normal.sub(g.h.normal.scale(g.h.normal.dot(normal)))
	}
	return 1 - normal.length()/area
}

// seam is the run of border that two regions share: its first and last half-edge
// on the ring of a.
type seam struct{ first, last int32 }

// seam returns the run of border between a and b, if there is exactly one.
func (g *grower) seam(a, b int32) (run seam, ok bool) {
	ends := 0
	h := g.ring[a]
	for range g.size[a] {
		n := g.next[h]
		here, after := g.across(h) == b, g.across(n) == b
		joined := here && after && g.next[g.s.opposite[n]] == g.s.opposite[h]
		if here && !joined {
			run.last = h
			ends++
		}
		if after && !joined {
			run.first = n
		}
		h = n
	}
	return run, ends == 1
}

// merge joins b to a along their seam and returns the region that they become.
func (g *grower) merge(a, b int32, run seam) int32 {
	length := int32(1)
	for h := run.first; h != run.last; h = g.next[h] {
		length++
	}
	firstB, lastB := g.s.opposite[run.last], g.s.opposite[run.first]
	beforeA, afterA := g.previous[run.first], g.next[run.last]
	beforeB, afterB := g.previous[firstB], g.next[lastB]
	size := g.size[a] + g.size[b] - 2*length
	ring := afterB
	switch {
	case length == g.size[a]:
		g.link(beforeB, afterB)
	case length == g.size[b]:
		g.link(beforeA, afterA)
		ring = afterA
	default:
		g.link(beforeA, afterB)
		g.link(beforeB, afterA)
	}
	if b < a {
		a, b = b, a
	}
	g.regions.Join(a, b)
	g.area[a] += g.area[b]
	g.spans[a] = g.spans[a] || g.spans[b]
	g.normal[a] = g.normal[a].add(g.normal[b])
	g.ring[a], g.size[a] = ring, size
	g.age[a]++
	g.age[b]++
	return a
}

func (g *grower) link(h, next int32) { g.next[h], g.previous[next] = next, h }

// grow merges regions until none may merge any more, and returns for each triangle
// the number of its chart, or -1 for collapsed and
// mirrored triangles. Charts are numbered by
// their first triangle.
func (g *grower) grow(ctx context.Context, told func(share float64)) (chartOf []int32, charts int, err error) {
	for f := range int32(len(g.s.faces)) {
		if !g.s.collapsed[f] {
			g.propose(f, true)
		}
	}
	merges := 0
	for popped := 0; len(g.queue) > 0; popped++ {
		if popped%1024 == 0 {
			told(float64(merges) / float64(len(g.s.faces)))
			if ctx.Err() != nil {
				return nil, 0, context.Cause(ctx)
			}
		}
		p := g.queue.pop()
		if p.ageA != g.age[p.a] || p.ageB != g.age[p.b] {
			continue
		}
		a, b := p.a, p.b
		if g.size[b] < g.size[a] {
			a, b = b, a
		}
		if run, ok := g.seam(a, b); ok {
			g.propose(g.merge(a, b, run), false)
			merges++
		}
	}
	chartOf, charts = g.number()
	return chartOf, charts, nil
}

// number numbers the regions by their first triangle.
func (g *grower) number() (chartOf []int32, charts int) {
	chartOf = make([]int32, len(g.s.faces))
	for f := range int32(len(chartOf)) {
		switch root := g.regions.Root(f); {
		case g.s.collapsed[f] || g.h != nil && g.h.group[f] == mirrored:
			chartOf[f] = -1
		case root == f:
			chartOf[f] = int32(charts)
			charts++
		default:
			chartOf[f] = chartOf[root] // the root is the lowest triangle of its region
		}
	}
	return chartOf, charts
}
