package objects

import "patina/paint/geom"

// rock is stones with moss, snow, veins or crystals.
func rock(a *assembly) {
	c := clay{blend: a.between(0.02, 0.1), fade: 0.02}
	stone := pick(a.dice, stoneColour(a.dice), a.palette.main)
	p := plain(stone).tinted(patches(a.between(0.2, 0.5), 0.5, 0.2, a.seed()), deeper(stone, 0.25)).mottled(0.25, 0.08, a.seed())
	if a.chance(0.5) {
		p = p.tinted(cracks(a.between(0.3, 0.6), 0.05, a.seed()).warped(0.05, 0.15, a.seed()), deeper(stone, 0.5))
	}
	if a.chance(0.4) {
		p = p.tinted(patches(0.25, 0.6, 0.04, a.seed()), a.palette.accent)
	}
	if a.chance(0.6) {
		p = p.tinted(facing(vec(0, 1, 0), a.between(0.2, 0.6), 0.2).warped(0.15, 0.2, a.seed()), pick(a.dice, leafColour(a.dice), vec(0.96, 0.97, 1), a.palette.second))
	}
	for i := range a.count(1, 4) {
		r := a.between(0.25, 0.5)
		at := vec(a.between(-0.4, 0.4), -0.5+r*0.7, a.between(-0.3, 0.3))
		if i == 0 {
			r, at = 0.55, vec(0, -0.1, 0)
		}
		half := vec(r*a.between(0.8, 1.3), r*a.between(0.6, 1.1), r*a.between(0.7, 1))
		c.add(brick(at, half, r*a.between(0.3, 0.58)).bumpy(0.2, a.between(0.3, 0.5), a.seed()), p)
	}
	s := c.shape(44)
	if a.chance(0.4) {
		s = s.creased(22)
	}
	a.add("rock", s, matt(c.paint()))
	if a.chance(0.4) {
		a.shards(vec(0, 0.2, 0), 0.5, a.count(3, 6))
	}
}

// crystal is a cluster of them on a rock.
func crystal(a *assembly) {
	stone := stoneColour(a.dice)
	base := ball(0.6, 0.2, 0.5, 20).bent(func(p geom.Vec3) geom.Vec3 { return p.Add(vec(0, 0.1*noise(p.Scale(4), 7), 0)) }).at(0, -0.7, 0)
	a.add("rock", base, matt(plain(stone).mottled(0.3, 0.1, a.seed())))
	a.shards(vec(0, -0.65, 0), 1.2, a.count(4, 8))
}

// shards are pointed crystals that lean outwards.
func (a *assembly) shards(at geom.Vec3, size float32, n int) {
	var all []shape
	sides := a.count(5, 7)
	for i := range n {
		h, r := size*a.between(0.5, 1.1), size*a.between(0.07, 0.16)
		if i == 0 {
			h, r = size*1.3, size*0.18
		}
		s := lathe([]geom.Vec2{{X: 0, Y: 0}, {X: r * 0.8, Y: 0}, {X: r, Y: h * 0.7}, {X: 0, Y: h}}, sides)
		lean := a.between(0.02, 0.12)
		if i == 0 {
			lean = 0
		}
		s = s.placed(turn(aroundY, a.Float32()).Mul(turn(aroundX, lean))).creased(20)
		all = append(all, s.at(at.X, at.Y, at.Z))
	}
	c := a.palette.main
	s := joined(all...)
	low, high := s.box().Min.Y, s.box().Max.Y
	p := plain(c).tinted(gradient(vec(0, 1, 0), low, high), pick(a.dice, paler(c, 0.6), a.palette.accent))
	p = p.tinted(facing(vec(0.5, 0.5, 0.7).Normalize(), 0.6, 0.02), paler(c, 0.4)).streaked(vec(0, 1, 0), 0.2, 0.06, a.seed())
	a.add("crystals", s, glossy(p))
}

// pot is a plant in a pot: a cactus, flowers or leaves.
func pot(a *assembly) {
	r, h := a.between(0.3, 0.42), a.between(0.25, 0.35)
	profile := []geom.Vec2{{X: r * a.between(0.6, 0.9), Y: -0.9}, {X: r, Y: -0.9 + 2*h - 0.1}, {X: r * 1.1, Y: -0.9 + 2*h - 0.1}, {X: r * 1.1, Y: -0.9 + 2*h}}
	s := lathe(refined(hollow(profile, 0.05), 0.1), 36).creased(40)
	clayColour := pick(a.dice, oklch(0.58, 0.11, 0.12), a.palette.second)
	a.add("pot", s, satin(a.glaze(s.box(), clayColour)))
	top := -0.9 + 2*h
	soil := ball(r*0.98, 0.05, r*0.98, 20).at(0, top-0.06, 0)
	a.add("soil", soil, matt(plain(oklch(0.3, 0.04, 0.14)).mottled(0.4, 0.05, a.seed())))
	switch t := a.Float32(); {
	case t < 0.4:
		a.cactus(top)
	case t < 0.75:
		a.blossoms(top)
	default:
		a.fronds(top)
	}
}

func (a *assembly) cactus(y float32) {
	c := clay{blend: 0.06, fade: 0.02}
	g := leafColour(a.dice)
	p := plain(g).tinted(rays(geom.Vec3{}, aroundY, a.count(8, 14), 0.3, 0), deeper(g, 0.25)).tinted(spots(0.09, 0.12, a.seed()), paler(g, 0.7))
	top := y + a.between(0.6, 1)
	c.add(bone(vec(0, y-0.1, 0), vec(0, top, 0), 0.2, 0.17), p)
	for _, side := range []float32{-1, 1} {
		if a.chance(0.75) {
			elbow := vec(side*a.between(0.32, 0.42), y+a.between(0.25, 0.5), 0)
			c.add(bone(vec(0, elbow.Y-0.06, 0), elbow, 0.1, 0.1), p)
			c.add(bone(elbow, elbow.Add(vec(0, a.between(0.15, 0.35), 0)), 0.1, 0.08), p)
		}
	}
	a.add("cactus", c.shape(50), matt(c.paint()))
	if a.chance(0.6) {
		a.blossom(vec(0, top+0.17, 0), vec(0, 1, 0.3), 0.16)
	}
}

// blossom is a flower whose face points in a direction.
func (a *assembly) blossom(at, face geom.Vec3, r float32) {
	n := a.count(5, 8)
	var petals []shape
	for i := range n {
		petals = append(petals, ball(r*0.32, r*0.5, r*0.1, 12).at(0, r*0.55, 0).placed(turn(aroundZ, float32(i)/float32(n))))
	}
	tilt := move(at.X, at.Y, at.Z).Mul(turn(aroundY, turns(face.X, face.Z))).Mul(turn(aroundX, -turns(face.Y, sqrt(face.X*face.X+face.Z*face.Z))))
	c := pick(a.dice, a.palette.accent, a.palette.main, a.palette.third)
	q := plain(c).tinted(radial(at, r*0.7, r*0.6), pick(a.dice, paler(c, 0.5), deeper(c, 0.35)))
	a.add("petals", joined(petals...).placed(tilt), matt(q))
	a.add("middle", ball(r*0.3, r*0.3, r*0.2, 14).placed(tilt), matt(plain(pick(a.dice, oklch(0.82, 0.16, 0.24), a.palette.dark)).mottled(0.3, 0.02, a.seed())))
}

func (a *assembly) blossoms(y float32) {
	g := leafColour(a.dice)
	var stems []shape
	for range a.count(1, 4) {
		tip := vec(a.between(-0.4, 0.4), y+a.between(0.5, 1), a.between(-0.15, 0.25))
		root := vec(tip.X*0.3, y-0.1, 0)
		stems = append(stems, limb(bow(root, root.Add(vec(0, 0.3, 0)), tip, 8), 8, 0.03, 0.02))
		for range 2 {
			at := root.Lerp(tip, a.between(0.2, 0.6))
			stems = append(stems, ball(0.05, 0.02, 0.13, 10).placed(move(at.X, at.Y, at.Z).Mul(turn(aroundY, a.Float32())).Mul(move(0, 0, 0.12))))
		}
		a.blossom(tip, vec(tip.X*0.6, 0.3, 1), a.between(0.17, 0.28))
	}
	a.add("stems", joined(stems...), matt(plain(g).mottled(0.2, 0.1, a.seed())))
}

func (a *assembly) fronds(y float32) {
	var all []shape
	n := a.count(6, 11)
	for i := range n {
		l, w := a.between(0.5, 0.9), a.between(0.08, 0.16)
		rise := a.between(0.3, 0.9)
		s := plate(10, 14, 0.012, func(u, v float32) geom.Vec3 {
			side := (u - 0.5) * 2
			bell, _ := sincos(v / 2)
			return vec(side*w*bell, rise*(v-0.6*v*v)*1.4+0.05*side*side*bell, l*v*0.75)
		})
		all = append(all, s.placed(turn(aroundY, float32(i)/float32(n)+a.between(-0.03, 0.03))).at(0, y-0.05, 0))
	}
	g := a.leaf()
	p := plain(g).tinted(patches(0.12, 0.55, 0.1, a.seed()), paler(g, 0.35)).tinted(gradient(vec(0, 1, 0), y, y+0.7), pick(a.dice, paler(g, 0.3), a.palette.accent))
	a.add("leaves", joined(all...), satin(p))
}

// island is a piece of land with water, trees or houses on it.
func island(a *assembly) {
	seed := a.seed()
	size, steep := a.between(0.9, 1.6), a.between(0.3, 0.7)
	height := func(x, z float32) float32 {
		r := sqrt(x*x + z*z)
		return steep*clouds(vec(x*size, 0.5, z*size), 4, seed)*1.4*ramp(1, 0.45, r) - 0.08
	}
	edge := float32(1)
	land := sheet(72, 30, func(u, v float32) geom.Vec3 {
		if u == 1 {
			u = 0
		}
		s, c := sincos(u)
		r := edge * v
		x, z := r*s, r*c
		return vec(x, height(x, z), z)
	})
	if land.facesDown() {
		land = land.inverted()
	}
	sand, grass, stone := oklch(0.83, 0.07, 0.23), leafColour(a.dice), stoneColour(a.dice)
	if a.chance(0.3) {
		sand, grass, stone = a.palette.light, a.palette.main, a.palette.second
	}
	p := plain(sand).over(beyond(vec(0, 1, 0), 0.04, 0.04).warped(0.03, 0.1, a.seed()), plain(grass).tinted(patches(0.15, 0.5, 0.1, a.seed()), deeper(grass, 0.25)))
	p = p.over(beyond(vec(0, 1, 0), steep*0.5, 0.06).warped(0.06, 0.12, a.seed()), plain(stone).mottled(0.3, 0.08, a.seed()))
	p = p.tinted(facing(vec(0, 1, 0), 0.75, 0.15).inverse().and(beyond(vec(0, 1, 0), 0.05, 0.05)), deeper(stone, 0.15))
	if a.chance(0.5) {
		p = p.tinted(beyond(vec(0, 1, 0), steep*0.72, 0.04).warped(0.05, 0.1, a.seed()), vec(0.97, 0.98, 1))
	}
	a.add("land", land, matt(p))
	water := pick(a.dice, oklch(0.6, 0.11, 0.64), a.palette.accent)
	q := plain(water).tinted(waves(0.12, 0.4), paler(water, 0.15))
	a.add("water", cylinder(1.02, 1.02, 0.06, 0.01, 64).at(0, -0.02, 0), glossy(q))
	rock := lathe(refined([]geom.Vec2{{X: 0, Y: -a.between(0.5, 0.9)}, {X: 0.35, Y: -0.45}, {X: 0.8, Y: -0.2}, {X: 1.02, Y: -0.05}}, 0.08), 48).bent(func(p geom.Vec3) geom.Vec3 {
		k := 1 + 0.25*(clouds(p.Scale(3), 2, seed)-0.5)*ramp(-0.05, -0.2, p.Y)
		return vec(p.X*k, p.Y, p.Z*k)
	})
	earth := oklch(0.42, 0.06, 0.14)
	a.add("earth", rock, matt(plain(earth).tinted(stripes(vec(0, 1, 0), 0.16, 0.4, 0).warped(0.05, 0.2, a.seed()), deeper(earth, 0.3)).mottled(0.25, 0.08, a.seed())))
	a.settle(height)
}

// facesDown tells whether most of a shape's area looks down.
func (s shape) facesDown() bool {
	var up float32
	for _, t := range s.triangles {
		a, b, c := s.positions[t[0]], s.positions[t[1]], s.positions[t[2]]
		up += b.Sub(a).Cross(c.Sub(a)).Y
	}
	return up < 0
}

// settle puts trees and huts on land.
func (a *assembly) settle(height func(x, z float32) float32) {
	var trunks, crowns, walls, roofs []shape
	for range a.count(3, 12) {
		x, z := a.between(-0.6, 0.6), a.between(-0.6, 0.6)
		y := height(x, z)
		if y < 0.06 {
			continue
		}
		if a.chance(0.75) {
			trunks = append(trunks, cylinder(0.025, 0.02, 0.16, 0, 8).at(x, y+0.05, z))
			crowns = append(crowns, cylinder(a.between(0.08, 0.13), 0.01, a.between(0.2, 0.35), 0, 12).at(x, y+0.22, z))
		} else {
			walls = append(walls, block(0.08, 0.08, 0.08, 0).at(x, y+0.05, z))
			roofs = append(roofs, cylinder(0.15, 0.01, 0.12, 0, 4).placed(turn(aroundY, 0.125)).at(x, y+0.18, z))
		}
	}
	if len(trunks) > 0 {
		g := leafColour(a.dice)
		a.add("trunks", joined(trunks...), matt(plain(woodColour(a.dice))))
		a.add("crowns", joined(crowns...), matt(plain(g).tinted(patches(0.08, 0.5, 0.1, a.seed()), deeper(g, 0.3))))
	}
	if len(walls) > 0 {
		a.add("walls", joined(walls...), matt(plain(a.palette.light).tinted(joints(0.08, 0.08, 0.025), woodColour(a.dice))))
		a.add("roofs", joined(roofs...), matt(plain(a.palette.accent)))
	}
}

// planet is a ball of seas and lands, sometimes with a ring and moons.
func planet(a *assembly) {
	r := a.between(0.55, 0.75)
	sea, land := a.palette.main, a.palette.second
	p := plain(sea).tinted(patches(a.between(0.4, 0.8), a.between(0.45, 0.55), 0.02, a.seed()), land)
	switch t := a.Float32(); {
	case t < 0.4: // bands of gas
		f := stripes(vec(0.15, 1, 0).Normalize(), a.between(0.2, 0.5), 0.45, a.Float32()).warped(0.08, 0.3, a.seed())
		p = plain(sea).tinted(f, land).tinted(stripes(vec(0.15, 1, 0).Normalize(), 0.33, 0.15, a.Float32()).warped(0.05, 0.25, a.seed()), a.palette.light)
	case t < 0.6: // craters
		p = plain(sea).mottled(0.2, 0.3, a.seed()).tinted(spots(a.between(0.25, 0.45), 0.32, a.seed()), deeper(sea, 0.25)).tinted(rosettes(0.3, a.seed()), paler(sea, 0.3))
	default:
		p = p.tinted(beyond(vec(0, 1, 0), r*0.8, 0.05).warped(0.1, 0.2, a.seed()), vec(0.96, 0.97, 1)).tinted(beyond(vec(0, -1, 0), r*0.85, 0.05), vec(0.96, 0.97, 1))
		p = p.tinted(patches(0.25, 0.62, 0.15, a.seed()), vec(0.97, 0.97, 0.98))
	}
	a.add("planet", ball(r, r, r, 48), matt(p))
	if a.chance(0.5) {
		tilt := turn(aroundX, a.between(0.02, 0.1)).Mul(turn(aroundZ, a.between(-0.06, 0.06)))
		ring := torus(r*1.6, r*0.3, 64, 12).scaled(1, 0.08, 1).placed(tilt)
		c := a.palette.third
		a.add("ring", ring, matt(plain(c).tinted(rings(geom.Vec3{}, tilt.ApplyDirection(vec(0, 1, 0)), 0.12, 0.35, 0), a.palette.accent)))
	}
	for range a.count(0, 2) {
		s, c := sincos(a.Float32())
		m := a.between(0.1, 0.17)
		moon := ball(m, m, m, 20).at(s*r*1.4, a.between(0.3, 0.6), c*r*1.4)
		a.add("moon", moon, matt(plain(stoneColour(a.dice)).tinted(spots(0.12, 0.3, a.seed()), a.palette.dark)))
	}
}
