package objects

import "patina/paint/geom"

// seat is a chair, an armchair, a stool or a bench.
func seat(a *assembly) {
	w, d, t := a.between(0.35, 0.7), a.between(0.32, 0.45), a.between(0.04, 0.14)
	wood := pick(a.dice, woodColour(a.dice), a.palette.main)
	frame := satin(plain(wood).tinted(grain(vec(0, 1, 0), 0.08, a.seed()), deeper(wood, 0.3)))
	height := a.between(0.4, 0.6)
	var legs []shape
	r := a.between(0.03, 0.07)
	for _, z := range []float32{d * 0.85, -d * 0.85} {
		legs = append(legs, limb([]geom.Vec3{vec(w*0.85, -t, z), vec(w*a.between(0.85, 1), -height, z*1.05)}, 10, r, r*0.7))
	}
	a.add("legs", joined(legs...).pair(), frame)
	cushion := block(w, t, d, t*0.7)
	a.add("seat", cushion, a.coat(cushion.box(), a.palette.second))
	if a.chance(0.2) {
		return // a stool
	}
	back := a.between(0.35, 0.7)
	lean := a.between(0, 0.06)
	if a.chance(0.6) {
		s := block(w, back, 0.05+t*0.3, 0.04).placed(move(0, t+back, -d).Mul(turn(aroundX, -lean)))
		m := a.coat(s.box(), pick(a.dice, a.palette.second, a.palette.accent))
		a.add("back", s, m)
	} else {
		var bars []shape
		n := a.count(3, 5)
		for i := range n {
			x := w * 0.9 * (2*float32(i)/float32(n-1) - 1)
			bars = append(bars, limb([]geom.Vec3{vec(x, 0, -d*0.9), vec(x, t+2*back, -d-lean)}, 8, 0.03, 0.03))
		}
		bars = append(bars, block(w, 0.07, 0.04, 0.02).at(0, t+2*back, -d-lean))
		a.add("back", joined(bars...), frame)
	}
	if a.chance(0.4) {
		arm := block(0.06, 0.05, d*0.9, 0.03).at(w, t+0.3, 0)
		post := block(0.04, 0.18, 0.05, 0.02).at(w, t+0.12, d*0.75)
		a.add("arms", joined(arm, post).pair(), frame)
	}
}

// table carries a few things.
func table(a *assembly) {
	w, d, h := a.between(0.6, 0.9), a.between(0.4, 0.6), a.between(0.3, 0.5)
	wood := pick(a.dice, woodColour(a.dice), a.palette.main)
	board := block(w, 0.04, d, 0.01)
	if a.chance(0.4) {
		board = cylinder(w, w, 0.08, 0.02, 40)
		d = w
	}
	p := a.planks(wood, vec(0, 0, 1), a.between(0.15, 0.3))
	if a.chance(0.3) {
		p = a.decorated(board.box(), a.palette.main)
	}
	a.add("board", board, satin(p))
	if a.chance(0.35) { // a cloth that hangs down in folds
		a.tablecloth(w, d, a.between(0.15, h))
	}
	if a.chance(0.6) {
		leg := limb([]geom.Vec3{vec(w*0.62, -0.05, d*0.62), vec(w*0.65, -2*h, d*0.65)}, 10, 0.05, 0.035)
		a.add("legs", joined(leg, leg.scaled(1, 1, -1)).pair(), satin(plain(deeper(wood, 0.2))))
	} else {
		leg := lathe(curved([]geom.Vec2{{X: 0, Y: -2 * h}, {X: w * 0.5, Y: -2 * h}, {X: w * 0.4, Y: -2*h + 0.06}, {X: 0.06, Y: -1.6 * h}, {X: 0.1, Y: -h}, {X: 0.07, Y: -0.05}, {X: 0, Y: -0.05}}, 4), 24)
		a.add("leg", leg, satin(plain(deeper(wood, 0.2))))
	}
	for range a.count(0, 2) {
		s := a.solid(0.16)
		s = s.at(a.between(-0.4, 0.4)*w, 0.04-s.box().Min.Y, a.between(-0.4, 0.4)*d)
		a.add("thing", s, a.coat(s.box(), pick(a.dice, a.palette.accent, a.palette.second, a.palette.third)))
	}
}

func (a *assembly) tablecloth(w, d, drop float32) {
	folds := float32(a.count(8, 16))
	s := lathe(refined([]geom.Vec2{{X: 0, Y: 0.05}, {X: 1, Y: 0.05}}, 0.1), 64)
	outside := sheet(96, 8, func(u, v float32) geom.Vec3 {
		sin, cos := sincos(u)
		wave, _ := sincos(u * folds)
		if u == 1 {
			sin, cos, wave = 0, 1, 0
		}
		k := 1.03 + 0.05*(1-v)*wave + 0.04*(1-v)
		return vec(w*k*sin, 0.05-drop*(1-v), d*k*cos)
	})
	cloth := joined(s.scaled(w*1.03, 1, d*1.03).inverted(), outside)
	a.add("cloth", cloth, matt(a.decorated(cloth.box(), a.palette.accent)))
}

// lamp has a foot, a stem and a shade.
func lamp(a *assembly) {
	foot := a.between(0.25, 0.4)
	h := a.between(0.6, 0.9)
	stem := lathe(curved([]geom.Vec2{{X: 0, Y: -h}, {X: foot, Y: -h}, {X: foot * 0.9, Y: -h + 0.06}, {X: a.between(0.05, 0.12), Y: -h + 0.16}, {X: a.between(0.05, 0.3), Y: -h * 0.4}, {X: 0.05, Y: 0}, {X: 0.05, Y: 0.3}, {X: 0, Y: 0.3}}, 6), 32)
	a.add("stem", stem, a.coat(stem.box(), a.palette.main))
	low, top, tall := a.between(0.35, 0.6), a.between(0.15, 0.4), a.between(0.3, 0.5)
	shade := lathe(curved([]geom.Vec2{{X: low, Y: 0}, {X: lerp(low, top, 0.4), Y: tall * 0.5}, {X: top, Y: tall}}, 5), 36)
	inside := shade.scaled(0.97, 1, 0.97).inverted()
	y := a.between(0.05, 0.2)
	s := shade.at(0, y, 0)
	m := a.coat(s.box(), pick(a.dice, a.palette.light, a.palette.accent, a.palette.second))
	m.paint = m.paint.tinted(between(vec(0, 1, 0), y-0.01, y+0.04), a.palette.accent)
	a.add("shade", s, m)
	a.add("inside", inside.at(0, y, 0), matt(plain(oklch(0.93, 0.07, 0.25))))
	bulb := ball(0.1, 0.12, 0.1, 16).at(0, y+0.1, 0)
	a.add("bulb", bulb, matt(plain(oklch(0.97, 0.05, 0.28))))
}
