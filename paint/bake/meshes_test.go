package bake_test

import (
	"patina/paint/geom"
	"patina/paint/mesh"
)

// newMesh returns a mesh without triangles with the given number of materials.
func newMesh(slots int) *mesh.Mesh {
	m := &mesh.Mesh{Name: "test", Slots: []uint16{}}
	for range slots {
		m.Materials = append(m.Materials, mesh.DefaultMaterial())
	}
	return m
}

// rect is a rectangle of texture coordinates.
type rect struct{ u0, v0, u1, v1 float32 }

// addTriangle adds a triangle with vertices of its own.
func addTriangle(m *mesh.Mesh, slot uint16, positions [3]geom.Vec3, uvs [3]geom.Vec2) {
	n := uint32(len(m.Positions))
	m.Positions = append(m.Positions, positions[:]...)
	m.UVs = append(m.UVs, uvs[:]...)
	m.Triangles = append(m.Triangles, mesh.Triangle{n, n + 1, n + 2})
	m.Slots = append(m.Slots, slot)
}

// addQuad adds the square with the given lower left corner and sides, which faces
// right × up, as a chart that fills the rectangle.
func addQuad(m *mesh.Mesh, slot uint16, corner, right, up geom.Vec3, uv rect) {
	a, b, c, d := corner, corner.Add(right), corner.Add(right).Add(up), corner.Add(up)
	ua, ub := geom.Vec2{X: uv.u0, Y: uv.v1}, geom.Vec2{X: uv.u1, Y: uv.v1}
	uc, ud := geom.Vec2{X: uv.u1, Y: uv.v0}, geom.Vec2{X: uv.u0, Y: uv.v0}
	addTriangle(m, slot, [3]geom.Vec3{a, b, c}, [3]geom.Vec2{ua, ub, uc})
	addTriangle(m, slot, [3]geom.Vec3{a, c, d}, [3]geom.Vec2{ua, uc, ud})
}

// addMesh adds a scaled and moved copy of a mesh with one material, its chart
// scaled and moved into the rectangle.
func addMesh(m *mesh.Mesh, slot uint16, part *mesh.Mesh, scale float32, offset geom.Vec3, uv rect) {
	n := uint32(len(m.Positions))
	for i, p := range part.Positions {
		m.Positions = append(m.Positions, p.Scale(scale).Add(offset))
		m.UVs = append(m.UVs, geom.Vec2{
			X: uv.u0 + (uv.u1-uv.u0)*part.UVs[i].X,
			Y: uv.v0 + (uv.v1-uv.v0)*part.UVs[i].Y,
		})
	}
	for _, t := range part.Triangles {
		m.Triangles = append(m.Triangles, mesh.Triangle{t[0] + n, t[1] + n, t[2] + n})
		m.Slots = append(m.Slots, slot)
	}
}

var (
	whole = rect{0, 0, 1, 1}
	right = geom.Vec3{X: 1}
	up    = geom.Vec3{Y: 1}
)
