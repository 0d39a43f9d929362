package objects

import "patina/paint/geom"

// tree has a trunk and a crown.
func tree(a *assembly) {
	bark := woodColour(a.dice)
	lean := a.between(-0.12, 0.12)
	thick := a.between(0.06, 0.14)
	top := a.between(-0.1, 0.3)
	trunk := limb(bow(vec(0, -1, 0), vec(lean, -0.4, 0), vec(lean*1.5, top, 0), 8), 12, thick*1.3, thick*0.7)
	p := plain(bark).tinted(grain(vec(0, 1, 0), 0.12, a.seed()), deeper(bark, 0.4))
	if a.chance(0.2) { // birch
		p = plain(vec(0.93, 0.92, 0.88)).tinted(patches(0.15, 0.6, 0.05, a.seed()), vec(0.15, 0.14, 0.13))
	}
	a.add("trunk", trunk, matt(p))
	if a.chance(0.4) {
		a.conifer(top)
	} else {
		a.crown(vec(lean*1.5, top, 0))
	}
	if a.chance(0.4) {
		s := ball(0.55, 0.16, 0.55, 24).at(0, -1, 0)
		g := leafColour(a.dice)
		a.add("ground", s, matt(plain(g).tinted(patches(0.2, 0.5, 0.1, a.seed()), deeper(g, 0.3))))
	}
}

// foliage is leaves in lighter and darker patches, sometimes with fruit or snow.
func (a *assembly) foliage(leaf geom.Vec3) pattern {
	p := plain(leaf).tinted(patches(a.between(0.08, 0.2), 0.5, 0.15, a.seed()), deeper(leaf, 0.3))
	p = p.tinted(gradient(vec(0, 1, 0), 0, 1.2), paler(leaf, a.between(0, 0.4)))
	switch t := a.Float32(); {
	case t < 0.3:
		p = p.tinted(spots(a.between(0.18, 0.3), a.between(0.15, 0.25), a.seed()), a.palette.accent)
	case t < 0.45:
		p = p.tinted(facing(vec(0, 1, 0), a.between(0.3, 0.7), 0.2).warped(0.1, 0.2, a.seed()), vec(0.96, 0.97, 1))
	}
	return p
}

func (a *assembly) leaf() geom.Vec3 {
	if a.chance(0.3) {
		return a.palette.main
	}
	return leafColour(a.dice)
}

func (a *assembly) conifer(top float32) {
	tiers := a.count(2, 4)
	var all []shape
	y, r := top-0.7, a.between(0.5, 0.75)
	step := (1 - y) / float32(tiers)
	for i := range tiers {
		k := 1 - float32(i)/float32(tiers)*0.75
		profile := refined([]geom.Vec2{{X: 0, Y: 0.05}, {X: r * k, Y: 0}, {X: r * k * 0.9, Y: 0.06}, {X: 0, Y: step * 1.5}}, 0.12)
		all = append(all, lathe(profile, 24).creased(50).at(0, y+float32(i)*step, 0))
	}
	a.add("crown", joined(all...), matt(a.foliage(a.leaf())))
}

func (a *assembly) crown(at geom.Vec3) {
	c := clay{blend: 0.12, fade: 0.02}
	leaves := a.foliage(a.leaf())
	for range a.count(3, 7) {
		r := a.between(0.22, 0.42)
		center := at.Add(vec(a.between(-0.4, 0.4), a.between(0, 0.6), a.between(-0.35, 0.35)))
		c.add(ovoid(center, vec(r, r*a.between(0.7, 1), r)).bumpy(0.05, 0.15, a.seed()), leaves)
	}
	a.add("crown", c.shape(44), matt(leaves))
}

// mushroom has a cap on a stem, alone or with smaller ones.
func mushroom(a *assembly) {
	a.toadstool(vec(0, -0.9, 0), a.between(0.8, 1.1))
	for range a.count(0, 2) {
		x := a.between(0.45, 0.75) * pick[float32](a.dice, -1, 1)
		a.toadstool(vec(x, -0.9, a.between(-0.2, 0.4)), a.between(0.3, 0.5))
	}
}

func (a *assembly) toadstool(at geom.Vec3, size float32) {
	r, h := size*a.between(0.12, 0.25), size*a.between(0.7, 1.2)
	stem := lathe(curved([]geom.Vec2{{X: 0, Y: 0}, {X: r * 1.3, Y: 0.02}, {X: r, Y: h * 0.4}, {X: r * 0.8, Y: h}, {X: 0, Y: h}}, 4), 20).at(at.X, at.Y, at.Z)
	pale := a.palette.light
	p := plain(pale).tinted(gradient(vec(0, -1, 0), -at.Y-h, -at.Y), a.palette.other(a.dice, pale))
	if a.chance(0.5) { // a face
		y := at.Y + h*0.5
		whites, _ := drawnEyes(r*0.4, y, r*0.2, 1.4)
		p = p.tinted(whites, vec(0.1, 0.1, 0.12)).tinted(mouth(y-r*0.4, r*0.3, r*0.15, 0.012), vec(0.1, 0.1, 0.12))
	}
	a.add("stem", stem, matt(p))
	w, t := size*a.between(0.45, 0.7), size*a.between(0.25, 0.55)
	cap := lathe(curved([]geom.Vec2{{X: r * 0.8, Y: 0.02}, {X: w * 0.9, Y: -t * 0.12}, {X: w, Y: 0}, {X: w * 0.8, Y: t * 0.6}, {X: w * 0.35, Y: t * 0.95}, {X: 0, Y: t}}, 5), 32).at(at.X, at.Y+h*0.92, at.Z)
	top := a.palette.main
	q := plain(top).tinted(gradient(vec(0, 1, 0), at.Y+h, at.Y+h+t), a.palette.second)
	q = q.tinted(spots(size*a.between(0.25, 0.45), a.between(0.25, 0.4), a.seed()), a.palette.light)
	gills := rays(at, aroundY, a.count(12, 20), 0.5, 0)
	q = q.over(facing(vec(0, -1, 0), 0.3, 0.2), plain(pale).tinted(gills, deeper(pale, 0.25)))
	a.add("cap", cap, satin(q))
}
