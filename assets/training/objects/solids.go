package objects

import (
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// ball is the unit sphere, stretched.
func ball(x, y, z float32, segments int) shape {
	return lathe(arc(segments/2), segments).scaled(x, y, z)
}

// arc is the profile of the unit sphere, from the south pole to the north pole.
func arc(rows int) []geom.Vec2 {
	profile := make([]geom.Vec2, rows+1)
	for i := range profile {
		s, c := sincos(float32(i) / float32(rows) / 2)
		profile[i] = geom.Vec2{X: s, Y: -c}
	}
	profile[0].X, profile[rows].X = 0, 0
	return profile
}

// lathe turns a profile of (radius, height), from the bottom up the outside to the top,
// around the y axis. The seam is at the back.
func lathe(profile []geom.Vec2, segments int) shape {
	rows := len(profile) - 1
	return sheet(segments, rows, func(u, v float32) geom.Vec3 {
		s, c := sincos(u + 0.5)
		if u == 1 {
			s, c = sincos(0.5)
		}
		p := profile[int(v*float32(rows)+0.5)]
		return vec(p.X*s, p.Y, p.X*c)
	})
}

// refined returns a profile with more points, at most so far apart.
func refined(profile []geom.Vec2, apart float32) []geom.Vec2 {
	out := profile[:1:1]
	for i, p := range profile[1:] {
		from := profile[i]
		n := max(1, int(math.Ceil(float64(p.Sub(from).Len()/apart))))
		for k := 1; k <= n; k++ {
			out = append(out, from.Add(p.Sub(from).Scale(float32(k)/float32(n))))
		}
	}
	return out
}

// curved returns a smooth profile through the given points: a Catmull-Rom spline with
// so many steps between two points.
func curved(points []geom.Vec2, steps int) []geom.Vec2 {
	at := func(i int) geom.Vec2 { return points[min(max(i, 0), len(points)-1)] }
	out := points[:1:1]
	for i := range len(points) - 1 {
		a, b, c, d := at(i-1), at(i), at(i+1), at(i+2)
		for k := 1; k <= steps; k++ {
			t := float32(k) / float32(steps)
			p := geom.Vec2{X: spline(a.X, b.X, c.X, d.X, t), Y: spline(a.Y, b.Y, c.Y, d.Y, t)}
			out = append(out, geom.Vec2{X: max(p.X, 0), Y: p.Y})
		}
	}
	return out
}

func spline(a, b, c, d, t float32) float32 {
	return b + t/2*(c-a+t*(2*a-5*b+4*c-d+t*(3*(b-c)+d-a)))
}

// cylinder has its axis along y and its middle in the origin; the radii are those of
// the bottom and the top, and edges are rounded by so much.
func cylinder(bottom, top, height, edge float32, segments int) shape {
	h := height / 2
	edge = min(edge, h*0.9, max(bottom, top)*0.9)
	profile := []geom.Vec2{{X: 0, Y: -h}}
	profile = append(profile, rounding(bottom, -h, min(edge, bottom*0.9), true)...)
	profile = append(profile, rounding(top, h, min(edge, top*0.9), false)...)
	profile = append(profile, geom.Vec2{X: 0, Y: h})
	return lathe(refined(profile, max(height/6, 0.05)), segments).creased(40)
}

// rounding is the quarter of a circle that rounds the edge of a cylinder.
func rounding(radius, y, edge float32, bottom bool) []geom.Vec2 {
	if edge < 1e-3 {
		return []geom.Vec2{{X: radius, Y: y}}
	}
	var out []geom.Vec2
	for i := range 4 {
		s, c := sincos(float32(i) / 12)
		if bottom {
			out = append(out, geom.Vec2{X: radius - edge + edge*s, Y: y + edge - edge*c})
		} else {
			out = append(out, geom.Vec2{X: radius - edge + edge*c, Y: y - edge + edge*s})
		}
	}
	return out
}

// torus lies around the y axis.
func torus(radius, tube float32, segments, around int) shape {
	return sheet(segments, around, func(u, v float32) geom.Vec3 {
		s, c := sincos(u)
		ts, tc := sincos(v)
		r := radius + tube*tc
		return vec(r*s, tube*ts, r*c)
	})
}

// block is a box of the given half extents with edges rounded by so much.
func block(x, y, z, edge float32) shape {
	half := vec(x, y, z)
	edge = min(edge, 0.95*min(x, y, z))
	inner := half.Sub(vec(edge, edge, edge))
	var faces []shape
	for axis := range 3 {
		for _, sign := range []float32{-1, 1} {
			faces = append(faces, blockFace(half, edge, axis, sign))
		}
	}
	s := joined(faces...)
	if edge == 0 {
		return s
	}
	s = s.bent(func(p geom.Vec3) geom.Vec3 {
		core := p.Max(inner.Scale(-1)).Min(inner)
		return core.Add(p.Sub(core).Normalize().Scale(edge))
	})
	return s.welded()
}

// blockFace is one face of a box, cut more finely where its edges are rounded.
func blockFace(half geom.Vec3, edge float32, axis int, sign float32) shape {
	h := [3]float32{half.X, half.Y, half.Z}
	a, b := (axis+1)%3, (axis+2)%3
	us, vs := blockCuts(h[a], edge), blockCuts(h[b], edge)
	s := sheet(len(us)-1, len(vs)-1, func(u, v float32) geom.Vec3 {
		var p [3]float32
		p[a], p[b] = us[int(u*float32(len(us)-1)+0.5)], vs[int(v*float32(len(vs)-1)+0.5)]
		p[axis] = sign * h[axis]
		return vec(p[0], p[1], p[2])
	})
	if sign < 0 {
		s = s.inverted()
	}
	return s
}

// blockCuts returns the coordinates along one edge of a box.
func blockCuts(half, edge float32) []float32 {
	var cuts []float32
	inner := half - edge
	if edge > 0 {
		cuts = append(cuts, -half, -inner-edge*0.55)
	}
	n := max(1, min(6, int(inner*2/0.2)))
	for i := range n + 1 {
		cuts = append(cuts, lerp(-inner, inner, float32(i)/float32(n)))
	}
	if edge > 0 {
		cuts = append(cuts, inner+edge*0.55, half)
	}
	return cuts
}

// tube is a round sweep along a path, with a radius at each share of it from 0 to 1.
// Its frames are carried along without twisting; ends where the radius is 0 are closed.
func tube(path []geom.Vec3, segments int, radius func(t float32) float32) shape {
	rows := len(path) - 1
	sides := make([]geom.Vec3, len(path))
	side := path[1].Sub(path[0]).Cross(vec(0.31, 0.2, 0.93)).Normalize()
	tangents := make([]geom.Vec3, len(path))
	for i := range path {
		tangents[i] = path[min(i+1, rows)].Sub(path[max(i-1, 0)]).Normalize()
		side = side.Sub(tangents[i].Scale(side.Dot(tangents[i]))).Normalize()
		sides[i] = side
	}
	return sheet(segments, rows, func(u, v float32) geom.Vec3 {
		i := int(v*float32(rows) + 0.5)
		if u == 1 {
			u = 0
		}
		s, c := sincos(u)
		r := radius(v)
		other := tangents[i].Cross(sides[i])
		return path[i].Add(sides[i].Scale(r * c)).Add(other.Scale(r * s))
	})
}

// bow is a path along a quadratic Bézier curve.
func bow(from, over, to geom.Vec3, steps int) []geom.Vec3 {
	path := make([]geom.Vec3, steps+1)
	for i := range path {
		t := float32(i) / float32(steps)
		path[i] = from.Lerp(over, t).Lerp(over.Lerp(to, t), t)
	}
	return path
}

// limb is a tube with round ends along a path, from one radius to another.
func limb(path []geom.Vec3, segments int, from, to float32) shape {
	var long []geom.Vec3
	var radii []float32
	last := len(path) - 1
	start, end := path[0].Sub(path[1]).Normalize(), path[last].Sub(path[last-1]).Normalize()
	for i := range 4 {
		s, c := sincos(float32(i) / 16)
		long, radii = append(long, path[0].Add(start.Scale(from*c))), append(radii, from*s)
	}
	for i, p := range path {
		long, radii = append(long, p), append(radii, lerp(from, to, float32(i)/float32(last)))
	}
	for i := 3; i >= 0; i-- {
		s, c := sincos(float32(i) / 16)
		long, radii = append(long, path[last].Add(end.Scale(to*c))), append(radii, to*s)
	}
	return tube(long, segments, func(t float32) float32 { return radii[int(t*float32(len(radii)-1)+0.5)] })
}

// extrusion is a flat outline, counter-clockwise seen from +z, given a thickness along
// z. The outline must be seen as a whole from the point from which its caps are fanned.
func extrusion(outline []geom.Vec2, from geom.Vec2, thickness float32) shape {
	n := uint32(len(outline))
	h := thickness / 2
	var s shape
	for _, z := range []float32{h, -h} {
		for _, p := range outline {
			s.positions = append(s.positions, vec(p.X, p.Y, z))
		}
	}
	s.positions = append(s.positions, vec(from.X, from.Y, h), vec(from.X, from.Y, -h))
	for i := range n {
		j := (i + 1) % n
		s.triangles = append(s.triangles,
			mesh.Triangle{2 * n, i, j}, mesh.Triangle{2*n + 1, n + j, n + i},
			mesh.Triangle{i, n + i, n + j}, mesh.Triangle{i, n + j, j})
	}
	return s.creased(35)
}
