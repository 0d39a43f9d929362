package scheduler

import (
	"math"

	"patina/paint/noise"
)

// DPM-Solver++(2M) and its stochastic form: Lu et al., "DPM-Solver++: fast solver for
// guided sampling of diffusion probabilistic models", 2022 (reference section 4.7).

// fewSteps is below how many steps the last one is of first order.
const fewSteps = 15

// dpm returns the stochastic form when rng is not nil.
func (s Scheduler) dpm(steps int, rng noise.Source) *Schedule {
	l := s.multistepLevels(s.Config.trained().finite(), steps)
	run := levelSchedule(l, 0, dpmStep)
	run.rng = rng
	return run
}

// levelSchedule is a run of a variance-preserving multistep solver that ends at the
// given sigma.
func levelSchedule(l levels, end float64, step solver) *Schedule {
	run := &Schedule{
		timesteps: l.timesteps, sigmas: append(l.sigmas, end), initial: 1, perStep: 1, solver: step,
	}
	run.blend = run.atLevel
	return run
}

func dpmStep(s *Schedule, prediction, sample []float32, i int) []float32 {
	from, to := levelOf(s.sigmas[i]), levelOf(s.sigmas[i+1])
	clean := from.clean(prediction, sample)
	target := clean
	// The last step ends without noise, where only first order is stable.
	if len(s.memory.Outputs) > 0 && i+1 < s.Calls() {
		before, at := s.memory.back(0)
		slope := (to.lambda - from.lambda) / (from.lambda - at) / 2
		target = combine(term{1 + slope, clean}, term{-slope, before})
	}
	s.memory.remember(clean, from.lambda, 1)
	return s.dpmMove(from, to, sample, target)
}

// dpmMove goes from one level to the next towards a clean sample.
func (s *Schedule) dpmMove(from, to level, sample, target []float32) []float32 {
	h := to.lambda - from.lambda
	if s.rng == nil {
		return combine(term{to.noise / from.noise, sample}, term{-to.signal * math.Expm1(-h), target})
	}
	return combine(
		term{to.noise / from.noise * math.Exp(-h), sample},
		term{-to.signal * math.Expm1(-2*h), target},
		term{to.noise * math.Sqrt(-math.Expm1(-2*h)), s.draw(len(sample))},
	)
}
