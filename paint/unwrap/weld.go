package unwrap

import (
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// Vertices are welded with a hash of the cells of space that they lie in (Teschner et
// al., "Optimized Spatial Hashing for Collision Detection of Deformable Objects",
// 2003). Each vertex becomes one with the first point that is near enough, or a new
// point, so points stay farther apart than the distance and chains of vertices do not
// pull each other together.

// welder finds the points of vertices.
type welder struct {
	distance float64 // up to which vertices are one point
	cell     float64 // side of a cell
	places   []space // of all points, in units of the mesh
	heads    []int32 // of each bucket of cells the last point, or -1
	next     []int32 // of each point the one before it in its bucket, or -1
}

// rounding is what a few float32 roundings move a coordinate of 1 by.
const rounding = 1.0 / (1 << 21)

// cellDistances is the side of a cell in welding distances: large enough for most
// vertices to be near one cell only.
const cellDistances = 8

func newWelder(m *mesh.Mesh, distance float64) *welder {
	box := m.Bounds()
	largest := 0.0
	for _, p := range [2]geom.Vec3{box.Min, box.Max} {
		largest = max(largest, math.Abs(float64(p.X)), math.Abs(float64(p.Y)), math.Abs(float64(p.Z)))
	}
	switch {
	case distance < 0:
		distance = 0
	case distance == 0:
		distance = rounding * largest
	}
	// Cells are no smaller than what float32 tells apart, so their numbers fit.
	return &welder{
		distance: distance, heads: newBuckets(len(m.Positions)),
		cell: max(cellDistances*distance, rounding*largest, math.SmallestNonzeroFloat32),
	}
}

// point returns the point that a vertex belongs to, and adds it if there is none.
func (w *welder) point(p space) int32 {
	reach := space{w.distance, w.distance, w.distance}
	low, high := cellAt(p.sub(reach), w.cell), cellAt(p.add(reach), w.cell)
	for x := low[0]; x <= high[0]; x++ {
		for y := low[1]; y <= high[1]; y++ {
			for z := low[2]; z <= high[2]; z++ {
				if found := w.find(p, bucketOf([3]int64{x, y, z}, w.heads)); found >= 0 {
					return found
				}
			}
		}
	}
	added, bucket := int32(len(w.places)), bucketOf(cellAt(p, w.cell), w.heads)
	w.places = append(w.places, p)
	w.next = append(w.next, w.heads[bucket])
	w.heads[bucket] = added
	return added
}

// find returns a point of a bucket that is near enough, or -1.
func (w *welder) find(p space, bucket int) int32 {
	for at := w.heads[bucket]; at >= 0; at = w.next[at] {
		if w.places[at].sub(p).length() <= w.distance {
			return at
		}
	}
	return -1
}

// weld gives vertices up to a distance the same point: see Options.Weld.
func weld(m *mesh.Mesh, distance float64) *surface {
	s := &surface{faces: make([][3]int32, len(m.Triangles)), collapsed: make([]bool, len(m.Triangles))}
	w := newWelder(m, distance)
	pointOf := make([]int32, len(m.Positions))
	for v, p := range m.Positions {
		pointOf[v] = w.point(spaceOf(p))
	}
	center, scale := unitBox(m.Bounds())
	s.scale, s.points = scale, w.places
	for i, p := range s.points {
		s.points[i] = p.sub(center).scale(scale)
	}
	for f, t := range m.Triangles {
		c := [3]int32{pointOf[t[0]], pointOf[t[1]], pointOf[t[2]]}
		s.faces[f] = c
		s.collapsed[f] = c[0] == c[1] || c[1] == c[2] || c[2] == c[0]
	}
	return s
}
