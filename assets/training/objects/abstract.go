package objects

import "patina/paint/geom"

// composition is two to seven solids put together, symmetric more often than not.
func composition(a *assembly) {
	n := a.count(2, 4)
	for i := range n {
		colour := []geom.Vec3{a.palette.main, a.palette.second, a.palette.third, a.palette.accent}[i%4]
		s := a.solid(a.between(0.2, 0.55))
		s = s.placed(turn(pick(a.dice, aroundX, aroundY, aroundZ), pick(a.dice, 0, 0, 0.25, a.Float32())))
		at := vec(0, a.between(-0.7, 0.7), a.between(-0.4, 0.4))
		if i > 0 && a.chance(0.5) {
			s = s.at(a.between(0.3, 0.7), at.Y, at.Z).pair()
		} else {
			if a.chance(0.3) {
				at.X = a.between(-0.5, 0.5)
			}
			s = s.at(at.X, at.Y, at.Z)
		}
		a.add("solid", s, a.coat(s.box(), colour))
	}
}

// solid returns one of the simple solids, so large.
func (a *assembly) solid(r float32) shape {
	x, y, z := r*a.between(0.6, 1.2), r*a.between(0.6, 1.2), r*a.between(0.6, 1.2)
	switch a.IntN(7) {
	case 0:
		return block(x, y, z, min(x, y, z)*a.between(0, 0.5))
	case 1:
		return ball(x, y, z, 32)
	case 2:
		return cylinder(x, x*a.between(0.3, 1.1), 2*y, a.between(0, 0.08), 32)
	case 3:
		return cylinder(x, 0.01, 2*y, 0, 32)
	case 4:
		return torus(r, r*a.between(0.2, 0.45), 40, 16)
	case 5:
		return lathe(curved([]geom.Vec2{{X: 0, Y: -y}, {X: x * a.Float32(), Y: -y * 0.8}, {X: x, Y: a.between(-0.4, 0.4) * y}, {X: x * a.Float32(), Y: y * 0.7}, {X: 0, Y: y}}, 6), 32)
	}
	return extrusion(a.outline(r), geom.Vec2{}, r*a.between(0.3, 1))
}

// outline is a star or a polygon around the origin.
func (a *assembly) outline(r float32) []geom.Vec2 {
	n := a.count(3, 8)
	waist := pick(a.dice, 1, a.between(0.4, 0.8))
	out := make([]geom.Vec2, 2*n)
	for i := range out {
		s, c := sincos(float32(i)/float32(2*n) + 0.25)
		k := r
		if i%2 == 1 {
			k *= waist
		}
		out[i] = geom.Vec2{X: c * k, Y: s * k}
	}
	return out
}

// blob is clay without a meaning.
func blob(a *assembly) {
	c := clay{blend: a.between(0.1, 0.35), fade: a.between(0.01, 0.2)}
	for range a.count(3, 7) {
		r := a.between(0.15, 0.45)
		center := vec(a.between(-0.5, 0.5), a.between(-0.6, 0.6), a.between(-0.5, 0.5))
		l := ovoid(center, vec(r*a.between(0.6, 1.2), r*a.between(0.6, 1.2), r*a.between(0.6, 1.2)))
		if a.chance(0.4) {
			l = bone(center, vec(a.between(-0.5, 0.5), a.between(-0.6, 0.6), a.between(-0.5, 0.5)), r*0.7, r*a.between(0.2, 0.7))
		}
		if a.chance(0.6) {
			l = l.both()
		}
		c.add(l, a.decorated(l.box, a.palette.any(a.dice)))
	}
	a.add("blob", c.shape(52), material{c.paint(), a.between(0.05, 0.6), a.between(0.1, 0.8)})
}
