package objects

import "patina/paint/geom"

// matt, satin and glossy finish a pattern.
func matt(p pattern) material   { return material{p, 0.08, 0.1} }
func satin(p pattern) material  { return material{p, 0.25, 0.4} }
func glossy(p pattern) material { return material{p, 0.6, 0.8} }

// coat returns a material for a part within a box, around a colour: plain or with a
// pattern as large as suits the box.
func (a *assembly) coat(box geom.Box, base geom.Vec3) material {
	m := material{paint: a.decorated(box, base)}
	if a.chance(0.35) {
		m.paint = m.paint.mottled(a.between(0.05, 0.2), a.between(0.1, 0.5), a.seed())
	}
	m.shine, m.gloss = a.between(0.02, 0.5), a.between(0.1, 0.8)
	return m
}

// decorated returns one of many patterns.
func (a *assembly) decorated(box geom.Box, base geom.Vec3) pattern {
	if a.chance(0.25) {
		return a.shaded(box, base)
	}
	p := a.shaded(box, base).over(a.ornament(box), plain(a.palette.other(a.dice, base)))
	if a.chance(0.25) {
		p = p.over(a.ornament(box), plain(a.palette.other(a.dice, base)))
	}
	return p
}

// shaded returns a colour that may run into another along the part.
func (a *assembly) shaded(box geom.Box, base geom.Vec3) pattern {
	if a.chance(0.5) {
		return plain(base)
	}
	to := pick(a.dice, deeper(base, 0.35), paler(base, 0.4), a.palette.other(a.dice, base))
	if a.chance(0.25) {
		return plain(to).tinted(radial(box.Center(), a.reach(box)*a.between(0.6, 1), a.reach(box)), base)
	}
	direction := a.direction()
	middle, half := box.Center().Dot(direction), box.Size().Mul(direction).Len()/2
	return plain(base).tinted(gradient(direction, middle-half*a.between(0.3, 1), middle+half*a.between(0.3, 1)), to)
}

// reach is half the longest side of a box.
func (a *assembly) reach(box geom.Box) float32 {
	s := box.Size()
	return max(s.X, s.Y, s.Z) / 2
}

// direction is mostly up, sometimes to the side, to the front or between.
func (a *assembly) direction() geom.Vec3 {
	switch t := a.Float32(); {
	case t < 0.5:
		return vec(0, 1, 0)
	case t < 0.65:
		return vec(0, 0, 1)
	case t < 0.75:
		return vec(1, 0, 0)
	}
	return vec(a.between(-1, 1), a.between(0.2, 1), a.between(-1, 1)).Normalize()
}

// ornament returns a field that suits a part within a box.
func (a *assembly) ornament(box geom.Box) field {
	reach := max(a.reach(box), 0.08)
	scale := max(reach*a.between(0.15, 0.6), 0.05)
	makers := []func() field{
		func() field { return a.bands(box, scale) },
		func() field {
			return rings(box.Center(), pick(a.dice, vec(0, 0, 1), vec(0, 1, 0), vec(1, 0, 0)), scale, a.between(0.2, 0.6), a.Float32())
		},
		func() field {
			return rays(box.Center(), pick(a.dice, aroundX, aroundY, aroundZ), a.count(3, 10), 0.5, 0)
		},
		func() field { return spots(scale*1.3, a.between(0.22, 0.42), a.seed()) },
		func() field { return spots(scale*0.7, a.between(0.2, 0.35), a.seed()) },
		func() field { return patches(scale*1.5, a.between(0.45, 0.6), a.between(0.02, 0.2), a.seed()) },
		func() field { return patches(scale*0.8, a.between(0.48, 0.58), 0.04, a.seed()) },
		func() field { return checks(max(scale*0.8, 0.06), box.Center().Scale(-1)) },
		func() field { return a.capOf(box) },
		func() field { return a.emblem(box) },
		func() field { return grain(a.direction(), scale, a.seed()) },
	}
	f := makers[a.IntN(len(makers))]()
	if a.chance(0.25) {
		f = f.warped(scale*a.between(0.1, 0.4), scale*a.between(0.6, 1.5), a.seed())
	}
	return f
}

// bands are stripes, sometimes only a few of them.
func (a *assembly) bands(box geom.Box, scale float32) field {
	direction := a.direction()
	f := stripes(direction, scale, a.between(0.2, 0.6), a.Float32())
	if a.chance(0.3) {
		middle := box.Center().Dot(direction)
		f = f.and(between(direction, middle-1.2*scale, middle+1.2*scale))
	}
	return f
}

// capOf is one end of a part.
func (a *assembly) capOf(box geom.Box) field {
	direction := a.direction()
	if a.chance(0.4) {
		direction = direction.Scale(-1)
	}
	half := box.Size().Mul(direction).Len() / 2
	f := beyond(direction, box.Center().Dot(direction)+half*a.between(-0.3, 0.6), 0)
	if a.chance(0.5) {
		f = f.warped(half*0.15, half*0.4, a.seed())
	}
	return f
}
