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
	m.paint = a.aged(box, m.paint)
	m.shine, m.gloss = a.between(0.02, 0.5), a.between(0.1, 0.8)
	return m
}

// aged gives a pattern what comes with use: unevenness, worn edges, dirt, dust.
func (a *assembly) aged(box geom.Box, p pattern) pattern {
	if a.chance(0.3) {
		p = p.mottled(a.between(0.05, 0.25), a.between(0.05, 0.5), a.seed())
	}
	if a.chance(0.2) {
		p = p.streaked(a.direction(), a.between(0.1, 0.4), a.between(0.025, 0.08), a.seed())
	}
	if a.chance(0.15) {
		worn := pick(a.dice, metalColour(a.dice), a.palette.light, woodColour(a.dice))
		p = p.tinted(edgesOf(halves(box), a.between(0.03, 0.08), a.seed()), worn)
	}
	if a.chance(0.12) {
		low, reach := box.Min.Y, a.reach(box)
		dirt := beyond(vec(0, -1, 0), -low-reach*a.between(0.1, 0.5), reach*0.4).warped(reach*0.3, reach*0.5, a.seed())
		p = p.tinted(func(s spot) float32 { return 0.8 * dirt(s) }, oklch(a.between(0.3, 0.5), 0.05, 0.18))
	}
	if a.chance(0.08) {
		p = p.tinted(facing(vec(0, 1, 0), a.between(0.4, 0.8), 0.3).warped(0.1, 0.2, a.seed()), pick(a.dice, vec(0.97, 0.98, 1), leafColour(a.dice), a.palette.light))
	}
	return p
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
