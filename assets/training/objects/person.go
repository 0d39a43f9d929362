package objects

import "patina/paint/geom"

// person is a small figure with a large head: hair or a hat, clothes, shoes.
func person(a *assembly) {
	p := figurine{
		assembly: a, skin: skinColour(a.dice), shirt: a.palette.main, trousers: a.palette.second, hair: a.hairColour(),
		head: a.between(0.24, 0.36), hips: a.between(-0.45, -0.25), shoulders: a.between(0.05, 0.2), width: a.between(0.18, 0.28),
	}
	if a.chance(0.15) { // from another planet
		p.skin = a.palette.accent
	}
	p.headAt = vec(0, p.shoulders+p.head*1.05, 0.02)
	hand := p.body()
	p.faceAndHead()
	p.hairdo()
	if a.chance(0.25) {
		p.holds(hand)
	}
	if a.chance(0.35) {
		p.backpack()
	} else if a.chance(0.3) {
		p.cape()
	}
	if a.chance(0.4) {
		p.belt()
	}
}

type figurine struct {
	*assembly
	skin, shirt, trousers, hair  geom.Vec3
	head, hips, shoulders, width float32
	headAt                       geom.Vec3
}

func (a *assembly) hairColour() geom.Vec3 {
	if a.chance(0.3) {
		return a.palette.accent
	}
	return oklch(a.between(0.2, 0.8), a.between(0.02, 0.1), a.between(0.1, 0.22))
}

// body returns where the right hand is, at x > 0.
func (p *figurine) body() (hand geom.Vec3) {
	c := clay{blend: 0.06, fade: 0.015}
	torso := geom.Box{Min: vec(-p.width, p.hips, -0.15), Max: vec(p.width, p.shoulders, 0.2)}
	shirt := p.cloth(torso, p.shirt)
	if p.chance(0.15) { // armour
		shirt = p.panels(torso, metalColour(p.dice))
	}
	if p.chance(0.3) { // open in front
		shirt = shirt.tinted(between(vec(1, 0, 0), -0.05, 0.05).and(facing(vec(0, 0, 1), 0.2, 0.1)), p.palette.light)
	}
	c.add(bone(vec(0, p.hips+0.05, 0), vec(0, p.shoulders-0.05, 0), p.width*p.between(0.85, 1.15), p.width*p.between(0.75, 0.95)), shirt)
	trousers := p.cloth(torso, p.trousers)
	leg := p.between(0.09, 0.13)
	x := p.width * p.between(0.5, 0.62)
	skirt := p.chance(0.25)
	if skirt {
		c.add(bone(vec(0, p.hips-0.18, 0), vec(0, p.hips+0.08, 0), p.width*1.35, p.width*0.8), trousers)
		trousers = plain(p.skin)
	}
	knee := p.between(-0.95, -0.6)
	legs := trousers.tinted(beyond(vec(0, -1, 0), -knee, 0), pick(p.dice, p.skin, p.trousers, p.palette.dark))
	c.add(bone(vec(x, p.hips, 0), vec(x*1.1, -0.92, 0), leg*1.15, leg).both(), legs)
	c.add(ovoid(vec(x*1.1, -0.95, 0.07), vec(leg*1.15, leg*0.85, leg*1.9)).both(), plain(pick(p.dice, p.palette.dark, p.palette.accent, p.palette.third)).tinted(beyond(vec(0, -1, 0), 0.99, 0), p.palette.light))
	hand = p.arms(&c, shirt)
	p.add("body", c.shape(60), matt(c.paint()))
	return hand
}

func (p *figurine) arms(c *clay, shirt pattern) (hand geom.Vec3) {
	shoulder := vec(p.width*0.9, p.shoulders-0.08, 0)
	hand = vec(p.width*p.between(1.3, 2.2), p.between(-0.4, 0.2), p.between(-0.05, 0.25))
	elbow := shoulder.Lerp(hand, 0.5).Add(vec(0.04, -0.06, -0.04))
	cuff := shoulder.Lerp(hand, p.between(0.35, 1))
	d := hand.Sub(shoulder).Normalize()
	sleeve := shirt.over(beyond(d, cuff.Dot(d), 0).mirrored(), plain(p.skin))
	c.add(bone(shoulder, elbow, 0.085, 0.075).both(), sleeve)
	c.add(bone(elbow, hand, 0.075, 0.06).both(), sleeve)
	c.add(ovoid(hand, vec(0.085, 0.085, 0.085)).both(), plain(pick(p.dice, p.skin, p.skin, p.palette.accent)))
	return hand
}

// cloth is fabric: plain or patterned, mirrored.
func (p *figurine) cloth(box geom.Box, c geom.Vec3) pattern {
	out := plain(c)
	if p.chance(0.6) {
		out = out.tinted(p.ornament(box), p.palette.other(p.dice, c))
	}
	if p.chance(0.3) {
		out = out.mottled(0.12, 0.15, p.seed())
	}
	return out
}

func (p *figurine) faceAndHead() {
	h := p.head
	q := plain(p.skin)
	y, z := p.headAt.Y, p.headAt.Z
	drawn := p.chance(0.5)
	if drawn {
		whites, pupils := drawnEyes(h*0.38, y+h*0.02, h*p.between(0.14, 0.24), p.between(1, 1.5))
		q = q.tinted(whites, pick(p.dice, vec(0.98, 0.98, 0.97), vec(0.08, 0.07, 0.08))).tinted(pupils, vec(0.08, 0.07, 0.08))
	}
	if p.chance(0.7) {
		q = q.tinted(mouth(y-h*0.42, h*p.between(0.15, 0.35), h*p.between(-0.05, 0.15), 0.016), oklch(0.45, 0.12, 0.06))
	}
	if p.chance(0.6) {
		q = q.tinted(cheeks(h*0.55, y-h*0.25, h*0.2), oklch(0.7, 0.13, 0.05))
	}
	if p.chance(0.15) { // a beard
		q = q.tinted(beyond(vec(0, -1, 0.3).Normalize(), -y*0.96+h*0.33, 0.03), p.hair)
	}
	if p.chance(0.1) { // war paint
		q = q.tinted(p.ornament(geom.Box{Min: p.headAt.Sub(vec(h, h, h)), Max: p.headAt.Add(vec(h, h, h))}).mirrored(), p.palette.accent)
	}
	p.add("head", ball(h, h*p.between(0.92, 1.08), h*0.95, 32).at(0, y, z), matt(q))
	if !drawn {
		p.eyes(h*0.38, y+h*0.02, z+h*0.78, h*p.between(0.15, 0.24))
	}
	if p.chance(0.5) {
		p.add("nose", ball(h*0.12, h*0.11, h*0.14, 10).at(0, y-h*0.15, z+h*0.95), matt(plain(deeper(p.skin, 0.08))))
	}
}

// hairdo is hair, a cap, a pointed hat, a helmet or nothing.
func (p *figurine) hairdo() {
	h, at := p.head, p.headAt
	fringe := p.between(0.05, 0.5)
	switch t := p.Float32(); {
	case t < 0.5:
		c := clay{blend: 0.06, fade: 0.01}
		strands := plain(p.hair).streaked(vec(0, 1, 0), 0.3, 0.04, p.seed())
		c.add(ovoid(at.Add(vec(0, h*0.22, -h*0.16)), vec(h*1.02, h*0.95, h*0.98)), strands)
		c.add(bone(at.Add(vec(-h*0.5, h*(0.5+fringe*0.5), h*0.75)), at.Add(vec(h*0.5, h*(0.6+fringe*0.4), h*0.7)), h*0.25, h*0.22), strands)
		if p.chance(0.5) { // long
			c.add(bone(at.Add(vec(h*0.75, 0, -h*0.3)), at.Add(vec(h*0.8, -h*p.between(0.7, 1.6), -h*0.35)), h*0.35, h*0.2).both(), strands)
			c.add(bone(at.Add(vec(0, 0, -h*0.75)), at.Add(vec(0, -h*p.between(0.5, 1.4), -h*0.8)), h*0.5, h*0.35), strands)
		}
		if p.chance(0.3) { // a bun or buns
			bun := ovoid(at.Add(vec(h*p.between(0, 0.8), h*0.95, -h*0.2)), vec(h*0.35, h*0.35, h*0.35)).both()
			c.add(bun, strands)
		}
		p.add("hair", c.shape(40), satin(c.paint()))
	case t < 0.7:
		profile := append(arc(16)[8:], geom.Vec2{})
		dome := lathe(append([]geom.Vec2{{X: 0, Y: 0}}, profile[:len(profile)-1]...), 28).scaled(h*1.08, h*0.95, h*1.06).at(0, at.Y+h*0.2, at.Z)
		brim := ball(h*0.75, h*0.07, h*0.6, 20).at(0, at.Y+h*0.24, at.Z+h*0.85)
		p.add("cap", joined(dome, brim), p.coat(dome.box(), p.palette.accent))
	case t < 0.85:
		r, l := h*p.between(1, 1.15), h*p.between(1.1, 2.2)
		hat := lathe(curved([]geom.Vec2{{X: r * p.between(1, 1.6), Y: -0.02}, {X: r, Y: 0.03}, {X: r * 0.6, Y: l * 0.5}, {X: 0.02, Y: l}, {X: 0, Y: l}}, 5), 28)
		s := hat.at(0, at.Y+h*0.35, at.Z)
		p.add("hat", s, p.coat(s.box(), p.palette.accent))
		p.add("hat inside", hat.inverted().scaled(0.97, 0.97, 0.97).at(0, at.Y+h*0.35, at.Z), matt(plain(p.palette.dark)))
	}
}

// backpack is seen from behind only.
func (p *figurine) backpack() {
	w, t := p.width*p.between(0.7, 1), p.between(0.16, 0.28)
	s := block(w, t, p.between(0.08, 0.13), 0.05).at(0, p.shoulders-t, -p.width*0.95-0.06)
	c := p.palette.third
	q := p.coat(s.box(), c)
	q.paint = q.paint.tinted(between(vec(0, 1, 0), p.shoulders-t*0.9, p.shoulders-t*0.75), deeper(c, 0.4))
	p.add("backpack", s, q)
}

// cape hangs down the back.
func (p *figurine) cape() {
	length, wide := p.between(0.5, 0.9), p.between(1.2, 2)
	front := func(u, v float32) geom.Vec3 {
		x := (u - 0.5) * 2
		s, _ := sincos(u * 3)
		return vec(x*p.width*lerp(1, wide, v), p.shoulders-length*v, -p.width*lerp(0.75, 1.1, v)-0.08*v*s-0.05*(1-x*x))
	}
	s := plate(24, 24, 0.02, front)
	p.add("cape", s, p.coat(s.box(), p.palette.accent))
}

// plate is a sheet with a thickness, closed at its edges. Outside is where the cross
// product of its directions points.
func plate(columns, rows int, thickness float32, at func(u, v float32) geom.Vec3) shape {
	const e = 1e-3
	offset := func(u, v float32) geom.Vec3 {
		du := at(min(u+e, 1), v).Sub(at(max(u-e, 0), v))
		dv := at(u, min(v+e, 1)).Sub(at(u, max(v-e, 0)))
		return at(u, v).Sub(du.Cross(dv).Normalize().Scale(thickness))
	}
	edge := func(a, b geom.Vec2) shape {
		return sheet(columns, 1, func(u, v float32) geom.Vec3 {
			q := a.Add(b.Sub(a).Scale(u))
			return offset(q.X, q.Y).Lerp(at(q.X, q.Y), v)
		})
	}
	corner := [4]geom.Vec2{{X: 0, Y: 0}, {X: 1, Y: 0}, {X: 1, Y: 1}, {X: 0, Y: 1}}
	all := []shape{sheet(columns, rows, at), sheet(columns, rows, offset).inverted()}
	for i := range corner {
		all = append(all, edge(corner[i], corner[(i+1)%4]))
	}
	return joined(all...)
}

func (p *figurine) belt() {
	y := p.hips + 0.08
	s := torus(p.width*1.05, 0.035, 28, 8).at(0, y, 0)
	p.add("belt", s, satin(plain(p.palette.dark).tinted(stamp(square, vec(0, y, p.width), 0.05, false), oklch(0.8, 0.12, 0.24))))
}
