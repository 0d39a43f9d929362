package objects

import "patina/paint/geom"

// figure is a flat drawing around the origin, about one unit in radius: positive inside,
// as a rough distance to the outline.
type figure func(x, y float32) float32

func disc(x, y float32) float32 { return 1 - sqrt(x*x+y*y) }

func ringFigure(x, y float32) float32 { return 0.22 - abs(sqrt(x*x+y*y)-0.75) }

func square(x, y float32) float32 { return 0.8 - max(abs(x), abs(y)) }

func cross(x, y float32) float32 {
	x, y = abs(x), abs(y)
	return max(min(0.28-x, 0.9-y), min(0.28-y, 0.9-x))
}

func heart(x, y float32) float32 {
	x, y = abs(x)*1.15, y*1.15+0.15
	q := x*x + y*y - 0.75
	return (x*x*y*y*y - q*q*q) * 0.8
}

// star has so many points.
func star(points int, waist float32) figure {
	return func(x, y float32) float32 {
		_, f := cell(turns(x, y)*float32(points) + 0.5)
		return lerp(1, waist, 2*abs(f-0.5)) - sqrt(x*x+y*y)
	}
}

// flower has so many petals.
func flower(petals int) figure {
	return func(x, y float32) float32 {
		_, c := sincos(turns(x, y) * float32(petals))
		return 0.7 + 0.28*c - sqrt(x*x+y*y)
	}
}

// drop points up.
func drop(x, y float32) float32 {
	return 0.75 - sqrt(x*x*(1+1.6*ramp(-0.2, 1, y))+(y+0.15)*(y+0.15)*0.8)
}

// bolt is a flash of lightning.
func bolt(x, y float32) float32 {
	upper := min(0.3-abs(x-0.3*y+0.15), min(y+0.12, 0.95-y))
	lower := min(0.3-abs(x-0.3*y-0.15), min(0.12-y, y+0.95))
	return max(upper, lower)
}

func anyFigure(d dice) figure {
	return pick[figure](d, disc, ringFigure, square, cross, heart, star(5, 0.42), star(4, 0.35), star(8, 0.6), flower(5), flower(6), drop, bolt, glyph(d.seed()), glyph(d.seed()), glyph(d.seed()))
}

// stamp is a figure on the surface, thrown from the front, or from the back with back.
// It leaves out what faces away.
func stamp(f figure, center geom.Vec3, radius float32, back bool) field {
	sign := float32(1)
	if back {
		sign = -1
	}
	return func(s spot) float32 {
		if s.n.Z*sign < 0.15 || (s.p.Z-center.Z)*sign < -radius*0.6 {
			return 0
		}
		x, y := sign*(s.p.X-center.X)/radius, (s.p.Y-center.Y)/radius
		if x*x+y*y > 2 {
			return 0
		}
		return ramp(-soft/radius/2, soft/radius/2, f(x, y))
	}
}

// emblem is a figure on the front of a part, sometimes on its back too.
func (a *assembly) emblem(box geom.Box) field {
	size := box.Size()
	radius := min(size.X, size.Y) * a.between(0.15, 0.4)
	center := box.Center().Add(vec(0, size.Y*a.between(-0.2, 0.2), 0))
	figure := anyFigure(a.dice)
	front := stamp(figure, center, radius, false)
	if a.chance(0.6) {
		return front
	}
	back := stamp(figure, center, radius, true)
	return func(s spot) float32 { return max(front(s), back(s)) }
}

// glyph is a letter of no alphabet: five by five squares, mostly mirrored.
func glyph(seed uint32) figure {
	return func(x, y float32) float32 {
		u, v := (x+1)*2.5, (y+1)*2.5
		if min(u, v) < 0 || max(u, v) >= 5 {
			return -1
		}
		column, row := int32(u), int32(v)
		if seed&3 != 0 {
			column = min(column, 4-column)
		}
		if hash(column, row, 0, seed)&255 < 140 {
			return 1
		}
		return -1
	}
}
