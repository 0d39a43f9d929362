package meshio

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/uv"
)

// Unwrapped is a mesh with new UVs.
type Unwrapped struct {
	Mesh   *mesh.Mesh // the same surface, triangle by triangle; vertices are split where charts end
	Origin []uint32   // for each vertex of Mesh the one of the mesh before that it comes from
}

// Unwrapper gives a mesh new UVs. The error is context.Cause(ctx) when ctx ends first.
type Unwrapper func(ctx context.Context, m *mesh.Mesh) (Unwrapped, error)

// Extent says how much of a mesh gets new UVs.
type Extent string

// The extents. Missing is what has no usable UVs, see uv.Lacking, in textures of its own;
// everything else keeps its UVs to the bit. Where nothing lacks UVs, it means Everything,
// all that is to be painted. A GLB or glTF keeps its nodes, skins and animations either
// way, and where other textures lay on UVs that are replaced, these become another set.
const (
	Missing    Extent = "missing"
	Everything Extent = "all"
)

// Validate returns an error that says which extents there are.
func (e Extent) Validate() error {
	if e == Missing || e == Everything {
		return nil
	}
	return fmt.Errorf("new UVs are for what is missing or for all, got %q", string(e))
}

// OpenUnwrapped is Open for a mesh that is to have new UVs.
func OpenUnwrapped(ctx context.Context, path string, extent Extent, unwrap Unwrapper) (*File, error) {
	if extent == Missing {
		f, err := openFile(ctx, path, extent, unwrap)
		if !errors.Is(err, ErrNoUVs) && !errors.Is(err, errAllUVs) {
			return f, err
		}
	}
	return openFile(ctx, path, Everything, unwrap)
}

// errAllUVs is returned where new UVs are for what is missing, and nothing is.
var errAllUVs = errors.New("all of it has UVs")

// newUVsWord is what tells the slot of triangles that got new UVs from the one of others
// with the same material.
const newUVsWord = " (new UVs)"

// newUVs gives the mesh new UVs as far as it is to have them.
func (f *File) newUVs(ctx context.Context) error {
	switch {
	case f.unwrap == nil || f.document != nil:
		return nil // or they were put into the document
	case f.extent == Missing:
		return f.complete(ctx)
	}
	return f.layOut(ctx)
}

// layOut gives the mesh new UVs and lets go of the textures that lay on the old ones.
func (f *File) layOut(ctx context.Context) error {
	u, err := f.unwrap(ctx, f.Mesh)
	if err != nil {
		return err
	}
	f.Mesh, f.NewUVs = u.Mesh, Everything
	for i := range f.Mesh.Materials {
		f.Mesh.Materials[i].Texture = nil
	}
	return nil
}

// complete gives new UVs to what lacks them.
func (f *File) complete(ctx context.Context) error {
	lacking := uv.Lacking(f.Mesh)
	if lacking == nil {
		return errAllUVs
	}
	u, err := f.unwrap(ctx, partOf(f.Mesh, lacking))
	if err != nil {
		return err
	}
	f.Mesh, f.NewUVs = joined(f.Mesh, lacking, u.Mesh), Missing
	f.Mesh.Clean() // drops the vertices that were left behind
	f.notice(true, toldCompleted, share(lacking))
	return nil
}

// toldCompleted is said where a part of a mesh got new UVs.
const toldCompleted = "%s triangles have new UVs, in textures of their own; the others keep theirs."

func share(which []bool) string {
	n := 0
	for _, w := range which {
		if w {
			n++
		}
	}
	return fmt.Sprintf("%d of %d", n, len(which))
}

// dropBadUVs gives triangles whose UVs are no usable numbers vertices without any, so that
// they lack UVs and are not left out.
func dropBadUVs(m *mesh.Mesh) {
	if m.UVs == nil {
		return
	}
	for f, t := range m.Triangles {
		if mesh.UsableUV(m.UVs[t[0]]) && mesh.UsableUV(m.UVs[t[1]]) && mesh.UsableUV(m.UVs[t[2]]) {
			continue
		}
		for k, v := range t {
			m.Triangles[f][k] = uint32(len(m.Positions))
			m.Positions, m.UVs = append(m.Positions, m.Positions[v]), append(m.UVs, geom.Vec2{})
			if m.Normals != nil {
				m.Normals = append(m.Normals, m.Normals[v])
			}
		}
	}
}

// partOf returns the triangles that a mask tells, with the vertices that they name.
func partOf(m *mesh.Mesh, which []bool) *mesh.Mesh {
	part := &mesh.Mesh{Name: m.Name, Materials: m.Materials}
	moved := make(map[uint32]uint32)
	for f, t := range m.Triangles {
		if !which[f] {
			continue
		}
		for k, v := range t {
			to, ok := moved[v]
			if !ok {
				to = uint32(len(part.Positions))
				moved[v] = to
				part.Positions, part.Normals = append(part.Positions, m.Positions[v]), append(part.Normals, m.Normals[v])
			}
			t[k] = to
		}
		part.Triangles, part.Slots = append(part.Triangles, t), append(part.Slots, uint16(m.Slot(f)))
	}
	return part
}

// joined returns the mesh with the triangles that a mask tells replaced, in slots of their
// own.
func joined(m *mesh.Mesh, which []bool, part *mesh.Mesh) *mesh.Mesh {
	out := &mesh.Mesh{
		Name: m.Name, Triangles: slices.Clone(m.Triangles), Slots: make([]uint16, len(m.Triangles)), Materials: slices.Clone(m.Materials),
		Positions: slices.Concat(m.Positions, part.Positions), Normals: slices.Concat(m.Normals, part.Normals), UVs: slices.Concat(m.UVs, part.UVs),
	}
	slots := ownSlots(out, m, which)
	first, next := uint32(len(m.Positions)), 0
	for f := range out.Triangles {
		out.Slots[f] = uint16(m.Slot(f))
		if which[f] {
			t := part.Triangles[next]
			out.Triangles[f] = mesh.Triangle{t[0] + first, t[1] + first, t[2] + first}
			out.Slots[f] = slots[out.Slots[f]]
			next++
		}
	}
	return out
}

// ownSlots makes slots for the triangles of m that a mask tells, and returns for each slot
// the new one: the same where it has no other triangles. Textures of the file do not lie
// on the new UVs.
func ownSlots(out, m *mesh.Mesh, which []bool) map[uint16]uint16 {
	keeps := make(map[string]bool) // names of materials with triangles that keep their UVs
	for f := range which {
		if !which[f] {
			keeps[m.Materials[m.Slot(f)].Name] = true
		}
	}
	slots := make(map[uint16]uint16)
	for f := range which {
		slot := uint16(m.Slot(f))
		if _, made := slots[slot]; made || !which[f] {
			continue
		}
		material := m.Materials[slot]
		at := slot
		if keeps[material.Name] {
			at = uint16(len(out.Materials))
			out.Materials = append(out.Materials, mesh.Material{})
		}
		material.Name = strings.TrimSuffix(material.Name, withoutUVsWord)
		if keeps[material.Name] {
			material.Name += newUVsWord
		}
		material.NoUVs, material.Texture, material.Approximate = false, nil, false
		out.Materials[at], slots[slot] = material, at
	}
	return slots
}
