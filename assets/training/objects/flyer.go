package objects

import "patina/paint/geom"

// rocket has a nose, bands, windows, fins and a nozzle.
func rocket(a *assembly) {
	r, h := a.between(0.22, 0.36), a.between(0.75, 0.95)
	profile := curved([]geom.Vec2{{X: r * 0.6, Y: -h}, {X: r, Y: -h * a.between(0.2, 0.6)}, {X: r * a.between(0.85, 1), Y: h * 0.25}, {X: r * 0.5, Y: h * 0.75}, {X: 0, Y: h}}, 7)
	s := lathe(append([]geom.Vec2{{X: 0, Y: -h}}, profile...), 36).creased(50)
	base := pick(a.dice, a.palette.light, a.palette.main, metalColour(a.dice))
	p := a.panels(s.box(), base)
	if a.chance(0.5) {
		p = a.decorated(s.box(), base)
	}
	p = p.tinted(beyond(vec(0, 1, 0), h*a.between(0.4, 0.65), 0), a.palette.accent)
	n := a.count(1, 3)
	for i := range n {
		y := h * (0.25 - 0.32*float32(i))
		p = p.tinted(stamp(disc, vec(0, y, r), r*0.42, false), metalColour(a.dice)).tinted(stamp(disc, vec(0, y, r), r*0.3, false), oklch(0.6, 0.09, 0.64))
	}
	a.add("hull", s, glossy(p))
	fins := a.count(3, 4)
	var all []shape
	fin := fan([]geom.Vec2{{X: r * 0.6, Y: -h * 0.3}, {X: r + a.between(0.2, 0.4), Y: -h * 0.85}, {X: r + a.between(0.2, 0.4), Y: -h * 1.15}, {X: r * 0.5, Y: -h * 0.8}})
	for i := range fins {
		all = append(all, fin.placed(turn(aroundY, (float32(i)+0.5)/float32(fins))))
	}
	m := a.coat(joined(all...).box(), a.palette.second)
	a.add("fins", joined(all...), m)
	nozzle := cylinder(r*0.6, r*0.4, 0.2, 0, 24).at(0, -h-0.06, 0)
	a.add("nozzle", nozzle, satin(plain(oklch(0.35, 0.02, 0.7)).tinted(facing(vec(0, -1, 0), 0.8, 0.1), oklch(0.75, 0.17, 0.17))))
}

// plane has wings, a tail, a propeller or engines, seen from the front.
func plane(a *assembly) {
	r, l := a.between(0.15, 0.24), a.between(0.7, 0.9)
	path := []geom.Vec2{{X: 0, Y: -l}, {X: r * 0.25, Y: -l * 0.98}, {X: r * 0.6, Y: -l * 0.5}, {X: r, Y: 0.1}, {X: r * 0.95, Y: l * 0.5}, {X: r * 0.6, Y: l * 0.85}, {X: 0, Y: l * 0.95}}
	hull := lathe(curved(path, 4), 28).placed(turn(aroundX, 0.25))
	base := a.palette.main
	p := a.decorated(hull.box(), base)
	if a.chance(0.5) {
		y := a.between(-0.3, 0.3) * r
		p = plain(base).tinted(between(vec(0, 1, 0), y, y+r*0.3), a.palette.accent).tinted(beyond(vec(0, -1, 0), r*0.35, 0), a.palette.light)
	}
	if a.chance(0.5) { // cabin windows
		w := stripes(vec(0, 0, 1), 0.11, 0.5, 0).and(between(vec(0, 1, 0), r*0.2, r*0.5)).and(between(vec(0, 0, 1), -l*0.6, l*0.4))
		p = p.tinted(w, oklch(0.35, 0.05, 0.65))
	}
	a.add("fuselage", hull, glossy(p))
	glass := ball(r*0.75, r*0.7, r*1.4, 20).at(0, r*0.7, l*0.3)
	a.add("cockpit", glass, glossy(plain(oklch(a.between(0.4, 0.7), 0.07, 0.63))))
	span, chord, y := a.between(0.75, 1), a.between(0.16, 0.26), a.between(-0.1, 0.12)
	wing := ball(span, 0.035, chord, 32).at(0, y, 0.12)
	m := a.coat(wing.box(), pick(a.dice, base, a.palette.second, a.palette.accent))
	m.paint = m.paint.tinted(beyond(vec(1, 0, 0), span*0.75, 0).mirrored(), a.palette.accent)
	wings := []shape{wing}
	if a.chance(0.25) { // a biplane
		wings = append(wings, wing.at(0, 0.4-y, 0.05))
		strut := cylinder(0.018, 0.018, 0.4, 0, 8)
		wings = append(wings, strut.at(span*0.6, y+0.2, 0.14).pair())
	}
	a.add("wings", joined(wings...), m)
	tail := joined(ball(span*0.38, 0.025, 0.12, 20).at(0, 0.05, -l*0.9), fan([]geom.Vec2{{X: -l * 0.62, Y: r * 0.3}, {X: -l * 0.95, Y: r * 2.2}, {X: -l * 1.08, Y: r * 2.2}, {X: -l, Y: 0}}))
	a.add("tail", tail, a.coat(tail.box(), a.palette.accent))
	a.propeller(vec(0, 0, l*0.97), r*1.9)
}

func (a *assembly) propeller(at geom.Vec3, r float32) {
	n := a.count(2, 4)
	var all []shape
	for i := range n {
		all = append(all, ball(r*0.1, r*0.5, 0.02, 12).at(0, r*0.55, 0).placed(turn(aroundZ, float32(i)/float32(n)+0.08)))
	}
	all = append(all, cylinder(r*0.2, 0.01, r*0.35, 0, 14).placed(turn(aroundX, 0.25)).at(0, 0, r*0.15))
	s := joined(all...).at(at.X, at.Y, at.Z)
	a.add("propeller", s, satin(plain(a.palette.dark).tinted(rings(at, vec(0, 0, 1), r*2, 0.2, 0), a.palette.accent)))
}

// balloon is a hot-air balloon with a basket.
func balloon(a *assembly) {
	r := a.between(0.55, 0.7)
	s := lathe(curved([]geom.Vec2{{X: 0.12, Y: -r * 1.3}, {X: r * 0.55, Y: -r * 0.8}, {X: r, Y: 0.05}, {X: r * 0.8, Y: r * 0.6}, {X: 0, Y: r * 0.95}}, 8), 40)
	p := plain(a.palette.main).tinted(rays(geom.Vec3{}, aroundY, a.count(4, 10), 0.5, a.Float32()), a.palette.second)
	if a.chance(0.5) {
		p = a.decorated(s.box(), a.palette.main)
	}
	if a.chance(0.5) {
		y := a.between(-0.2, 0.2)
		p = p.tinted(between(vec(0, 1, 0), y, y+a.between(0.08, 0.2)), a.palette.accent)
	}
	if a.chance(0.4) {
		p = p.tinted(a.emblem(s.box()), a.palette.light)
	}
	a.add("envelope", s, satin(p))
	y := -r*1.3 - a.between(0.25, 0.4)
	basket := block(0.16, 0.13, 0.16, 0.03).at(0, y, 0)
	c := woodColour(a.dice)
	a.add("basket", basket, matt(plain(c).tinted(joints(0.08, 0.05, 0.015), deeper(c, 0.5))))
	rope := limb([]geom.Vec3{vec(0.14, y, 0.14), vec(0.1, -r*1.2, 0.1)}, 6, 0.012, 0.012)
	ropes := joined(rope, rope.scaled(1, 1, -1))
	a.add("ropes", ropes.pair(), matt(plain(a.palette.dark)))
}

// boat floats: a hull, a deck, a cabin or a sail.
func boat(a *assembly) {
	l, w, h := a.between(0.7, 0.95), a.between(0.25, 0.38), a.between(0.18, 0.3)
	hull := block(w, h, l, 0.04).bent(func(p geom.Vec3) geom.Vec3 {
		t := p.Z / l
		bow := ramp(0.1, 1, t)
		keel := ramp(h, -h, p.Y)
		return vec(p.X*(1-0.95*bow)*(1-0.35*keel)*(1-0.2*ramp(-0.6, -1, t)), p.Y+0.12*bow*(1-keel), p.Z*(1-0.12*keel))
	})
	base := a.palette.main
	p := plain(base).tinted(beyond(vec(0, -1, 0), h*a.between(0.1, 0.4), 0), a.palette.second)
	y := h * a.between(0.3, 0.6)
	p = p.tinted(between(vec(0, 1, 0), y, y+h*0.2), a.palette.light)
	wood := woodColour(a.dice)
	if a.chance(0.4) {
		p = a.planks(wood, vec(0, 1, 0), 0.1)
	}
	p = p.over(facing(vec(0, 1, 0), 0.8, 0.1), a.planks(wood, vec(1, 0, 0), 0.09))
	a.add("hull", hull, satin(p))
	if a.chance(0.5) {
		a.sails(h)
		return
	}
	cabin := block(w*0.6, 0.16, l*0.3, 0.03).at(0, h+0.14, -l*0.2)
	q := plain(a.palette.light).tinted(stripes(vec(0, 0, 1), 0.15, 0.5, 0).and(between(vec(0, 1, 0), h+0.12, h+0.22)), oklch(0.4, 0.06, 0.63))
	q = q.tinted(between(vec(0, 1, 0), h+0.12, h+0.22).and(facing(vec(0, 0, 1), 0.8, 0.1)), oklch(0.4, 0.06, 0.63))
	q = q.tinted(beyond(vec(0, 1, 0), h+0.27, 0), a.palette.accent)
	a.add("cabin", cabin, satin(q))
	funnel := cylinder(0.09, 0.08, 0.35, 0.01, 20).at(0, h+0.42, -l*0.25)
	a.add("funnel", funnel, satin(plain(a.palette.accent).tinted(between(vec(0, 1, 0), h+0.42, h+0.5), a.palette.light).tinted(beyond(vec(0, 1, 0), h+0.54, 0), a.palette.dark)))
}

func (a *assembly) sails(deck float32) {
	top := deck + a.between(0.9, 1.2)
	mast := limb([]geom.Vec3{vec(0, deck, 0), vec(0, top, 0)}, 10, 0.035, 0.02)
	a.add("mast", mast, matt(plain(woodColour(a.dice))))
	belly := a.between(0.1, 0.25)
	wide := a.between(0.4, 0.6)
	s := plate(16, 16, 0.015, func(u, v float32) geom.Vec3 {
		x := (u - 0.5) * 2
		return vec(x*wide*lerp(0.75, 1, 1-v), lerp(deck+0.15, top-0.05, v), 0.05+belly*(1-x*x)*4*v*(1-v))
	})
	a.add("sail", s, a.coat(s.box(), pick(a.dice, a.palette.light, a.palette.accent)))
	flag := block(0.12, 0.07, 0.01, 0).at(0.12, top+0.04, 0)
	a.add("flag", flag, matt(plain(a.palette.accent)))
}
