package unwrap

import (
	"patina/paint/geom"
	"patina/paint/mesh"
)

// assembler puts the unwrapped mesh together.
type assembler struct {
	from   *mesh.Mesh
	to     *mesh.Mesh
	origin []uint32
	atlas  []uint16 // of each triangle
	twin   []int32  // of each new vertex the next one at the same vertex of the same chart, or -1
}

// assemble returns the mesh with the UVs of its charts. Where several vertices of m
// lie at one vertex of a chart, for instance along a hard edge, each keeps a vertex of
// its own.
func assemble(m *mesh.Mesh, charts []*chart, packed fitted) *Result {
	a := &assembler{from: m, atlas: make([]uint16, len(m.Triangles)), to: &mesh.Mesh{
		Name: m.Name, Slots: m.Slots, Materials: m.Materials,
		Triangles: make([]mesh.Triangle, len(m.Triangles)),
	}}
	done := make([]bool, len(m.Triangles))
	for i, ch := range charts {
		a.addChart(ch, packed.places[i], float64(packed.size))
		for _, f := range ch.faces {
			done[f] = true
			a.atlas[f] = uint16(packed.places[i].atlas)
		}
	}
	a.addCollapsed(done)
	return &Result{Mesh: a.to, Origin: a.origin, atlas: a.atlas}
}

// addChart adds the triangles of a chart.
func (a *assembler) addChart(ch *chart, place placement, size float64) {
	first := make([]int32, len(ch.points)) // new vertex at each vertex of the chart, or -1
	for v := range first {
		first[v] = -1
	}
	for i, corners := range ch.corners {
		f := ch.faces[i]
		for k, v := range corners {
			p := place.point(ch.flat[v])
			uv := geom.Vec2{X: inside(p.x / size), Y: inside(1 - p.y/size)}
			a.to.Triangles[f][k] = a.vertex(&first[v], a.from.Triangles[f][k], uv)
		}
	}
}

// inside takes off what rounding may put beyond the border.
func inside(coordinate float64) float32 { return float32(min(max(coordinate, 0), 1)) }

// vertex returns the new vertex that comes from an old one, among those that begin
// at first, and adds it if there is none.
func (a *assembler) vertex(first *int32, old uint32, uv geom.Vec2) uint32 {
	for v := *first; v >= 0; v = a.twin[v] {
		if a.origin[v] == old {
			return uint32(v)
		}
	}
	v := a.add(old, uv)
	a.twin[v] = *first
	*first = int32(v)
	return v
}

func (a *assembler) add(old uint32, uv geom.Vec2) uint32 {
	a.to.Positions = append(a.to.Positions, a.from.Positions[old])
	a.to.UVs = append(a.to.UVs, uv)
	if a.from.Normals != nil {
		a.to.Normals = append(a.to.Normals, a.from.Normals[old])
	}
	a.origin = append(a.origin, old)
	a.twin = append(a.twin, -1)
	return uint32(len(a.origin) - 1)
}

// addCollapsed adds the triangles that are in no chart. Their corners share one
// place in the texture, that of a neighbour where there is one.
func (a *assembler) addCollapsed(done []bool) {
	neighbour := make(map[uint32]int) // a triangle at each vertex of the collapsed ones, or -1
	for f, t := range a.from.Triangles {
		if !done[f] {
			for _, old := range t {
				neighbour[old] = -1
			}
		}
	}
	if len(neighbour) == 0 {
		return
	}
	for f, t := range a.from.Triangles {
		for _, old := range t {
			if _, wanted := neighbour[old]; wanted && done[f] {
				neighbour[old] = f
			}
		}
	}
	for f, t := range a.from.Triangles {
		if !done[f] {
			a.addPoint(f, max(neighbour[t[0]], neighbour[t[1]], neighbour[t[2]]))
		}
	}
}

// addPoint adds a triangle at one place, that of the first corner of another triangle
// unless that is -1.
func (a *assembler) addPoint(f, at int) {
	var uv geom.Vec2
	if at >= 0 {
		uv, a.atlas[f] = a.to.UVs[a.to.Triangles[at][0]], a.atlas[at]
	}
	for k, old := range a.from.Triangles[f] {
		a.to.Triangles[f][k] = a.add(old, uv)
	}
}
