package uv

import (
	"math"

	"patina/paint/disjoint"
	"patina/paint/geom"
)

// chart is a part of the surface that hangs together in the texture and is seen from
// one side there: where a chart is folded onto itself, each half is a chart, because
// symmetric halves often share the vertices along the fold.
type chart struct {
	area      float64 // in UV
	low, high geom.Vec2
	mirrored  bool
	texels    int   // of the grid
	twin      int32 // another chart of the same shape at the same place, or -1
}

// findCharts finds the charts: triangles that share a corner in space and in UV, and
// are mirrored alike.
func (e *examination) findCharts() {
	together := disjoint.New(len(e.m.Triangles))
	corners := e.corners()
	first := make([][2]int32, len(e.m.Positions)) // triangle plus one at each corner, by whether it is mirrored
	for f, t := range e.m.Triangles {
		if e.flat[f] == 0 {
			continue
		}
		for _, v := range t {
			at := &first[corners[v]][e.side(f)]
			if *at == 0 {
				*at = int32(f) + 1
			}
			together.Join(int32(f), *at-1)
		}
	}
	e.numberCharts(together)
}

func (e *examination) side(f int) int {
	if e.flat[f] < 0 {
		return 1
	}
	return 0
}

// corners returns for each vertex the first one at the same place in space and in UV.
func (e *examination) corners() []int32 {
	type corner struct {
		position geom.Vec3
		uv       geom.Vec2
	}
	out := make([]int32, len(e.m.Positions))
	seen := make(map[corner]int32, len(out))
	for v := range out {
		out[v] = int32(v)
		if e.m.UVs == nil {
			continue
		}
		c := corner{e.m.Positions[v], e.m.UVs[v]}
		if same, ok := seen[c]; ok {
			out[v] = same
		} else {
			seen[c] = int32(v)
		}
	}
	return out
}

// numberCharts numbers charts by their first triangle, and measures them.
func (e *examination) numberCharts(together disjoint.Sets) {
	huge := geom.Vec2{X: math.MaxFloat32, Y: math.MaxFloat32}
	for f, t := range e.m.Triangles {
		if e.flat[f] == 0 {
			continue
		}
		r := together.Root(int32(f))
		if r == int32(f) {
			e.chartOf[f] = int32(len(e.charts))
			e.charts = append(e.charts, chart{low: huge, high: huge.Scale(-1), mirrored: e.flat[f] < 0, twin: -1})
		}
		e.chartOf[f] = e.chartOf[r] // the root is the lowest triangle of its chart
		c := &e.charts[e.chartOf[f]]
		c.area += math.Abs(e.flat[f]) / 2
		for _, v := range t {
			uv := e.m.UVs[v]
			c.low = geom.Vec2{X: min(c.low.X, uv.X), Y: min(c.low.Y, uv.Y)}
			c.high = geom.Vec2{X: max(c.high.X, uv.X), Y: max(c.high.Y, uv.Y)}
		}
	}
}
