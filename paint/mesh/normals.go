package mesh

import "patina/paint/geom"

// FaceNormal returns the unit normal of the counter-clockwise triangle a, b, c,
// or the zero vector when it has no area.
func FaceNormal(a, b, c geom.Vec3) geom.Vec3 {
	return b.Sub(a).Cross(c.Sub(a)).Normalize()
}

// VertexNormals returns for each vertex the normalized, unweighted sum of the
// unit normals of the triangles that name it; vertices that are split along a UV
// seam keep separate normals. Vertices without a triangle get (0,0,0).
//
// Unweighted and split at seams is what the reference pipeline trained on
// (reference section 1.2), so passes use it whatever normals the file brings.
func VertexNormals(positions []geom.Vec3, triangles []Triangle) []geom.Vec3 {
	sums := make([]geom.Vec3, len(positions))
	for _, t := range triangles {
		n := FaceNormal(positions[t[0]], positions[t[1]], positions[t[2]])
		for _, v := range t {
			sums[v] = sums[v].Add(n)
		}
	}
	for i, n := range sums {
		sums[i] = n.Normalize()
	}
	return sums
}
