package objects

import "patina/paint/geom"

// ornament returns a field that suits a part within a box.
func (a *assembly) ornament(box geom.Box) field {
	reach := max(a.reach(box), 0.08)
	scale := max(reach*a.between(0.15, 0.6), 0.05)
	var f field
	switch t := a.Float32(); {
	case t < 0.5:
		f = a.plainOrnament(box, scale)
	case t < 0.75:
		f = a.grownOrnament(scale)
	default:
		f = a.roundOrnament(box, scale)
	}
	if a.chance(0.2) {
		f = f.warped(scale*a.between(0.1, 0.4), scale*a.between(0.6, 1.5), a.seed())
	}
	return f
}

// plainOrnament is made with ruler and compass.
func (a *assembly) plainOrnament(box geom.Box, scale float32) field {
	switch a.IntN(9) {
	case 0, 1:
		return a.bands(box, scale)
	case 2:
		return rings(box.Center(), pick(a.dice, vec(0, 0, 1), vec(0, 1, 0), vec(1, 0, 0)), scale, a.between(0.2, 0.6), a.Float32())
	case 3:
		return checks(max(scale*0.8, 0.06), box.Center().Scale(-1))
	case 4:
		return a.capOf(box)
	case 5:
		return tartan(max(scale*1.3, 0.12))
	case 6:
		return waves(scale, a.between(0.2, 0.6))
	}
	return a.emblem(box)
}

// grownOrnament is as animals and stones have it.
func (a *assembly) grownOrnament(scale float32) field {
	switch a.IntN(7) {
	case 0:
		return spots(scale*1.3, a.between(0.22, 0.42), a.seed())
	case 1:
		return spots(scale*0.7, a.between(0.2, 0.35), a.seed())
	case 2:
		return patches(scale*1.5, a.between(0.45, 0.6), a.between(0.02, 0.2), a.seed())
	case 3:
		return patches(scale*0.8, a.between(0.48, 0.58), 0.04, a.seed())
	case 4:
		return rosettes(max(scale*0.9, 0.1), a.seed())
	case 5:
		return cracks(max(scale, 0.1), a.between(0.06, 0.15), a.seed())
	}
	return grain(a.direction(), scale, a.seed())
}

// roundOrnament runs around a part that was turned.
func (a *assembly) roundOrnament(box geom.Box, scale float32) field {
	center, height := box.Center(), box.Size().Y
	count := a.count(4, 14)
	at := height * a.between(-0.35, 0.35)
	switch a.IntN(6) {
	case 0:
		return rays(center, pick(a.dice, aroundX, aroundY, aroundY, aroundZ), a.count(3, 10), 0.5, 0)
	case 1:
		return helix(center, a.count(1, 5), a.between(-1.5, 1.5)/max(height, 0.1), a.between(0.25, 0.6))
	case 2:
		return lozenges(center, count, scale*1.2)
	case 3:
		return zigzag(center, count, at, height*a.between(0.04, 0.12), height*a.between(0.03, 0.1))
	case 4:
		return beads(center, count, at, height*a.between(0.03, 0.08))
	}
	first, second := zigzag(center, count, at, height*0.05, height*0.03), between(vec(0, 1, 0), center.Y+at+height*0.12, center.Y+at+height*0.16)
	return func(s spot) float32 { return max(first(s), second(s)) }
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
