package mesh

import (
	"math"

	"patina/paint/geom"
)

// This follows Thürmer and Wüthrich, "Computing vertex normals from polygonal
// facets" (Journal of Graphics Tools, 1998): each face counts with the angle that
// it spans at the vertex, so the result does not depend on how a flat part of the
// surface happens to be cut into triangles.

// vec64 is a direction in double precision: sums of many small faces need it.
type vec64 struct{ x, y, z float64 }

func sub64(a, b geom.Vec3) vec64 {
	return vec64{float64(a.X) - float64(b.X), float64(a.Y) - float64(b.Y), float64(a.Z) - float64(b.Z)}
}

func (a vec64) cross(b vec64) vec64 {
	return vec64{a.y*b.z - a.z*b.y, a.z*b.x - a.x*b.z, a.x*b.y - a.y*b.x}
}

func (a vec64) dot(b vec64) float64 { return a.x*b.x + a.y*b.y + a.z*b.z }

func (a vec64) len() float64 { return math.Sqrt(a.dot(a)) }

func (a *vec64) addScaled(b vec64, s float64) {
	a.x, a.y, a.z = a.x+b.x*s, a.y+b.y*s, a.z+b.z*s
}

// crossOf returns the normal of a triangle, as long as twice its area.
func crossOf(a, b, c geom.Vec3) vec64 { return sub64(b, a).cross(sub64(c, a)) }

// SmoothNormals returns a unit normal for each vertex: the sum of the normals of the
// faces around it, weighted by angle. Vertices at the same position count as one, so
// the shading does not show UV seams. Where faces cancel out, and for a vertex
// without faces, it is the normal of any face there, or +Z. These normals are for
// display; the passes of a job use VertexNormals.
func SmoothNormals(positions []geom.Vec3, triangles []Triangle) []geom.Vec3 {
	weld := Weld(positions)
	sums := make([]vec64, len(positions))
	for _, t := range triangles {
		addFace(sums, weld, positions, t)
	}
	out := make([]geom.Vec3, len(positions))
	for i := range out {
		out[i] = sums[weld[i]].unit()
	}
	for _, t := range triangles {
		fillCancelled(out, positions, t)
	}
	for i, n := range out {
		if n == (geom.Vec3{}) {
			out[i] = geom.Vec3{Z: 1}
		}
	}
	return out
}

// Weld returns for each vertex the first one at the same position.
func Weld(positions []geom.Vec3) []uint32 {
	first := make(map[geom.Vec3]uint32, len(positions))
	weld := make([]uint32, len(positions))
	for i, p := range positions {
		f, seen := first[p]
		if !seen {
			f = uint32(i)
			first[p] = f
		}
		weld[i] = f
	}
	return weld
}

func addFace(sums []vec64, weld []uint32, positions []geom.Vec3, t Triangle) {
	a, b, c := positions[t[0]], positions[t[1]], positions[t[2]]
	normal := crossOf(a, b, c)
	area := normal.len()
	if area == 0 {
		return
	}
	edges := [3]vec64{sub64(b, a), sub64(c, b), sub64(a, c)}
	for k, v := range t {
		out, in := edges[k], edges[(k+2)%3]
		angle := math.Atan2(area, -out.dot(in))
		sums[weld[v]].addScaled(normal, angle/area)
	}
}

func (a vec64) unit() geom.Vec3 {
	l := a.len()
	if !(l > 1e-9) {
		return geom.Vec3{}
	}
	return geom.Vec3{X: float32(a.x / l), Y: float32(a.y / l), Z: float32(a.z / l)}
}

// fillCancelled gives a vertex whose faces cancel out the normal of one of them.
func fillCancelled(normals, positions []geom.Vec3, t Triangle) {
	for _, v := range t {
		if normals[v] != (geom.Vec3{}) {
			continue
		}
		n := crossOf(positions[t[0]], positions[t[1]], positions[t[2]])
		if l := n.len(); l > 0 {
			normals[v] = vec64{n.x / l, n.y / l, n.z / l}.unit()
		}
	}
}
