package mesh

import (
	"math"

	"patina/paint/geom"
)

// Fitted is the diameter that every mesh is scaled to: all vertices lie within
// Fitted/2 of the origin of the fitted frame.
const Fitted = 1.15

// Fit takes points of the artist's frame into the fitted frame of the reference
// pipeline (reference section 1.0): axes swapped to (-x, z, -y), the centre of
// the bounding box moved to the origin, and the sphere around it that holds all
// vertices scaled to the diameter Fitted. The swap mirrors, so a triangle that
// is counter-clockwise in the artist's frame is clockwise in this one.
type Fit struct {
	Center geom.Vec3 // in swapped axes, file units
	Scale  float32   // fitted units per file unit
}

// Fit returns the fit of the mesh. A mesh without extent, or with one beyond what
// float32 can scale, is only centred.
func (m *Mesh) Fit() Fit {
	box := geom.EmptyBox()
	for _, p := range m.Positions {
		box = box.Extend(swapAxes(p))
	}
	if box.Empty() {
		return Fit{Scale: 1}
	}
	center := box.Center()
	var radius float32
	for _, p := range m.Positions {
		radius = max(radius, fusedLength(swapAxes(p).Sub(center)))
	}
	scale := float32(Fitted / (2 * float64(radius)))
	if !(scale > 0) || math.IsInf(float64(scale), 0) {
		return Fit{Center: center, Scale: 1}
	}
	return Fit{Center: center, Scale: scale}
}

// fusedLength is the length of v as the reference computes it: in float32, each
// square added to the sum before with a single rounding. The fit must agree to the
// last bit, or pixels on edges see other triangles than the reference's. In
// float64 the squares are exact.
func fusedLength(v geom.Vec3) float32 {
	sum := float32(v.X * v.X)
	sum = float32(float64(v.Y)*float64(v.Y) + float64(sum))
	sum = float32(float64(v.Z)*float64(v.Z) + float64(sum))
	if sum < 1e-30 || sum > 1e30 { // nearly beyond float32
		return v.Len()
	}
	return float32(math.Sqrt(float64(sum)))
}

// Point takes a point of the artist's frame into the fitted frame.
func (f Fit) Point(p geom.Vec3) geom.Vec3 { return swapAxes(p).Sub(f.Center).Scale(f.Scale) }

// Direction takes a direction of the artist's frame, a normal for instance, into
// the fitted frame without changing its length.
func (f Fit) Direction(d geom.Vec3) geom.Vec3 { return swapAxes(d) }

// Unfit takes a point of the fitted frame back into the artist's.
func (f Fit) Unfit(p geom.Vec3) geom.Vec3 {
	q := geom.Vec3{X: p.X / f.Scale, Y: p.Y / f.Scale, Z: p.Z / f.Scale}.Add(f.Center)
	return geom.Vec3{X: -q.X, Y: -q.Z, Z: q.Y}
}

// FittedPositions returns all vertices in the fitted frame, and the fit that
// took them there. The caller owns the slice.
func (m *Mesh) FittedPositions() ([]geom.Vec3, Fit) {
	fit := m.Fit()
	out := make([]geom.Vec3, len(m.Positions))
	for i, p := range m.Positions {
		out[i] = fit.Point(p)
	}
	return out, fit
}

// FittedNormals returns the vertex normals that the passes of the reference
// pipeline show: VertexNormals of the fitted positions. Because fitting mirrors,
// the cross product points inward in the fitted frame: an outward normal
// (nx, ny, nz) of the artist's frame becomes (nx, -nz, ny), and that sign is what
// the networks were trained on.
func FittedNormals(fitted []geom.Vec3, triangles []Triangle) []geom.Vec3 {
	return VertexNormals(fitted, triangles)
}

func swapAxes(p geom.Vec3) geom.Vec3 { return geom.Vec3{X: -p.X, Y: p.Z, Z: -p.Y} }
