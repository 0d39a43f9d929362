package scheduler

import (
	"math"

	"patina/paint/noise"
)

// Euler steps that go further down and add fresh noise, the ancestral sampling of
// K. Crowson's k-diffusion (reference section 4.3).

func (s Scheduler) eulerAncestral(steps int, rng noise.Source) *Schedule {
	s.Sigmas = Default
	run := s.sigmaSchedule(s.eulerLevels(s.Config.trained().finite(), steps), eulerAncestralStep)
	run.rng = rng
	return run
}

func eulerAncestralStep(s *Schedule, prediction, sample []float32, i int) []float32 {
	from, to := s.sigmas[i], s.sigmas[i+1]
	up := math.Sqrt(to * to * (from*from - to*to) / (from * from))
	down := math.Sqrt(to*to - up*up)
	d := derivative(prediction, sample, from)
	// Noise is drawn in the last step too, as the reference does: the next user of
	// the generator must find it where it expects.
	return combine(term{1, sample}, term{down - from, d}, term{up, s.draw(len(sample))})
}
