// Package uv examines the UVs that a mesh brings: which parts of the surface share
// texels and whether on purpose, what lies outside the texture or in which UDIM tile,
// what is mirrored, has no room or no UVs at all. The report says it in figures, for
// every triangle, and in sentences for the artist.
package uv

import (
	"context"
	"math"

	"patina/paint/mesh"
)

// Examine returns what there is to say about the UVs of a mesh for textures of size
// texels. Overlaps are counted in texels of that size, up to 2048, or of a smaller one where
// dozens of charts lie on each other. Whether tiles are UDIM
// tiles is found out, unless slots of the mesh are, see mesh.InTiles. The error is
// context.Cause(ctx) when ctx ends first.
func Examine(ctx context.Context, m *mesh.Mesh, size int) (*Report, error) {
	return ExamineAs(ctx, m, size, AutoTiling)
}

// ExamineAs is Examine where it is known what the tiles are.
func ExamineAs(ctx context.Context, m *mesh.Mesh, size int, tiling Tiling) (*Report, error) {
	if size <= 0 || tiling.Validate() != nil {
		panic("uv: Examine needs a texture size and a tiling")
	}
	e := newExamination(m, size)
	e.tiling = tiling
	e.classify()
	e.findCharts()
	e.findTiles()
	e.coarsen()
	if err := e.findOverlaps(ctx); err != nil {
		return nil, err
	}
	return e.report(), nil
}

// finest is the size of the texture beyond which overlaps are not looked for any
// closer.
const finest = 2048

// mostTexels is how many texels are looked at, at most about: a full texture of the finest
// size, 64 times over. Where more lie on top of each other, the grid is coarser.
const mostTexels = 64 * finest * finest

// coarsen chooses a grid on which all triangles together cover no more than mostTexels.
func (e *examination) coarsen() {
	area := 0.0 // in units of the texture, of which a triangle covers one at most
	for _, flat := range e.flat {
		area += min(math.Abs(flat)/2, 1)
	}
	if most := math.Sqrt(mostTexels / area); most < float64(e.cells) {
		e.cells = max(1, int(most))
	}
}

// examination is one call of Examine.
type examination struct {
	m       *mesh.Mesh
	size    int       // texels that density is told in
	cells   int       // texels along a side of the grid on which overlaps are looked for
	kinds   []Kind    // of each triangle
	area    []float64 // of each triangle on the surface
	total   float64   // of them
	flat    []float64 // twice the area of each triangle in UV, positive when it is not mirrored
	charts  []chart
	chartOf []int32     // of each triangle, -1 where it has no area in UV
	tileOf  []mesh.Tile // of each triangle
	tiling  Tiling
	udim    bool
	several bool   // UVs lie in several tiles, which could be UDIM tiles
	layers  layers // what was found when tiles were drawn one on top of the other, or each for itself
}

func newExamination(m *mesh.Mesh, size int) *examination {
	n := len(m.Triangles)
	e := &examination{
		m: m, size: size, cells: min(size, finest), kinds: make([]Kind, n), area: make([]float64, n),
		flat: make([]float64, n), chartOf: make([]int32, n), tileOf: make([]mesh.Tile, n),
	}
	for f := range m.Triangles {
		a, b, c := m.Corners(f)
		e.area[f] = float64(b.Sub(a).Cross(c.Sub(a)).Len()) / 2
		e.total += e.area[f]
		e.chartOf[f] = -1
	}
	return e
}

// classify finds out what can be told of each triangle alone.
func (e *examination) classify() {
	for f, t := range e.m.Triangles {
		if e.m.UVs == nil {
			e.kinds[f] = Missing
			continue
		}
		a, b, c := e.m.UVs[t[0]], e.m.UVs[t[1]], e.m.UVs[t[2]]
		e.flat[f] = -(float64(b.X-a.X)*float64(c.Y-a.Y) - float64(b.Y-a.Y)*float64(c.X-a.X)) // v points down
		switch {
		case a == b && b == c && a.X == 0 && (a.Y == 0 || a.Y == 1):
			e.kinds[f] = Missing // what exporters write where there is nothing to write
		case e.flat[f] == 0 || !(e.flat[f]-e.flat[f] == 0):
			e.kinds[f] = Degenerate
			e.flat[f] = 0
		case e.flat[f] < 0:
			e.kinds[f] = Mirrored
		}
	}
}
