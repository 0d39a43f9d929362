package unwrap

import (
	"fmt"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// surface is the mesh as a geometer sees it: vertices at one position are one
// point, whatever UVs and normals kept them apart, and it is scaled so that its
// box has a longest side of 1.
type surface struct {
	scale  float64 // units of the surface per unit of the mesh
	points []space
	faces  [][3]int32 // points of each triangle; the same index as in the mesh
	normal []space    // unit normals, zero where a triangle has no area
	area   []float64

	// collapsed triangles have two corners at one point. They cover nothing and
	// belong to no chart.
	collapsed []bool

	// opposite names for each half-edge the half-edge that it is glued to, or -1
	// where the surface ends. Half-edge 3f+k runs from corner k of triangle f to
	// the next corner.
	opposite []int32
}

// newSurface welds vertices up to a distance and finds its adjacency.
func newSurface(m *mesh.Mesh, distance float64) (*surface, error) {
	if err := check(m); err != nil {
		return nil, err
	}
	s := weld(m, distance)
	s.measure()
	s.glue(m)
	return s, nil
}

// check refuses what has no shape.
func check(m *mesh.Mesh) error {
	for i, p := range m.Positions {
		if !p.Finite() {
			return fmt.Errorf("unwrap: vertex %d of %q is at %v, which is no place: repair the mesh in a modelling program", i, m.Name, p)
		}
	}
	for i, t := range m.Triangles {
		for _, v := range t {
			if int(v) >= len(m.Positions) {
				return fmt.Errorf("unwrap: triangle %d of %q names vertex %d of %d: repair the mesh in a modelling program", i, m.Name, v, len(m.Positions))
			}
		}
	}
	return nil
}

// unitBox returns the centre of the box and what scales its longest side to 1.
func unitBox(box geom.Box) (center space, scale float64) {
	low, high := spaceOf(box.Min), spaceOf(box.Max)
	size := high.sub(low)
	longest := max(size.x, size.y, size.z)
	if !(longest > 0) {
		return low, 1
	}
	return low.add(high).scale(0.5), 1 / longest
}

func (s *surface) measure() {
	s.normal = make([]space, len(s.faces))
	s.area = make([]float64, len(s.faces))
	for f := range s.faces {
		a, b, c := s.corners(int32(f))
		n := b.sub(a).cross(c.sub(a))
		s.area[f] = n.length() / 2
		s.normal[f] = n.unit()
	}
}

func (s *surface) corners(f int32) (a, b, c space) {
	t := s.faces[f]
	return s.points[t[0]], s.points[t[1]], s.points[t[2]]
}

// ends returns the points that a half-edge runs from and to.
func (s *surface) ends(h int32) (from, to int32) {
	t := &s.faces[h/3]
	return t[h%3], t[(h+1)%3]
}

// length returns the length of a half-edge.
func (s *surface) length(h int32) float64 {
	from, to := s.ends(h)
	return s.points[to].sub(s.points[from]).length()
}
