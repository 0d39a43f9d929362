package objects

import "patina/paint/geom"

// tower is a castle's, a lighthouse or a windmill.
func tower(a *assembly) {
	r, h := a.between(0.26, 0.4), a.between(0.6, 0.9)
	top := r * a.between(0.65, 1)
	t := building{assembly: a, wall: pick(a.dice, stoneColour(a.dice), a.palette.main, a.palette.light), trim: a.palette.second}
	body := cylinder(r, top, 2*h, 0.01, 36)
	kind := a.Float32()
	p := t.masonry(plain(t.wall))
	if kind < 0.35 { // a lighthouse
		p = plain(a.palette.light).tinted(stripes(vec(0, 1, 0), a.between(0.3, 0.6), 0.5, 0), a.palette.accent)
		if a.chance(0.4) {
			p = plain(a.palette.light).tinted(helix(geom.Vec3{}, a.count(1, 2), a.between(0.8, 1.6), 0.5), a.palette.accent)
		}
	}
	lit := oklch(a.between(0.3, 0.85), 0.1, 0.24)
	for i := range 3 {
		p = p.tinted(stamp(drop, vec(0, h*(0.65-0.5*float32(i)), r*0.8), 0.09, i == 1), lit)
	}
	p = p.tinted(stamp(arched, vec(0, -h*0.75, r), h*0.25, false), woodColour(a.dice))
	a.add("walls", body, matt(p.tinted(beyond(vec(0, -1, 0), h*0.93, 0), deeper(stoneColour(a.dice), 0.3))))
	switch {
	case kind < 0.35:
		a.lantern(h, top)
	case kind < 0.75:
		a.battlements(h, top, t.wall)
	default:
		a.sailsOfMill(h, top)
	}
	if a.chance(0.5) {
		g := leafColour(a.dice)
		rock := ball(r*2, 0.18, r*2, 28).at(0, -h-0.05, 0)
		a.add("ground", rock, matt(plain(g).tinted(patches(0.2, 0.5, 0.1, a.seed()), pick(a.dice, stoneColour(a.dice), deeper(g, 0.3)))))
	}
}

// arched is a door: a square with a round top.
func arched(x, y float32) float32 {
	if y > 0.3 {
		return 0.55 - sqrt(x*x+(y-0.3)*(y-0.3))
	}
	return min(0.55-abs(x), y+1)
}

func (a *assembly) lantern(h, r float32) {
	deck := cylinder(r*1.35, r*1.35, 0.06, 0.01, 32).at(0, h+0.02, 0)
	a.add("deck", deck, satin(plain(a.palette.dark)))
	glass := cylinder(r*0.7, r*0.7, 0.26, 0.01, 28).at(0, h+0.18, 0)
	a.add("lantern", glass, glossy(plain(oklch(0.9, 0.1, 0.26)).tinted(rays(geom.Vec3{}, aroundY, 8, 0.2, 0), a.palette.dark)))
	a.roofCone(vec(0, h+0.3, 0), r*0.95, a.between(0.2, 0.4))
}

func (a *assembly) roofCone(at geom.Vec3, r, rise float32) {
	s := lathe(refined([]geom.Vec2{{X: 0, Y: 0}, {X: r, Y: 0}, {X: r * 0.4, Y: rise * a.between(0.45, 0.65)}, {X: 0, Y: rise}}, 0.08), 32).creased(50).at(at.X, at.Y, at.Z)
	c := pick(a.dice, a.palette.accent, a.palette.second, oklch(0.5, 0.14, 0.08))
	p := plain(c).tinted(shinglesAround(at, 16, 0.09), deeper(c, 0.4))
	a.add("roof", s, matt(p))
	if a.chance(0.5) {
		pole := limb([]geom.Vec3{at.Add(vec(0, rise-0.03, 0)), at.Add(vec(0, rise+0.25, 0))}, 6, 0.012, 0.012)
		flag := block(0.11, 0.06, 0.01, 0).at(at.X+0.11, at.Y+rise+0.18, at.Z)
		a.add("flag", joined(pole, flag), matt(plain(a.palette.main)))
	}
}

// shinglesAround are rows of tiles around a cone.
func shinglesAround(center geom.Vec3, count int, height float32) field {
	return round(center, func(turn, y, _ float32) float32 {
		row, f := cell(y / height)
		_, g := cell(turn*float32(count) + 0.5*float32(row&1))
		edge := 0.5 - sqrt(max(0.25-(g-0.5)*(g-0.5), 0))
		return ramp(edge+0.3, edge, f)
	})
}

func (a *assembly) battlements(h, r float32, wall geom.Vec3) {
	ring := cylinder(r*1.2, r*1.25, 0.16, 0.01, 32).at(0, h+0.05, 0)
	all := []shape{ring}
	n := a.count(6, 10)
	for i := range n {
		all = append(all, block(0.07, 0.08, 0.05, 0.005).at(0, h+0.2, r*1.18).placed(turn(aroundY, float32(i)/float32(n))))
	}
	c := deeper(wall, a.between(0, 0.25))
	a.add("battlements", joined(all...), matt(plain(c).tinted(joints(0.16, 0.08, 0.015), deeper(c, 0.3)).mottled(0.15, 0.1, a.seed())))
	if a.chance(0.6) {
		a.roofCone(vec(0, h+0.12, 0), r*a.between(0.85, 1.05), a.between(0.35, 0.6))
	}
}

func (a *assembly) sailsOfMill(h, r float32) {
	a.roofCone(vec(0, h, 0), r*1.15, a.between(0.25, 0.45))
	hub := vec(0, h*0.85, r+0.16)
	start := a.Float32() / 4
	var blades []shape
	for i := range 4 {
		blade := joined(block(0.02, 0.36, 0.02, 0).at(0, 0.36, 0), block(0.09, 0.27, 0.01, 0).at(0.1, 0.44, 0))
		blades = append(blades, blade.placed(turn(aroundZ, start+float32(i)/4)))
	}
	s := joined(blades...).at(hub.X, hub.Y, hub.Z)
	p := plain(pick(a.dice, a.palette.light, a.palette.accent)).tinted(rings(hub, vec(0, 0, 1), 0.11, 0.25, 0), woodColour(a.dice))
	a.add("sails", s, matt(p))
	axle := cylinder(0.06, 0.06, 0.3, 0.02, 16).placed(turn(aroundX, 0.25)).at(hub.X, hub.Y, hub.Z-0.1)
	a.add("axle", axle, matt(plain(woodColour(a.dice))))
}
