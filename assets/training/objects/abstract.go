package objects

import "patina/paint/geom"

// composition is two to seven solids put together, symmetric more often than not. Each
// is moved until it touches what is there.
func composition(a *assembly) {
	whole := geom.EmptyBox()
	for i := range a.count(2, 5) {
		colour := []geom.Vec3{a.palette.main, a.palette.second, a.palette.third, a.palette.accent, a.palette.light}[i]
		s := a.solid(a.between(0.2, 0.55))
		s = s.placed(turn(pick(a.dice, aroundX, aroundY, aroundZ), pick(a.dice, 0, 0, 0.25, a.Float32())))
		twin := false
		if i > 0 {
			s, twin = a.attached(s, whole)
		}
		if twin {
			s = s.pair()
		}
		whole = whole.Extend(s.box().Min).Extend(s.box().Max)
		a.add("solid", s, a.coat(s.box(), colour))
	}
}

// attached moves a shape onto a side of a box: on top, below, in front, behind, or to the
// right with a twin on the left.
func (a *assembly) attached(s shape, whole geom.Box) (moved shape, twin bool) {
	own, at := s.box().Size().Scale(0.5), whole.Center()
	half := whole.Size().Scale(0.5)
	const sunk = 0.75 // of the two halves, so that round shapes meet
	switch a.IntN(6) {
	case 0, 1:
		at.Y += sunk * (half.Y + own.Y)
	case 2:
		at.Y -= sunk * (half.Y + own.Y)
	case 3:
		at.Z += sunk * (half.Z + own.Z)
	case 4:
		at.Z -= sunk * (half.Z + own.Z)
	default:
		at.X += sunk * (half.X + own.X)
		at.Y += half.Y * a.between(-0.5, 0.5)
		twin = true
	}
	at = at.Sub(s.box().Center())
	return s.at(at.X, at.Y, at.Z), twin
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
	from := vec(0, a.between(-0.2, 0.2), 0)
	for i := range a.count(3, 7) {
		r := a.between(0.15, 0.45)
		center := from
		if i > 0 { // within reach of an earlier one
			center = from.Add(vec(a.between(-1, 1), a.between(-1, 1), a.between(-1, 1)).Normalize().Scale(0.8*r + 0.15))
		}
		l := ovoid(center, vec(r*a.between(0.6, 1.2), r*a.between(0.6, 1.2), r*a.between(0.6, 1.2)))
		if i > 0 && a.chance(0.4) {
			l = bone(from, center, r*0.7, r*a.between(0.2, 0.7))
		}
		if a.chance(0.6) {
			l = l.both()
		}
		if a.chance(0.4) {
			from = center
		}
		c.add(l, a.decorated(l.box, a.palette.any(a.dice)))
	}
	a.add("blob", c.shape(52), material{c.paint(), a.between(0.05, 0.6), a.between(0.1, 0.8)})
}
