package objects

import "patina/paint/geom"

// monster is a lump with eyes, a mouth, horns, arms and spots.
func monster(a *assembly) {
	w, h := a.between(0.4, 0.65), a.between(0.5, 0.8)
	base, other := a.palette.main, a.palette.second
	c := clay{blend: a.between(0.08, 0.2), fade: a.between(0.01, 0.1)}
	box := geom.Box{Min: vec(-w, -h, -w), Max: vec(w, h, w)}
	skin := plain(base).tinted(a.ornament(box).mirrored(), pick(a.dice, other, deeper(base, 0.3), paler(base, 0.35)))
	if a.chance(0.5) {
		skin = skin.tinted(gradient(vec(0, -1, 0), -h*0.3, h), pick(a.dice, a.palette.accent, deeper(base, 0.4)))
	}
	if a.chance(0.5) { // a pale belly
		at := vec(0, -h*0.35, w*0.9)
		skin = skin.tinted(radial(at, w*0.75, 0), a.palette.light)
	}
	skin = skin.streaked(vec(0, 1, 0), a.between(0, 0.25), 0.04, a.seed())
	skin = a.maw(skin, w, h)
	c.add(ovoid(geom.Vec3{}, vec(w, h, w*a.between(0.75, 1))), skin)
	a.horns(&c, w, h)
	hand := vec(w+a.between(0.05, 0.3), a.between(-0.4, 0.3), a.between(0, 0.2))
	c.add(bone(vec(w*0.7, 0, 0), hand, 0.13, 0.09).both(), skin)
	c.add(ovoid(hand, vec(0.12, 0.12, 0.12)).both(), plain(other))
	c.add(ovoid(vec(w*0.5, -h*0.98, 0.08), vec(0.19, 0.1, 0.24)).both(), plain(other))
	if a.chance(0.5) {
		c.add(bone(vec(0, -h*0.6, -w*0.7), vec(0, a.between(-h, 0), -w-a.between(0.2, 0.4)), 0.14, 0.04), skin)
	}
	for i := range 4 { // spikes along the back
		s, k := sincos(0.06 + 0.09*float32(i))
		at := vec(0, k*h*0.95, -s*w*0.9)
		c.add(bone(at, at.Add(vec(0, k*0.16, -s*0.16)), 0.09, 0.02), plain(a.palette.accent))
	}
	a.add("body", c.shape(60), satin(c.paint()))
	if a.chance(0.3) { // one eye
		r := w * a.between(0.3, 0.4)
		eye := eye(vec(0, h*0.35, w*0.75), vec(0, 0, 1), r, 0.55, vec(0.97, 0.97, 0.94), a.palette.accent)
		a.add("eye", ball(r, r, r*0.8, 24).at(0, h*0.35, w*0.72), material{eye, 0.8, 0.9})
		return
	}
	a.eyes(w*a.between(0.3, 0.45), h*a.between(0.25, 0.45), w*0.82, w*a.between(0.16, 0.28))
}

// maw is a mouth with teeth.
func (a *assembly) maw(skin pattern, w, h float32) pattern {
	y, wide, open := -h*a.between(0, 0.15), w*a.between(0.35, 0.6), h*a.between(0.06, 0.2)
	hole := func(s spot) float32 {
		if s.n.Z < 0.1 {
			return 0
		}
		dx, dy := s.p.X/wide, (s.p.Y-y)/open
		if dy > 0 {
			dy *= 2.5
		}
		return ramp(1+soft/open, 1, sqrt(dx*dx+dy*dy))
	}
	teeth := func(s spot) float32 {
		_, f := cell(s.p.X / (wide * 0.3))
		return ramp(0, soft, s.p.Y-(y-open*0.45*(1-2*abs(f-0.5))))
	}
	inside := plain(oklch(0.3, 0.1, 0.05)).tinted(beyond(vec(0, -1, 0), -y+open*0.6, 0.02), oklch(0.6, 0.15, 0.03))
	return skin.over(hole, inside.tinted(teeth, vec(0.97, 0.96, 0.9)))
}

func (a *assembly) horns(c *clay, w, h float32) {
	bonePaint := plain(a.palette.light).tinted(stripes(vec(0, 1, 0), 0.08, 0.35, 0), deeper(a.palette.light, 0.3))
	switch t := a.Float32(); {
	case t < 0.4:
		root := vec(w*0.5, h*0.8, 0)
		over := root.Add(vec(0.2, 0.12, 0))
		c.add(bone(root, over, 0.1, 0.075).both(), bonePaint)
		c.add(bone(over, over.Add(vec(a.between(-0.1, 0.1), 0.25, 0)), 0.075, 0.02).both(), bonePaint)
	case t < 0.65:
		root := vec(w*0.6, h*0.75, 0)
		c.add(ovoid(root, vec(0.16, 0.2, 0.08)).both(), plain(a.palette.accent))
	case t < 0.8:
		c.add(bone(vec(0, h*0.9, 0), vec(0, h+0.3, 0), 0.05, 0.03), plain(a.palette.accent))
		c.add(ovoid(vec(0, h+0.32, 0), vec(0.09, 0.09, 0.09)), plain(a.palette.accent))
	}
}

// dragon has a long neck, wings, a tail and plates along its back.
func dragon(a *assembly) {
	base, belly := a.palette.main, pick(a.dice, a.palette.light, a.palette.second)
	c := clay{blend: a.between(0.08, 0.16), fade: 0.04}
	skin := plain(base).tinted(plumageSide(a.between(0.08, 0.14), a.between(0.08, 0.12)), deeper(base, 0.25))
	if a.chance(0.5) {
		skin = skin.tinted(a.ornament(geom.Box{Min: vec(-0.4, -0.4, -0.6), Max: vec(0.4, 0.4, 0.6)}).mirrored(), a.palette.other(a.dice, base))
	}
	front := between(vec(1, 0, 0), -0.13, 0.13).and(facing(vec(0, -0.6, 0.8), 0.1, 0.2))
	skin = skin.over(front, plain(belly).tinted(stripes(vec(0, 1, -0.4).Normalize(), 0.09, 0.2, 0), deeper(belly, 0.3)))
	upright := a.chance(0.5)
	hip, chest, head := vec(0, -0.2, -0.3), vec(0, 0, 0.25), vec(0, a.between(0.45, 0.7), a.between(0.45, 0.65))
	if upright {
		hip, chest, head = vec(0, -0.35, -0.05), vec(0, 0.1, 0.05), vec(0, a.between(0.55, 0.75), 0.15)
	}
	c.add(bone(hip, chest, a.between(0.24, 0.34), a.between(0.2, 0.28)), skin)
	c.add(bone(chest, head, 0.17, 0.14), skin)
	c.add(ovoid(head, vec(0.2, 0.18, 0.24)), skin)
	c.add(bone(head, head.Add(vec(0, -0.06, 0.28)), 0.14, 0.1), skin)
	c.add(bone(head.Add(vec(0.1, 0.1, -0.05)), head.Add(vec(0.17, 0.3, -0.2)), 0.05, 0.015).both(), plain(a.palette.light))
	for _, z := range []float32{hip.Z, chest.Z + 0.05} {
		if upright && z > hip.Z {
			c.add(bone(vec(0.2, 0, 0.15), vec(0.28, -0.12, 0.4), 0.08, 0.05).both(), skin)
			continue
		}
		foot := vec(0.3, -0.75, z+0.08)
		c.add(bone(vec(0.2, hip.Y, z), foot, 0.15, 0.09).both(), skin)
		c.add(ovoid(foot.Add(vec(0, -0.02, 0.08)), vec(0.12, 0.08, 0.17)).both(), skin.tinted(beyond(vec(0, 0, 1), foot.Z+0.18, 0), a.palette.light))
	}
	tail := bow(hip, vec(0, -0.7, -0.6), vec(a.between(-0.2, 0.2), -0.35, -1), 4)
	for i := range 4 {
		c.add(bone(tail[i], tail[i+1], lerp(0.24, 0.03, float32(i)/4), lerp(0.24, 0.03, float32(i+1)/4)), skin)
	}
	path := append([]geom.Vec3{head.Add(vec(0, 0.05, -0.15)), chest.Add(vec(0, 0.12, -0.2)), hip.Add(vec(0, 0.2, -0.2))}, tail[1], tail[2], tail[3])
	for _, p := range path {
		c.add(bone(p.Add(vec(0, 0.02, -0.03)), p.Add(vec(0, a.between(0.15, 0.22), -0.12)), 0.08, 0.015), plain(a.palette.accent))
	}
	a.add("body", c.shape(64), satin(c.paint()))
	a.eyes(0.12, head.Y+0.08, head.Z+0.17, 0.065)
	if a.chance(0.7) {
		a.dragonWings(chest)
	}
}

func (a *assembly) dragonWings(chest geom.Vec3) {
	span, rise := a.between(0.6, 0.9), a.between(0.3, 0.6)
	s := plate(20, 12, 0.02, func(u, v float32) geom.Vec3 {
		scallop, _ := sincos(u * 2)
		return vec(0.15+span*u, chest.Y+0.15+rise*u*(1-0.3*u)-v*0.45*(1-0.4*u)-0.06*v*abs(scallop), chest.Z-0.2-0.1*u-0.1*v)
	})
	c := a.palette.second
	p := plain(c).tinted(rays(vec(0.15, chest.Y+0.3, 0), aroundZ, 30, 0.2, 0), deeper(c, 0.4)).tinted(gradient(vec(0, -1, 0), -chest.Y-0.3, -chest.Y+0.4), a.palette.accent)
	a.add("wings", s.pair(), satin(p))
}

// ghost is a bell of cloth with a face.
func ghost(a *assembly) {
	r := a.between(0.45, 0.6)
	n := float32(a.count(5, 9))
	profile := curved([]geom.Vec2{{X: 1.15, Y: -0.85}, {X: 1, Y: -0.3}, {X: 0.95, Y: 0.2}, {X: 0.7, Y: 0.6}, {X: 0, Y: 0.78}}, 6)
	s := lathe(append([]geom.Vec2{{X: 0, Y: -0.7}, {X: 0.9, Y: -0.75}}, profile...), 64).bent(func(p geom.Vec3) geom.Vec3 {
		wave, _ := sincos(turns(p.X, p.Z) * n)
		k := ramp(0.2, -0.85, p.Y)
		return vec(p.X*r*(1+0.1*wave*k), p.Y+0.08*wave*k, p.Z*r*(1+0.1*wave*k))
	}).creased(60)
	base := pick(a.dice, a.palette.light, a.palette.main)
	p := plain(base).tinted(gradient(vec(0, -1, 0), -0.2, 0.9), pick(a.dice, a.palette.main, a.palette.second, deeper(base, 0.2)))
	if a.chance(0.4) {
		p = p.tinted(a.ornament(s.box()), a.palette.other(a.dice, base))
	}
	ink := oklch(0.2, 0.04, a.Float32())
	whites, _ := drawnEyes(r*0.38, 0.25, r*a.between(0.15, 0.25), a.between(1, 1.7))
	p = p.tinted(whites, ink).tinted(cheeks(r*0.55, 0.08, r*0.2), a.palette.accent)
	if a.chance(0.5) {
		p = p.tinted(mouth(-0.02, r*0.3, r*0.12, 0.03), ink)
	} else {
		p = p.tinted(stamp(disc, vec(0, -0.05, r), r*0.15, false), ink)
	}
	a.add("ghost", s, matt(p))
	arm := limb(bow(vec(r*0.9, -0.05, 0), vec(r*1.2, -0.1, 0.1), vec(r*1.3, a.between(-0.1, 0.25), 0.2), 6), 12, 0.12, 0.08)
	a.add("arms", arm.pair(), matt(plain(base)))
}
