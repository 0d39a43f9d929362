package coverage

import (
	"context"
	"fmt"

	"patina/paint/mesh"
	"patina/paint/view"
)

// LeastGain is the share of the surface that a camera must add to be worth it.
const LeastGain = 0.003

// AddedWeight is the weight of added cameras where texels are blended: they are
// there for what the others do not see.
const AddedWeight = 0.05

// Around returns cameras all around the mesh, for painters that know every angle:
// every 30 degrees of azimuth at elevations from -60 to 60, and straight from above
// and below.
func Around() []view.View {
	var views []view.View
	for _, elevation := range []float64{0, 30, -30, 60, -60} {
		for azimuth := 0.0; azimuth < 360; azimuth += 30 {
			views = append(views, view.At(azimuth, elevation))
		}
	}
	return append(views, view.At(0, 90), view.At(180, -90))
}

// Extend returns the rig with at most n cameras more: of the candidates always the
// one that adds most of the surface within the largest angle, the first of equals,
// until the best adds less than LeastGain or the rig is full. They get the distance
// and the lens of the rig's first view and AddedWeight. The report is about the
// extended rig. Errors are as in Measure.
func Extend(ctx context.Context, m *mesh.Mesh, rig view.Rig, n int, opt Options) (view.Rig, *Report, error) {
	if err := rig.Validate(); err != nil {
		return view.Rig{}, nil, fmt.Errorf("coverage: %w", err)
	}
	opt = opt.withDefaults()
	opt.Candidates = fitting(opt.Candidates, rig.Views[0])
	w, err := watch(ctx, m, rig, opt)
	if err != nil {
		return view.Rig{}, nil, err
	}
	w.extend(min(n, view.MaxViews-len(rig.Views)))
	return w.rig, w.report(), nil
}

// fitting returns the candidates with the camera of a view.
func fitting(candidates []view.View, like view.View) []view.View {
	fit := make([]view.View, len(candidates))
	for i, v := range candidates {
		v.Distance, v.Lens, v.Weight = like.Distance, like.Lens, AddedWeight
		fit[i] = v
	}
	return fit
}

func (w *watched) extend(n int) {
	missing := make([]bool, len(w.samples))
	for i, cos := range w.best(w.views) {
		missing[i] = cos < w.least()
	}
	w.rig.Views = append([]view.View(nil), w.rig.Views...)
	for range n {
		best, gain := -1, LeastGain
		for k := range w.candidates {
			if g := w.gain(w.candidates[k], missing); g > gain {
				best, gain = k, g
			}
		}
		if best < 0 {
			return
		}
		w.rig.Views = append(w.rig.Views, w.opt.Candidates[best])
		w.views = append(w.views, w.candidates[best])
		for i, cos := range w.candidates[best] {
			missing[i] = missing[i] && cos < w.least()
		}
	}
}

// gain is the share of the surface that a view adds to what is missing.
func (w *watched) gain(s sight, missing []bool) (sum float64) {
	for i, cos := range s {
		if missing[i] && cos >= w.least() {
			sum += w.samples[i].weight
		}
	}
	return sum
}
