package objects

import "patina/paint/geom"

// gadget is a television, a radio, a camera, a clock or a book.
func gadget(a *assembly) { pick(a.dice, television, radio, camera, clock, book)(a) }

// screen is a picture: a landscape, a face, a pattern.
func (a *assembly) screen(center geom.Vec3, w, h float32) pattern {
	sky := pick(a.dice, oklch(0.75, 0.1, 0.65), oklch(0.3, 0.06, 0.75), a.palette.main)
	p := plain(sky).tinted(gradient(vec(0, -1, 0), -center.Y-h, -center.Y+h), paler(sky, 0.4))
	switch t := a.Float32(); {
	case t < 0.4:
		hill := beyond(vec(0.2, -1, 0).Normalize(), -center.Y+h*0.1, 0).warped(h*0.3, w*0.7, a.seed())
		p = p.tinted(stamp(disc, center.Add(vec(w*a.between(-0.5, 0.5), h*0.4, 0)), h*0.25, false), oklch(0.88, 0.15, 0.25))
		p = p.tinted(hill, leafColour(a.dice))
	case t < 0.6:
		p = p.tinted(stripes(vec(1, 0, 0), w*0.29, 0.5, 0), a.palette.accent).tinted(stripes(vec(1, 0, 0), w*0.58, 0.25, 0.2), a.palette.second)
	case t < 0.8:
		p = p.tinted(stamp(glyph(a.seed()), center, h*0.7, false), a.palette.accent)
	default:
		whites, pupils := drawnEyes(w*0.35, center.Y+h*0.2, h*0.25, 1.3)
		p = p.tinted(whites, vec(0.95, 0.97, 0.95)).tinted(pupils, a.palette.dark).tinted(mouth(center.Y-h*0.3, w*0.4, h*0.2, 0.02), vec(0.95, 0.97, 0.95))
	}
	return p
}

// window shows a pattern in a rectangle at the front.
func window(center geom.Vec3, w, h float32) field {
	return func(s spot) float32 {
		if s.n.Z < 0.7 {
			return 0
		}
		dx, dy := abs(s.p.X-center.X), abs(s.p.Y-center.Y)
		return ramp(w+soft/2, w-soft/2, dx) * ramp(h+soft/2, h-soft/2, dy)
	}
}

func television(a *assembly) {
	w, h, d := a.between(0.6, 0.85), a.between(0.45, 0.6), a.between(0.12, 0.45)
	s := block(w, h, d, a.between(0.02, 0.1))
	base := pick(a.dice, a.palette.main, woodColour(a.dice), a.palette.dark)
	center := vec(-w*a.between(0, 0.18), h*0.06, d)
	sw, sh := w*0.72, h*0.74
	p := a.aged(s.box(), plain(base).streaked(vec(1, 0, 0), 0.12, 0.05, a.seed()))
	p = p.tinted(window(center, sw+0.04, sh+0.04), deeper(base, 0.5)).over(window(center, sw, sh), a.screen(center, sw, sh))
	for i := range 3 {
		p = p.tinted(stamp(disc, vec(w*0.85, h*(0.5-0.35*float32(i)), d), 0.06, false), pick(a.dice, a.palette.accent, a.palette.light))
	}
	vents := facing(vec(0, 0, -1), 0.7, 0.1).and(stripes(vec(0, 1, 0), 0.09, 0.4, 0)).and(between(vec(1, 0, 0), -w*0.7, w*0.7)).and(between(vec(0, 1, 0), -h*0.6, h*0.6))
	p = p.tinted(vents, deeper(base, 0.6))
	a.add("case", s, satin(p))
	leg := limb([]geom.Vec3{vec(w*0.7, -h, d*0.5), vec(w*0.8, -h-0.25, d*0.7)}, 10, 0.05, 0.03)
	a.add("legs", joined(leg, leg.scaled(1, 1, -1)).pair(), satin(plain(deeper(base, 0.4))))
	if a.chance(0.6) {
		rod := limb([]geom.Vec3{vec(0.05, h, 0), vec(a.between(0.3, 0.5), h+0.4, 0)}, 6, 0.018, 0.015)
		a.add("antenna", joined(rod.pair(), ball(0.1, 0.05, 0.08, 12).at(0, h, 0)), glossy(plain(metalColour(a.dice))))
	}
}

func radio(a *assembly) {
	w, h, d := a.between(0.65, 0.9), a.between(0.32, 0.5), a.between(0.16, 0.26)
	s := block(w, h, d, 0.06)
	base := a.palette.main
	p := plain(base).tinted(beyond(vec(0, 1, 0), h*a.between(0.2, 0.6), 0), a.palette.second)
	for _, side := range []float32{-1, 1} {
		at := vec(side*w*0.62, -h*0.1, d)
		r := h * 0.62
		p = p.tinted(stamp(disc, at, r, false), a.palette.dark).tinted(stamp(disc, at, r*0.85, false).and(spots(0.05, 0.3, 3)), stoneColour(a.dice))
		p = p.tinted(stamp(ringFigure, at, r*1.05, false), metalColour(a.dice))
	}
	dial := vec(0, h*0.35, d)
	p = p.over(window(dial, w*0.24, h*0.22), plain(paler(oklch(0.85, 0.08, 0.24), 0.3)).tinted(stripes(vec(1, 0, 0), 0.04, 0.25, 0), a.palette.dark))
	p = p.tinted(stamp(disc, vec(0, -h*0.4, d), h*0.25, false), a.palette.accent)
	a.add("case", s, satin(a.aged(s.box(), p)))
	handle := limb(bow(vec(-w*0.8, h*0.95, 0), vec(0, h+a.between(0.3, 0.7), 0), vec(w*0.8, h*0.95, 0), 14), 10, 0.035, 0.035)
	a.add("handle", handle, satin(plain(a.palette.dark)))
	knob := cylinder(0.07, 0.06, 0.08, 0.02, 18).placed(turn(aroundX, 0.25)).at(0, -h*0.4, d+0.03)
	a.add("knob", knob, glossy(plain(metalColour(a.dice))))
}

func camera(a *assembly) {
	w, h, d := a.between(0.55, 0.75), a.between(0.35, 0.45), a.between(0.2, 0.3)
	s := block(w, h, d, 0.08)
	base := pick(a.dice, a.palette.dark, a.palette.main)
	p := plain(base).tinted(beyond(vec(0, 1, 0), h*0.45, 0), pick(a.dice, metalColour(a.dice), a.palette.second)).mottled(0.15, 0.02, a.seed())
	if a.chance(0.4) {
		p = p.tinted(between(vec(0, 1, 0), -h*0.3, h*0.1), a.palette.accent)
	}
	back := facing(vec(0, 0, -1), 0.7, 0.1)
	p = p.tinted(back.and(between(vec(1, 0, 0), -w*0.6, w*0.4)).and(between(vec(0, 1, 0), -h*0.6, h*0.35)), oklch(0.3, 0.03, 0.65))
	p = p.tinted(stamp(square, vec(w*0.65, h*0.68, d), 0.08, false), oklch(0.4, 0.05, 0.65))
	a.add("body", s, satin(p))
	r := h * a.between(0.65, 0.85)
	lens := cylinder(r, r*0.85, 0.4, 0.02, 36).placed(turn(aroundX, 0.25)).at(0, -0.02, d+0.15)
	center := vec(0, -0.02, 0)
	q := plain(deeper(base, 0.3)).tinted(stripes(vec(0, 0, 1), 0.12, 0.3, 0), metalColour(a.dice))
	q = q.over(facing(vec(0, 0, 1), 0.7, 0.1), plain(oklch(0.22, 0.05, 0.72)).tinted(rings(center, vec(0, 0, 1), r*0.6, 0.15, 0.5), a.palette.accent).tinted(radial(vec(-r*0.25, r*0.25, d+0.35), r*0.25, 0.03), oklch(0.8, 0.08, 0.66)))
	a.add("lens", lens, glossy(q))
	finder := joined(block(0.16, 0.09, d*0.8, 0.03).at(0, h+0.07, 0), cylinder(0.09, 0.09, 0.08, 0.01, 18).at(w*0.7, h+0.03, 0), cylinder(0.06, 0.06, 0.06, 0.01, 14).at(-w*0.7, h+0.02, 0))
	a.add("finder", finder, satin(plain(metalColour(a.dice))))
}

func clock(a *assembly) {
	r, d := a.between(0.55, 0.7), a.between(0.1, 0.25)
	s := cylinder(r, r, 2*d, 0.06, 48).placed(turn(aroundX, 0.25))
	base := a.palette.main
	dial := pick(a.dice, a.palette.light, vec(0.97, 0.96, 0.92))
	ink := a.palette.dark
	marks := rays(geom.Vec3{}, aroundZ, 12, 0.12, 0).and(radial(vec(0, 0, d), r*0.72, 0)).and(radial(vec(0, 0, d), r*0.6, 0).inverse())
	hand := func(angle, length, width float32) field {
		s, c := sincos(angle)
		return func(at spot) float32 {
			x, y := at.p.X*c-at.p.Y*s, at.p.X*s+at.p.Y*c
			if y < -0.04 || y > length {
				return 0
			}
			return ramp(width+soft/2, width-soft/2, abs(x))
		}
	}
	face := plain(dial).tinted(marks, ink).tinted(hand(a.Float32(), r*0.4, 0.03), ink).tinted(hand(a.Float32(), r*0.6, 0.02), ink).tinted(radial(vec(0, 0, d), 0.05, 0), a.palette.accent)
	front := facing(vec(0, 0, 1), 0.8, 0.1).and(radial(vec(0, 0, d), r*0.8, 0))
	p := a.aged(s.box(), plain(base)).over(front, face)
	p = p.tinted(facing(vec(0, 0, -1), 0.8, 0.1).and(radial(vec(0, 0, -d), r*0.7, 0)), metalColour(a.dice))
	a.add("clock", s, satin(p))
	if a.chance(0.6) { // an alarm
		bell := ball(0.2, 0.12, 0.16, 18).placed(move(r*0.6, r*0.85, 0).Mul(turn(aroundZ, -0.1)))
		leg := limb([]geom.Vec3{vec(r*0.5, -r*0.8, 0), vec(r*0.7, -r*1.2, 0)}, 10, 0.05, 0.04)
		a.add("bells", joined(bell, leg).pair(), glossy(plain(a.palette.accent)))
	}
}

func book(a *assembly) {
	w, h, d := a.between(0.5, 0.65), a.between(0.65, 0.85), a.between(0.1, 0.25)
	cover := a.palette.main
	board := block(w, h, 0.025, 0.01)
	spine := block(0.03, h, d+0.02, 0.02).at(-w, 0, 0)
	s := joined(board.at(0, 0, d), board.at(0, 0, -d), spine)
	p := plain(cover)
	if a.chance(0.5) {
		p = p.tinted(a.ornament(s.box()), a.palette.other(a.dice, cover))
	}
	frame := window(vec(0, 0, d), w*0.88, h*0.9).and(window(vec(0, 0, d), w*0.82, h*0.86).inverse())
	p = p.tinted(frame, a.palette.accent).tinted(stamp(anyFigure(a.dice), vec(0, h*0.1, d), w*0.45, false), a.palette.accent)
	p = p.tinted(window(vec(0, -h*0.55, d), w*0.6, h*0.09).and(stripes(vec(1, 0, 0), 0.1, 0.7, 0)), a.palette.light)
	p = p.tinted(facing(vec(-1, 0, 0), 0.7, 0.1).and(stripes(vec(0, 1, 0), h*0.5, 0.2, 0.5)), a.palette.accent)
	a.add("cover", s, satin(a.aged(s.box(), p)))
	pages := block(w*0.95, h*0.95, d*0.95, 0.005).at(0.01, 0, 0)
	paper := oklch(0.93, 0.03, 0.24)
	a.add("pages", pages, matt(plain(paper).tinted(stripes(vec(0, 0, 1), 0.03, 0.3, 0), deeper(paper, 0.15))))
	if a.chance(0.5) {
		ribbon := block(0.04, 0.2, 0.008, 0).at(w*0.3, -h-0.1, 0)
		a.add("ribbon", ribbon, satin(plain(a.palette.accent)))
	}
}
