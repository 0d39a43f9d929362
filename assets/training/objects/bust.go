package objects

import "patina/paint/geom"

// bust is a head with hair on shoulders.
func bust(a *assembly) {
	p := figurine{assembly: a, skin: skinColour(a.dice), shirt: a.palette.main, trousers: a.palette.second, hair: a.hairColour(), head: a.between(0.4, 0.5), shoulders: -0.45, width: 0.5}
	if a.chance(0.2) {
		p.skin = pick(a.dice, stoneColour(a.dice), a.palette.accent, metalColour(a.dice))
	}
	p.headAt = vec(0, 0.2, 0.05)
	c := clay{blend: 0.1, fade: 0.015}
	torso := geom.Box{Min: vec(-0.7, -1, -0.3), Max: vec(0.7, -0.4, 0.3)}
	shirt := p.cloth(torso, p.shirt)
	neckline := radial(vec(0, -0.28, 0.2), p.between(0.2, 0.42), 0)
	shirt = shirt.tinted(neckline, p.skin)
	if p.chance(0.4) {
		shirt = shirt.tinted(radial(vec(0, -0.28, 0.2), 0.5, 0).and(neckline.inverse()), p.palette.accent)
	}
	c.add(bone(vec(0, -0.5, 0), vec(0, 0, 0), 0.19, 0.17), plain(p.skin))
	c.add(bone(vec(0, -0.8, 0), vec(0.5, -0.72, 0), 0.27, 0.2).both(), shirt)
	c.add(ovoid(vec(0, -0.9, 0), vec(p.between(0.4, 0.55), 0.3, 0.3)), shirt)
	c.add(ovoid(vec(p.head*0.97, 0.18, 0), vec(0.06, 0.12, 0.1)).both(), plain(p.skin))
	a.add("shoulders", c.shape(56), matt(c.paint()))
	p.faceAndHead()
	p.hairdo()
	if p.chance(0.5) {
		base := lathe(refined([]geom.Vec2{{X: 0, Y: -1.4}, {X: 0.42, Y: -1.4}, {X: 0.4, Y: -1.3}, {X: 0.2, Y: -1.2}, {X: 0.24, Y: -1.05}, {X: 0, Y: -1.05}}, 0.1), 32).creased(40)
		a.add("plinth", base, a.coat(base.box(), pick(a.dice, stoneColour(a.dice), woodColour(a.dice), p.palette.second)))
	}
	if p.chance(0.3) {
		ring := torus(0.21, 0.03, 32, 8).placed(move(0, -0.27, 0.03).Mul(turn(aroundX, 0.03)))
		gem := ball(0.07, 0.08, 0.05, 14).at(0, -0.32, 0.24)
		a.add("necklace", joined(ring, gem), glossy(plain(metalColour(a.dice)).tinted(radial(vec(0, -0.32, 0.24), 0.1, 0), p.palette.accent)))
	}
}

// holds puts things into the hands of a figurine.
func (p *figurine) holds(hand geom.Vec3) {
	if p.chance(0.5) {
		l := p.between(0.3, 0.7)
		staff := limb([]geom.Vec3{hand.Add(vec(0, -l, 0.05)), hand.Add(vec(0, l, 0.05))}, 10, 0.03, 0.03)
		wood := woodColour(p.dice)
		p.add("staff", staff, matt(plain(wood).tinted(stripes(vec(0, 1, 0), 0.15, 0.3, 0), deeper(wood, 0.3))))
		top := p.solid(0.12)
		center := top.box().Center()
		top = top.at(hand.X-center.X, hand.Y+l-center.Y+0.08, hand.Z+0.05-center.Z)
		p.add("head of staff", top, p.coat(top.box(), p.palette.accent))
	}
	if p.chance(0.5) {
		r := p.between(0.2, 0.32)
		shield := ball(r, r*p.between(1, 1.3), 0.06, 28).at(-hand.X-0.03, hand.Y, hand.Z+0.12)
		m := p.coat(shield.box(), p.palette.third)
		m.paint = m.paint.tinted(p.emblem(shield.box()), p.palette.light)
		p.add("shield", shield, m)
	}
}
