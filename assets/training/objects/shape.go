package objects

import (
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// shape is a piece of surface in the artist's frame: triangles are counter-clockwise
// seen from outside, and vertices are shared where the surface is smooth.
type shape struct {
	positions []geom.Vec3
	triangles []mesh.Triangle
}

func vec(x, y, z float32) geom.Vec3 { return geom.Vec3{X: x, Y: y, Z: z} }

// sheet is a surface over the unit square, columns times rows cells; outside is where
// the cross product of its two directions points. Points that fall together are one
// vertex, so that tubes close and poles are points.
func sheet(columns, rows int, at func(u, v float32) geom.Vec3) shape {
	var s shape
	for row := range rows + 1 {
		for column := range columns + 1 {
			s.positions = append(s.positions, at(float32(column)/float32(columns), float32(row)/float32(rows)))
		}
	}
	for row := range rows {
		for column := range columns {
			a := uint32(row*(columns+1) + column)
			b := a + uint32(columns+1)
			s.triangles = append(s.triangles, mesh.Triangle{a, a + 1, b + 1}, mesh.Triangle{a, b + 1, b})
		}
	}
	return s.welded()
}

// welded merges vertices at the same place and drops triangles that vanish by it.
func (s shape) welded() shape {
	const grid = 1e5
	index := make(map[[3]int32]uint32, len(s.positions))
	renamed := make([]uint32, len(s.positions))
	var out shape
	for i, p := range s.positions {
		key := [3]int32{rounded(p.X * grid), rounded(p.Y * grid), rounded(p.Z * grid)}
		at, known := index[key]
		if !known {
			at = uint32(len(out.positions))
			index[key] = at
			out.positions = append(out.positions, p)
		}
		renamed[i] = at
	}
	for _, t := range s.triangles {
		t = mesh.Triangle{renamed[t[0]], renamed[t[1]], renamed[t[2]]}
		if t[0] != t[1] && t[1] != t[2] && t[2] != t[0] {
			out.triangles = append(out.triangles, t)
		}
	}
	return out
}

func rounded(x float32) int32 { return int32(math.Round(float64(x))) }

// creased splits vertices where faces meet at more than an angle, so that their edge
// is drawn hard.
func (s shape) creased(degrees float64) shape {
	type corner struct {
		normal geom.Vec3
		vertex uint32
	}
	limit := float32(math.Cos(degrees * math.Pi / 180))
	fans := make([][]corner, len(s.positions))
	var out shape
	for _, t := range s.triangles {
		n := mesh.FaceNormal(s.positions[t[0]], s.positions[t[1]], s.positions[t[2]])
		var split mesh.Triangle
	corners:
		for i, v := range t {
			for _, c := range fans[v] {
				if c.normal.Dot(n) >= limit {
					split[i] = c.vertex
					continue corners
				}
			}
			split[i] = uint32(len(out.positions))
			fans[v] = append(fans[v], corner{n, split[i]})
			out.positions = append(out.positions, s.positions[v])
		}
		out.triangles = append(out.triangles, split)
	}
	return out
}

// bent returns the shape with every vertex moved.
func (s shape) bent(move func(geom.Vec3) geom.Vec3) shape {
	out := shape{make([]geom.Vec3, len(s.positions)), s.triangles}
	for i, p := range s.positions {
		out.positions[i] = move(p)
	}
	return out
}

// placed returns the shape moved by a matrix, right side out even where that mirrors.
func (s shape) placed(m geom.Mat4) shape {
	out := s.bent(m.ApplyPoint)
	if m.Determinant3() < 0 {
		out.triangles = turned(s.triangles)
	}
	return out
}

// at returns the shape moved.
func (s shape) at(x, y, z float32) shape { return s.placed(move(x, y, z)) }

// scaled returns the shape stretched along the axes.
func (s shape) scaled(x, y, z float32) shape { return s.placed(stretch(x, y, z)) }

// mirrored returns the shape on the other side of x = 0.
func (s shape) mirrored() shape { return s.scaled(-1, 1, 1) }

// inverted returns the shape inside out.
func (s shape) inverted() shape { return shape{s.positions, turned(s.triangles)} }

// pair returns the shape and its mirror image as one.
func (s shape) pair() shape { return joined(s, s.mirrored()) }

func turned(triangles []mesh.Triangle) []mesh.Triangle {
	out := make([]mesh.Triangle, len(triangles))
	for i, t := range triangles {
		out[i] = mesh.Triangle{t[0], t[2], t[1]}
	}
	return out
}

// joined returns shapes as one, without merging any vertices.
func joined(list ...shape) (out shape) {
	for _, s := range list {
		first := uint32(len(out.positions))
		out.positions = append(out.positions, s.positions...)
		for _, t := range s.triangles {
			out.triangles = append(out.triangles, mesh.Triangle{t[0] + first, t[1] + first, t[2] + first})
		}
	}
	return out
}

func (s shape) box() geom.Box { return geom.BoxOf(s.positions) }

func move(x, y, z float32) geom.Mat4 {
	m := geom.Identity()
	m[3], m[7], m[11] = x, y, z
	return m
}

func stretch(x, y, z float32) geom.Mat4 { return geom.Mat4{0: x, 5: y, 10: z, 15: 1} }

// The axes to turn around; positive angles take the next axis in the order xyz
// towards the one after it.
const (
	aroundX = iota
	aroundY
	aroundZ
)

// turn returns the rotation around an axis by an angle in turns.
func turn(axis int, angle float32) geom.Mat4 {
	a, b := (axis+1)%3, (axis+2)%3
	s, c := sincos(angle)
	m := geom.Identity()
	m[4*a+a], m[4*b+b] = c, c
	m[4*a+b], m[4*b+a] = -s, s
	return m
}
