package main

import (
	"math"

	"patina/paint/geom"
)

// distance is a signed distance bound: negative inside a shape, positive outside,
// zero on its surface. The operators are those of J. C. Hart, "Sphere tracing"
// (1996); the smooth ones are the usual polynomial blends.
type distance func(p geom.Vec3) float32

// ellipsoid is exact on its surface and a bound elsewhere.
func ellipsoid(center, radii geom.Vec3) distance {
	return func(p geom.Vec3) float32 {
		q := p.Sub(center)
		a := vec(q.X/radii.X, q.Y/radii.Y, q.Z/radii.Z)
		k := a.Len()
		if k == 0 {
			return -min(radii.X, radii.Y, radii.Z)
		}
		return k * (k - 1) / vec(a.X/radii.X, a.Y/radii.Y, a.Z/radii.Z).Len()
	}
}

// taper is a capsule from a to b whose radius runs from ra to rb.
func taper(a, b geom.Vec3, ra, rb float32) distance {
	axis := b.Sub(a)
	length2 := axis.Dot(axis)
	return func(p geom.Vec3) float32 {
		t := clamp(p.Sub(a).Dot(axis)/length2, 0, 1)
		return p.Sub(a.Lerp(b, t)).Len() - mix(ra, rb, t)
	}
}

// roundedBox has the given half extents, edges included, and rounded edges.
func roundedBox(half geom.Vec3, edge float32) distance {
	inner := half.Sub(vec(edge, edge, edge))
	return func(p geom.Vec3) float32 {
		q := vec(abs(p.X), abs(p.Y), abs(p.Z)).Sub(inner)
		outside := q.Max(geom.Vec3{}).Len()
		return outside + min(max(q.X, q.Y, q.Z), 0) - edge
	}
}

// join is the union of shapes with creases rounded over a width k.
func join(k float32, shapes ...distance) distance {
	return func(p geom.Vec3) float32 {
		d := shapes[0](p)
		for _, shape := range shapes[1:] {
			d = smoothMin(d, shape(p), k)
		}
		return d
	}
}

// carve takes a shape out of another and rounds the crease over a width k.
func carve(k float32, from, out distance) distance {
	return func(p geom.Vec3) float32 { return -smoothMin(-from(p), out(p), k) }
}

func smoothMin(a, b, k float32) float32 {
	h := max(k-abs(a-b), 0) / k
	return min(a, b) - h*h*k/4
}

func vec(x, y, z float32) geom.Vec3 { return geom.Vec3{X: x, Y: y, Z: z} }

func abs(x float32) float32 { return float32(math.Abs(float64(x))) }

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

func clamp(x, lo, hi float32) float32 { return min(max(x, lo), hi) }

func mix(a, b, t float32) float32 { return a + (b-a)*t }

// step01 runs smoothly from 0 at lo to 1 at hi; lo may be the larger.
func step01(lo, hi, x float32) float32 {
	t := clamp((x-lo)/(hi-lo), 0, 1)
	return t * t * (3 - 2*t)
}

// cosSin returns cosine and sine of an angle in turns.
func cosSin(turns float32) (float32, float32) {
	s, c := math.Sincos(2 * math.Pi * float64(turns))
	return float32(c), float32(s)
}
