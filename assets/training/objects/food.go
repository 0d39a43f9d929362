package objects

import "patina/paint/geom"

// food is a cake, a doughnut, an ice cream, a burger or fruit.
func food(a *assembly) {
	pick(a.dice, doughnut, cake, iceCream, burger, fruit, pumpkin)(a)
}

func doughnut(a *assembly) {
	r, t := a.between(0.5, 0.6), a.between(0.22, 0.32)
	dough := oklch(a.between(0.6, 0.72), 0.1, 0.17)
	icing := a.palette.main
	tilt := turn(aroundX, a.between(0, 0.22))
	untilt := tilt.Transpose()
	edge := beyond(vec(0, 1, 0), 0.02, 0).warped(0.12, 0.22, a.seed())
	p := plain(dough).tinted(between(vec(0, 1, 0), -0.05, 0.03), paler(dough, 0.3)).mottled(0.1, 0.15, a.seed())
	top := plain(icing)
	switch t := a.Float32(); {
	case t < 0.5: // sprinkles
		top = top.tinted(spots(0.07, 0.25, a.seed()), a.palette.light).tinted(spots(0.09, 0.22, a.seed()), a.palette.accent).tinted(spots(0.1, 0.22, a.seed()), a.palette.third)
	case t < 0.75:
		top = top.tinted(stripes(vec(1, 0, 0.3).Normalize(), 0.15, 0.3, 0).warped(0.03, 0.2, a.seed()), a.palette.other(a.dice, icing))
	}
	q := p.over(edge, top)
	turned := func(s spot) geom.Vec3 { return q(spot{untilt.ApplyPoint(s.p), untilt.ApplyDirection(s.n)}) }
	a.add("doughnut", torus(r, t, 48, 24).placed(tilt), satin(turned))
}

func cake(a *assembly) {
	tiers := a.count(1, 3)
	y, r := float32(-0.7), a.between(0.55, 0.75)
	for range tiers {
		h := a.between(0.3, 0.45)
		s := cylinder(r, r, h, 0.04, 40).at(0, y+h/2, 0)
		base := pick(a.dice, a.palette.main, a.palette.light, a.palette.second)
		p := a.decorated(s.box(), base)
		if a.chance(0.6) { // icing runs down
			p = p.tinted(beyond(vec(0, 1, 0), y+h*0.6, 0).warped(0.1, 0.14, a.seed()), a.palette.other(a.dice, base))
		}
		a.add("tier", s, satin(p))
		if a.chance(0.5) {
			var beads []shape
			n := a.count(10, 18)
			for k := range n {
				sin, cos := sincos(float32(k) / float32(n))
				beads = append(beads, ball(0.05, 0.045, 0.05, 8).at(r*sin, y+0.02, r*cos))
			}
			a.add("piping", joined(beads...), satin(plain(a.palette.light)))
		}
		y += h
		r *= a.between(0.6, 0.8)
	}
	if a.chance(0.5) {
		cherry := ball(0.1, 0.09, 0.1, 16).at(0, y+0.07, 0)
		a.add("cherry", cherry, glossy(plain(oklch(0.5, 0.2, 0.05))))
		return
	}
	var candles []shape
	for i := range a.count(1, 5) {
		sin, cos := sincos(float32(i) / 5)
		candles = append(candles, cylinder(0.03, 0.03, 0.25, 0, 10).at(sin*r*0.7, y+0.12, cos*r*0.7), ball(0.03, 0.06, 0.03, 8).at(sin*r*0.7, y+0.3, cos*r*0.7))
	}
	p := plain(a.palette.accent).tinted(helix(vec(0, 0, 0), 1, 12, 0.5), a.palette.light).tinted(beyond(vec(0, 1, 0), y+0.245, 0), oklch(0.85, 0.16, 0.22))
	a.add("candles", joined(candles...), satin(p))
}

func iceCream(a *assembly) {
	c := oklch(0.68, 0.09, 0.17)
	cone := lathe(refined([]geom.Vec2{{X: 0, Y: -1}, {X: 0.3, Y: 0}, {X: 0, Y: 0}}, 0.1), 32).creased(50)
	a.add("cone", cone, matt(plain(c).tinted(helix(geom.Vec3{}, 8, 3, 0.15), deeper(c, 0.35)).tinted(helix(geom.Vec3{}, 8, -3, 0.15), deeper(c, 0.35))))
	n := a.count(1, 3)
	at := vec(0, 0.12, 0)
	for i := range n {
		r := a.between(0.28, 0.36)
		l := clay{blend: 0.05, fade: 0.02}
		flavour := []geom.Vec3{a.palette.main, a.palette.second, a.palette.light}[i]
		p := plain(flavour).mottled(0.1, 0.1, a.seed())
		if a.chance(0.5) {
			p = p.tinted(spots(a.between(0.08, 0.16), 0.22, a.seed()), pick(a.dice, a.palette.dark, a.palette.accent))
		}
		if i == n-1 && a.chance(0.5) { // sauce
			p = p.tinted(beyond(vec(0, 1, 0), at.Y+r*0.3, 0).warped(0.15, 0.18, a.seed()), a.palette.accent)
		}
		l.add(ovoid(at, vec(r, r*0.95, r)).bumpy(0.03, 0.12, a.seed()), p)
		l.add(ovoid(at.Add(vec(0, -r*0.6, 0)), vec(r*1.08, r*0.2, r*1.08)).bumpy(0.04, 0.1, a.seed()), p)
		a.add("scoop", l.shape(36), satin(l.paint()))
		at = at.Add(vec(a.between(-0.06, 0.06), r*1.25, 0))
	}
	if a.chance(0.4) {
		wafer := cylinder(0.04, 0.04, 0.5, 0, 12).placed(move(0.18, at.Y-0.1, -0.08).Mul(turn(aroundZ, -0.06)))
		a.add("wafer", wafer, matt(plain(c).tinted(helix(vec(0.18, 0, 0), 1, 9, 0.4), oklch(0.4, 0.07, 0.14))))
	}
}

func burger(a *assembly) {
	r := a.between(0.6, 0.75)
	bun := oklch(a.between(0.6, 0.72), 0.11, 0.17)
	low := cylinder(r*0.95, r, 0.2, 0.08, 40).at(0, -0.45, 0)
	a.add("lower bun", low, matt(plain(bun).tinted(beyond(vec(0, 1, 0), -0.38, 0), paler(bun, 0.45)).mottled(0.1, 0.2, a.seed())))
	y := float32(-0.35)
	for range a.count(2, 5) {
		y = a.filling(y, r)
	}
	top := lathe(append([]geom.Vec2{{X: 0, Y: 0}, {X: r * 0.9, Y: 0}, {X: r, Y: 0.08}}, curved([]geom.Vec2{{X: r * 1.01, Y: 0.16}, {X: r * 0.8, Y: 0.38}, {X: r * 0.4, Y: 0.5}, {X: 0, Y: 0.53}}, 5)...), 40).creased(50).at(0, y, 0)
	p := plain(deeper(bun, 0.08)).tinted(gradient(vec(0, -1, 0), -y-0.3, -y), paler(bun, 0.25))
	p = p.tinted(spots(0.14, 0.17, a.seed()).and(beyond(vec(0, 1, 0), y+0.2, 0.05)), oklch(0.93, 0.05, 0.24))
	a.add("upper bun", top, satin(p))
}

// filling lays one thing on a burger and returns its top.
func (a *assembly) filling(y, r float32) float32 {
	switch a.IntN(4) {
	case 0:
		s := cylinder(r*1.02, r*1.02, 0.16, 0.07, 36).at(0, y+0.08, 0)
		meat := oklch(a.between(0.3, 0.42), 0.06, 0.1)
		a.add("patty", s, matt(plain(meat).mottled(0.5, 0.06, a.seed())))
		return y + 0.16
	case 1:
		s := block(r*0.85, 0.02, r*0.85, 0.01).at(0, y+0.02, 0).placed(turn(aroundY, a.Float32()/4))
		a.add("cheese", s, satin(plain(oklch(0.82, 0.16, 0.23))))
		return y + 0.04
	case 2:
		s := cylinder(r*0.9, r*0.9, 0.07, 0.03, 36).at(0, y+0.035, 0)
		a.add("tomato", s, satin(plain(oklch(0.58, 0.19, 0.08))))
		return y + 0.07
	}
	n := float32(a.count(9, 14))
	s := sheet(96, 6, func(u, v float32) geom.Vec3 {
		sin, cos := sincos(u)
		wave, _ := sincos(u * n)
		if u == 1 {
			sin, cos, wave = 0, 1, 0
		}
		k := r * 1.12 * (1 - abs(2*v-1)*0.3)
		return vec(k*sin, y+0.08*v+0.05*wave*(1-abs(2*v-1)), k*cos)
	})
	g := oklch(0.7, 0.16, 0.36)
	a.add("salad", s, satin(plain(g).tinted(rays(geom.Vec3{}, aroundY, 30, 0.4, 0).warped(0.05, 0.2, a.seed()), paler(g, 0.4))))
	return y + 0.06
}

func fruit(a *assembly) {
	r, h := a.between(0.55, 0.7), a.between(0.5, 0.8)
	dent := a.between(0, 0.2)
	body := lathe(curved([]geom.Vec2{{X: 0, Y: -h + dent*0.6}, {X: r * 0.4, Y: -h}, {X: r * a.between(0.8, 1), Y: -h * 0.4}, {X: r * a.between(0.6, 1), Y: h * 0.35}, {X: r * 0.4, Y: h * 0.92}, {X: 0, Y: h - dent}}, 7), 40)
	c := pick(a.dice, a.palette.main, oklch(0.55, 0.2, 0.07), oklch(0.8, 0.16, 0.28), oklch(0.72, 0.17, 0.17), oklch(0.7, 0.17, 0.35))
	p := plain(c).tinted(radial(vec(r*a.between(-0.8, 0.8), h*0.3, r*0.7), r*1.1, r), pick(a.dice, oklch(0.6, 0.2, 0.07), oklch(0.8, 0.15, 0.27), paler(c, 0.4)))
	switch t := a.Float32(); {
	case t < 0.3:
		p = p.tinted(spots(0.06, 0.2, a.seed()), paler(c, 0.5))
	case t < 0.55: // a melon
		p = p.tinted(rays(geom.Vec3{}, aroundY, a.count(7, 12), 0.4, 0).warped(0.08, 0.15, a.seed()), deeper(c, 0.45))
	}
	a.add("fruit", body, glossy(p.mottled(0.08, 0.3, a.seed())))
	stem := limb(bow(vec(0, h-dent-0.03, 0), vec(0, h, 0), vec(a.between(-0.1, 0.15), h+0.2, 0), 6), 8, 0.03, 0.04)
	a.add("stem", stem, matt(plain(oklch(0.4, 0.06, 0.17))))
	if a.chance(0.6) {
		s := plate(12, 12, 0.01, func(u, v float32) geom.Vec3 {
			w, _ := sincos(v / 2)
			return vec(0.02+v*0.35, h+0.05+0.12*w, (u-0.5)*0.3*w+0.001)
		})
		leaf := leafColour(a.dice)
		a.add("leaf", s, satin(plain(leaf).tinted(stripes(vec(1, 0, 0), 0.07, 0.2, 0), deeper(leaf, 0.3))))
	}
}

func pumpkin(a *assembly) {
	r, h := float32(0.7), a.between(0.45, 0.65)
	n := float32(a.count(7, 11))
	body := sheet(88, 24, func(u, v float32) geom.Vec3 {
		if u == 1 {
			u = 0
		}
		s, c := sincos(u)
		k, lift := sincos(v / 2)
		if v == 0 || v == 1 {
			k = 0
		}
		rib, _ := sincos(u * n / 2)
		k *= r * (0.88 + 0.14*abs(rib))
		return vec(k*s, -lift*h*(1-0.25*(1-k)), k*c)
	})
	c := pick(a.dice, oklch(0.7, 0.17, 0.16), a.palette.main)
	p := plain(c).tinted(rays(geom.Vec3{}, aroundY, int(n), 0.25, 0), deeper(c, 0.3)).mottled(0.1, 0.2, a.seed())
	if a.chance(0.6) { // a carved face
		whites, _ := drawnEyes(0.26, 0.12, 0.13, 1)
		glow := pick(a.dice, oklch(0.88, 0.15, 0.25), vec(0.12, 0.07, 0.05))
		p = p.tinted(whites, glow).tinted(mouth(-0.12, 0.34, 0.12, 0.06), glow)
		p = p.tinted(stamp(star(3, 0.5), vec(0, 0.02, r), 0.08, false), glow)
	}
	a.add("pumpkin", body, satin(p))
	stem := limb(bow(vec(0, h*0.8, 0), vec(0, h+0.1, 0), vec(0.12, h+0.22, 0), 6), 10, 0.08, 0.06)
	a.add("stem", stem, matt(plain(leafColour(a.dice)).streaked(vec(0, 1, 0), 0.3, 0.03, a.seed())))
}
