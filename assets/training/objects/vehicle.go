package objects

import "patina/paint/geom"

// car drives towards the front on four or six wheels.
func car(a *assembly) {
	c := vehicle{
		assembly: a, width: a.between(0.32, 0.45), length: a.between(0.7, 1), height: a.between(0.14, 0.24),
		wheel: a.between(0.14, 0.24), body: a.palette.main, roof: pick(a.dice, a.palette.main, a.palette.second, a.palette.light),
	}
	c.chassis()
	c.cabin()
	c.wheels()
	c.lights()
	if a.chance(0.35) {
		c.load()
	}
}

type vehicle struct {
	*assembly
	width, length, height, wheel float32 // halves of the chassis, and the radius of a wheel
	body, roof                   geom.Vec3
	cabinBox                     geom.Box
}

func (c *vehicle) chassis() {
	s := block(c.width, c.height, c.length, c.between(0.03, 0.12))
	nose := c.between(0, 0.35)
	s = s.bent(func(p geom.Vec3) geom.Vec3 { // lower at the front
		if p.Y > 0 {
			p.Y *= 1 - nose*ramp(0.1, c.length, p.Z)
		}
		return p
	})
	box := s.box()
	p := c.livery(box)
	p = p.tinted(beyond(vec(0, -1, 0), c.height*0.55, 0), c.palette.dark)
	p = p.tinted(grille(c.width*c.between(0.4, 0.7), -c.height*0.45, c.height*0.25), vec(0.15, 0.15, 0.17))
	if c.chance(0.6) { // number plates
		p = p.tinted(sign(0.11, 0.035, -c.height*0.35), vec(0.95, 0.95, 0.9))
	}
	c.add("chassis", s, glossy(p))
}

// livery is the paint of the body, mirrored from side to side.
func (c *vehicle) livery(box geom.Box) pattern {
	p := plain(c.body)
	switch t := c.Float32(); {
	case t < 0.25: // racing stripes from front to back
		w := c.width * c.between(0.12, 0.3)
		gap := w * c.between(0, 0.8)
		p = p.tinted(between(vec(1, 0, 0), gap, gap+w).mirrored(), c.palette.other(c.dice, c.body))
	case t < 0.45: // a band along the flanks
		y := c.between(-0.3, 0.5) * c.height
		p = p.tinted(between(vec(0, 1, 0), y, y+c.height*c.between(0.2, 0.5)), c.palette.other(c.dice, c.body))
	case t < 0.65:
		p = p.tinted(c.ornament(box).mirrored(), c.palette.other(c.dice, c.body))
	case t < 0.75: // flames or dirt from below
		p = p.tinted(patches(0.2, 0.5, 0.1, c.seed()).and(beyond(vec(0, -1, 0), -c.height*0.2, 0.2)), c.palette.accent)
	}
	if c.chance(0.3) { // a number on the doors
		p = p.tinted(sideStamp(disc, 0, 0.1*c.height, c.height*0.6), vec(0.97, 0.97, 0.97))
		p = p.tinted(sideStamp(anyFigure(c.dice), 0, 0.1*c.height, c.height*0.35), c.palette.dark)
	}
	return p
}

// sideStamp is a figure on both flanks, at (z, y).
func sideStamp(f figure, z, y, radius float32) field {
	return func(s spot) float32 {
		if abs(s.n.X) < 0.5 {
			return 0
		}
		dx, dy := (s.p.Z-z)/radius, (s.p.Y-y)/radius
		if dx*dx+dy*dy > 2 {
			return 0
		}
		if s.n.X > 0 {
			dx = -dx
		}
		return ramp(-soft/radius/2, soft/radius/2, f(dx, dy))
	}
}

// grille is dark slats at the front.
func grille(halfWidth, y, halfHeight float32) field {
	slats := stripes(vec(0, 1, 0), halfHeight*0.5, 0.6, 0)
	return func(s spot) float32 {
		if s.n.Z < 0.6 || abs(s.p.X) > halfWidth || abs(s.p.Y-y) > halfHeight {
			return 0
		}
		return slats(s)
	}
}

// sign is a plate in the middle of front and back.
func sign(halfWidth, halfHeight, y float32) field {
	return func(s spot) float32 {
		if abs(s.n.Z) < 0.6 {
			return 0
		}
		return ramp(halfWidth+soft/2, halfWidth-soft/2, abs(s.p.X)) * ramp(halfHeight+soft/2, halfHeight-soft/2, abs(s.p.Y-y))
	}
}

func (c *vehicle) cabin() {
	h := c.between(0.14, 0.26)
	l := c.length * c.between(0.35, 0.65)
	z := c.length * c.between(-0.3, 0.15)
	taper := c.between(0.05, 0.35)
	s := block(c.width*0.92, h, l, 0.05).bent(func(p geom.Vec3) geom.Vec3 {
		k := 1 - taper*ramp(-h, h, p.Y)
		return vec(p.X*lerp(1, k, 0.6), p.Y, p.Z*k)
	}).at(0, c.height+h*0.9, z)
	c.cabinBox = s.box()
	glass := oklch(c.between(0.25, 0.75), 0.04, c.between(0.5, 0.7))
	low, high := c.height+h*0.45, c.height+h*1.55
	pane := between(vec(0, 1, 0), low, high).and(facing(vec(0, 1, 0), 0.75, 0.1).inverse())
	pillars := stripes(vec(0, 0, 1), l*c.between(0.7, 1.1), 0.12, -z/l+0.5).and(facing(vec(1, 0, 0), 0.5, 0.1).mirrored())
	corners := edgesOf(extent{vec(0, low+(high-low)/2, z), vec(c.width*0.85, 9, l*0.92)}, 0.05, c.seed())
	frame := func(s spot) float32 { return max(pillars(s), corners(s)) }
	p := plain(c.roof).tinted(pane.and(field(frame).inverse()), glass)
	c.add("cabin", s, glossy(p))
}

func (c *vehicle) wheels() {
	w := c.wheel * c.between(0.35, 0.6)
	rubber, rim := tyreColour(c.dice), pick(c.dice, metalColour(c.dice), c.palette.light, c.palette.accent)
	hub := c.between(0.5, 0.72)
	spokes := rays(geom.Vec3{}, aroundX, c.count(4, 8), c.between(0.3, 0.6), 0)
	one := cylinder(c.wheel, c.wheel, 2*w, 0.03, 24).placed(turn(aroundZ, 0.25))
	var all []shape
	var centers []geom.Vec3
	spread := c.length * c.between(0.55, 0.68)
	for _, z := range []float32{spread, -spread} {
		at := vec(c.width*c.between(0.9, 1.05), -c.height, z)
		centers = append(centers, at)
		all = append(all, one.at(at.X, at.Y, at.Z))
	}
	c.add("wheels", joined(all...).pair(), satin(wheelPaint(centers, c.wheel, hub, spokes, rubber, rim)))
}

// wheelPaint is rubber around a rim with spokes, on wheels in the given places and their
// mirror images.
func wheelPaint(centers []geom.Vec3, radius, hub float32, spokes field, rubber, rim geom.Vec3) pattern {
	dark := deeper(rim, 0.65)
	return func(s spot) geom.Vec3 {
		q := vec(abs(s.p.X), s.p.Y, s.p.Z)
		near, best := centers[0], float32(1e9)
		for _, c := range centers {
			if d := q.Sub(c); d.Dot(d) < best {
				near, best = c, d.Dot(d)
			}
		}
		q = q.Sub(near)
		r := sqrt(q.Y*q.Y+q.Z*q.Z) / radius
		if abs(s.n.X) < 0.6 || r > hub+0.05 {
			return rubber
		}
		inner := dark.Lerp(rim, max(spokes(spot{q, s.n}), ramp(hub-0.14, hub-0.1, r), ramp(0.24, 0.2, r)))
		return inner.Lerp(rubber, ramp(hub-soft/radius, hub+soft/radius, r))
	}
}

func (c *vehicle) lights() {
	x, y := c.width*c.between(0.6, 0.8), -c.height*c.between(0, 0.3)
	r := c.between(0.05, 0.09)
	front := ball(r, r*c.between(0.6, 1), r*0.5, 14).at(x, y, c.length)
	c.add("headlights", front.pair(), glossy(plain(oklch(0.95, 0.06, 0.27))))
	back := block(r, r*0.6, r*0.3, 0.02).at(x, y+0.02, -c.length)
	c.add("rear lights", back.pair(), glossy(plain(oklch(0.55, 0.22, 0.07))))
}

// load is something on the roof or at the back.
func (c *vehicle) load() {
	size := c.cabinBox.Size()
	top := c.cabinBox.Max.Y
	s := block(size.X*0.35, c.between(0.05, 0.14), size.Z*c.between(0.2, 0.4), 0.02)
	h := s.box().Max.Y
	s = s.at(0, top+h*0.9, c.cabinBox.Center().Z)
	c.add("load", s, c.coat(s.box(), c.palette.accent))
}
