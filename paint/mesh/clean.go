package mesh

import (
	"math"

	"patina/paint/geom"
)

// Limits of what counts as a number in a mesh. Beyond farthest, the products of
// coordinates that normals and areas need overflow; beyond farthestUV, neighbouring
// float32 values lie more than a texel apart.
const (
	farthest   = 1e18
	farthestUV = 1e6
)

// Cleaned counts what Clean did.
type Cleaned struct {
	BadTriangles    int  // dropped: a position or UV is not a number, or is absurdly large
	ZeroArea        int  // dropped: triangles without area
	NormalsMade     int  // vertices whose normal was absent, not a number or zero
	VerticesDropped bool // vertices that no triangle names are gone, so indices changed
}

// Clean makes the mesh fit to be painted: it drops triangles whose positions or UVs
// are not usable numbers and triangles without area, then vertices that no triangle
// names, and leaves every vertex with a unit normal, computed by SmoothNormals where
// the file brought none. Indices must be in range. The slices of the mesh are
// changed in place.
func (m *Mesh) Clean() Cleaned {
	var c Cleaned
	m.dropTriangles(&c)
	c.VerticesDropped = m.dropUnusedVertices()
	c.NormalsMade = m.completeNormals()
	return c
}

func (m *Mesh) dropTriangles(c *Cleaned) {
	kept := 0
	for i, t := range m.Triangles {
		switch {
		case !m.usable(t):
			c.BadTriangles++
			continue
		case !hasArea(m.Corners(i)):
			c.ZeroArea++
			continue
		}
		m.Triangles[kept] = t
		if m.Slots != nil {
			m.Slots[kept] = m.Slots[i]
		}
		kept++
	}
	m.Triangles = m.Triangles[:kept]
	if m.Slots != nil {
		m.Slots = m.Slots[:kept]
	}
}

func (m *Mesh) usable(t Triangle) bool {
	for _, v := range t {
		p := m.Positions[v]
		if !within(p.X, farthest) || !within(p.Y, farthest) || !within(p.Z, farthest) {
			return false
		}
		if m.UVs != nil && !UsableUV(m.UVs[v]) {
			return false
		}
	}
	return true
}

// UsableUV tells whether both coordinates are numbers that tell texels apart.
func UsableUV(uv geom.Vec2) bool { return within(uv.X, farthestUV) && within(uv.Y, farthestUV) }

// within is false for NaN too.
func within(f, limit float32) bool { return f >= -limit && f <= limit }

// hasArea computes in float64, so that a mesh in tiny units keeps its triangles.
func hasArea(a, b, c geom.Vec3) bool {
	return crossOf(a, b, c) != vec64{}
}

func (m *Mesh) dropUnusedVertices() bool {
	used := make([]bool, len(m.Positions))
	for _, t := range m.Triangles {
		used[t[0]], used[t[1]], used[t[2]] = true, true, true
	}
	moved := make([]uint32, len(m.Positions))
	kept := 0
	for i, u := range used {
		if !u {
			continue
		}
		moved[i] = uint32(kept)
		m.moveVertex(i, kept)
		kept++
	}
	if kept == len(m.Positions) {
		return false
	}
	for i, t := range m.Triangles {
		m.Triangles[i] = Triangle{moved[t[0]], moved[t[1]], moved[t[2]]}
	}
	m.truncateVertices(kept)
	return true
}

func (m *Mesh) moveVertex(from, to int) {
	if from == to {
		return
	}
	m.Positions[to] = m.Positions[from]
	if m.Normals != nil {
		m.Normals[to] = m.Normals[from]
	}
	if m.UVs != nil {
		m.UVs[to] = m.UVs[from]
	}
}

func (m *Mesh) truncateVertices(n int) {
	m.Positions = m.Positions[:n]
	if m.Normals != nil {
		m.Normals = m.Normals[:n]
	}
	if m.UVs != nil {
		m.UVs = m.UVs[:n]
	}
}

func (m *Mesh) completeNormals() int {
	if m.Normals == nil {
		m.Normals = SmoothNormals(m.Positions, m.Triangles)
		return len(m.Normals)
	}
	made := 0
	var smooth []geom.Vec3
	for i, n := range m.Normals {
		unit, ok := unitNormal(n)
		if !ok {
			if smooth == nil {
				smooth = SmoothNormals(m.Positions, m.Triangles)
			}
			unit = smooth[i]
			made++
		}
		m.Normals[i] = unit
	}
	return made
}

// unitNormal leaves a normal alone that is already of unit length.
func unitNormal(n geom.Vec3) (geom.Vec3, bool) {
	square := float64(n.X)*float64(n.X) + float64(n.Y)*float64(n.Y) + float64(n.Z)*float64(n.Z)
	if math.Abs(square-1) < 1e-5 {
		return n, true
	}
	if !(square > 1e-12) || math.IsInf(square, 0) {
		return geom.Vec3{}, false
	}
	s := 1 / math.Sqrt(square)
	return geom.Vec3{X: float32(float64(n.X) * s), Y: float32(float64(n.Y) * s), Z: float32(float64(n.Z) * s)}, true
}
