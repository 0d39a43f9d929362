package scheduler

import (
	"math"

	"patina/paint/noise"
)

// SA-Solver, predictor and corrector of order 2: Xue et al., "SA-Solver: stochastic
// Adams solver for fast sampling of diffusion models", 2023 (reference section 4.8).
// It uses the table without the zero-SNR rescaling, as the reference does.

func (s Scheduler) saSolver(steps int, rng noise.Source) *Schedule {
	t := s.Config.plain()
	l := s.multistepLevels(t, steps)
	run := levelSchedule(l, s.multistepEnd(t, l), saStep)
	run.rng = rng
	alphas := t.blendAt(l.timesteps)
	run.blend = func(i int) (signal, noise float64) { return alphas[i].signal, alphas[i].noise }
	return run
}

func (t table) blendAt(timesteps []float64) []level {
	out := make([]level, len(timesteps))
	for i, step := range timesteps {
		out[i] = levelOfAlpha(t.alphas[int(step)])
	}
	return out
}

func saStep(s *Schedule, prediction, sample []float32, i int) []float32 {
	m := &s.memory
	here := levelOf(s.sigmas[i])
	clean := here.clean(prediction, sample)
	calls := len(m.Outputs)
	if calls > 0 {
		sample = saCorrect(m, levelOf(s.sigmas[i-1]), here, clean)
	}
	m.remember(clean, here.lambda, 2)
	m.Sample, m.Noise, m.Tau = sample, s.draw(len(sample)), stochasticity(s.timesteps[i])
	m.Order = min(2, s.Calls()-i, calls+1)
	return saPredict(m, here, levelOf(s.sigmas[i+1]))
}

// stochasticity is 1 in the middle of the schedule, where fresh noise helps, and 0
// at its ends.
func stochasticity(timestep float64) float64 {
	if timestep >= 200 && timestep <= 800 {
		return 1
	}
	return 0
}

// saInterval is a step from one level to another with the exponent q = 1 + tau².
type saInterval struct {
	from, to level
	h, q     float64
}

func saBetween(m *memory, from, to level) saInterval {
	return saInterval{from, to, to.lambda - from.lambda, 1 + m.Tau*m.Tau}
}

func saPredict(m *memory, from, to level) []float32 {
	v := saBetween(m, from, to)
	clean, _ := m.back(0)
	if m.Order < 2 {
		return v.move(m, term{v.integral(0), clean})
	}
	before, at := m.back(1)
	c0, c1 := v.lagrange(from.lambda, at)
	shift := math.Exp(v.q*to.lambda) * (v.h*v.h/2 - (v.q*v.h-1+math.Exp(-v.q*v.h))/(v.q*v.q)) / (from.lambda - at)
	return v.move(m, term{c0 + shift, clean}, term{c1 - shift, before})
}

// saCorrect redoes the step that led here with what the denoiser sees here, and with
// the noise of that step.
func saCorrect(m *memory, from, here level, clean []float32) []float32 {
	v := saBetween(m, from, here)
	last, _ := m.back(0)
	if v.h == 0 {
		return m.Sample
	}
	c0, c1 := v.lagrange(here.lambda, from.lambda)
	shift := math.Exp(v.q*here.lambda) * (v.h/2 - (v.q*v.h-1+math.Exp(-v.q*v.h))/(v.q*v.q*v.h))
	return v.move(m, term{c0 + shift, clean}, term{c1 - shift, last})
}

// move goes through the interval along weighted clean samples.
func (v saInterval) move(m *memory, gradient ...term) []float32 {
	tau2 := v.q - 1
	terms := []term{
		{math.Exp(-tau2*v.h) * v.to.noise / v.from.noise, m.Sample},
		{v.to.noise * math.Sqrt(max(0, -math.Expm1(-2*tau2*v.h))), m.Noise},
	}
	for _, g := range gradient {
		terms = append(terms, term{v.q * v.to.noise * math.Exp(-tau2*v.to.lambda) * g.factor, g.values})
	}
	return combine(terms...)
}

// lagrange integrates e^(qx) times the two Lagrange polynomials through a and b.
func (v saInterval) lagrange(a, b float64) (atA, atB float64) {
	i0, i1 := v.integral(0), v.integral(1)
	return (i1 - b*i0) / (a - b), (i1 - a*i0) / (b - a)
}

// integral is that of e^(qx)·x^k over the interval, for k = 0 and 1.
func (v saInterval) integral(k int) float64 {
	antiderivative := func(x float64) float64 {
		if k == 0 {
			return math.Exp(v.q*x) / v.q
		}
		return math.Exp(v.q*x) * (v.q*x - 1) / (v.q * v.q)
	}
	return antiderivative(v.to.lambda) - antiderivative(v.from.lambda)
}
