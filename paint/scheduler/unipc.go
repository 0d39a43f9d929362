package scheduler

import "math"

// UniPC of order 2 in its B2 form: Zhao et al., "UniPC: a unified predictor-corrector
// framework for fast sampling of diffusion models", 2023 (reference section 4.8).

func (s Scheduler) unipc(steps int) *Schedule {
	l := s.multistepLevels(s.Config.trained().finite(), steps)
	return levelSchedule(l, 0, unipcStep)
}

func unipcStep(s *Schedule, prediction, sample []float32, i int) []float32 {
	m := &s.memory
	here := levelOf(s.sigmas[i])
	clean := here.clean(prediction, sample)
	if len(m.Outputs) > 0 {
		sample = unipcCorrect(m, here, levelOf(s.sigmas[i-1]), clean)
	}
	calls := len(m.Outputs)
	m.remember(clean, here.lambda, 2)
	m.Sample, m.Order = sample, min(2, s.Calls()-i, calls+1)
	return unipcPredict(m, here, levelOf(s.sigmas[i+1]))
}

// unipcBase is the first-order step that both halves start from, and the factor of
// their corrections.
func unipcBase(m *memory, from, to level, clean []float32) (base []float32, factor float64) {
	b := math.Expm1(-(to.lambda - from.lambda))
	return combine(term{to.noise / from.noise, m.Sample}, term{-to.signal * b, clean}), -to.signal * b
}

func unipcPredict(m *memory, from, to level) []float32 {
	clean, _ := m.back(0)
	base, factor := unipcBase(m, from, to, clean)
	if m.Order < 2 {
		return base
	}
	before, at := m.back(1)
	r := (at - from.lambda) / (to.lambda - from.lambda)
	k := factor / 2 / r
	return combine(term{1, base}, term{k, before}, term{-k, clean})
}

// unipcCorrect redoes the step that led here with what the denoiser sees here.
func unipcCorrect(m *memory, here, from level, clean []float32) []float32 {
	last, _ := m.back(0)
	base, factor := unipcBase(m, from, here, last)
	if m.Order < 2 {
		k := factor / 2
		return combine(term{1, base}, term{k, clean}, term{-k, last})
	}
	before, at := m.back(1)
	h := here.lambda - from.lambda
	r := (at - from.lambda) / h
	rho1, rho2 := unipcWeights(r, -h)
	k1, k2 := factor*rho1/r, factor*rho2
	return combine(term{1, base}, term{k1, before}, term{k2, clean}, term{-k1 - k2, last})
}

// unipcWeights solves [[1,1],[r,1]]·rho = b.
func unipcWeights(r, hh float64) (rho1, rho2 float64) {
	b := math.Expm1(hh)
	phi := b/hh - 1
	b1, b2 := phi/b, 2*(phi/hh-0.5)/b
	rho1 = (b2 - b1) / (r - 1)
	return rho1, b1 - rho1
}
