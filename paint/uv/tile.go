package uv

import (
	"cmp"
	"math"
	"slices"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// Tile is a UDIM tile: a square of the plane of UVs that has a texture of its own.
type Tile struct {
	Number int `json:"number"` // 1001 for u from 0 to 1, one more to the right, ten more upwards
	Part
}

// findTiles finds the tile of each triangle, what lies in another tile than the
// texture, and what crosses a border.
func (e *examination) findTiles() {
	for f, t := range e.m.Triangles {
		chart := e.chartOf[f]
		if chart < 0 {
			continue
		}
		c := &e.charts[chart]
		low, high := c.tiles()
		if low == high {
			e.tileOf[f] = low
			if low != (mesh.Tile{}) {
				e.kinds[f] |= Shifted
			}
			continue
		}
		a, b, d := e.m.UVs[t[0]], e.m.UVs[t[1]], e.m.UVs[t[2]]
		e.tileOf[f] = mesh.TileAt((float64(a.X)+float64(b.X)+float64(d.X))/3, (float64(a.Y)+float64(b.Y)+float64(d.Y))/3)
		e.kinds[f] |= Repeating
	}
}

// tiles returns the tiles of two opposite corners of the box around the chart.
func (c *chart) tiles() (low, high mesh.Tile) {
	return mesh.TileAt(float64(c.low.X)+mesh.TileSlack, float64(c.low.Y)+mesh.TileSlack), mesh.TileAt(float64(c.high.X)-mesh.TileSlack, float64(c.high.Y)-mesh.TileSlack)
}

// mayBeUDIM tells whether all charts lie in tiles that have a number, in more than one
// of them.
func (e *examination) mayBeUDIM() bool {
	crossing, first, several := 0.0, mesh.Tile{}, false
	begun := false
	for f := range e.kinds {
		if e.chartOf[f] < 0 {
			continue
		}
		if e.kinds[f]&Repeating != 0 {
			crossing += e.area[f]
			continue
		}
		if _, ok := e.tileOf[f].Number(); !ok {
			return false
		}
		several = several || begun && e.tileOf[f] != first
		first, begun = e.tileOf[f], true
	}
	return several && crossing <= slight*e.total
}

// slight is the share of the surface below which something is left out of account.
const slight = 0.01

// tiles returns the tiles that are used, by their numbers.
func (e *examination) tiles() []Tile {
	used := make(map[int]*Tile)
	for f, t := range e.tileOf {
		number, ok := t.Number()
		if e.chartOf[f] < 0 || !ok {
			continue
		}
		if used[number] == nil {
			used[number] = &Tile{Number: number}
		}
		used[number].Triangles++
		used[number].Area += e.area[f] / max(e.total, math.SmallestNonzeroFloat64)
	}
	var out []Tile
	for _, t := range used {
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b Tile) int { return cmp.Compare(a.Number, b.Number) })
	return out
}

// inTile returns the corners of a triangle in units of the grid, moved by whole tiles
// so that the chart begins in the first one; v down.
func (e *examination) inTile(f int) (p [3]geom.Vec2) {
	t := e.tileOf[f]
	for k, v := range e.m.Triangles[f] {
		uv := e.m.UVs[v]
		p[k] = geom.Vec2{X: uv.X - float32(t.Column), Y: uv.Y + float32(t.Row)}.Scale(float32(e.cells))
	}
	return p
}
