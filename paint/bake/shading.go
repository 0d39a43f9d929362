package bake

import (
	"context"
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/parallel"
)

// creaseAngle is the angle in degrees between two triangles from which on the edge
// between them is hard: then each keeps its own normal, so that a view that cannot
// see one side of a box does not weigh less on the other.
const creaseAngle = 50

// maxFan is the number of triangles around one vertex beyond which all of them
// share one normal: comparing each with each would take too long.
const maxFan = 64

// cornerNormals returns three outward unit normals of the fitted frame for each
// triangle, smooth across all edges that are not hard, UV seams included.
// Triangles without area get zero normals.
func cornerNormals(ctx context.Context, m *mesh.Mesh, fitted []geom.Vec3, welded []int32) ([][3]geom.Vec3, error) {
	areas := outwardAreas(m, fitted)
	start, corners := cornersByVertex(m, welded)
	normals := make([][3]geom.Vec3, len(m.Triangles))
	err := parallel.Parts(ctx, len(m.Positions), 4096, func(lo, hi int) {
		for v := lo; v < hi; v++ {
			shadeFan(normals, areas, corners[start[v]:start[v+1]])
		}
	})
	return normals, err
}

// outwardAreas returns for each triangle its outward normal, as long as twice its
// area. Fitting mirrors, hence the order of the factors.
func outwardAreas(m *mesh.Mesh, fitted []geom.Vec3) []geom.Vec3 {
	areas := make([]geom.Vec3, len(m.Triangles))
	for i, t := range m.Triangles {
		a, b, c := fitted[t[0]], fitted[t[1]], fitted[t[2]]
		areas[i] = c.Sub(a).Cross(b.Sub(a))
	}
	return areas
}

// cornersByVertex sorts the corners 3t+k into buckets by the vertex, welded, on
// which they lie.
func cornersByVertex(m *mesh.Mesh, welded []int32) (start, corners []int32) {
	start = make([]int32, len(m.Positions)+2)
	for _, t := range m.Triangles {
		for _, v := range t {
			start[welded[v]+2]++
		}
	}
	for v := range len(start) - 1 {
		start[v+1] += start[v]
	}
	corners = make([]int32, 3*len(m.Triangles))
	for i, t := range m.Triangles {
		for k, v := range t {
			at := &start[welded[v]+1]
			corners[*at] = int32(3*i + k)
			*at++
		}
	}
	return start[:len(start)-1], corners
}

// shadeFan sets the normals of the corners that meet in one vertex.
func shadeFan(normals [][3]geom.Vec3, areas []geom.Vec3, fan []int32) {
	if len(fan) > maxFan {
		var sum geom.Vec3
		for _, c := range fan {
			sum = sum.Add(areas[c/3])
		}
		for _, c := range fan {
			normals[c/3][c%3] = sum.Normalize()
		}
		return
	}
	cos := float32(math.Cos(creaseAngle * math.Pi / 180))
	for _, c := range fan {
		own := areas[c/3].Normalize()
		var sum geom.Vec3
		for _, d := range fan {
			if n := areas[d/3]; n.Dot(own) >= cos*n.Len() {
				sum = sum.Add(n)
			}
		}
		normals[c/3][c%3] = sum.Normalize()
	}
}
