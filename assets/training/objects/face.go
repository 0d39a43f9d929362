package objects

import "patina/paint/geom"

// eyes gives a pair of eyes at (x, y, z) and its mirror image: balls that stick out, or
// discs painted on by the returned field functions.
func (a *assembly) eyes(x, y, z, radius float32) {
	iris := pick(a.dice, a.palette.accent, a.palette.dark, oklch(0.6, 0.15, a.Float32()))
	white := pick(a.dice, vec(0.97, 0.97, 0.95), vec(0.97, 0.97, 0.95), a.palette.light)
	pupil := a.between(0.35, 0.6)
	simple := a.chance(0.3)
	look := vec(a.between(-0.12, 0.1), a.between(-0.1, 0.15), 1).Normalize()
	if simple {
		white, iris = a.palette.dark, a.palette.dark
	}
	paint := eye(vec(x, y, z), look, radius, pupil, white, iris)
	s := ball(radius, radius*a.between(1, 1.25), radius, 14).at(x, y, z)
	a.add("eyes", s.pair(), material{paint, 0.8, 0.9})
}

// eye is a white, an iris, a pupil and a glint, on balls on both sides of x = 0.
func eye(center, look geom.Vec3, radius, iris float32, white, colour geom.Vec3) pattern {
	dark := vec(0.05, 0.05, 0.07)
	return func(s spot) geom.Vec3 {
		p := vec(abs(s.p.X), s.p.Y, s.p.Z).Sub(center).Scale(1 / radius)
		q := p.Sub(look.Scale(p.Dot(look)))
		r := sqrt(q.Dot(q))
		if p.Dot(look) < 0 {
			return white
		}
		edge := soft / radius
		c := white.Lerp(colour, ramp(iris+edge, iris-edge, r))
		c = c.Lerp(dark, ramp(iris*0.55+edge, iris*0.55-edge, r))
		g := q.Sub(vec(-0.2, 0.25, 0))
		return c.Lerp(vec(1, 1, 1), ramp(0.16+edge, 0.16-edge, sqrt(g.Dot(g))))
	}
}

// drawnEyes is a field of a pair of painted eyes at the front, and one of their pupils.
func drawnEyes(x, y, radius, squint float32) (whites, pupils field) {
	oval := func(r float32) field {
		return func(s spot) float32 {
			if s.n.Z < 0.05 {
				return 0
			}
			dx, dy := (abs(s.p.X)-x)/r, (s.p.Y-y)/(r*squint)
			return ramp(1+soft/r, 1-soft/r, sqrt(dx*dx+dy*dy))
		}
	}
	return oval(radius), oval(radius * 0.55)
}

// mouth is a curved line at the front: a smile where bend is above 0.
func mouth(y, width, bend, line float32) field {
	return func(s spot) float32 {
		if s.n.Z < 0.05 || abs(s.p.X) > width {
			return 0
		}
		t := s.p.X / width
		d := abs(s.p.Y - (y + bend*(t*t-1)))
		return ramp(line+soft/2, line-soft/2, d) * ramp(width, width-soft, abs(s.p.X))
	}
}

// cheeks are two blushing spots at the front.
func cheeks(x, y, radius float32) field {
	return func(s spot) float32 {
		if s.n.Z < 0 {
			return 0
		}
		dx, dy := abs(s.p.X)-x, s.p.Y-y
		return 0.7 * ramp(radius, radius*0.3, sqrt(dx*dx+dy*dy))
	}
}
