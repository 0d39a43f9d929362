package objects

import "patina/paint/geom"

// fish swims to the front or, more often, shows its side.
func fish(a *assembly) {
	l, h, w := a.between(0.55, 0.9), a.between(0.25, 0.55), a.between(0.14, 0.3)
	base := a.palette.main
	c := clay{blend: 0.12, fade: 0.03}
	body := a.scaly(base, l, h)
	c.add(ovoid(vec(0, 0, 0.1), vec(w, h, l)), body)
	c.add(bone(vec(0, 0, -l*0.5), vec(0, 0, -l), h*0.3, h*0.16), body)
	sideways := a.chance(0.6)
	place := func(s shape) shape {
		if sideways {
			return s.placed(turn(aroundY, 0.25))
		}
		return s
	}
	placed := func(p pattern) pattern {
		if !sideways {
			return p
		}
		return func(s spot) geom.Vec3 {
			return p(spot{vec(-s.p.Z, s.p.Y, s.p.X), vec(-s.n.Z, s.n.Y, s.n.X)})
		}
	}
	a.add("body", place(c.shape(50)), material{placed(c.paint()), 0.5, 0.7})
	fin := pick(a.dice, a.palette.accent, a.palette.second, deeper(base, 0.3))
	a.add("fins", place(a.fins(l, h, w)), satin(placed(plain(fin).tinted(rays(vec(0, 0, -l*0.8), aroundX, 24, 0.4, 0), deeper(fin, 0.3)))))
	r := h * a.between(0.12, 0.22)
	eye := eye(vec(0, h*0.2, l*0.62), vec(1, 0, 0.25).Normalize(), r, 0.5, vec(0.97, 0.97, 0.95), a.palette.dark)
	s := ball(r*0.6, r, r, 14).at(w*0.72, h*0.2, l*0.62).pair()
	a.add("eyes", place(s), material{placed(func(s spot) geom.Vec3 {
		return eye(spot{vec(abs(s.p.X)-w*0.72, s.p.Y, s.p.Z), vec(abs(s.n.X), s.n.Y, s.n.Z)})
	}), 0.8, 0.9})
}

// scaly is the skin of a fish: a pale belly, bands, scales, a coloured head.
func (a *assembly) scaly(base geom.Vec3, l, h float32) pattern {
	other := a.palette.other(a.dice, base)
	p := plain(base)
	switch t := a.Float32(); {
	case t < 0.4:
		f := stripes(vec(0, 0, 1), l*a.between(0.3, 0.7), a.between(0.25, 0.5), a.Float32())
		p = p.tinted(f.warped(0.05, 0.3, a.seed()), other)
	case t < 0.6:
		p = p.tinted(spots(a.between(0.12, 0.25), 0.35, a.seed()).mirrored(), other)
	case t < 0.8:
		p = p.tinted(gradient(vec(0, 0, 1), -l, l), other)
	}
	if a.chance(0.6) {
		p = p.tinted(gradient(vec(0, -1, 0), -h*0.1, h*0.7), a.palette.light)
	}
	if a.chance(0.6) {
		p = p.tinted(plumageSide(0.09, 0.09), deeper(base, 0.3))
	}
	if a.chance(0.3) {
		p = p.tinted(beyond(vec(0, 0, 1), l*0.5, 0.03), a.palette.accent)
	}
	return p.tinted(mouthSide(l, h), vec(0.2, 0.1, 0.1))
}

// mouthSide is a short dark line at the tip of a fish.
func mouthSide(l, h float32) field {
	return func(s spot) float32 {
		return ramp(0.02, 0.008, abs(s.p.Y+h*0.15)) * ramp(l*0.85, l*0.9, s.p.Z)
	}
}

func (a *assembly) fins(l, h, w float32) shape {
	spread := a.between(0.5, 0.9) * h
	tail := fan([]geom.Vec2{{X: -l * 0.9, Y: 0}, {X: -l * 1.5, Y: spread}, {X: -l * a.between(1.2, 1.45), Y: 0}, {X: -l * 1.5, Y: -spread}})
	back := fan([]geom.Vec2{{X: l * 0.3, Y: h * 0.85}, {X: -l * 0.1, Y: h * a.between(1.2, 1.6)}, {X: -l * 0.5, Y: h * a.between(1, 1.4)}, {X: -l * 0.5, Y: h * 0.5}})
	side := ball(0.16, 0.02, 0.1, 12).placed(move(w+0.08, -h*0.2, l*0.25).Mul(turn(aroundZ, -0.08)))
	return joined(tail, back, side.pair())
}

// fan is a thin plate in the plane x = 0 with an outline of (z, y).
func fan(outline []geom.Vec2) shape {
	var middle geom.Vec2
	for _, p := range outline {
		middle = middle.Add(p.Scale(1 / float32(len(outline))))
	}
	var fine []geom.Vec2
	for i, p := range outline {
		next := outline[(i+1)%len(outline)]
		for k := range 5 {
			fine = append(fine, p.Add(next.Sub(p).Scale(float32(k)/5)))
		}
	}
	var signed float32
	for i, p := range fine {
		q := fine[(i+1)%len(fine)]
		signed += p.X*q.Y - p.Y*q.X
	}
	s := extrusion(fine, middle, 0.04)
	if signed < 0 {
		s = s.inverted()
	}
	return s.placed(turn(aroundY, -0.25))
}

// octopus has a round head and arms that curl.
func octopus(a *assembly) {
	r := a.between(0.4, 0.55)
	base := a.palette.main
	skin := plain(base).tinted(spots(a.between(0.12, 0.25), a.between(0.25, 0.4), a.seed()), pick(a.dice, paler(base, 0.4), deeper(base, 0.3), a.palette.accent))
	c := clay{blend: 0.12, fade: 0.05}
	c.add(ovoid(vec(0, 0.25, 0), vec(r, r*a.between(0.9, 1.3), r)), skin)
	under := skin.tinted(facing(vec(0, -1, 0), 0.1, 0.3), a.palette.second)
	n := a.count(5, 8)
	for i := range n {
		s, co := sincos((float32(i) + 0.5) / float32(n))
		knee := vec(s*r*1.2, -0.35, co*r*1.2)
		tip := vec(s*r*a.between(1.4, 1.9), a.between(-0.6, -0.3), co*r*a.between(1.4, 1.9))
		c.add(bone(vec(s*r*0.6, -0.05, co*r*0.6), knee, 0.15, 0.11), under)
		c.add(bone(knee, tip, 0.11, 0.05), under)
	}
	a.add("body", c.shape(56), satin(c.paint()))
	a.eyes(r*0.45, 0.25, r*0.86, r*a.between(0.2, 0.3))
}

// turtle has a shell, four flippers and a head.
func turtle(a *assembly) {
	w, l, h := a.between(0.5, 0.65), a.between(0.6, 0.8), a.between(0.3, 0.5)
	skin := leafColour(a.dice)
	if a.chance(0.4) {
		skin = a.palette.second
	}
	c := clay{blend: 0.08, fade: 0.03}
	p := plain(skin).tinted(spots(0.1, 0.3, a.seed()), deeper(skin, 0.3))
	head := vec(0, a.between(0.05, 0.3), l+0.2)
	c.add(bone(vec(0, 0, l*0.6), head, 0.12, 0.13), p)
	c.add(ovoid(head, vec(0.19, 0.17, 0.22)), p)
	for _, z := range []float32{l * 0.6, -l * 0.6} {
		c.add(bone(vec(w*0.6, -0.02, z), vec(w*1.25, -0.12, z*1.2), 0.13, 0.08).both(), p)
	}
	c.add(bone(vec(0, 0, -l*0.8), vec(0, -0.03, -l*1.25), 0.08, 0.02), p)
	c.add(ovoid(vec(0, -0.02, 0), vec(w*0.95, 0.12, l*0.95)), plain(a.palette.light).tinted(joints(0.3, 0.3, 0.02), deeper(a.palette.light, 0.4)))
	a.add("body", c.shape(54), matt(c.paint()))
	shell := lathe([]geom.Vec2{{X: 0, Y: 0}, {X: 1.04, Y: 0}, {X: 1.04, Y: 0.1}, {X: 0.95, Y: 0.35}, {X: 0.8, Y: 0.6}, {X: 0.6, Y: 0.8}, {X: 0.3, Y: 0.95}, {X: 0, Y: 1}}, 36).scaled(w, h, l).creased(50)
	base := a.palette.main
	size, seed := a.between(0.25, 0.4), a.seed()
	q := mosaic(size, seed, base, deeper(base, 0.2), paler(base, 0.2)).tinted(cracks(size, 0.1, seed), pick(a.dice, a.palette.dark, a.palette.light))
	q = q.tinted(beyond(vec(0, -1, 0), -h*0.12, 0), a.palette.accent)
	a.add("shell", shell, satin(q))
	a.eyes(0.12, head.Y+0.06, head.Z+0.13, 0.055)
}
