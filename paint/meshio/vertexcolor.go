package meshio

import (
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// rgba is a colour as it stands in files: sRGB, straight alpha.
type rgba [4]uint8

// rgbaOf rounds components of 0..1.
func rgbaOf(f []float64) (c rgba) {
	for i := range c {
		c[i] = uint8(math.Round(255 * float64(clamp01(float32(f[i])))))
	}
	return c
}

// vertexColors are the colours that a file gives to positions instead of a texture.
// Formats of which nothing but the mesh is kept have them shown as a texture, so that
// they can be seen, painted over, and saved.
type vertexColors struct {
	positions []geom.Vec3
	colors    []rgba // one per position, or nil
}

// byPosition finds colours where vertices were split or left out. Where several
// vertices lie in one place, the first gives its colour.
func (c vertexColors) byPosition() map[geom.Vec3]rgba {
	colors := make(map[geom.Vec3]rgba, len(c.positions))
	for i, p := range c.positions {
		if _, taken := colors[p]; !taken {
			colors[p] = c.colors[i]
		}
	}
	return colors
}

// show gives every material without a texture one with the colours of its vertices.
// It returns whether there was any.
func (c vertexColors) show(m *mesh.Mesh) bool {
	if c.colors == nil || len(m.UVs) != len(m.Positions) {
		return false
	}
	colors := c.byPosition()
	for slot, triangles := range trianglesBySlot(m) {
		material := &m.Materials[slot]
		if material.Texture != nil || material.NoUVs || len(triangles) == 0 {
			continue
		}
		s := newStain(sideFor(len(triangles)))
		for _, exact := range []bool{false, true} {
			s.budget = 64 * s.side * s.side
			for _, t := range triangles {
				s.triangle(corners(m, t, colors), exact)
			}
		}
		material.Texture = s.finish()
		material.BaseColor = [4]float32{1, 1, 1, material.BaseColor[3]} // exporters leave any Kd beside colours
	}
	return true
}

// sideFor returns the side of a texture with some texels for each triangle.
func sideFor(triangles int) int {
	side := 8
	for side < 4096 && side*side < 16*triangles {
		side *= 2
	}
	return side
}

func corners(m *mesh.Mesh, t mesh.Triangle, colors map[geom.Vec3]rgba) (out [3]stained) {
	for k, v := range t {
		out[k] = stained{x: float64(m.UVs[v].X), y: float64(m.UVs[v].Y), color: colors[m.Positions[v]]}
	}
	return out
}
