package objects

import "patina/paint/geom"

// sitter is an animal that sits: a cat, a dog, a rabbit, a fox, a frog.
func sitter(a *assembly) {
	b := &beast{assembly: a, coat: a.palette.main, belly: a.palette.light, socks: pick(a.dice, a.palette.dark, a.palette.light), point: pick(a.dice, a.palette.dark, a.palette.accent, a.palette.light)}
	if a.chance(0.4) {
		b.coat = oklch(a.between(0.35, 0.85), a.between(0.02, 0.14), a.between(0.1, 0.2))
	}
	b.length, b.width, b.height, b.leg = 0.4, a.between(0.24, 0.36), -0.2, a.between(0.07, 0.11)
	b.headSize, b.snout = a.between(0.24, 0.38), a.between(0.02, 0.2)
	b.headAt = vec(0, a.between(0.4, 0.6), a.between(0.12, 0.25))
	b.clay = clay{blend: a.between(0.08, 0.16), fade: a.between(0.02, 0.1)}
	b.fur = b.furOf()
	b.sit()
	b.head()
	b.curl()
	a.add("body", b.clay.shape(60), matt(b.clay.paint()))
	b.face()
	if a.chance(0.3) {
		a.neckwear(b.headAt.Y-b.headSize*1.05, b.width*0.95)
	}
}

// sit is the body of a beast on its haunches.
func (b *beast) sit() {
	chest, hip := vec(0, 0.02, 0.1), vec(0, -0.55, -0.2)
	bib := func(s spot) float32 {
		q := s.p.Sub(vec(0, -0.12, 0.4))
		return ramp(b.width*0.85, b.width*0.7, sqrt(q.X*q.X+q.Y*q.Y*0.3)) * ramp(0, 0.2, s.n.Z)
	}
	torso := b.fur.tinted(bib, b.belly)
	b.clay.add(bone(hip, chest, b.width*b.between(1.1, 1.35), b.width*0.9), torso)
	b.clay.add(bone(chest, b.headAt, b.width*0.6, b.headSize*0.6), torso)
	paw := func(x, z float32) lump {
		return ovoid(vec(x, -0.92, z), vec(b.leg*1.25, b.leg*0.8, b.leg*1.7))
	}
	legs := b.fur
	if b.chance(0.6) {
		legs = legs.tinted(beyond(vec(0, -1, 0), b.between(0.55, 0.8), 0.05).warped(0.04, 0.15, b.seed()), b.socks)
	}
	x := b.width * 0.5
	b.clay.add(bone(vec(x, -0.05, 0.2), vec(x*1.05, -0.9, 0.3), b.leg*1.3, b.leg).both(), legs)
	b.clay.add(paw(x*1.05, 0.37).both(), legs)
	b.clay.add(ovoid(vec(b.width*0.95, -0.68, -0.1), vec(b.width*0.55, b.width*0.8, b.width)).both(), b.fur)
	b.clay.add(paw(b.width*1.1, 0.22).both(), legs)
}

// curl lays the tail around the side.
func (b *beast) curl() {
	side := pick[float32](b.dice, -1, 1)
	path := bow(vec(0, -0.75, -0.5), vec(side*b.between(0.5, 0.9), -0.85, -0.7), vec(side*b.between(0.5, 0.75), b.between(-0.85, -0.3), b.between(-0.2, 0.25)), 4)
	thick, bush := b.between(0.06, 0.1), b.between(0.06, 0.16)
	tip := path[4]
	paint := b.hairy(plain(b.coat).tinted(radial(tip, b.between(0.2, 0.4), 0.06), b.point))
	if b.chance(0.3) {
		paint = paint.tinted(rings(vec(0, -0.75, -0.5), vec(0, 1, 0), 0.14, 0.45, 0), b.point)
	}
	radii := [5]float32{thick, lerp(thick, bush, 0.7), bush, bush * 0.8, bush * 0.4}
	for i := range 4 {
		b.clay.add(bone(path[i], path[i+1], radii[i], radii[i+1]), paint)
	}
}

// burden is what a beast carries: a blanket, a saddle, bags.
func (b *beast) burden() {
	r := b.width * 1.12
	half, z := b.length*b.between(0.25, 0.45), -b.length*b.between(0, 0.2)
	reach := b.between(0.55, 0.9)
	s := plate(24, 10, 0.03, func(u, v float32) geom.Vec3 {
		sin, cos := sincos((u - 0.5) * reach)
		return vec(r*sin, b.height+r*cos, z+half*(1-2*v))
	})
	m := b.assembly.coat(s.box(), b.palette.accent)
	m.paint = m.paint.tinted(between(vec(0, 0, 1), z-half*0.86, z+half*0.86).inverse(), b.palette.third)
	b.add("blanket", s, m)
	if b.chance(0.5) {
		pack := block(0.08, b.width*0.5, half*0.7, 0.05).at(r+0.05, b.height-b.width*0.15, z)
		b.add("bags", pack.pair(), b.assembly.coat(pack.box(), woodColour(b.dice)))
	}
}

// antlers grow on the head of a beast.
func (b *beast) antlers() {
	s := b.headSize
	root := b.headAt.Add(vec(s*0.35, s*0.75, -s*0.1))
	over := root.Add(vec(s*b.between(0.5, 1), s*b.between(0.3, 0.8), -s*b.between(0, 0.4)))
	tip := over.Add(vec(s*b.between(-0.3, 0.4), s*b.between(0.5, 1.2), 0))
	path := bow(root, over, tip, 10)
	all := []shape{limb(path, 10, s*0.13, s*0.04)}
	if b.chance(0.5) {
		for i := range 3 {
			at := path[3+2*i]
			all = append(all, limb([]geom.Vec3{at, at.Add(vec(s*0.05, s*0.3, s*0.3))}, 8, s*0.07, s*0.03))
		}
	}
	c := pick(b.dice, b.palette.light, woodColour(b.dice), b.palette.accent)
	h := joined(all...)
	p := plain(c).tinted(gradient(vec(0, 1, 0), h.box().Min.Y, h.box().Max.Y), paler(c, 0.4)).tinted(stripes(vec(0, 1, 0), 0.07, 0.25, 0), deeper(c, 0.3))
	b.add("antlers", h.pair(), satin(p))
}
