package objects

import "patina/paint/geom"

// toy is a ball, building blocks, a top, an egg, a teddy bear or a snowman.
func toy(a *assembly) { pick(a.dice, playBall, bricks, spinningTop, egg, teddy, teddy, snowman)(a) }

func playBall(a *assembly) {
	r := a.between(0.6, 0.9)
	s := ball(r, r, r, 48)
	base := a.palette.main
	var p pattern
	switch t := a.Float32(); {
	case t < 0.35: // a beach ball
		n := a.count(3, 6)
		axis := pick(a.dice, aroundX, aroundY, aroundZ)
		p = plain(base).tinted(rays(geom.Vec3{}, axis, n, 0.33, 0), a.palette.light).tinted(rays(geom.Vec3{}, axis, n, 0.33, 0.33), a.palette.accent)
		p = p.tinted(radial(vec(0, 0, r), r*0.2, 0), a.palette.light).tinted(radial(vec(0, r, 0), r*0.2, 0), a.palette.light)
	case t < 0.55: // leather panels
		size, seed := a.between(0.4, 0.6), a.seed()
		p = mosaic(size, seed, a.palette.light, a.palette.light, base).tinted(cracks(size, 0.06, seed), a.palette.dark)
	case t < 0.7: // seams
		p = plain(base).tinted(between(vec(1, 0, 0), -0.025, 0.025), a.palette.dark).tinted(between(vec(0, 1, 0), -0.025, 0.025), a.palette.dark)
		p = p.tinted(rings(vec(r*1.2, 0, 0), vec(0, 0, 1), r*0.9, 0.06, 0).mirrored(), a.palette.dark)
	default:
		p = a.decorated(s.box(), base).tinted(a.emblem(s.box()), a.palette.accent)
	}
	a.add("ball", s, glossy(p))
}

func bricks(a *assembly) {
	at := vec(0, -0.8, 0)
	size := a.between(0.28, 0.38)
	for i := range a.count(2, 4) {
		n := 1
		if i == 0 {
			n = a.count(1, 2)
		}
		for k := range n {
			x := at.X + (float32(k)-float32(n-1)/2)*size*2.1
			s := block(size, size, size, a.between(0, 0.06)).placed(move(x, at.Y+size, 0).Mul(turn(aroundY, a.between(-0.05, 0.05))))
			c := pick(a.dice, a.palette.main, a.palette.second, a.palette.third, a.palette.accent)
			p := plain(c)
			if a.chance(0.8) { // a letter on each side
				f := anyFigure(a.dice)
				letter := func(s spot) float32 {
					u, v := wall(s)
					if abs(s.n.Z) > 0.7 {
						u -= x
					}
					dx, dy := u/(size*0.6), (v-at.Y-size)/(size*0.6)
					if abs(s.n.Y) > 0.7 || dx*dx+dy*dy > 2 {
						return 0
					}
					return ramp(-soft, soft, f(dx, dy))
				}
				p = p.tinted(letter, a.palette.other(a.dice, c))
			}
			p = p.tinted(edgesOf(halves(s.box()), a.between(0.04, 0.08), a.seed()), pick(a.dice, woodColour(a.dice), a.palette.light))
			a.add("block", s, satin(p))
		}
		at = at.Add(vec(a.between(-0.08, 0.08), size*2, 0))
		size *= a.between(0.75, 1)
	}
	if a.chance(0.5) {
		roof := cylinder(size*1.3, 0.01, size*1.6, 0, pick(a.dice, 4, 32)).placed(turn(aroundY, 0.125)).at(at.X, at.Y+size*0.8, 0)
		a.add("roof", roof, a.coat(roof.box(), a.palette.accent))
	}
}

func spinningTop(a *assembly) {
	s := lathe(curved([]geom.Vec2{{X: 0, Y: -0.8}, {X: 0.08, Y: -0.7}, {X: a.between(0.5, 0.75), Y: a.between(-0.1, 0.1)}, {X: a.between(0.2, 0.5), Y: 0.3}, {X: 0.08, Y: 0.45}, {X: 0.08, Y: 0.75}, {X: 0, Y: 0.8}}, 6), 40)
	p := plain(a.palette.main).tinted(a.roundOrnament(s.box(), 0.2), a.palette.accent).tinted(stripes(vec(0, 1, 0), a.between(0.15, 0.35), 0.4, 0), a.palette.second)
	a.add("top", s, glossy(p))
}

func egg(a *assembly) {
	s := lathe(curved([]geom.Vec2{{X: 0, Y: -0.75}, {X: 0.42, Y: -0.62}, {X: 0.6, Y: -0.2}, {X: 0.48, Y: 0.35}, {X: 0.22, Y: 0.75}, {X: 0, Y: 0.85}}, 7), 44)
	p := plain(a.palette.main)
	for i := range a.count(2, 5) {
		y := -0.55 + 0.27*float32(i)
		c := []geom.Vec3{a.palette.second, a.palette.accent, a.palette.light, a.palette.third, a.palette.dark}[i]
		switch a.IntN(4) {
		case 0:
			p = p.tinted(zigzag(geom.Vec3{}, a.count(8, 14), y, 0.06, 0.06), c)
		case 1:
			p = p.tinted(beads(geom.Vec3{}, a.count(7, 12), y, 0.06), c)
		case 2:
			p = p.tinted(between(vec(0, 1, 0), y-0.05, y+0.06), c)
		case 3:
			p = p.tinted(lozenges(geom.Vec3{}, a.count(6, 10), 0.24).and(between(vec(0, 1, 0), y-0.12, y+0.12)), c)
		}
	}
	if a.chance(0.3) {
		p = a.decorated(s.box(), a.palette.main)
	}
	a.add("egg", s, glossy(p))
	if a.chance(0.4) {
		cup := lathe(curved([]geom.Vec2{{X: 0.4, Y: -1.05}, {X: 0.35, Y: -1}, {X: 0.16, Y: -0.85}, {X: 0.5, Y: -0.5}, {X: 0.58, Y: -0.36}}, 5), 36)
		inside := cup.scaled(0.93, 1, 0.93).inverted()
		a.add("cup", joined(cup, inside), a.coat(cup.box(), a.palette.second))
	}
}

// teddy sits and looks to the front.
func teddy(a *assembly) {
	fur := pick(a.dice, oklch(a.between(0.4, 0.75), 0.07, 0.17), a.palette.main)
	pale := pick(a.dice, paler(fur, 0.45), a.palette.light)
	coat := plain(fur).mottled(0.2, 0.04, a.seed())
	if a.chance(0.3) {
		coat = coat.tinted(a.ornament(geom.Box{Min: vec(-0.5, -0.5, -0.5), Max: vec(0.5, 0.5, 0.5)}), a.palette.other(a.dice, fur))
	}
	c := clay{blend: 0.05, fade: 0.015}
	tummy := func(s spot) float32 {
		return ramp(0.1, 0.2, s.n.Z) * ramp(0.26, 0.25, sqrt(s.p.X*s.p.X+(s.p.Y+0.25)*(s.p.Y+0.25)))
	}
	c.add(ovoid(vec(0, -0.25, 0), vec(0.4, 0.46, 0.36)), coat.tinted(tummy, pale))
	head := vec(0, 0.45, 0.03)
	c.add(ovoid(head, vec(0.36, 0.33, 0.33)), coat)
	snout := plain(pale).tinted(mouth(0.27, 0.07, 0.05, 0.014), vec(0.1, 0.08, 0.08))
	c.add(ovoid(head.Add(vec(0, -0.1, 0.27)), vec(0.17, 0.13, 0.15)), snout)
	long := a.chance(0.3) // a rabbit's ears
	if long {
		c.add(bone(head.Add(vec(0.15, 0.25, 0)), head.Add(vec(0.22, 0.75, 0)), 0.1, 0.07).both(), plain(fur).tinted(facing(vec(0, 0, 1), 0.6, 0.2), oklch(0.78, 0.08, 0.02)))
	} else {
		c.add(ovoid(head.Add(vec(0.29, 0.25, 0)), vec(0.14, 0.14, 0.07)).both(), plain(fur).tinted(facing(vec(0, 0, 1), 0.75, 0.2), pale))
	}
	c.add(bone(vec(0.33, 0, 0), vec(0.55, -0.3, 0.2), 0.13, 0.12).both(), coat)
	sole := plain(fur).tinted(facing(vec(0, 0, 1), 0.75, 0.1), pale)
	c.add(bone(vec(0.25, -0.55, 0.1), vec(0.4, -0.6, 0.5), 0.16, 0.15).both(), sole)
	c.add(ovoid(vec(0, -0.5, -0.38), vec(0.1, 0.1, 0.1)), plain(pale))
	a.add("body", c.shape(56), matt(c.paint()))
	a.eyes(0.14, 0.52, 0.33, 0.055)
	a.add("nose", ball(0.06, 0.045, 0.04, 12).at(0, 0.41, 0.45), glossy(plain(vec(0.1, 0.08, 0.08))))
	if a.chance(0.6) {
		a.neckwear(0.14, 0.33)
	}
}

// neckwear is a bow tie or a scarf at a height around a neck.
func (a *assembly) neckwear(y, r float32) {
	colour := a.palette.accent
	p := plain(colour).tinted(stripes(vec(1, 0.3, 0).Normalize(), 0.12, 0.4, 0), a.palette.other(a.dice, colour))
	if a.chance(0.5) {
		side := cylinder(0.03, 0.12, 0.2, 0.02, 14).placed(move(0.13, y, r+0.03).Mul(turn(aroundZ, -0.25)))
		a.add("bow tie", joined(side.pair(), ball(0.05, 0.06, 0.05, 10).at(0, y, r+0.03)), satin(p))
		return
	}
	ring := torus(r*0.85, 0.075, 32, 12).at(0, y, 0.02)
	end := block(0.08, 0.22, 0.03, 0.02).placed(move(0.14, y-0.2, r*0.95).Mul(turn(aroundX, -0.03)))
	a.add("scarf", joined(ring, end), matt(p))
}

func snowman(a *assembly) {
	snow := vec(0.95, 0.96, 0.99)
	c := clay{blend: 0.06, fade: 0.02}
	p := plain(snow).mottled(0.04, 0.2, a.seed()).tinted(gradient(vec(0, -1, 0), 0.2, 1.1), oklch(0.8, 0.04, 0.68))
	buttons := p
	for i := range 3 {
		buttons = buttons.tinted(stamp(disc, vec(0, 0.12-0.14*float32(i), 0.3), 0.045, false), a.palette.dark)
	}
	c.add(ovoid(vec(0, -0.55, 0), vec(0.5, 0.45, 0.5)), p)
	c.add(ovoid(vec(0, 0.05, 0), vec(0.37, 0.35, 0.37)), buttons)
	head := p.tinted(mouth(0.42, 0.14, 0.06, 0.022), a.palette.dark)
	whites, _ := drawnEyes(0.1, 0.6, 0.045, 1.2)
	c.add(ovoid(vec(0, 0.53, 0), vec(0.28, 0.27, 0.28)), head.tinted(whites, a.palette.dark).tinted(cheeks(0.17, 0.48, 0.07), a.palette.accent))
	a.add("snow", c.shape(56), matt(c.paint()))
	carrot := cylinder(0.055, 0.01, 0.3, 0, 14).placed(move(0, 0.52, 0.4).Mul(turn(aroundX, 0.25)))
	a.add("nose", carrot, matt(plain(oklch(0.7, 0.17, 0.16)).tinted(stripes(vec(0, 0, 1), 0.06, 0.2, 0), oklch(0.6, 0.16, 0.14))))
	twig := joined(limb(bow(vec(0.3, 0.1, 0), vec(0.55, 0.15, 0.05), vec(0.75, 0.35, 0.1), 6), 8, 0.03, 0.02), limb([]geom.Vec3{vec(0.62, 0.22, 0.07), vec(0.78, 0.2, 0.15)}, 6, 0.02, 0.015))
	a.add("arms", twig.pair(), matt(plain(woodColour(a.dice))))
	if a.chance(0.7) {
		hat := joined(cylinder(0.34, 0.34, 0.04, 0.01, 28).at(0, 0.76, 0), cylinder(0.2, a.between(0.18, 0.24), 0.32, 0.02, 28).at(0, 0.93, 0))
		a.add("hat", hat, matt(plain(a.palette.dark).tinted(between(vec(0, 1, 0), 0.79, 0.86), a.palette.accent)))
	}
	if a.chance(0.7) {
		a.neckwear(0.3, 0.3)
	}
}
