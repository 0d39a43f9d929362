package objects

import "patina/paint/geom"

// quadruped stands on four legs and looks to the front.
func quadruped(a *assembly) {
	q := newQuadruped(a)
	q.torso()
	q.head()
	q.legs()
	q.tail()
	a.add("body", q.clay.shape(60), matt(q.clay.paint()))
	q.face()
	if a.chance(0.2) {
		q.burden()
	}
	if a.chance(0.2) {
		q.antlers()
	}
}

type beast struct {
	*assembly
	clay                      clay
	coat, belly, socks, point geom.Vec3
	fur                       pattern
	length, width, height     float32 // half length, half width, and height of the middle of the torso
	leg                       float32 // radius
	headAt                    geom.Vec3
	headSize                  float32
	snout                     float32
}

func newQuadruped(a *assembly) *beast {
	b := &beast{assembly: a, coat: a.palette.main, belly: a.palette.light, socks: pick(a.dice, a.palette.dark, a.palette.second, a.palette.light)}
	b.point = pick(a.dice, a.palette.dark, a.palette.light, a.palette.accent)
	if a.chance(0.35) { // as animals are
		b.coat = oklch(a.between(0.35, 0.8), a.between(0.02, 0.14), a.between(0.1, 0.2))
	}
	b.length, b.width = a.between(0.4, 0.75), a.between(0.17, 0.34)
	b.height, b.leg = a.between(0.1, 0.35), a.between(0.045, 0.11)
	b.headSize = a.between(0.16, 0.36)
	b.headAt = vec(0, b.height+a.between(0.15, 0.6), b.length+a.between(0.05, 0.25))
	if a.chance(0.1) { // a long neck
		b.headAt.Y += a.between(0.3, 0.6)
	}
	b.snout = a.between(0.05, 0.3)
	b.clay = clay{blend: a.between(0.08, 0.2), fade: a.between(0.02, 0.12)}
	b.fur = b.furOf()
	return b
}

// furOf is the coat: one colour with a pattern, paler below.
func (b *beast) furOf() pattern {
	p := plain(b.coat)
	box := geom.Box{Min: vec(-b.width, b.height-b.width, -b.length), Max: vec(b.width, b.height+b.width, b.length)}
	if b.chance(0.65) {
		f := b.ornament(box)
		if b.chance(0.7) {
			f = f.mirrored()
		}
		p = p.tinted(f, pick(b.dice, b.palette.second, deeper(b.coat, 0.5), paler(b.coat, 0.5), b.palette.dark))
	}
	if b.chance(0.5) {
		p = p.tinted(gradient(vec(0, 0, -1), -b.length, b.length), b.palette.other(b.dice, b.coat))
	}
	if b.chance(0.65) {
		p = p.tinted(facing(vec(0, -1, 0), b.between(-0.1, 0.4), 0.4).warped(0.05, 0.2, b.seed()), b.belly)
	}
	if b.chance(0.25) { // painted flanks
		f := anyFigure(b.dice)
		for range b.count(1, 4) {
			z, y := b.length*b.between(-0.6, 0.6), b.height+b.width*b.between(-0.3, 0.5)
			p = p.tinted(sideStamp(f, z, y, b.width*b.between(0.25, 0.5)), pick(b.dice, b.palette.accent, b.palette.third))
		}
	}
	return b.hairy(p)
}

// hairy is fur: streaks that run down and to the back.
func (b *beast) hairy(p pattern) pattern {
	if b.chance(0.3) {
		return p.mottled(b.between(0.05, 0.2), b.between(0.06, 0.2), b.seed())
	}
	along := vec(0, b.between(-0.8, -0.1), -1).Normalize()
	return p.streaked(along, b.between(0.1, 0.45), b.between(0.025, 0.06), b.seed())
}

func (b *beast) torso() {
	chest, hip := vec(0, b.height+b.between(-0.03, 0.08), b.length*0.55), vec(0, b.height, -b.length*0.6)
	b.clay.add(bone(hip, chest, b.width*b.between(0.75, 1), b.width*b.between(0.85, 1.15)), b.fur)
	neck := chest.Add(vec(0, b.width*0.4, b.width*0.3))
	b.clay.add(bone(neck, b.headAt, b.width*b.between(0.5, 0.8), b.headSize*0.6), b.fur)
}

func (b *beast) head() {
	front := plain(b.coat)
	if b.chance(0.6) { // a mask around the snout
		f := beyond(vec(0, -1, 0.4).Normalize(), b.headAt.Dot(vec(0, -1, 0.4).Normalize())+b.headSize*0.25, 0.04)
		front = front.tinted(f, b.belly)
	}
	if b.chance(0.3) { // a blaze
		front = front.tinted(between(vec(1, 0, 0), -0.05, 0.05).and(facing(vec(0, 0, 1), 0.1, 0.2)), b.belly)
	}
	front = b.hairy(front)
	if b.chance(0.35) { // a mane
		r := b.headSize * b.between(1.1, 1.4)
		b.clay.add(ovoid(b.headAt.Add(vec(0, -b.headSize*0.25, -b.headSize*0.6)), vec(r, r*1.1, r*0.75)), b.hairy(plain(pick(b.dice, b.belly, b.point, deeper(b.coat, 0.2)))))
	}
	b.clay.add(ovoid(b.headAt, vec(b.headSize, b.headSize*b.between(0.85, 1), b.headSize)), front)
	nose := b.headAt.Add(vec(0, -b.headSize*0.3, b.headSize*0.7+b.snout))
	b.clay.add(bone(b.headAt.Add(vec(0, -b.headSize*0.2, b.headSize*0.3)), nose, b.headSize*0.55, b.headSize*b.between(0.25, 0.45)), front)
	b.ears()
}

func (b *beast) ears() {
	s := b.headSize
	tip := b.headAt.Add(vec(s*b.between(0.5, 1.1), s*b.between(0.6, 1.9), b.between(-0.1, 0.05)))
	root := b.headAt.Add(vec(s*0.55, s*0.6, 0))
	outer := b.coat
	if b.chance(0.4) {
		outer = b.point
	}
	inner := plain(outer).tinted(facing(vec(0, 0, 1), 0.5, 0.3), pick(b.dice, b.belly, oklch(0.75, 0.09, 0.02)))
	if b.chance(0.5) { // pointed
		b.clay.add(bone(root, tip, s*0.35, s*0.06).both(), inner)
	} else {
		b.clay.add(bone(root, tip, s*0.22, s*b.between(0.2, 0.3)).both(), inner)
	}
}

func (b *beast) legs() {
	floor := b.height - b.width - b.between(0.25, 0.9)
	paint := b.fur
	if b.chance(0.6) {
		f := beyond(vec(0, -1, 0), -lerp(floor, b.height-b.width, b.between(0.15, 0.7)), b.between(0.02, 0.12)).warped(0.04, 0.15, b.seed())
		paint = paint.tinted(f, b.socks)
	}
	x := b.width * b.between(0.55, 0.85)
	for _, z := range []float32{b.length * 0.55, -b.length * 0.6} {
		foot := vec(x, floor+b.leg, z+b.between(-0.06, 0.06))
		b.clay.add(bone(vec(x*0.9, b.height-b.width*0.2, z), foot, b.leg*b.between(1.2, 1.8), b.leg).both(), paint)
		b.clay.add(ovoid(foot.Add(vec(0, -b.leg*0.25, b.leg*0.5)), vec(b.leg*1.2, b.leg*0.75, b.leg*1.6)).both(), paint)
	}
}

// tail is thin, or bushy in the middle; its end may have colours of its own.
func (b *beast) tail() {
	root := vec(0, b.height+b.width*0.3, -b.length*0.6-b.width*0.6)
	over := root.Add(vec(0, b.between(-0.3, 0.4), -b.between(0.1, 0.5)))
	tip := over.Add(vec(0, b.between(-0.5, 0.5), -b.between(0, 0.35)))
	thick, bush, end := b.between(0.05, 0.12), b.between(0.05, 0.2), b.between(0.02, 0.1)
	paint := plain(b.coat)
	d := tip.Sub(root).Normalize()
	from, to := root.Dot(d), tip.Dot(d)
	if b.chance(0.3) {
		paint = paint.tinted(gradient(d, from, to), b.palette.accent)
	}
	if b.chance(0.6) {
		paint = paint.tinted(beyond(d, lerp(from, to, b.between(0.4, 0.8)), 0.06).warped(0.05, 0.1, b.seed()), b.point)
	}
	if b.chance(0.3) {
		paint = paint.tinted(stripes(d, b.between(0.1, 0.2), 0.45, 0), b.socks)
	}
	paint = paint.streaked(d, b.between(0.1, 0.4), 0.03, b.seed())
	path := bow(root, over, tip, 4)
	radii := [5]float32{thick, lerp(thick, bush, 0.7), bush, lerp(bush, end, 0.4), end}
	for i := range 4 {
		b.clay.add(bone(path[i], path[i+1], radii[i], radii[i+1]), paint)
	}
}

func (b *beast) face() {
	s := b.headSize
	b.eyes(s*b.between(0.38, 0.55), b.headAt.Y+s*0.3, b.headAt.Z+s*0.8, s*b.between(0.16, 0.28))
	nose := vec(0, b.headAt.Y-s*0.25, b.headAt.Z+s*0.7+b.snout+s*0.32)
	a := b.assembly
	a.add("nose", ball(s*0.17, s*0.13, s*0.12, 12).at(nose.X, nose.Y, nose.Z), glossy(plain(pick(a.dice, vec(0.08, 0.07, 0.08), oklch(0.55, 0.12, 0.03)))))
	if a.chance(0.25) {
		a.collar(b)
	}
}

func (a *assembly) collar(b *beast) {
	at := vec(0, b.height+b.width*0.4, b.length*0.55+b.width*0.3).Lerp(b.headAt, 0.45)
	d := b.headAt.Sub(vec(0, b.height+b.width*0.4, b.length*0.55+b.width*0.3))
	s := torus(b.headSize*0.72, 0.04, 28, 8).placed(move(at.X, at.Y, at.Z).Mul(turn(aroundX, turns(d.Z, d.Y))))
	a.add("collar", s, satin(plain(a.palette.accent)))
}
