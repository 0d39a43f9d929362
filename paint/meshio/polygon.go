package meshio

import (
	"fmt"
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// This follows Meisters, "Polygons have ears" (American Mathematical Monthly, 1975):
// a simple polygon has a corner whose triangle holds no other corner; it is cut off
// until three are left. The polygon is projected along its Newell normal first.

// maxCorners bounds the time that one concave face takes, which grows with the third
// power of its corners in the worst case.
const maxCorners = 500

// earCutter keeps its slices from face to face.
type earCutter struct {
	points []point // of the polygon, in its plane, counter-clockwise
	ring   []int   // corners that are not cut off yet
}

type point struct{ x, y float64 }

// cut appends the triangles of a face; their indices count its corners. They turn
// the way the face does.
func (e *earCutter) cut(out []mesh.Triangle, face []corner, positions []geom.Vec3) ([]mesh.Triangle, error) {
	if len(face) == 3 {
		return append(out, mesh.Triangle{0, 1, 2}), nil
	}
	e.project(face, positions)
	if e.convex() {
		for i := 2; i < len(face); i++ {
			out = append(out, mesh.Triangle{0, uint32(i - 1), uint32(i)})
		}
		return out, nil
	}
	if len(face) > maxCorners {
		return nil, fmt.Errorf("a concave face has %d corners, and %d are allowed: triangulate the mesh in a 3D application", len(face), maxCorners)
	}
	return e.cutEars(out), nil
}

// project lays the face into the plane that its Newell normal is upright on.
func (e *earCutter) project(face []corner, positions []geom.Vec3) {
	at := func(i int) (x, y, z float64) {
		p := positions[face[i%len(face)].v]
		return float64(p.X), float64(p.Y), float64(p.Z)
	}
	var nx, ny, nz float64
	for i := range face {
		ax, ay, az := at(i)
		bx, by, bz := at(i + 1)
		nx += (ay - by) * (az + bz)
		ny += (az - bz) * (ax + bx)
		nz += (ax - bx) * (ay + by)
	}
	e.points = e.points[:0]
	for i := range face {
		x, y, z := at(i)
		e.points = append(e.points, dropAxis(x, y, z, nx, ny, nz))
	}
}

// dropAxis drops the axis along which the normal is longest, keeping the face
// counter-clockwise.
func dropAxis(x, y, z, nx, ny, nz float64) point {
	ax, ay, az := math.Abs(nx), math.Abs(ny), math.Abs(nz)
	switch {
	case ax >= ay && ax >= az:
		return point{math.Copysign(1, nx) * y, z}
	case ay >= az:
		return point{math.Copysign(1, ny) * z, x}
	default:
		return point{math.Copysign(1, nz) * x, y}
	}
}

// turn is positive where the path a, b, c turns left.
func turn(a, b, c point) float64 {
	return (b.x-a.x)*(c.y-a.y) - (b.y-a.y)*(c.x-a.x)
}

func (e *earCutter) convex() bool {
	n := len(e.points)
	for i := range n {
		if turn(e.points[i], e.points[(i+1)%n], e.points[(i+2)%n]) < 0 {
			return false
		}
	}
	return true
}

// cutEars cuts an ear after the other. Should rounding or a polygon that crosses
// itself leave none, it cuts where it stands, so that no face is lost.
func (e *earCutter) cutEars(out []mesh.Triangle) []mesh.Triangle {
	e.ring = e.ring[:0]
	for i := range e.points {
		e.ring = append(e.ring, i)
	}
	at, misses := 0, 0
	for len(e.ring) > 3 {
		n := len(e.ring)
		at %= n
		if misses < n && !e.isEar(at) {
			at++
			misses++
			continue
		}
		out = append(out, mesh.Triangle{uint32(e.ring[(at+n-1)%n]), uint32(e.ring[at]), uint32(e.ring[(at+1)%n])})
		e.ring = append(e.ring[:at], e.ring[at+1:]...)
		at, misses = max(at-1, 0), 0
	}
	return append(out, mesh.Triangle{uint32(e.ring[0]), uint32(e.ring[1]), uint32(e.ring[2])})
}

func (e *earCutter) isEar(at int) bool {
	n := len(e.ring)
	before, here, after := e.points[e.ring[(at+n-1)%n]], e.points[e.ring[at]], e.points[e.ring[(at+1)%n]]
	if turn(before, here, after) <= 0 {
		return false
	}
	for k := 2; k < n-1; k++ {
		p := e.points[e.ring[(at+k)%n]]
		if p == before || p == here || p == after {
			continue // faces with holes touch themselves
		}
		if turn(before, here, p) >= 0 && turn(here, after, p) >= 0 && turn(after, before, p) >= 0 {
			return false
		}
	}
	return true
}
