package projection

import (
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/view"
)

// framed returns a camera that sees the mesh along the same rays as v, but all of
// it: the artist's viewport may be zoomed in or panned away, while the reference
// shows the whole. A perspective camera that has part of the mesh behind it stays
// as it is.
func framed(v view.View, m *mesh.Mesh) view.View {
	v.Weight = 1
	if !v.Lens.IsPerspective() {
		at := view.At(v.Azimuth, v.Elevation)
		v.PanX, v.PanY, v.Distance, v.Lens = 0, 0, at.Distance, at.Lens
		return v
	}
	fov := 2 * math.Atan(widestTangent(v, m)*room) * 180 / math.Pi
	if next := v; fov > 0 {
		next.Lens = view.Perspective(max(fov, 1))
		if next.Validate() == nil {
			return next
		}
	}
	return v
}

// room is how much larger than the mesh the picture of a camera is.
const room = 1.04

// widestTangent returns the tangent of the largest angle, left, right, up or down,
// under which the camera sees a vertex; NaN if one is behind it.
func widestTangent(v view.View, m *mesh.Mesh) (widest float64) {
	const nearest = 0.01 // the near plane of perspective lenses
	camera, fit := v.Camera(), m.Fit()
	for _, t := range m.Triangles {
		for _, corner := range t {
			p := camera.ApplyPoint(fit.Point(m.Positions[corner]))
			if p.Z > -nearest {
				return math.NaN()
			}
			widest = max(widest, largestAbs(p)/-float64(p.Z))
		}
	}
	return widest
}

func largestAbs(p geom.Vec3) float64 {
	return max(math.Abs(float64(p.X)), math.Abs(float64(p.Y)))
}
