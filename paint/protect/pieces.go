package protect

import (
	"fmt"

	"patina/paint/disjoint"
	"patina/paint/mesh"
	"patina/paint/uv"
)

// materialNames names the materials of a mesh, each differently: what has no name gets one
// from its number, and of several with one name all but the first get a number. The tiles
// of one material have one name.
func materialNames(m *mesh.Mesh) (names []string) {
	taken := map[string]bool{}
	for slot, material := range m.Materials {
		whole := m.Whole(slot)
		if whole < len(names) {
			continue
		}
		name := material.Name
		if name == "" {
			name = fmt.Sprintf("material %d", whole+1)
		}
		unique := name
		for i := 2; taken[unique]; i++ {
			unique = fmt.Sprintf("%s (%d)", name, i)
		}
		names, taken[unique] = append(names, unique), true
	}
	return names
}

// materials returns the material of each triangle, whole where it is split into tiles, and
// an entry for each material.
func materials(m *mesh.Mesh, names []string) (of []int32, entries []Entry) {
	of = make([]int32, len(m.Triangles))
	for f := range of {
		of[f] = int32(m.Whole(m.Slot(f)))
	}
	for _, name := range names {
		entries = append(entries, Entry{Piece: Piece{Material, name}, Material: name})
	}
	return of, entries
}

// parts numbers what hangs together: triangles that share a place.
func parts(m *mesh.Mesh) []int32 {
	together := disjoint.New(len(m.Positions))
	for v, first := range mesh.Weld(m.Positions) {
		together.Join(int32(v), int32(first))
	}
	for _, t := range m.Triangles {
		together.Join(int32(t[0]), int32(t[1]))
		together.Join(int32(t[0]), int32(t[2]))
	}
	of := make([]int32, len(m.Triangles))
	for f, t := range m.Triangles {
		of[f] = together.Root(int32(t[0]))
	}
	return renumbered(of, len(m.Positions))
}

// islands numbers the charts.
func islands(m *mesh.Mesh) []int32 {
	of, charts := uv.Islands(m)
	return renumbered(of, charts)
}

// renumbered counts labels below n in the order of their first triangles; -1 stays.
func renumbered(of []int32, n int) []int32 {
	numbers := make([]int32, n)
	count := int32(0)
	for f, label := range of {
		if label < 0 {
			continue
		}
		if numbers[label] == 0 {
			count++
			numbers[label] = count
		}
		of[f] = numbers[label] - 1
	}
	return of
}
