package bake

import (
	"context"
	"math"

	"patina/paint/parallel"
)

// Dilate finds for every texel outside of the charts the nearest chart texel with
// the separable distance transform (Meijster, Roerdink and Hesselink 2000): first
// along the columns, then along the rows, both cut off at the radius. Textures
// repeat, so both wrap around.

// Dilate grows colours over chart borders into the texels Outside: each that is at
// most so many texels away from a chart, from centre to centre, gets the colour of
// the nearest texel of a chart. Beyond, the background gets the mean colours of
// what is around it, so that coarse mip levels do not bleed. Provenance stays
// Outside. With 0 texels nothing changes.
//
// In a texture of which a part is protected, texels change only where the nearest chart
// is one that is painted; all others stay Kept. Texels are those of the finished
// textures, see Pictures.
//
// It panics if texels is negative. The error is context.Cause(ctx) when ctx ends
// first; then part of the texels outside are done.
func (a *Atlas) Dilate(ctx context.Context, texels int) error {
	if texels < 0 {
		panic("bake: Dilate needs a distance of 0 or more")
	}
	if texels == 0 {
		return context.Cause(ctx)
	}
	for slot, t := range a.Textures {
		if t == nil {
			continue
		}
		if err := t.dilate(ctx, min(a.baked(slot, texels), t.Size)); err != nil {
			return err
		}
	}
	a.dilated = true
	return context.Cause(ctx)
}

// far marks texels in whose column no chart is near.
const far = math.MaxInt16

func (t *Texture) dilate(ctx context.Context, radius int) error {
	background, err := t.newBackground(ctx)
	if err != nil {
		return err
	}
	vertical, err := t.columnDistances(ctx, radius)
	if err != nil {
		return err
	}
	return parallel.Parts(ctx, t.Size, bandRows, func(lo, hi int) {
		row := newDistanceRow(t.Size, radius)
		for y := lo; y < hi; y++ {
			row.load(vertical[y*t.Size : (y+1)*t.Size])
			t.dilateRow(row, background, y)
		}
	})
}

// columnDistances returns for each texel how many rows below it, negative for
// above, the nearest chart texel of its column is; far if it is beyond the radius.
// Above wins where both are equally near.
func (t *Texture) columnDistances(ctx context.Context, radius int) ([]int16, error) {
	distances := make([]int16, len(t.Provenance))
	err := parallel.Parts(ctx, t.Size, 64, func(lo, hi int) {
		since := newCounts(hi - lo)
		for y := -radius; y < t.Size; y++ {
			row := modulo(y, t.Size)*t.Size + lo
			t.pass(since, row)
			if y >= 0 {
				for x, s := range since {
					distances[row+x] = limited(-s, radius)
				}
			}
		}
		since = newCounts(hi - lo)
		for y := t.Size + radius - 1; y >= 0; y-- {
			row := modulo(y, t.Size)*t.Size + lo
			t.pass(since, row)
			if y < t.Size {
				for x, s := range since {
					if s < -int(distances[row+x]) || distances[row+x] == far {
						distances[row+x] = limited(s, radius)
					}
				}
			}
		}
	})
	return distances, err
}

// newCounts returns a count for each column, far along.
func newCounts(width int) []int {
	since := make([]int, width)
	for x := range since {
		since[x] = far
	}
	return since
}

// pass counts on by one row the rows since the last chart texel of each column.
func (t *Texture) pass(since []int, row int) {
	for x := range since {
		if t.onChart(row + x) {
			since[x] = 0
		} else {
			since[x]++
		}
	}
}

func limited(distance, radius int) int16 {
	if distance > radius || distance < -radius {
		return far
	}
	return int16(distance)
}

// distanceRow is a row of column distances, continued to both sides by the radius
// the way textures repeat.
type distanceRow struct {
	radius int
	rows   []int16
	near   []int32 // for each column how many before it have a chart texel within the radius
}

func newDistanceRow(size, radius int) *distanceRow {
	width := size + 2*radius
	return &distanceRow{radius: radius, rows: make([]int16, width), near: make([]int32, width+1)}
}

func (r *distanceRow) load(row []int16) {
	copy(r.rows[r.radius:], row)
	copy(r.rows, row[len(row)-r.radius:])
	copy(r.rows[r.radius+len(row):], row)
	for i, d := range r.rows {
		r.near[i+1] = r.near[i]
		if d != far {
			r.near[i+1]++
		}
	}
}

// nearest returns the way from column x to the nearest chart texel. Where several
// are equally near the one in the nearest column wins, then the left one.
func (r *distanceRow) nearest(x int) (dx, dy int, ok bool) {
	if r.near[x] == r.near[x+2*r.radius+1] {
		return 0, 0, false
	}
	best := r.radius*r.radius + 1
	at := x + r.radius
	for step := 0; step*step < best; step++ {
		if d := int(r.rows[at-step]); step*step+d*d < best {
			dx, dy, best = -step, d, step*step+d*d
		}
		if d := int(r.rows[at+step]); step*step+d*d < best {
			dx, dy, best = step, d, step*step+d*d
		}
	}
	return dx, dy, best <= r.radius*r.radius
}

// dilateRow colours the texels outside of the charts in one row.
func (t *Texture) dilateRow(row *distanceRow, background *background, y int) {
	for x := range t.Size {
		i := y*t.Size + x
		if t.onChart(i) {
			continue
		}
		dx, dy, ok := row.nearest(x)
		chart := modulo(y+dy, t.Size)*t.Size + modulo(x+dx, t.Size)
		switch {
		case ok && !t.isHeld(chart):
			t.Color[i], t.Provenance[i] = t.Color[chart], Outside
		case t.Provenance[i] != Kept:
			t.Color[i] = background.at(x, y)
		}
	}
}
