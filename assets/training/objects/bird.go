package objects

import "patina/paint/geom"

// bird is an owl, a penguin, a chick, a duck or a parrot.
func bird(a *assembly) {
	b := fowl{assembly: a, width: a.between(0.32, 0.5), height: a.between(0.45, 0.65), head: a.between(0.24, 0.42)}
	b.headAt = vec(0, b.height*a.between(0.55, 1.05)+b.head*0.4, a.between(0, 0.2))
	b.coat, b.belly = a.palette.main, pick(a.dice, a.palette.light, a.palette.second, paler(a.palette.main, 0.5))
	b.body()
	b.wings()
	b.face()
	b.feet()
}

type fowl struct {
	*assembly
	width, height, head float32
	headAt              geom.Vec3
	coat, belly         geom.Vec3
}

func (b *fowl) body() {
	c := clay{blend: b.between(0.1, 0.25), fade: b.between(0.01, 0.08)}
	box := geom.Box{Min: vec(-b.width, -b.height, -b.width), Max: vec(b.width, b.height, b.width)}
	chest := vec(0, -b.height*0.1, b.width*0.9)
	front := func(s spot) float32 {
		q := s.p.Sub(chest)
		return ramp(1.02, 0.98, sqrt(q.X*q.X/(b.width*b.width*0.5)+q.Y*q.Y/(b.height*b.height*0.65)+q.Z*q.Z*2))
	}
	bib := plain(b.belly)
	if b.chance(0.6) {
		bib = bib.tinted(plumage(b.between(0.1, 0.16), b.between(0.08, 0.14)), pick(b.dice, b.coat, deeper(b.belly, 0.25), b.palette.third))
	}
	back := plain(b.coat)
	if b.chance(0.5) {
		back = back.tinted(b.ornament(box).mirrored(), pick(b.dice, deeper(b.coat, 0.35), b.palette.second, paler(b.coat, 0.3)))
	}
	p := back.over(front, bib).streaked(vec(0, 1, 0), b.between(0.05, 0.25), 0.03, b.seed())
	c.add(ovoid(geom.Vec3{}, vec(b.width, b.height, b.width*b.between(0.85, 1.1))), p)
	tail := vec(0, -b.height*b.between(0.5, 0.8), -b.width*b.between(1.2, 1.8))
	c.add(bone(vec(0, -b.height*0.4, -b.width*0.6), tail, b.width*0.35, b.width*0.16), plain(deeper(b.coat, b.between(0, 0.5))))
	c.add(ovoid(b.headAt, vec(b.head, b.head*b.between(0.85, 1), b.head*0.95)), b.crown())
	if b.chance(0.4) { // tufts
		root := b.headAt.Add(vec(b.head*0.55, b.head*0.6, 0))
		c.add(bone(root, root.Add(vec(b.between(0.02, 0.15), b.between(0.12, 0.25), 0)), 0.09, 0.03).both(), plain(b.coat))
	} else if b.chance(0.4) { // a crest
		root := b.headAt.Add(vec(0, b.head*0.8, 0))
		c.add(bone(root, root.Add(vec(0, b.between(0.1, 0.25), -b.between(0, 0.2))), 0.08, 0.03), plain(b.palette.accent))
	}
	b.add("body", c.shape(56), matt(c.paint()))
}

// crown is the paint of the head: a hood, a mask around the eyes, or nothing.
func (b *fowl) crown() pattern {
	p := plain(b.coat)
	switch t := b.Float32(); {
	case t < 0.4: // discs around the eyes
		r := b.head * b.between(0.4, 0.55)
		whites, _ := drawnEyes(b.head*0.42, b.headAt.Y+b.head*0.1, r, 1.1)
		p = p.tinted(whites, b.belly)
	case t < 0.6:
		p = p.tinted(beyond(vec(0, -1, 0.2).Normalize(), -b.headAt.Y, 0.03), b.belly)
	case t < 0.75:
		p = plain(b.palette.accent)
	}
	return p.mottled(0.08, 0.08, b.seed())
}

// plumage is rows of feather tips, narrower towards the sides.
func plumage(width, height float32) field {
	return func(s spot) float32 {
		row, f := cell(s.p.Y / height)
		_, g := cell(s.p.X/width + 0.5*float32(row&1))
		d := sqrt((g-0.5)*(g-0.5)*4 + (1-f)*(1-f))
		return ramp(0.2+soft/height, 0.2, abs(d-0.75))
	}
}

func (b *fowl) wings() {
	l, w := b.height*b.between(0.5, 0.75), b.width*b.between(0.45, 0.7)
	c := b.palette.any(b.dice)
	if b.chance(0.5) {
		c = deeper(b.coat, b.between(0.1, 0.45))
	}
	out := b.between(0, 0.12)
	s := ball(0.07, l, w, 20).placed(move(b.width*0.98, 0, -b.width*0.1).Mul(turn(aroundZ, out)).Mul(turn(aroundX, b.between(0, 0.06))))
	p := plain(c).tinted(gradient(vec(0, -1, 0), 0, l), pick(b.dice, b.palette.dark, b.palette.accent, deeper(c, 0.4)))
	if b.chance(0.6) {
		p = p.tinted(plumageSide(b.between(0.1, 0.15), b.between(0.1, 0.18)), deeper(c, 0.35))
	}
	b.add("wings", s.pair(), matt(p))
}

// plumageSide is plumage seen from the side.
func plumageSide(width, height float32) field {
	f := plumage(width, height)
	return func(s spot) float32 { return f(spot{vec(s.p.Z, s.p.Y, s.p.X), s.n}) }
}

func (b *fowl) face() {
	h := b.head
	b.eyes(h*b.between(0.35, 0.5), b.headAt.Y+h*0.12, b.headAt.Z+h*0.78, h*b.between(0.18, 0.32))
	l := h * b.between(0.3, 0.9)
	beak := cylinder(h*b.between(0.16, 0.28), 0.01, l, 0, 14).placed(turn(aroundX, 0.25)).scaled(b.between(0.8, 1.4), 0.75, 1)
	colour := pick(b.dice, oklch(0.75, 0.16, 0.19), b.palette.accent, b.palette.dark)
	b.add("beak", beak.at(0, b.headAt.Y-h*0.15, b.headAt.Z+h*0.85+l/2), satin(plain(colour).tinted(gradient(vec(0, 0, 1), b.headAt.Z+h, b.headAt.Z+h+l), deeper(colour, 0.3))))
}

func (b *fowl) feet() {
	x, y := b.width*0.45, -b.height*b.between(0.95, 1.1)
	foot := ball(0.12, 0.05, 0.17, 14).at(x, y-0.05, 0.1)
	leg := limb([]geom.Vec3{vec(x, -b.height*0.7, 0.02), vec(x, y, 0.04)}, 8, 0.04, 0.035)
	b.add("feet", joined(foot, leg).pair(), satin(plain(pick(b.dice, oklch(0.72, 0.16, 0.17), b.palette.accent, b.palette.dark))))
}
