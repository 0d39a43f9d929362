package protect

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"patina/paint/mesh"
)

// Entry is a piece that a mesh has.
type Entry struct {
	Piece     Piece   `json:"piece"`
	Triangles int     `json:"triangles"`
	Area      float64 `json:"area"`     // share of the surface, 0 to 1
	Material  string  `json:"material"` // name of the material of its first triangle
}

// Inventory knows the pieces of a mesh. It is only read once it is made, so several
// goroutines may ask it.
type Inventory struct {
	triangles int
	groups    map[Kind]*group
}

// group is the pieces of one kind.
type group struct {
	entries []Entry
	of      []int32 // for each triangle its entry, -1 for none
}

// Take finds the pieces of a mesh: of some kinds, or of all where none is named. It takes
// about a second for a million triangles. The error is context.Cause(ctx) when ctx ends
// first.
func Take(ctx context.Context, m *mesh.Mesh, kinds ...Kind) (*Inventory, error) {
	if len(kinds) == 0 {
		kinds = Kinds()
	}
	v := &Inventory{triangles: len(m.Triangles), groups: map[Kind]*group{}}
	names, total := materialNames(m), m.Area()
	for _, kind := range kinds {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		v.groups[kind] = newGroup(m, kind, names, total)
	}
	return v, context.Cause(ctx)
}

func newGroup(m *mesh.Mesh, kind Kind, names []string, total float64) *group {
	g := &group{}
	switch kind {
	case Material:
		g.of, g.entries = materials(m, names)
	case Part:
		g.of = parts(m)
	case Island:
		g.of = islands(m)
	}
	for f, at := range g.of {
		if at < 0 {
			continue
		}
		if int(at) == len(g.entries) {
			g.entries = append(g.entries, Entry{Piece: Piece{kind, fmt.Sprint(at + 1)}, Material: names[m.Whole(m.Slot(f))]})
		}
		a, b, c := m.Corners(f)
		e := &g.entries[at]
		e.Triangles++
		e.Area += float64(b.Sub(a).Cross(c.Sub(a)).Len()) / 2
	}
	for i := range g.entries {
		if total > 0 {
			g.entries[i].Area /= total
		}
	}
	return g
}

// Entries returns the pieces of a kind, in the order of their numbers; materials in that
// of their slots, those without triangles included. The caller only reads them.
func (v *Inventory) Entries(kind Kind) []Entry {
	if g := v.groups[kind]; g != nil {
		return g.entries
	}
	return nil
}

// At returns the piece of a kind to which a triangle belongs; ok is false for none, as
// for the island of a triangle without area in the texture.
func (v *Inventory) At(kind Kind, triangle int) (p Piece, ok bool) {
	g := v.groups[kind]
	if g == nil || g.of[triangle] < 0 {
		return Piece{}, false
	}
	return g.entries[g.of[triangle]].Piece, true
}

// Mask tells for each triangle whether it is protected by a selection. The error names a
// piece that the mesh does not have, and those of its kind that it has.
func (v *Inventory) Mask(s Selection) ([]bool, error) {
	chosen := map[Kind][]bool{} // of the entries
	for _, p := range s {
		at, err := v.find(p)
		if err != nil {
			return nil, err
		}
		if chosen[p.Kind] == nil {
			chosen[p.Kind] = make([]bool, len(v.Entries(p.Kind)))
		}
		chosen[p.Kind][at] = true
	}
	mask := make([]bool, v.triangles)
	for kind, entries := range chosen {
		for f, entry := range v.groups[kind].of {
			mask[f] = mask[f] || entry >= 0 && entries[entry]
		}
	}
	return mask, nil
}

// find returns the entry of a piece.
func (v *Inventory) find(p Piece) (int, error) {
	entries := v.Entries(p.Kind)
	if n, err := strconv.Atoi(p.Name); err == nil && p.Kind != Material && n >= 1 && n <= len(entries) {
		return n - 1, nil
	}
	if p.Kind == Material {
		if at := slices.IndexFunc(entries, func(e Entry) bool { return e.Piece == p }); at >= 0 {
			return at, nil
		}
	}
	if len(entries) == 0 {
		return 0, fmt.Errorf("there is no %s to protect: the mesh has none of that kind", p)
	}
	if p.Kind != Material {
		return 0, fmt.Errorf("there is no %s to protect: the mesh has %s:1 to %s", p, p.Kind, entries[len(entries)-1].Piece)
	}
	return 0, fmt.Errorf("there is no material %q to protect: the mesh has %s", p.Name, listed(entries))
}

// mostListed is how many names a sentence holds.
const mostListed = 12

func listed(entries []Entry) string {
	var names []string
	for _, e := range entries[:min(len(entries), mostListed)] {
		names = append(names, fmt.Sprintf("%q", e.Piece.Name))
	}
	if more := len(entries) - mostListed; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}

// errEverything is returned where a job would have nothing to do.
var errEverything = errors.New("everything is protected or has no UVs, so there is nothing to paint: take something out of the protection")

// Mask tells for each triangle of a mesh whether it is protected by a selection, or cannot
// be painted because it has no UVs; nil when neither is any. The error says in a sentence which piece there is not, which
// texture cannot be kept in part, or that nothing is left to be painted; it is context.Cause(ctx) when ctx ends first.
func Mask(ctx context.Context, m *mesh.Mesh, s Selection) ([]bool, error) {
	mask := m.Unpaintable()
	if len(s) == 0 {
		return mask, nil
	}
	v, err := Take(ctx, m, s.kinds()...)
	if err != nil {
		return nil, err
	}
	chosen, err := v.Mask(s)
	if err != nil {
		return nil, err
	}
	mask = Union(mask, chosen)
	if !slices.Contains(mask, false) {
		return nil, errEverything
	}
	return mask, checkTextures(m, mask)
}

// Union returns the mask of what either of two masks of a mesh covers, each of which may be
// nil for nothing; neither changes.
func Union(a, b []bool) []bool {
	if a == nil {
		return b
	}
	both := slices.Clone(a)
	for i, set := range b {
		both[i] = both[i] || set
	}
	return both
}

// checkTextures returns an error for a texture of which only a part is protected though
// nobody knows how it lies on the surface.
func checkTextures(m *mesh.Mesh, mask []bool) error {
	painted, protected := make([]bool, len(m.Materials)), make([]bool, len(m.Materials))
	for f, p := range mask {
		if p {
			protected[m.Slot(f)] = true
		} else {
			painted[m.Slot(f)] = true
		}
	}
	for slot := range m.Materials {
		if m.Materials[slot].Approximate && painted[slot] && protected[slot] {
			return fmt.Errorf("the texture of material %q cannot be kept in part, because it cannot be read, has 16 bits, is repeated by a texture transform, or lies on UVs that were replaced: protect all of the material, or nothing of it", m.Materials[slot].Name)
		}
	}
	return nil
}
