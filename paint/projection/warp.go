package projection

// This file follows the demons of Thirion, "Image matching as a diffusion process"
// (1998), applied to signed distances instead of brightness: every point near an
// outline is pushed along the gradient of one distance until it equals the other,
// and smoothing the displacements over and over lets the inside follow.

import (
	"context"
	"math"

	"patina/paint/geom"
	"patina/paint/view"
)

// Numbers of the warp. Shares are of the longer side of the silhouette.
const (
	warpSize   = 128  // points per side of the grid of displacements
	warpReach  = 0.05 // distance from the outlines at which points are pushed
	warpLimit  = 0.03 // largest displacement
	warpRounds = 60
	warpCoarse = 0.06 // smoothing in the first round,
	warpFine   = 0.01 // and in the last
	warpPush   = 0.6  // part of the difference that is pushed away in a round
)

// warp bends a placed cut-out so that its outline follows a silhouette: pictures
// and meshes of the same thing differ by a few pixels here and there, and each of
// them would paint the colour of one part onto another. Its vectors lead from a
// point of the view to where the placed cut-out shows it, in normalized device
// units; z is unused. A nil warp displaces nothing.
type warp field

func (w *warp) at(x, y float64) (dx, dy float64) {
	if w == nil {
		return 0, 0
	}
	d := (*field)(w).at(x, y)
	return float64(d.X), float64(d.Y)
}

// bend finds the warp that takes the outline of a placed cut-out to the silhouette
// in the mask of p.
func bend(ctx context.Context, o *outline, place placement, p view.Passes, s *silhouette) (*warp, error) {
	const pixel = 2. / (warpSize - 1)
	size := s.extent() / pixel // in points of the grid
	d := &demons{
		target: warpDistances(p.Mask, p.Size),
		source: warpDistances(outlineMask(o, place, p.Size), p.Size),
		shift:  newField(warpSize),
		reach:  float32(warpReach * size),
		limit:  float32(warpLimit * size),
	}
	for round := range warpRounds {
		if err := d.push(ctx); err != nil {
			return nil, err
		}
		done := float64(round) / (warpRounds - 1)
		smooth, err := d.shift.blur(ctx, size*warpCoarse*math.Pow(warpFine/warpCoarse, done))
		if err != nil {
			return nil, err
		}
		d.shift = smooth
	}
	for i, v := range d.shift.value {
		d.shift.value[i] = v.Scale(pixel)
	}
	return (*warp)(d.shift), nil
}

// outlineMask tells which pixels of a picture of the given size lie in the placed
// cut-out.
func outlineMask(o *outline, place placement, size int) []bool {
	out := make([]bool, size*size)
	for i := range out {
		out[i] = o.at(place.point(viewPoint(i, size))) >= 0.5
	}
	return out
}

// warpDistances returns the signed distances from a mask on the grid of the warp,
// in its units.
func warpDistances(marked []bool, size int) []float32 {
	fine := signedDistances(marked, size)
	scale := float32(warpSize-1) / float32(size-1)
	out := make([]float32, warpSize*warpSize)
	for i := range out {
		x, y := viewPoint(i, warpSize)
		out[i] = scale * bilinearScalar(fine, size, gridPoint(x, size), gridPoint(y, size))
	}
	return out
}

// demons is a warp in the making; everything is in points of the grid.
type demons struct {
	target, source []float32 // signed distances of silhouette and cut-out
	shift          *field
	reach, limit   float32
}

// push moves all points near the silhouette one step.
func (d *demons) push(ctx context.Context) error {
	return inRows(ctx, warpSize, func(y0, y1 int) {
		for i := y0 * warpSize; i < y1*warpSize; i++ {
			if d.target[i] <= d.reach && d.target[i] >= -d.reach {
				d.pushPoint(i)
			}
		}
	})
}

func (d *demons) pushPoint(i int) {
	shift := d.shift.value[i]
	u, v := float32(i%warpSize)+shift.X, float32(i/warpSize)+shift.Y
	source := func(u, v float32) float32 { return bilinearScalar(d.source, warpSize, u, v) }
	miss := min(max(d.target[i]-source(u, v), -d.reach), d.reach)
	slope := geom.Vec3{X: source(u+1, v) - source(u-1, v), Y: source(u, v+1) - source(u, v-1)}.Scale(0.5)
	shift = shift.Add(slope.Scale(warpPush * miss / (slope.Dot(slope) + 1)))
	if l := shift.Len(); l > d.limit {
		shift = shift.Scale(d.limit / l)
	}
	d.shift.value[i] = shift
}
