package uv

import "patina/paint/mesh"

// Lacking tells for each triangle of a mesh whether it has no usable UVs: none at all,
// none that are numbers, or no area in the texture if that is so for more than a hundredth
// of the surface, since slivers collapse on good meshes too. It is nil when no triangle lacks them. Unlike
// Examine it takes little time.
func Lacking(m *mesh.Mesh) []bool {
	e := newExamination(m, 1)
	e.classify()
	var collapsed float64
	for f, kind := range e.kinds {
		if kind&Degenerate != 0 {
			collapsed += e.area[f]
		}
	}
	which := Missing
	if collapsed > slight*e.total {
		which |= Degenerate
	}
	lacking, any := make([]bool, len(e.kinds)), false
	for f, kind := range e.kinds {
		lacking[f] = kind&which != 0 || !usable(m, f)
		any = any || lacking[f]
	}
	if !any {
		return nil
	}
	return lacking
}

func usable(m *mesh.Mesh, triangle int) bool {
	if m.UVs == nil {
		return false
	}
	t := m.Triangles[triangle]
	return mesh.UsableUV(m.UVs[t[0]]) && mesh.UsableUV(m.UVs[t[1]]) && mesh.UsableUV(m.UVs[t[2]])
}
