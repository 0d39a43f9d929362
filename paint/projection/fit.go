package projection

import (
	"context"
	"math"
)

// placement lays reference pixels into the picture of a view: the point (x, y) in
// reference pixels, whose first pixel reaches from 0 to 1, comes to the normalized
// device coordinates (x·ScaleX + X, y·ScaleY + Y). y = -1 is the top.
type placement struct {
	scaleX, scaleY float64 // normalized device units per reference pixel
	x, y           float64
}

// point takes a point of a view back to reference pixels.
func (p placement) point(x, y float64) (float64, float64) {
	return (x - p.x) / p.scaleX, (y - p.y) / p.scaleY
}

// zoomed scales a placement about the point (cx, cy) of the view.
func (p placement) zoomed(fx, fy, cx, cy float64) placement {
	return placement{p.scaleX * fx, p.scaleY * fy, cx + (p.x-cx)*fx, cy + (p.y-cy)*fy}
}

func (p placement) moved(dx, dy float64) placement {
	p.x, p.y = p.x+dx, p.y+dy
	return p
}

// overlap returns the intersection over union of a placed outline and a
// silhouette, 0 to 1. The outline is soft: coverage counts as area.
func overlap(o *outline, s *silhouette, p placement) float64 {
	var both float64
	for _, row := range s.spans {
		x, y := p.point(row.x, row.y)
		both += o.sum(x, y, s.pixel/p.scaleX, row.n)
	}
	both *= s.pixel * s.pixel
	placed := o.area * o.cell * o.cell * p.scaleX * p.scaleY
	return both / (placed + s.area() - both)
}

// Steps of the search for the best placement, as shares of the silhouette's size.
const (
	firstStep  = 0.06
	roughStep  = 0.0075
	finestStep = 0.0003 // below a tenth of a pixel at the sizes that are fitted
	maxStretch = 0.06   // most that width and height may differ in scale
	leastGain  = 1e-6   // overlap that a step must gain, so that the search ends
	stretchPay = 0.01   // overlap that stretching must gain to be worth it
)

// fitOutline finds the placement of an outline that overlaps a silhouette best,
// and that overlap: it refines a rough fit, and lets width and height differ a
// little if that clearly helps. Neither may be empty.
func fitOutline(ctx context.Context, o *outline, s *silhouette) (placement, float64, error) {
	rough, _ := roughFit(ctx, o, s)
	best, score := climb(ctx, o, s, rough, roughStep, finestStep, false)
	if p, sc := climb(ctx, o, s, best, firstStep/4, finestStep, true); sc > score+stretchPay {
		best, score = p, sc
	}
	return best, score, context.Cause(ctx)
}

// roughFit goes from the best start uphill in position and scale, in steps of
// roughStep at last.
func roughFit(ctx context.Context, o *outline, s *silhouette) (placement, float64) {
	best, score := placement{}, -1.0
	for _, start := range startPlacements(o, s) {
		if sc := overlap(o, s, start); sc > score {
			best, score = start, sc
		}
	}
	return climb(ctx, o, s, best, firstStep, roughStep, false)
}

// startPlacements aligns the middles of the bounding boxes and matches their
// widths, their heights, or the areas of what they hold.
func startPlacements(o *outline, s *silhouette) []placement {
	// The grid has an empty cell on each side.
	width, height := float64(o.width-2)*o.cell, float64(o.height-2)*o.cell
	areas := math.Sqrt(s.area() / (o.area * o.cell * o.cell))
	var starts []placement
	for _, scale := range []float64{(s.x1 - s.x0) / width, (s.y1 - s.y0) / height, areas} {
		starts = append(starts, placement{
			scaleX: scale, scaleY: scale,
			x: (s.x0+s.x1)/2 - (o.x0+o.cell+width/2)*scale,
			y: (s.y0+s.y1)/2 - (o.y0+o.cell+height/2)*scale,
		})
	}
	return starts
}

// climb improves a placement by trying its neighbours, halving the step whenever
// none is better, until the step is finer than finest or ctx ends.
func climb(ctx context.Context, o *outline, s *silhouette, p placement, step, finest float64, stretch bool) (placement, float64) {
	score := overlap(o, s, p)
	for step >= finest && ctx.Err() == nil {
		better := false
		for _, q := range neighbours(s, p, step, stretch) {
			if r := q.scaleX / q.scaleY; r > 1+maxStretch || r < 1/(1+maxStretch) {
				continue
			}
			if sc := overlap(o, s, q); sc > score+leastGain {
				p, score, better = q, sc, true
			}
		}
		if !better {
			step /= 2
		}
	}
	return p, score
}

func neighbours(s *silhouette, p placement, step float64, stretch bool) []placement {
	size := s.extent()
	cx, cy := (s.x0+s.x1)/2, (s.y0+s.y1)/2
	d, up, down := step*size, 1+step, 1/(1+step)
	out := []placement{
		p.moved(d, 0), p.moved(-d, 0), p.moved(0, d), p.moved(0, -d),
		p.zoomed(up, up, cx, cy), p.zoomed(down, down, cx, cy),
	}
	if stretch {
		out = append(out, p.zoomed(up, 1, cx, cy), p.zoomed(down, 1, cx, cy), p.zoomed(1, up, cx, cy), p.zoomed(1, down, cx, cy))
	}
	return out
}

// cover lays a picture that has no outline over a silhouette: centred, and just
// large enough to cover it all.
func cover(width, height int, s *silhouette) placement {
	w, h := float64(width), float64(height)
	scale := max((s.x1-s.x0)/w, (s.y1-s.y0)/h)
	return placement{scale, scale, (s.x0 + s.x1 - w*scale) / 2, (s.y0 + s.y1 - h*scale) / 2}
}
