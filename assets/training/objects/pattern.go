package objects

import "patina/paint/geom"

// spot is a place of the surface, in the artist's frame of the object.
type spot struct{ p, n geom.Vec3 }

// pattern is a solid texture: the colour at a spot, sRGB-encoded. Objects are about two
// units across.
type pattern func(s spot) geom.Vec3

// field is a share at each spot, 0 to 1: where another colour shows. Edges of fields are
// about as soft as a pixel of a view of 256 is wide.
type field func(s spot) float32

const soft = 0.012

// plain is one colour.
func plain(c geom.Vec3) pattern { return func(spot) geom.Vec3 { return c } }

// over shows one pattern, and another where a field is.
func (p pattern) over(f field, other pattern) pattern {
	return func(s spot) geom.Vec3 {
		switch share := f(s); {
		case share <= 0:
			return p(s)
		case share >= 1:
			return other(s)
		default:
			return p(s).Lerp(other(s), share)
		}
	}
}

// tinted shows a colour where a field is.
func (p pattern) tinted(f field, c geom.Vec3) pattern { return p.over(f, plain(c)) }

// mottled makes a pattern lighter and darker by clouds of a size, by up to an amount.
func (p pattern) mottled(amount, size float32, seed uint32) pattern {
	return func(s spot) geom.Vec3 {
		t := clouds(s.p.Scale(1/size), 3, seed)*2 - 1
		return clampColour(p(s).Scale(1 + amount*t))
	}
}

// moved shifts a pattern's coordinates.
func (p pattern) moved(by geom.Vec3) pattern {
	return func(s spot) geom.Vec3 { return p(spot{s.p.Sub(by), s.n}) }
}

// inverse is where a field is not.
func (f field) inverse() field { return func(s spot) float32 { return 1 - f(s) } }

// and is where both fields are.
func (f field) and(g field) field {
	return func(s spot) float32 {
		if a := f(s); a > 0 {
			return a * g(s)
		}
		return 0
	}
}

// mirrored repeats what a field does at x > 0 on the other side.
func (f field) mirrored() field {
	return func(s spot) float32 {
		return f(spot{vec(abs(s.p.X), s.p.Y, s.p.Z), vec(abs(s.n.X), s.n.Y, s.n.Z)})
	}
}

// warped moves a field's coordinates by noise, so that its edges waver.
func (f field) warped(depth, size float32, seed uint32) field {
	return func(s spot) float32 {
		q := s.p.Scale(1 / size)
		by := vec(noise(q, seed)-0.5, noise(q, seed+1)-0.5, noise(q, seed+2)-0.5)
		return f(spot{s.p.Add(by.Scale(2 * depth)), s.n})
	}
}

// beyond is the half space past a distance along a direction, with an edge so wide.
func beyond(direction geom.Vec3, from, width float32) field {
	width = max(width, soft)
	return func(s spot) float32 { return ramp(from-width/2, from+width/2, s.p.Dot(direction)) }
}

// between is the slab from one distance to another along a direction.
func between(direction geom.Vec3, from, to float32) field {
	return func(s spot) float32 {
		t := s.p.Dot(direction)
		return ramp(from-soft/2, from+soft/2, t) * ramp(to+soft/2, to-soft/2, t)
	}
}

// facing is where the surface faces a direction by more than a cosine.
func facing(direction geom.Vec3, cosine, width float32) field {
	return func(s spot) float32 { return ramp(cosine-width/2, cosine+width/2, s.n.Dot(direction)) }
}

// stripes run across a direction: one each period, a share of it wide.
func stripes(direction geom.Vec3, period, share, phase float32) field {
	return func(s spot) float32 { return band(s.p.Dot(direction)/period+phase, share, soft/period) }
}

// band is 1 on the given share around whole numbers of t.
func band(t, share, edge float32) float32 {
	_, f := cell(t)
	return ramp(share/2+edge/2, share/2-edge/2, min(f, 1-f))
}

// rings run around an axis through a centre.
func rings(center, axis geom.Vec3, period, share, phase float32) field {
	return func(s spot) float32 {
		q := s.p.Sub(center)
		along := q.Dot(axis)
		r := sqrt(max(q.Dot(q)-along*along, 0))
		return band(r/period+phase, share, soft/period)
	}
}

// rays run out from an axis through a centre, so many around.
func rays(center geom.Vec3, axis int, count int, share, phase float32) field {
	return func(s spot) float32 {
		q := s.p.Sub(center)
		c := [3]float32{q.X, q.Y, q.Z}
		a, b := c[(axis+1)%3], c[(axis+2)%3]
		r := sqrt(a*a+b*b) + 1e-4
		return band(turns(a, b)*float32(count)+phase, share, soft*float32(count)/(6.3*r))
	}
}

// spots are round, strewn one to a cell of a size, with a radius as a share of it.
func spots(size, radius float32, seed uint32) field {
	return func(s spot) float32 {
		d, which := cells(s.p.Scale(1/size), seed)
		r := radius * (0.6 + 0.6*unit(which*2654435761))
		return ramp(r+soft/size/2, r-soft/size/2, d)
	}
}

// patches are where clouds of a size are thicker than a threshold.
func patches(size, threshold, width float32, seed uint32) field {
	return func(s spot) float32 {
		return ramp(threshold-width/2, threshold+width/2, clouds(s.p.Scale(1/size), 3, seed))
	}
}

// checks alternate in all three directions.
func checks(size float32, offset geom.Vec3) field {
	wave := func(x float32) float32 {
		_, f := cell(x / size / 2)
		t := min(abs(f-0.25), abs(f-1.25))
		return 1 - 2*ramp(0.25-soft/size/4, 0.25+soft/size/4, t)
	}
	return func(s spot) float32 {
		q := s.p.Add(offset)
		return 0.5 + 0.5*wave(q.X)*wave(q.Y)*wave(q.Z)
	}
}

// gradient runs from 0 to 1 along a direction.
func gradient(direction geom.Vec3, from, to float32) field {
	return func(s spot) float32 { return ramp(from, to, s.p.Dot(direction)) }
}

// radial runs from 1 at a centre to 0 at a radius.
func radial(center geom.Vec3, radius, width float32) field {
	return func(s spot) float32 {
		q := s.p.Sub(center)
		return ramp(radius, radius-max(width, soft), sqrt(q.Dot(q)))
	}
}

// wall lays flat coordinates on the side of a box that a surface faces: to the right and
// up, seen from outside, or to the right and back from above.
func wall(s spot) (right, up float32) {
	x, y, z := abs(s.n.X), abs(s.n.Y), abs(s.n.Z)
	switch {
	case y >= x && y >= z:
		return s.p.X, -s.p.Z
	case x >= z:
		return s.p.Z, s.p.Y
	default:
		return s.p.X, s.p.Y
	}
}

// joints are the lines between bricks of a width and a height.
func joints(width, height, line float32) field {
	return func(s spot) float32 {
		x, y := wall(s)
		row, _ := cell(y / height)
		shift := 0.5 * float32(row&1)
		across := band(x/width+shift+0.5, line/width, soft/width)
		return max(across, band(y/height, line/height, soft/height))
	}
}

// shingles are the shadows under rows of tiles with round ends.
func shingles(width, height float32) field {
	return func(s spot) float32 {
		x, _ := wall(s)
		y := s.p.Y
		row, f := cell(y / height)
		_, g := cell(x/width + 0.5*float32(row&1))
		edge := 0.5 - sqrt(max(0.25-(g-0.5)*(g-0.5), 0))
		return ramp(edge+0.3, edge, f)
	}
}

// grain is the streaks of wood along an axis.
func grain(along geom.Vec3, size float32, seed uint32) field {
	return func(s spot) float32 {
		q := s.p.Sub(along.Scale(0.9 * s.p.Dot(along))).Scale(1 / size)
		t := noise(q, seed)*4 + noise(q.Scale(3), seed+1)*0.8
		_, f := cell(t)
		return ramp(0, 0.7, f) * ramp(1, 0.85, f)
	}
}

// edgesOf is where two faces of a box meet, worn unevenly.
func edgesOf(box extent, width float32, seed uint32) field {
	return func(s spot) float32 {
		q := s.p.Sub(box.center)
		x, y, z := box.half.X-abs(q.X), box.half.Y-abs(q.Y), box.half.Z-abs(q.Z)
		second := x + y + z - min(x, y, z) - max(x, y, z)
		w := width * (0.3 + 1.4*clouds(s.p.Scale(6), 2, seed))
		return ramp(w, w*0.5, second)
	}
}

// extent is a box by its middle and half of its extents.
type extent struct{ center, half geom.Vec3 }

func halves(b geom.Box) extent { return extent{b.Center(), b.Size().Scale(0.5)} }
