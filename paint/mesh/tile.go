package mesh

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"patina/paint/geom"
)

// Tile is a square of the plane of UVs, one unit wide: column to the right, row upwards.
// A plain texture lies in the zero Tile.
type Tile struct{ Column, Row int32 }

// TileAt returns the tile of a place, v down as in Mesh.UVs.
func TileAt(u, v float64) Tile {
	return Tile{int32(math.Floor(u)), -int32(math.Floor(v))}
}

// Number returns the UDIM number of a tile: 1001 for the zero Tile, one more to the
// right, ten more upwards. ok is false where there is none.
func (t Tile) Number() (number int, ok bool) {
	return 1001 + int(t.Column) + 10*int(t.Row), t.Column >= 0 && t.Column < 10 && t.Row >= 0 && t.Row < 900
}

// TileSlack is what exporters may miss the border of a tile by.
const TileSlack = 1e-4

// middle returns the middle of a triangle in the plane of UVs.
func middle(a, b, c geom.Vec2) (u, v float64) {
	return (float64(a.X) + float64(b.X) + float64(c.X)) / 3, (float64(a.Y) + float64(b.Y) + float64(c.Y)) / 3
}

// Tiles are the UDIM tiles that a material uses, by their numbers. There is at least one.
type Tiles []Tile

// Nearest returns the index of the tile that a triangle belongs to: the one that its
// middle lies in, and where that is not among them, the nearest.
func (s Tiles) Nearest(a, b, c geom.Vec2) int {
	u, v := middle(a, b, c)
	if i, ok := slices.BinarySearchFunc(s, TileAt(u, v), compareTiles); ok {
		return i
	}
	best, least := 0, math.Inf(1)
	for i, t := range s {
		if d := t.distance(u, v); d < least {
			best, least = i, d
		}
	}
	return best
}

// compareTiles orders tiles by their numbers.
func compareTiles(a, b Tile) int {
	return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
}

// distance returns how far a place lies outside of the tile, along the farther axis.
func (t Tile) distance(u, v float64) float64 {
	left, top := float64(t.Column), -float64(t.Row)
	return max(left-u, u-left-1, top-v, v-top-1, 0)
}

// InTiles returns the mesh with one material slot for each material and each UDIM tile
// that its triangles lie in, so that every tile has a texture of its own. The slots of a
// material follow each other by number; Whole tells which material they come from, and
// vertices are shared with m. A triangle belongs to one tile alone, see Tiles.Nearest;
// where it reaches beyond, the texture of that tile repeats. A material whose UVs lie in
// no numbered tile keeps its one slot. The error says that there are too many tiles.
func (m *Mesh) InTiles() (*Mesh, error) {
	used := m.TilesBySlot()
	out := *m
	out.Materials, out.Wholes, out.Slots = nil, nil, make([]uint16, len(m.Triangles))
	first := make([]int, len(used)) // slot of the first tile of each material
	for slot, tiles := range used {
		first[slot] = len(out.Materials)
		for _, t := range tiles {
			material := m.Materials[slot]
			material.Tile, _ = t.Number()
			out.Materials = append(out.Materials, material)
			out.Wholes = append(out.Wholes, uint16(m.Whole(slot)))
		}
		if len(tiles) == 0 {
			out.Materials = append(out.Materials, m.Materials[slot])
			out.Wholes = append(out.Wholes, uint16(m.Whole(slot)))
		}
	}
	if len(out.Materials) > math.MaxUint16 {
		return nil, fmt.Errorf("its UVs lie in %d UDIM tiles, and %d are allowed: use fewer tiles, or one texture for all of them", len(out.Materials), math.MaxUint16)
	}
	for f, t := range m.Triangles {
		slot := m.Slot(f)
		at := 0
		if len(used[slot]) > 1 {
			at = used[slot].Nearest(m.UVs[t[0]], m.UVs[t[1]], m.UVs[t[2]])
		}
		out.Slots[f] = uint16(first[slot] + at)
	}
	return &out, nil
}

// TilesBySlot returns the tiles that the triangles of each material slot lie in. What lies beyond the border of a
// tile by no more than TileSlack makes no tile.
func (m *Mesh) TilesBySlot() []Tiles {
	found := make([]map[Tile]bool, len(m.Materials))
	for f, t := range m.Triangles {
		u, v := middle(m.UVs[t[0]], m.UVs[t[1]], m.UVs[t[2]])
		tile := TileAt(u, v)
		_, numbered := tile.Number()
		if !numbered || tile != TileAt(u-TileSlack, v-TileSlack) || tile != TileAt(u+TileSlack, v+TileSlack) {
			continue
		}
		slot := m.Slot(f)
		if found[slot] == nil {
			found[slot] = make(map[Tile]bool)
		}
		found[slot][tile] = true
	}
	out := make([]Tiles, len(found))
	for slot, tiles := range found {
		for t := range tiles {
			out[slot] = append(out[slot], t)
		}
		slices.SortFunc(out[slot], compareTiles)
	}
	return out
}

// Whole returns the index of the material that a slot is a tile of, among those that the
// mesh had before InTiles; the slot itself where it is none.
func (m *Mesh) Whole(slot int) int {
	if m.Wholes == nil {
		return slot
	}
	return int(m.Wholes[slot])
}

// Tiled tells whether any slot is a UDIM tile.
func (m *Mesh) Tiled() bool {
	return slices.ContainsFunc(m.Materials, func(m Material) bool { return m.Tile != 0 })
}

// TileNumbered returns the tile with a UDIM number from 1001 on.
func TileNumbered(number int) Tile {
	return Tile{int32((number - 1001) % 10), int32((number - 1001) / 10)}
}
