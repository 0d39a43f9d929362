package viewer

import (
	"slices"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// vertices is a mesh made ready for the GPU, in the fitted frame.
type vertices struct {
	positions   []geom.Vec3
	passNormals []geom.Vec3 // mesh.FittedNormals: they point inward, as the reference has them
	outward     []geom.Vec3 // for light: the mesh's own normals, or else the pass normals turned around
	uvs         []geom.Vec2 // nil when the mesh has none
	triangles   []mesh.Triangle
	grouped     []mesh.Triangle // the triangles by material slot, otherwise in their order
	runs        []run
	ground      float32 // z of the lowest point; z grows downwards in the fitted frame
}

// run is the triangles of one material slot within grouped.
type run struct{ slot, first, count int }

// prepare is pure and takes long for large meshes: it runs on the goroutine that
// asks, not on the GL thread.
func prepare(m *mesh.Mesh) *vertices {
	fitted, fit := m.FittedPositions()
	v := &vertices{
		positions:   fitted,
		passNormals: mesh.FittedNormals(fitted, m.Triangles),
		uvs:         m.UVs,
		triangles:   m.Triangles,
	}
	v.outward = outward(m.Normals, v.passNormals, fit)
	v.grouped, v.runs = groupBySlot(m)
	if box := geom.BoxOf(fitted); !box.Empty() {
		v.ground = box.Max.Z
	}
	return v
}

func outward(normals, passNormals []geom.Vec3, fit mesh.Fit) []geom.Vec3 {
	out := make([]geom.Vec3, len(passNormals))
	for i := range out {
		if normals != nil {
			out[i] = fit.Direction(normals[i])
		} else {
			out[i] = passNormals[i].Scale(-1)
		}
	}
	return out
}

// groupBySlot returns the triangles sorted by material slot, and the runs of the
// slots that have any. Where they lie sorted in the mesh, its own slice is returned.
func groupBySlot(m *mesh.Mesh) ([]mesh.Triangle, []run) {
	if m.Slots == nil {
		return m.Triangles, []run{{0, 0, len(m.Triangles)}}
	}
	counts := make([]int, int(slices.Max(append([]uint16{0}, m.Slots...)))+1)
	for _, slot := range m.Slots {
		counts[slot]++
	}
	var runs []run
	next := make([]int, len(counts))
	for slot, first := 0, 0; slot < len(counts); slot++ {
		next[slot] = first
		if counts[slot] > 0 {
			runs = append(runs, run{slot, first, counts[slot]})
		}
		first += counts[slot]
	}
	if slices.IsSorted(m.Slots) {
		return m.Triangles, runs
	}
	grouped := make([]mesh.Triangle, len(m.Triangles))
	for i, t := range m.Triangles {
		slot := m.Slots[i]
		grouped[next[slot]] = t
		next[slot]++
	}
	return grouped, runs
}
