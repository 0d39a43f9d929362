package unwrap

import (
	"cmp"
	"slices"

	"patina/paint/mesh"
)

// Adjacency by half-edges, for surfaces that are no manifolds: around each edge
// the half-edges are glued in pairs that run in opposite directions, the
// straightest pair first, so that every half-edge has at most one opposite and
// whatever is left over becomes a border. (Guéziec et al., "Cutting and Stitching:
// Converting Sets of Polygons to Manifold Surfaces", 2001, section 4, stitch in
// the same greedy way.)

// maxSheets is the number of triangles around an edge beyond which nothing is
// glued there: no pair of so many continues a surface.
const maxSheets = 16

// side is a half-edge filed under the lower of its two points.
type side struct {
	high    int32 // the other point
	half    int32
	forward bool // runs from the lower point to the higher one
}

// glue finds the opposite of every half-edge.
func (s *surface) glue(m *mesh.Mesh) {
	s.opposite = make([]int32, 3*len(s.faces))
	for h := range s.opposite {
		s.opposite[h] = -1
	}
	sides, first := s.sides()
	layers := s.layers()
	for p := range s.points {
		around := sides[first[p]:first[p+1]]
		slices.SortFunc(around, func(a, b side) int {
			return cmp.Or(cmp.Compare(a.high, b.high), cmp.Compare(a.half, b.half))
		})
		for len(around) > 0 {
			n := 1
			for n < len(around) && around[n].high == around[0].high {
				n++
			}
			s.glueEdge(m, layers, around[:n])
			around = around[n:]
		}
	}
}

// sides returns all half-edges sorted by their lower point; those of point p
// begin at first[p].
func (s *surface) sides() (sides []side, first []int32) {
	first = make([]int32, len(s.points)+1)
	s.eachHalfEdge(func(low, _, _ int32, _ bool) { first[low+1]++ })
	for p := range s.points {
		first[p+1] += first[p]
	}
	sides = make([]side, first[len(s.points)])
	next := slices.Clone(first)
	s.eachHalfEdge(func(low, high, half int32, forward bool) {
		sides[next[low]] = side{high, half, forward}
		next[low]++
	})
	return sides, first
}

func (s *surface) eachHalfEdge(do func(low, high, half int32, forward bool)) {
	for f, t := range s.faces {
		if s.collapsed[f] {
			continue
		}
		for k := range int32(3) {
			from, to := t[k], t[(k+1)%3]
			do(min(from, to), max(from, to), int32(3*f)+k, from < to)
		}
	}
}

// layers numbers the triangles with the same three points: 0 for the first, 1 for
// its first duplicate, and so on, or nil when there are no duplicates. Duplicates
// are glued to each other and not to the surface that they lie on.
func (s *surface) layers() []int32 {
	count := make(map[[3]int32]int32, len(s.faces))
	layers, any := make([]int32, len(s.faces)), false
	for f, t := range s.faces {
		if s.collapsed[f] {
			continue
		}
		slices.Sort(t[:])
		layers[f] = count[t]
		count[t]++
		any = any || layers[f] > 0
	}
	if !any {
		return nil
	}
	return layers
}

// bond is a pair of half-edges that may be glued.
type bond struct {
	a, b int32
	bend float64 // 0 when flat, 2 when folded over; more across layers
}

func (s *surface) glueEdge(m *mesh.Mesh, layers []int32, edge []side) {
	if len(edge) == 2 {
		a, b := edge[0], edge[1]
		if _, ok := s.bond(m, layers, a, b); ok {
			s.opposite[a.half], s.opposite[b.half] = b.half, a.half
		}
		return
	}
	if len(edge) < 2 || len(edge) > maxSheets {
		return
	}
	var bonds []bond
	for i, a := range edge {
		for _, b := range edge[i+1:] {
			if bend, ok := s.bond(m, layers, a, b); ok {
				bonds = append(bonds, bond{a.half, b.half, bend})
			}
		}
	}
	slices.SortStableFunc(bonds, func(a, b bond) int { return cmp.Compare(a.bend, b.bend) })
	for _, b := range bonds {
		if s.opposite[b.a] < 0 && s.opposite[b.b] < 0 {
			s.opposite[b.a], s.opposite[b.b] = b.b, b.a
		}
	}
}

// bond tells whether two half-edges of an edge may be glued, and how much the
// surface bends there.
func (s *surface) bond(m *mesh.Mesh, layers []int32, a, b side) (bend float64, ok bool) {
	f, g := a.half/3, b.half/3
	if a.forward == b.forward || m.Slot(int(f)) != m.Slot(int(g)) || s.apex(a.half) == s.apex(b.half) {
		return 0, false
	}
	bend = 1 - s.normal[f].dot(s.normal[g])
	if layers != nil && layers[f] != layers[g] {
		bend += 4
	}
	return bend, true
}

// apex returns the point of a triangle that is not on the half-edge.
func (s *surface) apex(h int32) int32 { return s.faces[h/3][(h+2)%3] }
