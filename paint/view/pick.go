package view

import (
	"patina/paint/geom"
	"patina/paint/mesh"
)

// Picker tells which triangle of a mesh a view shows at a place. It may be used by several
// goroutines.
type Picker struct {
	mesh   *mesh.Mesh
	fitted []geom.Vec3
}

// NewPicker returns the picker of a mesh, which must not change any more.
func NewPicker(m *mesh.Mesh) *Picker {
	fitted, _ := m.FittedPositions()
	return &Picker{mesh: m, fitted: fitted}
}

// Pick returns the triangle that is nearest to the camera at a place of a picture whose
// width is aspect times its height: x and y go from -1 at the left and at the top to 1. ok
// is false where none is. Triangles seen from behind count, as they are drawn; those that
// reach behind the camera do not. Time grows with the number of triangles: a hundredth of
// a second for 500,000.
func (p *Picker) Pick(v View, aspect, x, y float64) (triangle int, ok bool) {
	clip := v.Lens.Projection(aspect).Mul(v.Camera())
	corners := make([]corner, len(p.fitted))
	for i, at := range p.fitted {
		corners[i] = cornerAt(&clip, at, float32(x), float32(y))
	}
	nearest := float32(0)
	for f, t := range p.mesh.Triangles {
		depth, hit := depthOf(&corners[t[0]], &corners[t[1]], &corners[t[2]])
		if hit && (!ok || depth < nearest) {
			triangle, nearest, ok = f, depth, true
		}
	}
	return triangle, ok
}

// corner is a vertex in clip space, x and y counted from the place that is looked at.
type corner struct{ x, y, z, w float32 }

func cornerAt(m *geom.Mat4, p geom.Vec3, x, y float32) corner {
	row := func(i int) float32 { return m[i]*p.X + m[i+1]*p.Y + m[i+2]*p.Z + m[i+3] }
	w := row(12)
	return corner{row(0) - x*w, row(4) - y*w, row(8), w}
}

// depthOf returns how far a triangle is where it covers the place, -1 to 1. The shares of
// the corners are those on the surface itself, whatever the lens.
func depthOf(a, b, c *corner) (depth float32, hit bool) {
	if a.w <= 0 || b.w <= 0 || c.w <= 0 {
		return 0, false
	}
	p, q, r := b.x*c.y-b.y*c.x, c.x*a.y-c.y*a.x, a.x*b.y-a.y*b.x
	if !(p >= 0 && q >= 0 && r >= 0 || p <= 0 && q <= 0 && r <= 0) || p+q+r == 0 {
		return 0, false
	}
	depth = (p*a.z + q*b.z + r*c.z) / (p*a.w + q*b.w + r*c.w)
	return depth, depth >= -1 && depth <= 1
}
