package scheduler

import "math"

// DEIS of order 2 in log-rho: Zhang and Chen, "Fast sampling of diffusion models with
// exponential integrator", 2022 (reference section 4.8). It uses the table without
// the zero-SNR rescaling, as the reference does.

func (s Scheduler) deis(steps int) *Schedule {
	t := s.Config.plain()
	l := s.multistepLevels(t, steps)
	return levelSchedule(l, s.multistepEnd(t, l), deisStep)
}

// multistepEnd is the level at which DEIS and SA-Solver end.
func (s Scheduler) multistepEnd(t table, l levels) float64 {
	if s.Sigmas == Default {
		return t.first()
	}
	return l.sigmas[len(l.sigmas)-1]
}

func deisStep(s *Schedule, prediction, sample []float32, i int) []float32 {
	from, to := levelOf(s.sigmas[i]), levelOf(s.sigmas[i+1])
	epsilon := from.epsilon(prediction, sample)
	m := &s.memory
	lowOrder := len(m.Outputs) == 0 || (i+1 == s.Calls() && s.Calls() < fewSteps)
	m.remember(epsilon, from.lambda, 2)
	if lowOrder {
		return combine(term{to.signal / from.signal, sample}, term{-to.noise * math.Expm1(to.lambda-from.lambda), epsilon})
	}
	before, _ := m.back(1)
	rho, now, last := s.sigmas[i+1], s.sigmas[i], s.sigmas[i-1]
	c1 := deisIntegral(rho, now, last) - deisIntegral(now, now, last)
	c2 := deisIntegral(rho, last, now) - deisIntegral(now, last, now)
	return combine(term{to.signal / from.signal, sample}, term{to.signal * c1, epsilon}, term{to.signal * c2, before})
}

// deisIntegral is the antiderivative of the Lagrange polynomial in ln t through b
// and c that is 1 at b.
func deisIntegral(t, b, c float64) float64 {
	return t * (math.Log(t) - math.Log(c) - 1) / (math.Log(b) - math.Log(c))
}
