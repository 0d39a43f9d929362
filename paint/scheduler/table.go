package scheduler

import (
	"math"
	"sort"
)

// table holds for every training timestep the share of the signal that is left,
// the cumulative product of the alphas (reference section 4.2).
type table struct{ alphas []float64 }

// almostZero stands for the last entry of a rescaled table in solvers that divide by
// it: 2^-24, the smallest half.
const almostZero = 1.0 / (1 << 24)

// trained returns the table a checkpoint was trained with.
func (c Config) trained() table {
	t := c.plain()
	if !c.ZeroSNR {
		return t
	}
	// Lin et al., "Common diffusion noise schedules and sample steps are flawed",
	// 2023, algorithm 1.
	last := len(t.alphas) - 1
	first, final := math.Sqrt(t.alphas[0]), math.Sqrt(t.alphas[last])
	for i, a := range t.alphas {
		s := (math.Sqrt(a) - final) * first / (first - final)
		t.alphas[i] = s * s
	}
	return t
}

// plain returns the table without the rescaling, which some solvers never learned.
func (c Config) plain() table {
	alphas := make([]float64, c.TrainTimesteps)
	product := 1.0
	for i := range alphas {
		product *= 1 - c.beta(float64(i)/float64(c.TrainTimesteps-1))
		alphas[i] = product
	}
	return table{alphas}
}

// beta returns the noise added at a share of the way through training.
func (c Config) beta(x float64) float64 {
	if c.BetaSchedule == "linear" {
		return c.BetaStart + x*(c.BetaEnd-c.BetaStart)
	}
	root := math.Sqrt(c.BetaStart) + x*(math.Sqrt(c.BetaEnd)-math.Sqrt(c.BetaStart))
	return root * root
}

// finite returns a copy whose last entry is not zero, so that every sigma is finite.
func (t table) finite() table {
	alphas := append([]float64(nil), t.alphas...)
	if last := len(alphas) - 1; alphas[last] < almostZero {
		alphas[last] = almostZero
	}
	return table{alphas}
}

// sigma returns the noise level of a timestep: noise over signal.
func (t table) sigma(i int) float64 { return math.Sqrt((1 - t.alphas[i]) / t.alphas[i]) }

// first and last are the least and the greatest noise level.
func (t table) first() float64 { return t.sigma(0) }
func (t table) last() float64  { return t.sigma(len(t.alphas) - 1) }

// alpha returns the share of the signal at a timestep, beyond when it lies before
// the first.
func (t table) alpha(timestep int, beyond float64) float64 {
	if timestep < 0 {
		return beyond
	}
	return t.alphas[timestep]
}

// timestep returns the fractional timestep of a noise level, by interpolation of
// the level's logarithm.
func (t table) timestep(sigma float64) float64 {
	high := sort.Search(len(t.alphas), func(i int) bool { return t.sigma(i) > sigma })
	low := min(max(high-1, 0), len(t.alphas)-2)
	from, to := math.Log(t.sigma(low)), math.Log(t.sigma(low+1))
	w := min(max((math.Log(sigma)-from)/(to-from), 0), 1)
	return float64(low) + w
}
