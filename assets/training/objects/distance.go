package objects

import "patina/paint/geom"

// distance is a signed distance bound: negative inside a shape, positive outside. The
// operators are those of J. C. Hart, "Sphere tracing" (1996), the smooth ones the usual
// polynomial blends.
type distance func(p geom.Vec3) float32

// lump is a piece of clay: a distance and a box around it.
type lump struct {
	distance distance
	box      geom.Box
}

// ovoid is an ellipsoid.
func ovoid(center, radii geom.Vec3) lump {
	inverse := vec(1/radii.X, 1/radii.Y, 1/radii.Z)
	smallest := min(radii.X, radii.Y, radii.Z)
	return lump{func(p geom.Vec3) float32 {
		a := p.Sub(center).Mul(inverse)
		k := sqrt(a.Dot(a))
		if k < 1e-4 {
			return -smallest
		}
		b := a.Mul(inverse)
		return k * (k - 1) / sqrt(b.Dot(b))
	}, geom.Box{Min: center.Sub(radii), Max: center.Add(radii)}}
}

// bone is a capsule from a to b whose radius runs from ra to rb.
func bone(a, b geom.Vec3, ra, rb float32) lump {
	axis := b.Sub(a)
	inverse := 1 / axis.Dot(axis)
	box := geom.EmptyBox()
	for _, end := range []geom.Box{ballBox(a, ra), ballBox(b, rb)} {
		box = box.Extend(end.Min).Extend(end.Max)
	}
	return lump{func(p geom.Vec3) float32 {
		q := p.Sub(a)
		t := clamp(q.Dot(axis)*inverse, 0, 1)
		q = q.Sub(axis.Scale(t))
		return sqrt(q.Dot(q)) - lerp(ra, rb, t)
	}, box}
}

func ballBox(center geom.Vec3, r float32) geom.Box {
	return geom.Box{Min: center.Sub(vec(r, r, r)), Max: center.Add(vec(r, r, r))}
}

// brick is a box with rounded edges.
func brick(center, half geom.Vec3, edge float32) lump {
	inner := half.Sub(vec(edge, edge, edge))
	return lump{func(p geom.Vec3) float32 {
		q := p.Sub(center)
		q = vec(abs(q.X), abs(q.Y), abs(q.Z)).Sub(inner)
		out := q.Max(geom.Vec3{})
		return sqrt(out.Dot(out)) + min(max(q.X, q.Y, q.Z), 0) - edge
	}, geom.Box{Min: center.Sub(half), Max: center.Add(half)}}
}

// both returns a lump and its mirror image on the other side of x = 0.
func (l lump) both() lump {
	return lump{func(p geom.Vec3) float32 {
		return l.distance(vec(abs(p.X), p.Y, p.Z))
	}, mirroredBox(l.box)}
}

func mirroredBox(b geom.Box) geom.Box {
	far := max(abs(b.Min.X), abs(b.Max.X))
	return geom.Box{Min: vec(-far, b.Min.Y, b.Min.Z), Max: vec(far, b.Max.Y, b.Max.Z)}
}

// bumpy roughens a lump with noise of a depth and a feature size.
func (l lump) bumpy(depth, size float32, seed uint32) lump {
	grown := geom.Box{Min: l.box.Min.Sub(vec(depth, depth, depth)), Max: l.box.Max.Add(vec(depth, depth, depth))}
	return lump{func(p geom.Vec3) float32 {
		d := l.distance(p)
		if abs(d) > 3*depth {
			return d
		}
		return d + depth*(1-2*clouds(p.Scale(1/size), 2, seed))
	}, grown}
}

// molten is the union of lumps with creases rounded over a width k.
func molten(k float32, lumps []lump) lump {
	box := geom.EmptyBox()
	for _, l := range lumps {
		box = box.Extend(l.box.Min).Extend(l.box.Max)
	}
	return lump{func(p geom.Vec3) float32 {
		d := lumps[0].distance(p)
		for _, l := range lumps[1:] {
			d = smoothMin(d, l.distance(p), k)
		}
		return d
	}, box}
}

func smoothMin(a, b, k float32) float32 {
	h := max(k-abs(a-b), 0) / k
	return min(a, b) - h*h*k/4
}
