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
		d, _, which := cells(s.p.Scale(1/size), seed)
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

// streaked makes a pattern lighter and darker in streaks along a direction, as hair, wood
// and brushed metal are.
func (p pattern) streaked(along geom.Vec3, amount, size float32, seed uint32) pattern {
	return func(s spot) geom.Vec3 {
		q := s.p.Sub(along.Scale(0.88 * s.p.Dot(along))).Scale(1 / size)
		t := noise(q, seed) + 0.5*noise(q.Scale(2.3), seed+1) - 0.75
		return clampColour(p(s).Scale(1 + 1.3*amount*t))
	}
}

// round makes fields from coordinates around the y axis through a centre: turns from the
// front, -0.5 to 0.5, and height.
func round(center geom.Vec3, f func(turn, height, radius float32) float32) field {
	return func(s spot) float32 {
		x, z := s.p.X-center.X, s.p.Z-center.Z
		return f(turns(x, z), s.p.Y-center.Y, sqrt(x*x+z*z)+1e-3)
	}
}

// helix winds around a part, so many bands with so steep a rise.
func helix(center geom.Vec3, count int, rise, share float32) field {
	return round(center, func(turn, height, r float32) float32 {
		return band(turn*float32(count)+height*rise, share, soft*(float32(count)/(6.3*r)+abs(rise)))
	})
}

// lozenges stand around a part.
func lozenges(center geom.Vec3, count int, height float32) field {
	return round(center, func(turn, y, r float32) float32 {
		_, u := cell(turn * float32(count))
		_, v := cell(y / height)
		edge := soft * (float32(count)/(6.3*r) + 1/height)
		return ramp(0.42+edge/2, 0.42-edge/2, abs(u-0.5)+abs(v-0.5))
	})
}

// zigzag is a band around a part at a height.
func zigzag(center geom.Vec3, count int, at, swing, width float32) field {
	return round(center, func(turn, y, _ float32) float32 {
		_, u := cell(turn * float32(count))
		off := abs(y - at - swing*(4*abs(u-0.5)-1))
		return ramp(width/2+soft/2, width/2-soft/2, off)
	})
}

// beads are dots in a row around a part at a height.
func beads(center geom.Vec3, count int, at, radius float32) field {
	return round(center, func(turn, y, r float32) float32 {
		_, u := cell(turn * float32(count))
		dx, dy := (u-0.5)*6.28*r/float32(count), y-at
		return ramp(radius+soft/2, radius-soft/2, sqrt(dx*dx+dy*dy))
	})
}

// rosettes are broken rings, as a leopard has.
func rosettes(size float32, seed uint32) field {
	return func(s spot) float32 {
		d, _, _ := cells(s.p.Scale(1/size), seed)
		ring := ramp(0.13+soft/size, 0.13, abs(d-0.3))
		return ring * ramp(0.3, 0.45, noise(s.p.Scale(5/size), seed+1))
	}
}

// cracks are the borders between cells, as on a giraffe, dry mud or stained glass.
func cracks(size, width float32, seed uint32) field {
	return func(s spot) float32 {
		d, e, _ := cells(s.p.Scale(1/size), seed)
		return ramp(width+soft/size, width, e-d)
	}
}

// mosaic gives each cell one of a few colours.
func mosaic(size float32, seed uint32, colours ...geom.Vec3) pattern {
	return func(s spot) geom.Vec3 {
		_, _, which := cells(s.p.Scale(1/size), seed)
		return colours[which>>5%uint32(len(colours))]
	}
}

// tartan crosses stripes of two widths on all sides.
func tartan(size float32) field {
	return func(s spot) float32 {
		x, y := wall(s)
		across := 0.5*band(x/size, 0.5, soft/size) + 0.5*band(x/size+0.5, 0.08, soft/size)
		return min(1, across+0.5*band(y/size, 0.5, soft/size)+0.5*band(y/size+0.5, 0.08, soft/size)) * 0.8
	}
}

// waves are stripes that swing.
func waves(size, swing float32) field {
	return func(s spot) float32 {
		x, y := wall(s)
		sin, _ := sincos(x / size / 2)
		return band((y+swing*size*sin)/size, 0.45, 1.5*soft/size)
	}
}
