package scheduler

import "math"

// timesteps returns the training timesteps that a run of N steps visits, falling
// (reference section 4.2).
func (c Config) timesteps(n int) []int {
	if c.Spacing == "leading" {
		return c.leading(n, c.TrainTimesteps/n)
	}
	return c.trailing(n)
}

// multistepTimesteps is timesteps for DPM++, UniPC, DEIS and SA-Solver, which space
// leading timesteps as if there were one more.
func (c Config) multistepTimesteps(n int) []int {
	if c.Spacing == "leading" {
		ratio := c.TrainTimesteps / (n + 1)
		out := c.leading(n, ratio)
		for i := range out {
			out[i] += ratio
		}
		return out
	}
	return c.trailing(n)
}

func (c Config) leading(n, ratio int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = (n-1-i)*ratio + c.StepsOffset
	}
	return out
}

func (c Config) trailing(n int) []int {
	out := make([]int, n)
	for i := range out {
		t := float64(c.TrainTimesteps) - float64(i)*float64(c.TrainTimesteps)/float64(n)
		out[i] = int(math.RoundToEven(t)) - 1
	}
	return out
}

func floats(ints []int) []float64 {
	out := make([]float64, len(ints))
	for i, t := range ints {
		out[i] = float64(t)
	}
	return out
}
