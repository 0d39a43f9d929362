package multiview

import (
	"patina/paint/checkpoint"
)

// quietCopies is how many bytes of weights are copied before anyone wonders what takes
// so long.
const quietCopies = 100e6

// preparing returns the progress of preparing weights as the artist is told of it: in
// one Notice when it begins, if it takes a while. A step of StageViews is a call of the
// denoiser, so there are none for this.
func (r *run) preparing() func(done, total int64) {
	told := false
	return func(_, _ int64) {
		if n := r.copies(); !told && n > r.quiet {
			told = true
			r.say("preparing the model's weights for this machine, which is done once: the copies take about %.1f GB in %s", float64(n)/1e9, r.machine.Cache)
		}
	}
}

// copies returns the bytes of the copies that the job needs.
func (r *run) copies() (n int64) {
	all := []*checkpoint.Weights{r.model.weights, r.model.vae.weights}
	if d := r.delight; d != nil && r.before > 0 {
		all = append(all, d.weights, d.vae.weights, d.textWeights)
	}
	for _, w := range all {
		n += w.WidenedSize()
	}
	return n
}
