package scheduler

import (
	"math"

	"patina/paint/noise"
)

// Multistep consistency sampling: Luo et al., "Latent consistency models", 2023
// (reference section 4.6).

// consistencySteps is how finely the timesteps are cut from which a run picks.
const consistencySteps = 50

func (s Scheduler) lcm(steps int, rng noise.Source) *Schedule {
	t := s.Config.trained()
	timesteps := s.Timesteps
	if timesteps == nil {
		timesteps = s.Config.consistencyTimesteps(steps)
	}
	run := &Schedule{timesteps: floats(timesteps), initial: 1, perStep: 1, rng: rng, blend: t.blend(timesteps)}
	run.solver = func(s *Schedule, prediction, sample []float32, i int) []float32 {
		denoised := consistent(levelOfAlpha(t.alphas[timesteps[i]]).clean(prediction, sample), sample, timesteps[i])
		if i+1 == len(timesteps) {
			return denoised
		}
		next := levelOfAlpha(t.alphas[timesteps[i+1]])
		return combine(term{next.signal, denoised}, term{next.noise, s.draw(len(sample))})
	}
	return run
}

// consistencyTimesteps picks n of the timesteps that the model was distilled on, or
// of as many as it takes.
func (c Config) consistencyTimesteps(n int) []int {
	origin := max(consistencySteps, n)
	stride := c.TrainTimesteps / origin
	out := make([]int, n)
	for i := range out {
		out[i] = (origin-i*origin/n)*stride - 1
	}
	return out
}

// consistent applies the boundary condition: at timestep 0 the sample is clean.
func consistent(clean, sample []float32, timestep int) []float32 {
	const deviation, scaling = 0.5, 10
	t := scaling * float64(timestep)
	squares := t*t + deviation*deviation
	return combine(term{t / math.Sqrt(squares), clean}, term{deviation * deviation / squares, sample})
}
