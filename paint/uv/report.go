package uv

import (
	"math"

	"patina/paint/mesh"
)

// Report is what Examine finds.
type Report struct {
	TextureSize int     `json:"textureSize"` // that it was made for
	Charts      int     `json:"charts"`
	Mirrored    Part    `json:"mirrored"`
	Shared      Part    `json:"shared"`
	Overlapping Part    `json:"overlapping"`
	Shifted     Part    `json:"shifted"`
	Repeating   Part    `json:"repeating"`
	Degenerate  Part    `json:"degenerate"`
	Missing     Part    `json:"missing"`
	Unpaintable Part    `json:"unpaintable"` // overlapping, degenerate or missing
	UDIM        bool    `json:"udim"`        // each tile is meant to have a texture of its own
	Tiles       []Tile  `json:"tiles"`       // those that have a UDIM number and are used, by number
	Textures    int     `json:"textures"`    // material slots, or slots and UDIM tiles, that have charts
	Utilization float64 `json:"utilization"` // share of the texels of those that a triangle covers, 0 to 1
	Density     Density `json:"density"`

	kinds   []Kind
	chartOf []int32
	twins   []int32
	tileOf  []mesh.Tile
	several bool // tiles could be UDIM tiles
}

// Kind returns what is remarkable about a triangle.
func (r *Report) Kind(triangle int) Kind { return r.kinds[triangle] }

// Chart returns the number of the chart of a triangle, from 0, or -1 where it has no
// area in the texture. Where a chart is folded, each side is a chart.
func (r *Report) Chart(triangle int) int { return int(r.chartOf[triangle]) }

// Twin returns another chart of the same shape that shares its texels with a chart, or
// -1: painting one of them paints the other.
func (r *Report) Twin(chart int) int { return int(r.twins[chart]) }

// Tile returns the number of the UDIM tile of a triangle, 0 where it lies in none. It
// has a meaning of its own only where UDIM is set.
func (r *Report) Tile(triangle int) int {
	if number, ok := r.tileOf[triangle].Number(); ok && r.chartOf[triangle] >= 0 {
		return number
	}
	return 0
}

// report puts together what was found.
func (e *examination) report() *Report {
	r := &Report{
		TextureSize: e.size, Charts: len(e.charts), UDIM: e.udim, Tiles: e.tiles(), Textures: len(e.textures()),
		kinds: e.kinds, chartOf: e.chartOf, tileOf: e.tileOf, twins: make([]int32, len(e.charts)),
		several: e.several,
	}
	for i, c := range e.charts {
		r.twins[i] = c.twin
	}
	parts := [...]*Part{&r.Mirrored, &r.Shared, &r.Overlapping, &r.Shifted, &r.Repeating, &r.Degenerate, &r.Missing}
	for f, kind := range e.kinds {
		share := e.area[f] / max(e.total, math.SmallestNonzeroFloat64)
		for bit, part := range parts {
			part.add(kind&(1<<bit) != 0, share)
		}
		r.Unpaintable.add(kind&unpaintable != 0, share)
	}
	r.Utilization = float64(e.layers.covered) / float64(max(1, r.Textures)*e.cells*e.cells)
	r.Density = e.density()
	return r
}

func (p *Part) add(when bool, share float64) {
	if when {
		p.Triangles++
		p.Area += share
	}
}
