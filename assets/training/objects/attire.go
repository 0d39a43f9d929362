package objects

import "patina/paint/geom"

// attire is a hat, a crown, a boot, a mask, a bag or a cloth that is draped.
func attire(a *assembly) { pick(a.dice, hat, crown, boot, mask, bag, drape)(a) }

func hat(a *assembly) {
	r, tall, brim := a.between(0.35, 0.45), a.between(0.4, 1), a.between(0.6, 0.95)
	top := r * a.between(0.1, 1)
	profile := curved([]geom.Vec2{{X: brim, Y: -0.02}, {X: brim * 0.98, Y: 0.03}, {X: r * 1.05, Y: 0.05}, {X: r, Y: 0.12}, {X: lerp(r, top, 0.6), Y: tall * 0.7}, {X: top, Y: tall}, {X: 0, Y: tall * a.between(0.9, 1.02)}}, 5)
	wave := a.between(0, 0.12)
	s := lathe(profile, 44).bent(func(p geom.Vec3) geom.Vec3 {
		k := max(0, sqrt(p.X*p.X+p.Z*p.Z)-r)
		return vec(p.X, p.Y+wave*4*k*(p.X*p.X-p.Z*p.Z), p.Z)
	}).at(0, -0.4, 0)
	base := a.palette.main
	p := a.decorated(s.box(), base)
	p = p.tinted(between(vec(0, 1, 0), -0.33, -0.33+a.between(0.08, 0.2)).and(radial(vec(0, -0.3, 0), r*1.25, 0)), a.palette.accent)
	a.add("hat", s, matt(p))
	inside := lathe(profile, 44).scaled(0.97, 0.97, 0.97).bent(func(p geom.Vec3) geom.Vec3 {
		k := max(0, sqrt(p.X*p.X+p.Z*p.Z)-r)
		return vec(p.X, p.Y-0.01+wave*4*k*(p.X*p.X-p.Z*p.Z), p.Z)
	}).inverted().at(0, -0.4, 0)
	a.add("lining", inside, matt(plain(deeper(base, 0.4))))
	if a.chance(0.5) {
		side := pick[float32](a.dice, -1, 1)
		feather := ball(0.06, 0.3, 0.02, 14).placed(move(side*r*0.9, 0, r*0.5).Mul(turn(aroundZ, -side*0.05)))
		a.add("feather", feather, matt(plain(a.palette.accent).tinted(stripes(vec(0.4, 1, 0).Normalize(), 0.06, 0.3, 0), a.palette.light)))
	}
}

func crown(a *assembly) {
	r, h := a.between(0.5, 0.65), a.between(0.25, 0.4)
	n := a.count(4, 8)
	peak := a.between(0.2, 0.4)
	ring := func(r float32) shape {
		return sheet(n*12, 6, func(u, v float32) geom.Vec3 {
			if u == 1 {
				u = 0
			}
			s, c := sincos(u)
			_, f := cell(u * float32(n))
			y := -h + 2*h*v + peak*v*(1-2*abs(f-0.5))*2
			k := r * (1 + 0.15*v)
			return vec(k*s, y, k*c)
		})
	}
	gold := pick(a.dice, oklch(0.8, 0.14, 0.24), metalColour(a.dice), a.palette.main)
	p := plain(gold).tinted(between(vec(0, 1, 0), -h, -h*0.7), deeper(gold, 0.3)).tinted(beads(geom.Vec3{}, n*2, -h*0.85, 0.05), a.palette.accent)
	p = p.tinted(beads(geom.Vec3{}, n, 0, 0.1), a.palette.second).tinted(a.roundOrnament(geom.Box{Min: vec(-r, -h, -r), Max: vec(r, h, r)}, 0.2), deeper(gold, 0.2))
	a.add("crown", joined(ring(r), ring(r*0.93).inverted()), glossy(p))
	var knobs []shape
	for i := range n {
		s, c := sincos((float32(i) + 0.5) / float32(n))
		k := r * 1.12
		knobs = append(knobs, ball(0.07, 0.07, 0.07, 12).at(k*s, h+2*peak, k*c))
	}
	a.add("pearls", joined(knobs...), glossy(plain(pick(a.dice, a.palette.light, a.palette.accent))))
	if a.chance(0.5) {
		velvet := ball(r*0.92, h*1.3, r*0.92, 28)
		a.add("velvet", velvet, matt(plain(a.palette.third).mottled(0.15, 0.1, a.seed())))
	}
}

func boot(a *assembly) {
	c := clay{blend: 0.16, fade: 0.01}
	tall := a.between(0.3, 0.8)
	leather := pick(a.dice, a.palette.main, woodColour(a.dice))
	box := geom.Box{Min: vec(-0.3, -0.7, -0.4), Max: vec(0.3, tall, 0.7)}
	p := plain(leather)
	if a.chance(0.6) {
		p = p.tinted(a.ornament(box), a.palette.other(a.dice, leather))
	}
	p = p.tinted(beyond(vec(0, 0, 1), 0.42, 0), pick(a.dice, deeper(leather, 0.25), a.palette.second))
	p = p.tinted(beyond(vec(0, 1, 0), tall-0.08, 0), a.palette.accent)
	laces := stripes(vec(0, 1, -0.6).Normalize(), 0.13, 0.3, 0).and(between(vec(1, 0, 0), -0.1, 0.1)).and(facing(vec(0, 0.5, 0.8), 0.1, 0.1))
	p = p.tinted(laces, a.palette.light)
	p = p.tinted(beyond(vec(0, -1, 0), 0.6, 0), pick(a.dice, a.palette.dark, a.palette.light)).mottled(0.12, 0.1, a.seed())
	c.add(bone(vec(0, -0.45, -0.2), vec(0, tall-0.2, -0.22), 0.25, a.between(0.24, 0.32)), p)
	c.add(bone(vec(0, -0.5, -0.2), vec(0, -0.52, 0.45), 0.23, 0.22), p)
	c.add(brick(vec(0, -0.68, 0.12), vec(0.24, 0.06, 0.55), 0.05), p)
	a.add("boot", c.shape(54), satin(c.paint()))
	if a.chance(0.5) {
		s := torus(0.28, 0.05, 28, 8).at(0, -0.2, -0.2)
		a.add("strap", s, satin(plain(a.palette.accent).tinted(stamp(square, vec(0, -0.2, 0.1), 0.07, false), metalColour(a.dice))))
	}
}

func mask(a *assembly) {
	w, h := a.between(0.5, 0.65), a.between(0.65, 0.85)
	s := ball(w, h, 0.35, 48).bent(func(p geom.Vec3) geom.Vec3 {
		if p.Z < 0 {
			p.Z *= 0.15
		}
		return p
	})
	base := pick(a.dice, woodColour(a.dice), a.palette.main)
	p := plain(base).streaked(vec(0, 1, 0), 0.15, 0.05, a.seed())
	for range a.count(1, 3) {
		p = p.tinted(a.ornament(s.box()).mirrored(), a.palette.other(a.dice, base))
	}
	whites, pupils := drawnEyes(w*0.4, h*0.15, w*a.between(0.2, 0.3), a.between(0.5, 1.2))
	p = p.tinted(whites, pick(a.dice, a.palette.light, a.palette.dark)).tinted(pupils, a.palette.dark)
	p = a.maw(p, w, h*0.8)
	p = p.tinted(cheeks(w*0.6, -h*0.15, w*0.2), a.palette.accent)
	p = p.over(facing(vec(0, 0, -1), 0.5, 0.1), plain(deeper(base, 0.4)))
	a.add("mask", s, satin(p))
	nose := cylinder(0.1, 0.03, h*0.5, 0.02, 16).scaled(1, 1, 1.4).at(0, -h*0.02, 0.33)
	a.add("nose", nose, satin(plain(a.palette.second)))
	switch t := a.Float32(); {
	case t < 0.4:
		horn := limb(bow(vec(w*0.6, h*0.7, 0), vec(w*1.2, h*0.9, 0), vec(w*1.1, h*1.3, 0), 10), 12, 0.11, 0.02)
		a.add("horns", horn.pair(), satin(plain(a.palette.light).tinted(stripes(vec(0, 1, 0), 0.1, 0.4, 0), a.palette.dark)))
	case t < 0.75:
		var plumes []shape
		n := a.count(4, 7)
		for i := range n {
			plumes = append(plumes, ball(0.07, 0.25, 0.025, 12).at(0, h+0.1, 0).placed(turn(aroundZ, (float32(i)/float32(n-1)-0.5)*0.3)))
		}
		at := vec(0, 0, 0)
		a.add("plumes", joined(plumes...), matt(plain(a.palette.accent).tinted(rings(at, vec(0, 0, 1), 0.2, 0.4, 0), a.palette.third)))
	}
}

func bag(a *assembly) {
	w, h, d := a.between(0.45, 0.65), a.between(0.45, 0.65), a.between(0.2, 0.32)
	s := block(w, h, d, 0.16).bent(func(p geom.Vec3) geom.Vec3 {
		k := 1 + 0.12*ramp(h, -h, p.Y)
		return vec(p.X*k, p.Y, p.Z*k)
	})
	base := a.palette.main
	a.add("bag", s, a.coat(s.box(), base))
	flap := block(w*1.02, h*0.45, d*0.5, 0.14).at(0, h*0.5, d*0.7)
	p := a.decorated(flap.box(), a.palette.second).tinted(stamp(anyFigure(a.dice), vec(0, h*0.3, d), 0.14, false), a.palette.accent)
	a.add("flap", flap, matt(p))
	pocket := block(w*0.6, h*0.3, 0.09, 0.06).at(0, -h*0.45, d*1.1)
	a.add("pocket", pocket, a.coat(pocket.box(), pick(a.dice, a.palette.third, a.palette.second)))
	strap := limb(bow(vec(w*0.5, h*0.8, -d), vec(w*0.55, 0, -d-0.35), vec(w*0.5, -h*0.8, -d), 10), 10, 0.06, 0.06)
	handle := limb(bow(vec(-0.15, h*0.95, 0), vec(0, h+0.35, 0), vec(0.15, h*0.95, 0), 10), 8, 0.035, 0.035)
	a.add("straps", joined(strap.pair(), handle), matt(plain(deeper(base, 0.35)).tinted(stripes(vec(0, 1, 0), 0.06, 0.3, 0), deeper(base, 0.5))))
	buckle := block(0.07, 0.07, 0.03, 0.02).at(0, h*0.08, d*1.25)
	a.add("buckle", buckle, glossy(plain(metalColour(a.dice))))
}

// drape is a cloth that hangs over a rail, or a flag on a pole.
func drape(a *assembly) {
	folds, depth := float32(a.count(2, 5)), a.between(0.08, 0.18)
	w, h := a.between(0.6, 0.8), a.between(0.6, 0.9)
	phase := a.Float32()
	s := plate(48, 24, 0.02, func(u, v float32) geom.Vec3 {
		wave, _ := sincos(u*folds/2 + phase + 0.1*v)
		return vec((u-0.5)*2*w, (v-0.5)*2*h+0.05*(1-v)*wave, depth*wave*(1-0.6*v)+0.03*clouds(vec(u*4, v*4, 0), 2, 5))
	})
	base := a.palette.main
	p := a.decorated(s.box(), base)
	p = p.tinted(a.emblem(s.box()), a.palette.accent).tinted(beyond(vec(0, -1, 0), h*0.88, 0), a.palette.second)
	a.add("cloth", s, matt(p.mottled(0.08, 0.2, a.seed())))
	rail := limb([]geom.Vec3{vec(-w*1.1, h, 0), vec(w*1.1, h, 0)}, 12, 0.045, 0.045)
	if a.chance(0.5) {
		rail = joined(rail, limb([]geom.Vec3{vec(0, h+0.05, -0.1), vec(0, -h-0.4, -0.1)}, 12, 0.045, 0.045))
	}
	wood := woodColour(a.dice)
	a.add("rail", rail, satin(plain(wood).tinted(grain(vec(1, 0, 0), 0.08, a.seed()), deeper(wood, 0.3))))
	var tips []shape
	for _, x := range []float32{-w * 1.12, w * 1.12} {
		tips = append(tips, ball(0.08, 0.08, 0.08, 14).at(x, h, 0))
	}
	a.add("knobs", joined(tips...), glossy(plain(a.palette.accent)))
}
