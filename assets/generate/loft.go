package main

import "patina/paint/geom"

// section is a closed curve around the origin, counter-clockwise.
type section []geom.Vec2

// ellipse returns an elliptic section of n points.
func ellipse(n int, rx, ry float32) section {
	out := make(section, n)
	for i := range out {
		c, s := cosSin(float32(i) / float32(n))
		out[i] = geom.Vec2{X: rx * c, Y: ry * s}
	}
	return out
}

// ribbon returns a rectangular section with rounded edges and the given half
// extents, hx larger than hy: three points for each corner.
func ribbon(hx, hy, edge float32) section {
	var out section
	for corner := range 4 {
		cx, cy := hx-edge, hy-edge
		if corner == 1 || corner == 2 {
			cx = -cx
		}
		if corner >= 2 {
			cy = -cy
		}
		for k := range 3 {
			c, s := cosSin((float32(corner) + float32(k)/2) / 4)
			out = append(out, geom.Vec2{X: cx + edge*c, Y: cy + edge*s})
		}
	}
	return out
}

// station is a section of a loft at a place along its path.
type station struct {
	at      geom.Vec3
	across  geom.Vec3 // direction of the section's x; need not be perpendicular to the path
	section section   // in the plane across the path; all of a loft have as many points
}

// loft returns the part whose surface runs through the stations, in pieces charts.
// A closed loft ends where it starts; an open one is closed at either end by a
// station whose section has no extent. Patterns are (the way around the
// section from 0 to 1, length along the path, 0).
func loft(name string, stations []station, closed bool, pieces int, paint paint) *part {
	p := &part{name: name, paint: paint}
	rings := make([][]int, len(stations))
	for i := range stations {
		rings[i] = p.ring(stations, i, closed)
	}
	lengths := []float32{0}
	if closed {
		rings, stations = append(rings, rings[0]), append(stations, stations[0])
	}
	for i := range stations[1:] {
		lengths = append(lengths, lengths[i]+stations[i+1].at.Sub(stations[i].at).Len())
	}
	for i := range pieces {
		from, to := i*(len(rings)-1)/pieces, (i+1)*(len(rings)-1)/pieces
		p.charts = append(p.charts, wrap(rings[from:to+1], lengths[from:to+1], stations[len(stations)/2].section.shares()))
	}
	return p
}

// ring adds the points of a station and returns their indices.
func (p *part) ring(stations []station, i int, closed bool) []int {
	s := stations[i]
	before, after := max(i-1, 0), min(i+1, len(stations)-1)
	if closed {
		before, after = (i+len(stations)-1)%len(stations), (i+1)%len(stations)
	}
	forward := stations[after].at.Sub(stations[before].at).Normalize()
	y := s.across.Cross(forward).Normalize()
	x := forward.Cross(y)
	ring := make([]int, len(s.section))
	for k, q := range s.section {
		if k == 0 || q != s.section[0] {
			p.points = append(p.points, s.at.Add(x.Scale(q.X)).Add(y.Scale(q.Y)))
		}
		ring[k] = len(p.points) - 1
	}
	return ring
}

// shares returns how far around the section each point lies, from 0 to 1 back at
// the first.
func (s section) shares() []float32 {
	out := []float32{0}
	for i := range s {
		out = append(out, out[i]+s[(i+1)%len(s)].Sub(s[i]).Len())
	}
	for i := range s {
		out[i] /= out[len(s)]
	}
	out[len(s)] = 1
	return out
}

// wrap makes the chart of consecutive rings: rows run along the path.
func wrap(rings [][]int, lengths, shares []float32) chart {
	around := len(rings[0])
	c := chart{columns: around, rows: len(rings) - 1}
	for row, ring := range rings {
		for column := range around + 1 {
			c.points = append(c.points, ring[column%around])
			c.patterns = append(c.patterns, vec(shares[column], lengths[row], 0))
		}
	}
	return c
}

// lathe returns a part turned around +y from a profile of (radius, height) pairs
// that starts and ends at radius 0; heights fall.
func lathe(name string, around int, profile [][2]float32, paint paint) *part {
	stations := make([]station, len(profile))
	for i, q := range profile {
		stations[i] = station{vec(0, q[1], 0), vec(1, 0, 0), ellipse(around, q[0], q[0])}
	}
	return loft(name, stations, false, 1, paint)
}

// hoop returns a closed ring around +z through the radii of an ellipse, with
// the half extents of its section outwards and along z.
func hoop(name string, along, around int, rx, ry, out, deep float32, paint paint) *part {
	stations := make([]station, along)
	for i := range stations {
		c, s := cosSin(float32(i) / float32(along))
		stations[i] = station{vec(rx*c, ry*s, 0), vec(0, 0, 1), ellipse(around, deep, out)}
	}
	return loft(name, stations, true, 2, paint)
}
