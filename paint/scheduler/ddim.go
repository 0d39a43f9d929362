package scheduler

import "math"

// DDIM without noise: Song, Meng and Ermon, "Denoising diffusion implicit models",
// 2020 (reference section 4.4).

func (s Scheduler) ddim(steps int) *Schedule {
	t, beyond := s.Config.trained(), s.Config.beyond()
	timesteps := s.Config.timesteps(steps)
	stride := s.Config.TrainTimesteps / steps
	run := &Schedule{timesteps: floats(timesteps), initial: 1, perStep: 1, blend: t.blend(timesteps)}
	run.solver = func(_ *Schedule, prediction, sample []float32, i int) []float32 {
		from := levelOfAlpha(t.alphas[timesteps[i]])
		to := levelOfAlpha(t.alpha(timesteps[i]-stride, beyond))
		return combine(term{to.signal, from.clean(prediction, sample)}, term{to.noise, from.epsilon(prediction, sample)})
	}
	return run
}

// beyond is the share of the signal before the first timestep.
func (c Config) beyond() float64 {
	if c.SetAlphaToOne {
		return 1
	}
	return c.trained().alphas[0]
}

func levelOfAlpha(alpha float64) level {
	return level{signal: math.Sqrt(alpha), noise: math.Sqrt(1 - alpha)}
}

// blend tells how much signal and noise a sample at the timestep of a call holds.
func (t table) blend(timesteps []int) func(i int) (signal, noise float64) {
	return func(i int) (signal, noise float64) {
		l := levelOfAlpha(t.alphas[timesteps[i]])
		return l.signal, l.noise
	}
}
