package unwrap

import (
	"context"
	"math"
	"slices"
	"sync/atomic"

	"patina/paint/parallel"
)

// flattener turns sets of triangles into flat charts. It is used by one goroutine
// at a time.
type flattener struct {
	*cutter
	maxStretch float64
	least      float64 // length of the longest side of a triangle in the plane
}

// flatten cuts out the chart of some triangles and lays it flat: no triangle turned
// over, none over another, as large as on the surface. What resists is cut in two,
// mirror images from each other, and tried again, down to single triangles, which always lie flat. It ends early,
// with charts missing, when ctx does.
func (f *flattener) flatten(ctx context.Context, whole set) (charts []*chart) {
	for open := []set{whole}; len(open) > 0 && ctx.Err() == nil; {
		next := open[len(open)-1]
		open = open[:len(open)-1]
		ch := f.cut(next.faces)
		if f.lay(ctx, ch) || len(ch.faces) == 1 {
			charts = append(charts, ch)
			continue
		}
		one, other := next.faces[:next.seam], next.faces[next.seam:]
		if next.seam == 0 {
			one, other = ch.bisect()
		}
		open = append(open, set{faces: other}, set{faces: one})
	}
	return charts
}

// lay lays a chart flat and tells whether it lies well.
func (f *flattener) lay(ctx context.Context, ch *chart) bool {
	if !ch.disc() {
		return false
	}
	shapes := ch.shapes(f.least)
	if !ch.project(ch.mean(f.s), shapes) && !ch.embed(ctx, shapes) {
		return false
	}
	ch.relax(ctx, shapes)
	spread := ch.spread(f.s, shapes)
	if !(spread.stretch() <= f.maxStretch) || !simple(ch.outline()) {
		return false
	}
	ch.resize(spread)
	return true
}

// resize makes the chart as large as it is on the surface.
func (ch *chart) resize(s spread) {
	if !(s.surface > 0) {
		return
	}
	scale := math.Sqrt(s.surface / s.plane)
	for v := range ch.flat {
		ch.flat[v] = ch.flat[v].scale(scale)
	}
}

// flatteners lay charts flat on all cores.
type flatteners struct {
	s          *surface
	maxStretch float64
	least      float64
	workers    []*flattener
}

// leastTexels is the length of the smallest triangle's longest side, in texels:
// smaller ones are enlarged, so that rounding UVs to float32 does not turn them over.
const leastTexels = 0.1

func newFlatteners(s *surface, opt Options) *flatteners {
	area := 0.0
	for _, a := range s.area {
		area += a
	}
	texel := s.scale / opt.Density // its side in units of the surface
	if opt.Density <= 0 {
		texels := firstShare * float64(opt.Atlases) * float64(opt.TextureSize) * float64(opt.TextureSize)
		texel = math.Sqrt(area / texels)
	}
	return &flatteners{s: s, maxStretch: opt.MaxStretch, least: leastTexels * texel, workers: make([]*flattener, workers())}
}

// flatten lays all sets of triangles flat. Some become several charts.
func (f *flatteners) flatten(ctx context.Context, sets []set, told *progress) ([]*chart, error) {
	results := make([][]*chart, len(sets))
	var triangles atomic.Int64
	err := parallel.Workers(ctx, len(f.workers), len(sets), func(worker, i int) {
		if f.workers[worker] == nil {
			f.workers[worker] = &flattener{newCutter(f.s), f.maxStretch, f.least}
		}
		results[i] = f.workers[worker].flatten(ctx, sets[i])
		done := triangles.Add(int64(len(sets[i].faces)))
		told.reach(grown, flattened, float64(done)/float64(len(f.s.faces)))
	})
	if err != nil {
		return nil, err
	}
	return slices.Concat(results...), nil
}
