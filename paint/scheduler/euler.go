package scheduler

import "math"

// Euler's method on the probability flow, after Karras et al. 2022, algorithm 2
// without churn (reference section 4.3).

func (s Scheduler) euler(steps int) *Schedule {
	l := s.eulerLevels(s.Config.trained().finite(), steps)
	return s.sigmaSchedule(l, eulerStep)
}

// sigmaSchedule is a run of a solver that counts in sigmas.
func (s Scheduler) sigmaSchedule(l levels, step solver) *Schedule {
	run := &Schedule{
		timesteps: l.timesteps, sigmas: l.sigmas, initial: l.sigmas[0], perStep: 1, scaled: true, solver: step,
	}
	if s.Config.Spacing != "trailing" {
		run.initial = math.Hypot(l.sigmas[0], 1)
	}
	run.blend = run.atSigma
	return run
}

func eulerStep(s *Schedule, prediction, sample []float32, i int) []float32 {
	sigma := s.sigmas[i]
	d := derivative(prediction, sample, sigma)
	return combine(term{1, sample}, term{s.sigmas[i+1] - sigma, d})
}

// derivative returns the direction (x - x0) / sigma along which the sample moves.
func derivative(velocity, sample []float32, sigma float64) []float32 {
	// x0 = x/(sigma²+1) - v·sigma/sqrt(sigma²+1), put into (x - x0)/sigma.
	return combine(term{sigma / (sigma*sigma + 1), sample}, term{1 / math.Hypot(sigma, 1), velocity})
}
