package scheduler

import "math"

// levels are the noise levels of a run and the timesteps that the denoiser is told;
// sigmas has one entry more, the level at the end.
type levels struct{ timesteps, sigmas []float64 }

// eulerLevels returns the levels for Euler and Heun: other spacings lie between the
// first and the last default level, and their timesteps may be fractions.
func (s Scheduler) eulerLevels(t table, n int) levels {
	steps := s.Config.timesteps(n)
	l := levels{timesteps: floats(steps)}
	for _, step := range steps {
		l.sigmas = append(l.sigmas, t.sigma(step))
	}
	if s.Sigmas != Default {
		l.sigmas = s.Sigmas.space(l.sigmas[0], l.sigmas[n-1], n)
		for i, sigma := range l.sigmas {
			l.timesteps[i] = t.timestep(sigma)
		}
	}
	l.sigmas = append(l.sigmas, 0)
	return l
}

// multistepLevels returns the levels for DPM++, UniPC, DEIS and SA-Solver: other
// spacings span the whole table, and their timesteps are whole numbers.
func (s Scheduler) multistepLevels(t table, n int) levels {
	steps := s.Config.multistepTimesteps(n)
	l := levels{timesteps: floats(steps)}
	for _, step := range steps {
		l.sigmas = append(l.sigmas, t.sigma(step))
	}
	if s.Sigmas == Default {
		return l
	}
	l.sigmas = s.Sigmas.space(t.last(), t.first(), n)
	for i, sigma := range l.sigmas {
		l.timesteps[i] = math.Floor(t.timestep(sigma) + edge)
		if s.Sigmas == Karras {
			l.timesteps[i] = math.RoundToEven(t.timestep(sigma))
		}
	}
	return l
}

// edge keeps a level that lies on an entry of the table from falling below it by
// rounding.
const edge = 1e-9

// space returns n levels from high to low.
func (s Sigmas) space(high, low float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		r := 0.0
		if n > 1 {
			r = float64(i) / float64(n-1)
		}
		out[i] = s.level(high, low, r)
	}
	return out
}

// level returns the level at a share r of the way from high to low.
func (s Sigmas) level(high, low, r float64) float64 {
	switch s {
	case Karras:
		const rho = 7
		a, b := math.Pow(high, 1.0/rho), math.Pow(low, 1.0/rho)
		return math.Pow(a+r*(b-a), rho)
	case Exponential:
		return math.Exp(math.Log(high) + r*(math.Log(low)-math.Log(high)))
	case Beta:
		return low + (high-low)*betaQuantile(1-r, 0.6, 0.6)
	}
	panic("scheduler: no spacing " + string(s))
}

// betaQuantile inverts the distribution function of the Beta distribution by
// bisection.
func betaQuantile(p, a, b float64) float64 {
	low, high := 0.0, 1.0
	for range 200 {
		if middle := (low + high) / 2; betaIncomplete(middle, a, b) < p {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}

// betaIncomplete is the regularized incomplete beta function, by the continued
// fraction of Abramowitz and Stegun, "Handbook of mathematical functions", 26.5.8.
func betaIncomplete(x, a, b float64) float64 {
	if x <= 0 || x >= 1 {
		return x
	}
	if x > (a+1)/(a+b+2) {
		return 1 - betaIncomplete(1-x, b, a)
	}
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	front := math.Exp(lab-la-lb+a*math.Log(x)+b*math.Log1p(-x)) / a
	fraction := 1.0
	const terms = 200
	for m := terms; m >= 1; m-- {
		fraction = 1 + betaTerm(m, x, a, b)/fraction
	}
	return front / fraction
}

// betaTerm is the m-th numerator of the continued fraction.
func betaTerm(m int, x, a, b float64) float64 {
	k := float64(m / 2)
	if m%2 == 0 {
		return k * (b - k) * x / ((a + 2*k - 1) * (a + 2*k))
	}
	return -(a + k) * (a + b + k) * x / ((a + 2*k) * (a + 2*k + 1))
}
