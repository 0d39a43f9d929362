package uv

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// Overlaps are found by drawing the triangles onto a grid of texels, each texture for
// itself. A texel belongs to the triangle that its centre lies in, and on the edge
// between two triangles to exactly one of them, so one that is drawn twice is covered
// twice.

// layers is what lies on what.
type layers struct {
	covered int          // texels
	pairs   map[pair]int // texels that two charts have in common, by the charts

	last  pair // texels of which are still to be added to pairs: neighbours mostly have the same
	count int
}

// add counts texels that two charts have in common.
func (l *layers) add(p pair, texels int) {
	if p != l.last {
		l.flush()
		l.last = p
	}
	l.count += texels
}

func (l *layers) flush() {
	if l.count > 0 {
		l.pairs[l.last] += l.count
	}
	l.count = 0
}

// pair is two charts, the lower number first; both are the same where a chart overlaps
// itself.
type pair struct{ a, b int32 }

func pairOf(a, b int32) pair { return pair{min(a, b), max(a, b)} }

// texture says which triangles are drawn into one texture.
type texture struct {
	slot int
	tile mesh.Tile
}

// findOverlaps decides whether tiles are UDIM tiles, and finds what lies on what.
func (e *examination) findOverlaps(ctx context.Context) error {
	var err error
	if e.layers, err = e.draw(ctx, nil); err != nil {
		return err
	}
	if e.udim = e.decideTiling(); e.udim {
		for f := range e.kinds {
			e.kinds[f] &^= Shifted
		}
		if e.layers, err = e.draw(ctx, nil); err != nil {
			return err
		}
	}
	e.findTwins()
	if len(e.layers.pairs) == 0 {
		return nil
	}
	last, kind := pair{-1, -1}, Kind(0)
	_, err = e.draw(ctx, func(f, g int32) {
		if p := pairOf(e.chartOf[f], e.chartOf[g]); p != last {
			last, kind = p, Overlapping
			if e.alike(p) {
				kind = Shared
			}
		}
		e.kinds[f] |= kind
		e.kinds[g] |= kind
	})
	return err
}

// findTwins gives charts of the same shape each other: the first ones where there are
// more than two.
func (e *examination) findTwins() {
	comparePairs := func(p, q pair) int { return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b)) }
	for _, p := range keys(e.layers.pairs, comparePairs) {
		if !e.alike(p) {
			continue
		}
		a, b := &e.charts[p.a], &e.charts[p.b]
		if a.twin < 0 {
			a.twin = p.b
		}
		if b.twin < 0 {
			b.twin = p.a
		}
	}
}

// accidental returns the share of covered texels that charts of different shape have
// in common.
func (e *examination) accidental() float64 {
	texels := 0
	for p, n := range e.layers.pairs {
		if !e.alike(p) {
			texels += n
		}
	}
	return float64(texels) / float64(max(1, e.layers.covered))
}

const (
	alikeArea   = 0.9 // the least ratio between the areas of charts of the same shape
	alikeTexels = 0.9 // of the texels of a chart that one of the same shape covers
)

// alike tells whether two charts have the same shape and lie on top of each other.
func (e *examination) alike(p pair) bool {
	a, b := &e.charts[p.a], &e.charts[p.b]
	return p.a != p.b && min(a.area, b.area) >= alikeArea*max(a.area, b.area) &&
		float64(e.layers.pairs[p]) >= alikeTexels*float64(min(a.texels, b.texels))
}

// draw draws all triangles. It tells met where a triangle lies on one that was drawn
// before, once for texels beside each other, or counts texels if met is nil.
func (e *examination) draw(ctx context.Context, met func(f, g int32)) (layers, error) {
	textures := e.textures()
	counts := layers{pairs: make(map[pair]int)}
	if met == nil {
		for i := range e.charts {
			e.charts[i].texels = 0
		}
	}
	owner := make([]int32, e.cells*e.cells) // triangle plus one
	for _, key := range keys(textures, compareTextures) {
		clear(owner)
		for n, f := range textures[key] {
			if n%1024 == 0 && ctx.Err() != nil {
				return layers{}, context.Cause(ctx)
			}
			e.eachRun(e.inTile(int(f)), func(from, to int) {
				if met == nil {
					e.charts[e.chartOf[f]].texels += to - from
				}
				e.claim(owner[from:to], f, func(g int32, texels int) {
					switch {
					case met != nil && g >= 0:
						met(f, g)
					case met == nil && g >= 0:
						counts.add(pairOf(e.chartOf[f], e.chartOf[g]), texels)
					case met == nil:
						counts.covered += texels
					}
				})
			})
		}
	}
	counts.flush()
	return counts, nil
}

// claim gives texels in a row to triangle f, those that belong to none, and tells whose
// each is: -1, or a triangle.
func (e *examination) claim(owner []int32, f int32, tell func(g int32, texels int)) {
	for from, to := 0, 0; from < len(owner); from = to {
		g := owner[from]
		for to = from; to < len(owner) && owner[to] == g; to++ {
			if g == 0 {
				owner[to] = f + 1
			}
		}
		tell(g-1, to-from)
	}
}

func compareTextures(a, b texture) int {
	return cmp.Or(cmp.Compare(a.slot, b.slot), cmp.Compare(a.tile.Row, b.tile.Row), cmp.Compare(a.tile.Column, b.tile.Column))
}

// textures returns the triangles of each texture.
func (e *examination) textures() map[texture][]int32 {
	out := make(map[texture][]int32)
	for f, chart := range e.chartOf {
		if chart < 0 {
			continue
		}
		key := texture{slot: e.m.Slot(f)}
		if e.udim {
			key.tile = e.tileOf[f]
		}
		out[key] = append(out[key], int32(f))
	}
	return out
}

// eachRun visits the texels whose centre lies in a triangle given in texels of the grid,
// which repeats: those beside each other at once, from, up to but without to. Of a
// triangle larger than the grid it visits no row and no column twice.
func (e *examination) eachRun(p [3]geom.Vec2, visit func(from, to int)) {
	low, high := min(p[0].Y, p[1].Y, p[2].Y), max(p[0].Y, p[1].Y, p[2].Y)
	first := from(float64(low))
	for y := first; y < min(from(float64(high)), first+e.cells); y++ {
		left, right := across(p, float64(y)+0.5)
		row, start := wrap(y, e.cells)*e.cells, from(left)
		count, x := min(from(right)-start, e.cells), wrap(start, e.cells)
		if whole := min(count, e.cells-x); whole > 0 {
			visit(row+x, row+x+whole)
			count -= whole
		}
		if count > 0 {
			visit(row, row+count)
		}
	}
}

// from returns the first row, or column, whose centre is not before a place.
func from(place float64) int { return int(math.Ceil(place - 0.5)) }

func wrap(n, size int) int { return ((n % size) + size) % size }

// across returns where a horizontal line enters and leaves a triangle.
func across(p [3]geom.Vec2, y float64) (left, right float64) {
	left, right = math.Inf(1), math.Inf(-1)
	for k, a := range p {
		b := p[(k+1)%3]
		if a.Y > b.Y {
			a, b = b, a
		}
		if ay, by := float64(a.Y), float64(b.Y); ay <= y && y < by {
			x := float64(a.X) + (y-ay)/(by-ay)*(float64(b.X)-float64(a.X))
			left, right = min(left, x), max(right, x)
		}
	}
	if left > right {
		return 0, 0
	}
	return left, right
}

// keys returns the keys of a map in order, by compare.
func keys[K comparable, V any](m map[K]V, compare func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(m), compare)
}
