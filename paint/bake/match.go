package bake

import (
	"context"
	"math"

	"patina/paint/parallel"
	"patina/paint/view"
)

// This matches the colours of views over what they both see, much as panoramas are
// gain-compensated (Brown and Lowe, Automatic Panoramic Image Stitching, 2007): every
// view gets a gain and an offset for each channel, such that over the overlap of every
// two views means and contrasts agree. Comparing these instead of texel with texel
// keeps details that are a pixel off from looking like a loss of contrast. Places where
// two views show different things count less with each round. Views that weigh much
// hardly change: they are the anchor.

// matchSamples is about how many texels of a texture are looked at along each side.
const matchSamples = 160

const (
	matchRounds   = 4    // of solving and weighing again
	leastScale    = 0.03 // difference of colours that is never an outlier
	anchorPull    = 0.05 // of views towards their own colours, by their share of the squared weights
	everyPull     = 5e-4 // the same of all views
	usualContrast = 0.2  // of an overlap that says as much about gains as about offsets
	leastContrast = 1e-3
	maxGain       = 1.6
	maxOffset     = 0.2
)

// tone is what happens to the colours of a view: times gain plus offset, by channel.
type tone struct{ gain, offset [3]float32 }

var sameTone = tone{gain: [3]float32{1, 1, 1}}

// apply corrects a weighted sum of colours.
func (t *tone) apply(c sample) sample {
	return sample{
		c.r*t.gain[0] + c.weight*t.offset[0],
		c.g*t.gain[1] + c.weight*t.offset[1],
		c.b*t.gain[2] + c.weight*t.offset[2], c.weight,
	}
}

// evidence is what one view shows in one of the texels that are looked at.
type evidence struct {
	color   [3]float32
	quality float32 // from 0, nothing, to 1, seen straight on
}

// matchTones returns the tone of each view.
func matchTones(ctx context.Context, a *Atlas, views *sights) ([]tone, error) {
	seen := make([][]evidence, len(views.painted))
	for i := range seen {
		v, err := views.at(ctx, i)
		if err != nil {
			return nil, err
		}
		if seen[i], err = v.witness(ctx, a, views.painted[i].View.Weight); err != nil {
			return nil, err
		}
	}
	tones := make([]tone, len(seen))
	for i := range tones {
		tones[i] = sameTone
	}
	pull := pulls(views.painted)
	for round := range matchRounds {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		overlaps := allOverlaps(seen, tones, round > 0)
		for channel := range 3 {
			solveTones(tones, overlaps, pull, channel)
		}
	}
	return tones, nil
}

// witness looks at texels spread evenly over the textures.
func (v *sight) witness(ctx context.Context, a *Atlas, viewWeight float64) ([]evidence, error) {
	s := a.surface
	step := max(1, s.size/matchSamples)
	side := (s.size + step - 1) / step
	found := make([]evidence, len(a.Textures)*side*side)
	err := parallel.Parts(ctx, len(a.Textures)*side, 8, func(lo, hi int) {
		for row := lo; row < hi; row++ {
			owners, y := s.owners[row/side], row%side*step
			for x := 0; owners != nil && x < s.size; x += step {
				owner := owners[y*s.size+x]
				if owner == noOwner {
					continue
				}
				if c, w := v.texel(s, owner, x, y); w > 0 {
					k := 1 / c.weight
					found[row*side+x/step] = evidence{[3]float32{c.r * k, c.g * k, c.b * k}, w / float32(viewWeight)}
				}
			}
		}
	})
	return found, err
}

// pulls returns how strongly each view is held at its own colours.
func pulls(painted []view.Painted) []float64 {
	pull, sum := make([]float64, len(painted)), 0.0
	for i, p := range painted {
		if !p.Guess {
			pull[i] = p.View.Weight * p.View.Weight
		}
		sum += pull[i]
	}
	for i := range pull {
		pull[i] = anchorPull*pull[i]/math.Max(sum, math.SmallestNonzeroFloat64) + everyPull
	}
	return pull
}

// overlap is what two views have to say about the texels that both see.
type overlap struct {
	i, j                  int
	weight                float64
	mean, square          [2][3]float64 // weighted sums over the texels, of views i and j
	difference, different float64       // sum of weights times differences, and of weights: without doubts
}

// allOverlaps sums up the overlaps of every two views. With doubt, texels whose corrected
// colours differ much more than usual count less.
func allOverlaps(seen [][]evidence, tones []tone, doubt bool) (all []overlap) {
	for i := range seen {
		for j := range i {
			o := overlap{i: i, j: j}
			if doubt {
				o.measure(seen, tones)
			}
			o.sum(seen, tones)
			if o.weight > 0 {
				all = append(all, o)
			}
		}
	}
	return all
}

// measure finds the usual difference of the corrected colours.
func (o *overlap) measure(seen [][]evidence, tones []tone) {
	for k := range seen[o.i] {
		a, b := &seen[o.i][k], &seen[o.j][k]
		w := float64(min(a.quality, b.quality))
		o.difference += w * differ(a, b, &tones[o.i], &tones[o.j])
		o.different += w
	}
}

// sum sums up the colours of the texels that both views see.
func (o *overlap) sum(seen [][]evidence, tones []tone) {
	scale := math.Inf(1)
	if o.different > 0 {
		scale = math.Max(leastScale, 1.5*o.difference/o.different)
	}
	for k := range seen[o.i] {
		a, b := &seen[o.i][k], &seen[o.j][k]
		w := float64(min(a.quality, b.quality))
		if w == 0 {
			continue
		}
		d := differ(a, b, &tones[o.i], &tones[o.j]) / scale
		w /= (1 + d*d) * (1 + d*d)
		o.weight += w
		for c := range 3 {
			p, q := float64(a.color[c]), float64(b.color[c])
			o.mean[0][c], o.mean[1][c] = o.mean[0][c]+w*p, o.mean[1][c]+w*q
			o.square[0][c], o.square[1][c] = o.square[0][c]+w*p*p, o.square[1][c]+w*q*q
		}
	}
}

// differ returns the largest difference of two corrected colours in one channel.
func differ(a, b *evidence, ta, tb *tone) float64 {
	var most float32
	for c := range 3 {
		most = max(most, abs32(a.color[c]*ta.gain[c]+ta.offset[c]-b.color[c]*tb.gain[c]-tb.offset[c]))
	}
	return float64(most)
}

// moments returns the mean and the contrast of one view (0 for i, 1 for j).
func (o *overlap) moments(view, channel int) (mean, contrast float64) {
	mean = o.mean[view][channel] / o.weight
	return mean, math.Sqrt(math.Max(o.square[view][channel]/o.weight-mean*mean, 0))
}

// solveTones finds the gains and then the offsets of one channel by least squares. It
// compares logarithms of contrasts, which unlike contrasts do not agree better the less
// there is of them.
func solveTones(tones []tone, overlaps []overlap, pull []float64, channel int) {
	gains, offsets := newNormal(len(tones)), newNormal(len(tones))
	for k := range overlaps {
		o := &overlaps[k]
		_, ci := o.moments(0, channel)
		_, cj := o.moments(1, channel)
		w := o.weight * ci * cj / (usualContrast * usualContrast)
		gains.join(w, o.i, o.j, math.Log(math.Max(cj, leastContrast)/math.Max(ci, leastContrast)))
		gains.hold(pull, o)
	}
	for i, x := range gains.solve() {
		tones[i].gain[channel] = float32(min(max(math.Exp(x), 1/maxGain), maxGain))
	}
	for k := range overlaps {
		o := &overlaps[k]
		mi, _ := o.moments(0, channel)
		mj, _ := o.moments(1, channel)
		offsets.join(o.weight, o.i, o.j, float64(tones[o.j].gain[channel])*mj-float64(tones[o.i].gain[channel])*mi)
		offsets.hold(pull, o)
	}
	for i, x := range offsets.solve() {
		tones[i].offset[channel] = float32(min(max(x, -maxOffset), maxOffset))
	}
}

// hold draws the unknowns of both views of an overlap to 0, each as strongly as it is
// pulled.
func (m *normal) hold(pull []float64, o *overlap) {
	m.add(o.i, pull[o.i]*o.weight)
	m.add(o.j, pull[o.j]*o.weight)
}
