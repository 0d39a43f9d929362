package bake

import (
	"slices"

	"patina/paint/disjoint"
	"patina/paint/geom"
	"patina/paint/mesh"
)

// topology is how the triangles of a mesh hang together: on the surface, where
// vertices at the same place are one, and on the atlas, where they are one only
// if their texture coordinates agree as well.
type topology struct {
	welded []int32 // for each vertex the first vertex at the same place
	chart  []int32 // for each triangle its chart: the lowest triangle of it
	border []edges // for each triangle which of its edges are chart borders
	seams  []seam
}

// edges is a set of edges of a triangle: bit k for the one from corner k to the next.
type edges uint8

const allEdges edges = 7

// seam is an edge of the surface along which two charts meet, named by the two
// half-edges that lie on it. Half-edge 3t+k runs from corner k of triangle t to
// the next corner.
type seam struct{ a, b int32 }

// sameUV is how far texture coordinates may differ and still be one place: less
// than a hundredth of a texel of the largest texture.
const sameUV = 5e-7

func newTopology(m *mesh.Mesh) *topology {
	t := &topology{welded: weld(m.Positions), border: make([]edges, len(m.Triangles))}
	charts := disjoint.New(len(m.Triangles))
	for i := range t.border {
		t.border[i] = allEdges
	}
	t.eachSharedEdge(m, func(a, b int32) {
		if !joinedOnAtlas(m, t.welded, a, b) {
			t.seams = append(t.seams, seam{a, b})
			return
		}
		t.border[a/3] &^= 1 << (a % 3)
		t.border[b/3] &^= 1 << (b % 3)
		charts.Join(a/3, b/3)
	})
	t.chart = charts.Roots()
	return t
}

// weld maps each vertex to the first one at exactly the same place.
func weld(positions []geom.Vec3) []int32 {
	first := make(map[geom.Vec3]int32, len(positions))
	welded := make([]int32, len(positions))
	for i, p := range positions {
		j, known := first[p]
		if !known {
			j = int32(i)
			first[p] = j
		}
		welded[i] = j
	}
	return welded
}

// eachSharedEdge calls f with pairs of half-edges that lie on the same edge of the
// surface, in an order that depends on the mesh alone. Where more than two meet,
// each is paired with the one before it.
func (t *topology) eachSharedEdge(m *mesh.Mesh, f func(a, b int32)) {
	start, edges := t.edgesByLowerEnd(m)
	for v := range m.Positions {
		bucket := edges[start[v]:start[v+1]]
		slices.Sort(bucket)
		for i := 1; i < len(bucket); i++ {
			if bucket[i]>>32 == bucket[i-1]>>32 {
				f(int32(uint32(bucket[i-1])), int32(uint32(bucket[i])))
			}
		}
	}
}

// edgesByLowerEnd sorts the half-edges by their lower end into buckets; each entry
// is the upper end and, in its lower 32 bits, the half-edge.
func (t *topology) edgesByLowerEnd(m *mesh.Mesh) (start []int32, edges []uint64) {
	start = make([]int32, len(m.Positions)+2)
	ends := func(h int) (lower, upper int32) {
		tri := m.Triangles[h/3]
		a, b := t.welded[tri[h%3]], t.welded[tri[(h+1)%3]]
		return min(a, b), max(a, b)
	}
	for h := range 3 * len(m.Triangles) {
		if lower, upper := ends(h); lower != upper {
			start[lower+2]++
		}
	}
	for v := range len(start) - 1 {
		start[v+1] += start[v]
	}
	edges = make([]uint64, start[len(start)-1])
	for h := range 3 * len(m.Triangles) {
		if lower, upper := ends(h); lower != upper {
			edges[start[lower+1]] = uint64(upper)<<32 | uint64(h)
			start[lower+1]++
		}
	}
	return start[:len(start)-1], edges
}

// joinedOnAtlas tells whether two half-edges on the same edge of the surface are
// the same edge of the same texture, too.
func joinedOnAtlas(m *mesh.Mesh, welded []int32, a, b int32) bool {
	if m.Slot(int(a/3)) != m.Slot(int(b/3)) {
		return false
	}
	a0, a1 := halfEdge(m, a)
	b0, b1 := halfEdge(m, b)
	if welded[a0] != welded[b0] {
		b0, b1 = b1, b0
	}
	return closeUV(m.UVs[a0], m.UVs[b0]) && closeUV(m.UVs[a1], m.UVs[b1])
}

// halfEdge returns the two vertices of a half-edge.
func halfEdge(m *mesh.Mesh, h int32) (from, to uint32) {
	tri := m.Triangles[h/3]
	return tri[h%3], tri[(h+1)%3]
}

func closeUV(a, b geom.Vec2) bool {
	return abs32(a.X-b.X) <= sameUV && abs32(a.Y-b.Y) <= sameUV
}
