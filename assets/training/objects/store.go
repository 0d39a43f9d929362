package objects

import "patina/paint/geom"

// crate is a wooden box, a treasure chest or a wrapped present.
func crate(a *assembly) {
	w, h, d := a.between(0.4, 0.8), a.between(0.3, 0.6), a.between(0.35, 0.6)
	switch t := a.Float32(); {
	case t < 0.4:
		a.chest(w, h, d)
	case t < 0.75:
		a.slatted(w, h, d)
	default:
		a.present(w, h, d)
	}
}

func (a *assembly) planks(c geom.Vec3, across geom.Vec3, width float32) pattern {
	along := vec(1, 0, 0)
	if across.X > 0.5 {
		along = vec(0, 1, 0)
	}
	p := plain(c).tinted(grain(along, a.between(0.06, 0.14), a.seed()), deeper(c, a.between(0.2, 0.4)))
	return p.tinted(stripes(across, width, 0.08, 0.5), deeper(c, 0.6)).mottled(0.12, 0.3, a.seed())
}

func (a *assembly) slatted(w, h, d float32) {
	c := woodColour(a.dice)
	if a.chance(0.4) {
		c = a.palette.main
	}
	s := block(w, h, d, 0.01)
	p := a.planks(c, pick(a.dice, vec(0, 1, 0), vec(1, 0, 0)), a.between(0.12, 0.25))
	if a.chance(0.5) {
		p = p.tinted(a.emblem(s.box()), pick(a.dice, a.palette.accent, a.palette.dark, a.palette.light))
	}
	a.add("boards", s, matt(p))
	e := a.between(0.05, 0.1)
	var bars []shape
	for _, y := range []float32{-h, h} {
		bars = append(bars, block(w+e*0.5, e, e*0.6, 0.01).at(0, y*0.97, d), block(w+e*0.5, e, e*0.6, 0.01).at(0, y*0.97, -d))
		bars = append(bars, block(e*0.6, e, d+e*0.5, 0.01).at(w, y*0.97, 0), block(e*0.6, e, d+e*0.5, 0.01).at(-w, y*0.97, 0))
	}
	for _, z := range []float32{-d, d} {
		bars = append(bars, block(e, h+e*0.5, e*0.7, 0.01).at(w*0.97, 0, z).pair())
	}
	frame := deeper(c, a.between(0.1, 0.4))
	if a.chance(0.3) {
		frame = metalColour(a.dice)
	}
	a.add("frame", joined(bars...), matt(plain(frame).mottled(0.2, 0.1, a.seed())))
}

func (a *assembly) chest(w, h, d float32) {
	c := pick(a.dice, woodColour(a.dice), a.palette.main)
	p := a.planks(c, vec(0, 1, 0), a.between(0.12, 0.2))
	trim := pick(a.dice, metalColour(a.dice), a.palette.accent)
	straps := func(s spot) float32 {
		x := abs(s.p.X)
		return max(ramp(0.06, 0.05, abs(x-w*0.6)), ramp(w-0.06, w-0.05, x))
	}
	a.add("chest", block(w, h, d, 0.015).at(0, -h, 0), matt(p.tinted(straps, trim)))
	// The lid is half a cylinder along x.
	arch := a.between(0.5, 1)
	var outline []geom.Vec2
	for i := range 15 {
		s, co := sincos(float32(i) / 28)
		outline = append(outline, geom.Vec2{X: d * 1.03 * co, Y: d * arch * s})
	}
	lid := extrusion(outline, geom.Vec2{Y: d * arch * 0.3}, 2*w*1.02).placed(turn(aroundY, 0.25)).at(0, 0.02, 0)
	a.add("lid", lid, matt(p.tinted(straps, trim)))
	lock := block(0.1, 0.12, 0.04, 0.02).at(0, -0.06, d)
	a.add("lock", lock, glossy(plain(trim).tinted(stamp(disc, vec(0, -0.06, d+0.03), 0.035, false), vec(0.08, 0.07, 0.06))))
}

func (a *assembly) present(w, h, d float32) {
	s := block(w, h, d, 0.01)
	ribbon := func(s spot) float32 {
		return max(ramp(0.09, 0.08, abs(s.p.X))*ramp(0.2, 0.1, abs(s.n.X)), ramp(0.09, 0.08, abs(s.p.Z))*ramp(0.2, 0.1, abs(s.n.Z)))
	}
	m := a.coat(s.box(), a.palette.main)
	m.paint = m.paint.tinted(ribbon, a.palette.accent)
	a.add("paper", s, m)
	bow := torus(0.16, 0.05, 20, 10).placed(turn(aroundX, 0.25)).scaled(1, 0.7, 1).at(0.16, h+0.1, 0)
	a.add("bow", joined(bow.pair(), ball(0.08, 0.07, 0.08, 12).at(0, h+0.07, 0)), satin(plain(a.palette.accent)))
}

// barrel is staves and hoops; now and then a drum of metal.
func barrel(a *assembly) {
	h, r := a.between(0.6, 0.95), a.between(0.4, 0.6)
	belly := r * a.between(1, 1.25)
	profile := curved([]geom.Vec2{{X: r, Y: -h}, {X: lerp(r, belly, 0.8), Y: -h / 2}, {X: belly, Y: 0}, {X: lerp(r, belly, 0.8), Y: h / 2}, {X: r, Y: h}}, 4)
	outline := append([]geom.Vec2{{X: 0, Y: -h * 0.96}, {X: r * 0.92, Y: -h * 0.96}, {X: r * 0.93, Y: -h}}, profile...)
	outline = append(outline, geom.Vec2{X: r * 0.93, Y: h}, geom.Vec2{X: r * 0.92, Y: h * 0.96}, geom.Vec2{X: 0, Y: h * 0.96})
	s := lathe(outline, 40).creased(40)
	c := woodColour(a.dice)
	p := plain(c).tinted(grain(vec(0, 1, 0), 0.1, a.seed()), deeper(c, 0.35)).tinted(rays(geom.Vec3{}, aroundY, a.count(12, 20), 0.1, 0), deeper(c, 0.6))
	p = p.over(facing(vec(0, 1, 0), 0.8, 0.1), a.planks(c, vec(1, 0, 0), 0.18))
	if a.chance(0.35) {
		c = a.palette.main
		p = a.panels(s.box(), c)
	}
	if a.chance(0.5) {
		p = p.tinted(a.emblem(s.box()), pick(a.dice, a.palette.accent, a.palette.dark, a.palette.light))
	}
	a.add("barrel", s, matt(p))
	var hoops []shape
	for _, y := range []float32{-0.75, -0.35, 0.35, 0.75} {
		hoops = append(hoops, cylinder(radiusAt(profile, y*h)+0.015, radiusAt(profile, y*h)+0.015, a.between(0.06, 0.1), 0.01, 40).at(0, y*h, 0))
	}
	metal := metalColour(a.dice)
	a.add("hoops", joined(hoops...), satin(plain(metal).mottled(0.25, 0.08, a.seed())))
	if a.chance(0.4) {
		tap := joined(limb([]geom.Vec3{vec(0, -h*0.5, belly*0.8), vec(0, -h*0.5, belly+0.2)}, 10, 0.04, 0.04), ball(0.06, 0.06, 0.06, 10).at(0, -h*0.45, belly+0.15))
		a.add("tap", tap, satin(plain(metal)))
	}
}
