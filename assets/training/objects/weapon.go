package objects

import "patina/paint/geom"

// weapon stands upright: a sword, an axe, a hammer or a wand; now and then a shield.
func weapon(a *assembly) {
	switch t := a.Float32(); {
	case t < 0.3:
		a.sword()
	case t < 0.5:
		a.hafted(a.axeHead())
	case t < 0.65:
		a.hafted(block(a.between(0.25, 0.4), a.between(0.14, 0.22), a.between(0.12, 0.2), 0.03))
	case t < 0.75:
		a.hafted(pick(a.dice, ball(0.2, 0.2, 0.2, 20), extrusion(a.outline(0.28), geom.Vec2{}, 0.14), block(0.15, 0.15, 0.15, 0).placed(turn(aroundX, 0.125))))
	default:
		a.shield()
	}
}

func (a *assembly) sword() {
	w, l := a.between(0.09, 0.2), a.between(0.9, 1.3)
	curve := pick(a.dice, 0, a.between(-0.25, 0.25))
	blade := sheet(24, 24, func(u, v float32) geom.Vec3 {
		s, c := sincos(u)
		if u == 1 {
			s, c = 0, 1
		}
		half := w * (1 - ramp(0.75, 1, v)) * (1 + 0.2*ramp(0.9, 0.4, v)*ramp(0, 0.6, v))
		if v == 1 {
			half = 0
		}
		// A diamond for a section.
		k := 1 / (abs(s) + abs(c))
		return vec(-half*s*k+curve*v*v, l*v, half*0.22*c*k)
	}).inverted()
	if volume(blade) < 0 {
		blade = blade.inverted()
	}
	blade = blade.creased(30)
	metal := metalColour(a.dice)
	p := plain(paler(metal, 0.2)).tinted(beyond(vec(1, 0, 0), 0, 0), metal).streaked(vec(0, 1, 0), 0.15, 0.04, a.seed())
	if a.chance(0.5) { // runes
		for i := range a.count(2, 4) {
			p = p.tinted(stamp(anyFigure(a.dice), vec(0, l*(0.2+0.16*float32(i)), 0), w*0.4, false), a.palette.accent)
		}
	}
	a.add("blade", blade, glossy(p))
	guard := block(a.between(0.2, 0.4), 0.05, 0.08, 0.035)
	a.add("guard", guard, a.coat(guard.box(), a.palette.second))
	grip := cylinder(0.05, 0.055, 0.4, 0.01, 16).at(0, -0.22, 0)
	a.add("grip", grip, matt(plain(a.palette.dark).tinted(helix(geom.Vec3{}, 1, 12, 0.5), pick(a.dice, woodColour(a.dice), a.palette.main))))
	pommel := ball(0.09, 0.09, 0.08, 16).at(0, -0.46, 0)
	a.add("pommel", pommel, glossy(plain(a.palette.accent)))
}

// volume is what a closed shape encloses, below 0 where it is inside out.
func volume(s shape) (v float32) {
	for _, t := range s.triangles {
		a, b, c := s.positions[t[0]], s.positions[t[1]], s.positions[t[2]]
		v += a.Dot(b.Cross(c)) / 6
	}
	return v
}

func (a *assembly) axeHead() shape {
	r := a.between(0.3, 0.45)
	outline := []geom.Vec2{{X: -0.04, Y: -0.1}}
	for i := range 9 {
		t := float32(i)/8*2 - 1
		outline = append(outline, geom.Vec2{X: r * (1 - 0.25*t*t), Y: t * r * 0.8})
	}
	outline = append(outline, geom.Vec2{X: -0.04, Y: 0.1})
	blade := extrusion(outline, geom.Vec2{X: 0.1}, 0.16).bent(func(p geom.Vec3) geom.Vec3 {
		p.Z *= 1 - 0.85*ramp(0.05, r, p.X)
		return p
	})
	if a.chance(0.4) {
		return blade.pair()
	}
	return blade
}

// hafted puts a head on a handle.
func (a *assembly) hafted(head shape) {
	l := a.between(0.7, 1)
	wood := woodColour(a.dice)
	haft := cylinder(0.06, 0.05, 2*l, 0.02, 16)
	p := plain(wood).tinted(grain(vec(0, 1, 0), 0.08, a.seed()), deeper(wood, 0.3))
	p = p.over(between(vec(0, 1, 0), -l*0.9, -l*0.4), plain(a.palette.second).tinted(helix(geom.Vec3{}, 1, 11, 0.4), deeper(a.palette.second, 0.4)))
	a.add("haft", haft, matt(p))
	head = head.at(0, l*0.75, 0)
	m := a.coat(head.box(), pick(a.dice, metalColour(a.dice), a.palette.main))
	m.shine, m.gloss = 0.6, 0.7
	m.paint = m.paint.tinted(beyond(vec(1, 0, 0), head.box().Max.X*0.8, 0.02), oklch(0.85, 0.01, 0.6))
	a.add("head", head, m)
	if a.chance(0.5) {
		ring := cylinder(0.085, 0.085, 0.1, 0.02, 18).at(0, l*0.45, 0)
		a.add("ring", ring, glossy(plain(a.palette.accent)))
	}
}

func (a *assembly) shield() {
	w, h := a.between(0.55, 0.75), a.between(0.7, 0.95)
	tip := a.between(0, 1)
	bulge := a.between(0.1, 0.3)
	rim := func(t float32) geom.Vec2 {
		s, c := sincos(t)
		y := -c * h
		x := s * w
		if y < 0 {
			x *= lerp(1, 1-abs(y)/h*0.25, tip)
			y *= lerp(1, 1.2, tip)
		} else {
			y *= lerp(1, 0.75, tip)
		}
		return geom.Vec2{X: x, Y: y}
	}
	front := sheet(48, 12, func(u, v float32) geom.Vec3 {
		if u == 1 {
			u = 0
		}
		p := rim(u).Scale(1 - v)
		return vec(p.X, p.Y, bulge*(1-(1-v)*(1-v)))
	})
	if volume(front) < 0 {
		front = front.inverted()
	}
	back := front.at(0, 0, -0.05).inverted()
	field := a.decorated(front.box(), a.palette.main)
	field = field.tinted(a.emblem(front.box()), a.palette.other(a.dice, a.palette.main))
	wood := woodColour(a.dice)
	a.add("front", front, satin(a.aged(front.box(), field)))
	a.add("back", back, matt(a.planks(wood, vec(1, 0, 0), 0.2)))
	var path []geom.Vec3
	for i := range 49 {
		p := rim(float32(i%48) / 48)
		path = append(path, vec(p.X, p.Y, -0.02))
	}
	edge := tube(path, 8, func(float32) float32 { return 0.045 })
	a.add("rim", edge, satin(plain(pick(a.dice, metalColour(a.dice), a.palette.accent)).tinted(stripes(vec(0, 1, 0), 0.2, 0.15, 0), a.palette.dark)))
	if a.chance(0.6) {
		boss := ball(0.16, 0.16, 0.1, 20).at(0, 0, bulge)
		a.add("boss", boss, glossy(plain(metalColour(a.dice))))
	}
}
