package objects

import "patina/paint/geom"

// vessel is a mug, a vase, a pot, a bottle or a teapot.
func vessel(a *assembly) {
	profile := a.vesselProfile()
	wall := a.between(0.03, 0.07)
	s := lathe(hollow(profile, wall), 40).creased(50)
	box := s.box()
	base := a.palette.main
	outside := a.glaze(box, base)
	inside := plain(pick(a.dice, a.palette.light, base, a.palette.second))
	a.add("body", s, material{within(profile, wall, inside, outside), a.between(0.1, 0.7), a.between(0.3, 0.9)})
	switch t := a.Float32(); {
	case t < 0.4:
		a.handle(profile, 1)
	case t < 0.6:
		a.handle(profile, 1)
		a.handle(profile, -1)
	case t < 0.75:
		a.handle(profile, 1)
		a.spout(profile)
	}
	if a.chance(0.3) {
		a.lid(profile[len(profile)-1])
	}
}

// vesselProfile returns a smooth outline from the foot to the rim.
func (a *assembly) vesselProfile() []geom.Vec2 {
	h := a.between(0.5, 1)
	points := []geom.Vec2{{X: a.between(0.25, 0.5), Y: -h}}
	n := a.count(2, 4)
	for i := 1; i <= n; i++ {
		points = append(points, geom.Vec2{X: a.between(0.22, 0.65), Y: -h + 2*h*float32(i)/float32(n+1)})
	}
	points = append(points, geom.Vec2{X: a.between(0.25, 0.6), Y: h})
	if a.chance(0.35) { // straight, as mugs are
		r := a.between(0.35, 0.6)
		for i := range points {
			points[i].X = r * (1 + 0.12*a.between(-1, 1)*float32(i)/float32(len(points)))
		}
	}
	return curved(points, 6)
}

// hollow gives an outline a floor, a rim and an inside.
func hollow(outline []geom.Vec2, wall float32) []geom.Vec2 {
	foot := outline[0]
	profile := []geom.Vec2{{X: 0, Y: foot.Y}, {X: foot.X * 0.5, Y: foot.Y}}
	profile = append(profile, outline...)
	rim := outline[len(outline)-1]
	profile = append(profile, geom.Vec2{X: rim.X - wall/2, Y: rim.Y + wall/2})
	for i := len(outline) - 1; i >= 0; i -= 2 {
		p := outline[i]
		profile = append(profile, geom.Vec2{X: max(p.X-wall, 0.02), Y: max(p.Y, foot.Y+wall)})
	}
	return append(profile, geom.Vec2{X: 0, Y: foot.Y + wall})
}

// within shows one pattern inside an outline and another outside.
func within(outline []geom.Vec2, wall float32, inside, outside pattern) pattern {
	return outside.over(func(s spot) float32 {
		r := sqrt(s.p.X*s.p.X + s.p.Z*s.p.Z)
		return ramp(-wall*0.6, -wall*0.75, r-radiusAt(outline, s.p.Y))
	}, inside)
}

// radiusAt returns the radius of an outline at a height.
func radiusAt(outline []geom.Vec2, y float32) float32 {
	for i, p := range outline[1:] {
		if y <= p.Y {
			from := outline[i]
			return lerp(from.X, p.X, clamp((y-from.Y)/max(p.Y-from.Y, 1e-4), 0, 1))
		}
	}
	return outline[len(outline)-1].X
}

// glaze is the paint of pottery: bands, drips, a picture at the front.
func (a *assembly) glaze(box geom.Box, base geom.Vec3) pattern {
	p := a.decorated(box, base)
	h := box.Size().Y
	if a.chance(0.3) { // a border below the rim
		y := box.Max.Y - h*a.between(0.08, 0.2)
		p = p.tinted(between(vec(0, 1, 0), y-h*a.between(0.03, 0.1), y), a.palette.accent)
	}
	if a.chance(0.25) { // glaze that ran down
		f := beyond(vec(0, 1, 0), box.Max.Y-h*a.between(0.2, 0.5), 0).warped(0.12, 0.15, a.seed())
		p = p.tinted(f, a.palette.other(a.dice, base))
	}
	if a.chance(0.4) {
		p = p.tinted(a.emblem(box), a.palette.other(a.dice, base))
	}
	if a.chance(0.3) { // bare clay at the foot
		p = p.tinted(beyond(vec(0, -1, 0), -(box.Min.Y+h*0.06), 0), oklch(0.6, 0.07, 0.14))
	}
	return p
}

func (a *assembly) handle(outline []geom.Vec2, side float32) {
	low, high := lerp(outline[0].Y, outline[len(outline)-1].Y, a.between(0.15, 0.35)), lerp(outline[0].Y, outline[len(outline)-1].Y, a.between(0.65, 0.9))
	from, to := vec(side*radiusAt(outline, low)*0.96, low, 0), vec(side*radiusAt(outline, high)*0.96, high, 0)
	over := from.Lerp(to, 0.5).Add(vec(side*a.between(0.45, 0.8), 0, 0))
	s := limb(bow(from, over, to, 14), 10, a.between(0.04, 0.075), a.between(0.04, 0.075))
	a.add("handle", s, satin(plain(pick(a.dice, a.palette.main, a.palette.second, a.palette.accent))))
}

func (a *assembly) spout(outline []geom.Vec2) {
	y := lerp(outline[0].Y, outline[len(outline)-1].Y, a.between(0.3, 0.5))
	from := vec(-radiusAt(outline, y)*0.9, y, 0)
	to := from.Add(vec(-a.between(0.3, 0.5), a.between(0.3, 0.5), 0))
	s := limb(bow(from, from.Add(vec(-0.3, 0.02, 0)), to, 10), 12, a.between(0.1, 0.14), a.between(0.04, 0.06))
	a.add("spout", s, satin(plain(pick(a.dice, a.palette.main, a.palette.accent))))
}

func (a *assembly) lid(rim geom.Vec2) {
	h := a.between(0.05, 0.25)
	profile := curved([]geom.Vec2{{X: rim.X + 0.03, Y: rim.Y}, {X: rim.X + 0.02, Y: rim.Y + 0.05}, {X: rim.X * 0.6, Y: rim.Y + h}, {X: 0.08, Y: rim.Y + h + 0.03}, {X: 0.09, Y: rim.Y + h + 0.13}, {X: 0, Y: rim.Y + h + 0.16}}, 4)
	s := lathe(append([]geom.Vec2{{X: 0, Y: rim.Y}}, profile...), 32).creased(50)
	a.add("lid", s, a.coat(s.box(), pick(a.dice, a.palette.main, a.palette.second, a.palette.accent)))
}
