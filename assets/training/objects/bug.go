package objects

import "patina/paint/geom"

// bug is a beetle, a snail or a butterfly.
func bug(a *assembly) { pick(a.dice, beetle, snail, butterfly)(a) }

func beetle(a *assembly) {
	w, h, l := a.between(0.42, 0.55), a.between(0.28, 0.42), a.between(0.5, 0.7)
	base := a.palette.main
	shell := lathe(append([]geom.Vec2{{X: 0, Y: 0}, {X: 1, Y: 0}}, arc(28)[15:]...), 40).scaled(w, h, l).creased(60)
	seam := between(vec(1, 0, 0), -0.012, 0.012)
	p := plain(base).tinted(a.ornament(shell.box()).mirrored(), pick(a.dice, a.palette.dark, a.palette.other(a.dice, base))).tinted(seam, a.palette.dark)
	p = p.tinted(beyond(vec(0, 0, 1), l*0.62, 0), a.palette.dark)
	a.add("shell", shell, glossy(p))
	dark := pick(a.dice, a.palette.dark, a.palette.second)
	head := ball(w*0.55, h*0.6, w*0.45, 24).at(0, h*0.3, l*0.98)
	a.add("head", head, satin(plain(dark).tinted(cheeks(w*0.3, h*0.2, w*0.15), a.palette.accent)))
	a.eyes(w*0.32, h*0.5, l*1.2, w*0.16)
	var legs []shape
	for i := range 3 {
		z := l * (0.5 - 0.5*float32(i))
		legs = append(legs, limb(bow(vec(w*0.7, 0.02, z), vec(w*1.25, 0.15, z*1.2), vec(w*1.35, -0.22, z*1.4), 8), 8, 0.05, 0.03))
	}
	feeler := limb(bow(vec(w*0.2, h*0.7, l*1.1), vec(w*0.3, h*1.3, l*1.3), vec(w*0.55, h*1.4, l*1.5), 8), 8, 0.025, 0.035)
	under := ball(w*0.9, 0.1, l*0.9, 24)
	a.add("legs", joined(append(legs, feeler)...).pair(), satin(plain(dark)))
	a.add("belly", under, matt(plain(dark).tinted(stripes(vec(0, 0, 1), 0.15, 0.3, 0), paler(dark, 0.2))))
}

func snail(a *assembly) {
	c := clay{blend: 0.1, fade: 0.05}
	skin := pick(a.dice, oklch(0.75, 0.07, 0.17), a.palette.second)
	p := plain(skin).mottled(0.15, 0.08, a.seed()).tinted(facing(vec(0, -1, 0), 0.4, 0.3), paler(skin, 0.4))
	c.add(bone(vec(0, -0.5, -0.8), vec(0, -0.45, 0.45), 0.1, 0.2), p)
	c.add(bone(vec(0, -0.4, 0.5), vec(0, -0.05, 0.72), 0.19, 0.2), p)
	c.add(bone(vec(0.08, 0.05, 0.78), vec(0.2, 0.42, 0.88), 0.05, 0.04).both(), p)
	c.add(bone(vec(0.06, -0.12, 0.85), vec(0.12, -0.1, 1.02), 0.04, 0.03).both(), p)
	a.add("body", c.shape(50), satin(c.paint()))
	a.eyes(0.2, 0.46, 0.9, 0.075)
	winds := a.between(2, 3)
	r := a.between(0.5, 0.6)
	var path []geom.Vec3
	for i := range 60 {
		t := float32(i) / 59
		s, co := sincos(0.5 + t*winds)
		d := r * pow(1-t, 1.1) * 0.72
		path = append(path, vec(0.14*t, d*co*1.05, d*s))
	}
	shell := tube(path, 18, func(t float32) float32 { return r * 0.42 * pow(1-t, 0.9) }).at(0, 0.02, -0.25)
	base := a.palette.main
	q := plain(base).tinted(a.ornament(shell.box()), a.palette.other(a.dice, base))
	q = q.tinted(rays(vec(0, 0.02, -0.25), aroundX, a.count(12, 20), 0.35, 0), deeper(base, 0.25))
	a.add("shell", joined(shell, ball(0.24, r*0.72, r*0.72, 28).at(0, 0.02, -0.25)), glossy(q))
}

func butterfly(a *assembly) {
	c := clay{blend: 0.05, fade: 0.02}
	dark := a.palette.dark
	body := plain(dark).tinted(stripes(vec(0, 1, 0), 0.12, 0.4, 0), a.palette.accent)
	c.add(bone(vec(0, -0.5, 0), vec(0, 0.25, 0), 0.06, 0.09), body)
	c.add(ovoid(vec(0, 0.38, 0), vec(0.12, 0.12, 0.12)), plain(dark))
	c.add(bone(vec(0.04, 0.45, 0), vec(0.22, 0.75, 0.05), 0.02, 0.025).both(), plain(dark))
	a.add("body", c.shape(50), satin(c.paint()))
	a.eyes(0.06, 0.4, 0.09, 0.05)
	upper := a.wing(vec(0.06, 0.15, -0.03), a.between(0.6, 0.85), a.between(0.12, 0.16))
	lower := a.wing(vec(0.06, -0.1, -0.05), a.between(0.45, 0.6), -a.between(0.08, 0.12))
	s := joined(upper, lower).pair()
	base := a.palette.main
	centre := vec(0.45, 0.1, 0)
	p := plain(base).tinted(rings(centre, vec(0, 0, 1), a.between(0.15, 0.3), 0.35, a.Float32()).mirrored(), a.palette.second)
	p = p.tinted(spots(a.between(0.15, 0.25), 0.3, a.seed()).mirrored(), a.palette.accent)
	p = p.tinted(radial(vec(0, 0, 0), a.between(0.5, 0.7), 0.02).inverse(), dark)
	p = p.tinted(spots(0.12, 0.25, a.seed()).mirrored().and(radial(vec(0, 0, 0), 0.6, 0.02).inverse()), a.palette.light)
	a.add("wings", s, matt(p))
}

// wing is a rounded plate from a root, to the right and up by an angle in turns.
func (a *assembly) wing(root geom.Vec3, l, angle float32) shape {
	wide := a.between(0.5, 0.7) * l
	return ball(l/2, wide/2, 0.025, 28).at(l*0.48, 0, 0).placed(move(root.X, root.Y, root.Z).Mul(turn(aroundY, 0.03)).Mul(turn(aroundZ, angle)))
}
