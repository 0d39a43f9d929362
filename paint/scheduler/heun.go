package scheduler

// Heun's second-order method, after Karras et al. 2022, algorithm 1 (reference
// section 4.8): every step but the last calls the denoiser twice.

func (s Scheduler) heun(steps int) *Schedule {
	l := s.eulerLevels(s.Config.plain(), steps)
	run := s.sigmaSchedule(levels{twice(l.timesteps, len(l.timesteps)), twice(l.sigmas, len(l.sigmas)-1)}, heunStep)
	run.perStep = 2
	return run
}

// twice doubles the entries from 1 up to limit.
func twice(values []float64, limit int) []float64 {
	out := values[:1:1]
	for i, v := range values[1:] {
		out = append(out, v)
		if i+1 < limit {
			out = append(out, v)
		}
	}
	return out
}

func heunStep(s *Schedule, prediction, sample []float32, i int) []float32 {
	m := &s.memory
	d := derivative(prediction, sample, s.sigmas[i])
	if m.Sample == nil {
		m.Sample, m.Sum = sample, d
		return combine(term{1, sample}, term{s.sigmas[i+1] - s.sigmas[i], d})
	}
	dt := s.sigmas[i] - s.sigmas[i-1]
	next := combine(term{1, m.Sample}, term{dt / 2, m.Sum}, term{dt / 2, d})
	m.Sample, m.Sum = nil, nil
	return next
}
