package scheduler

import (
	"math"
	"slices"
)

// Pseudo numerical methods: Liu et al., "Pseudo numerical methods for diffusion
// models on manifolds", 2022 (reference section 4.5): Runge-Kutta steps to warm up,
// then a linear multistep method of order 4. The solver uses the table without the
// zero-SNR rescaling, as the reference does.

// pndm is what the solver of one run knows beside the schedule.
type pndm struct {
	table     table
	timesteps []int
	beyond    float64
	stride    int
	warmUp    int // calls of the Runge-Kutta part
}

func (s Scheduler) pndm(steps int) *Schedule {
	p := &pndm{table: s.Config.plain(), stride: s.Config.TrainTimesteps / steps, beyond: 1}
	if !s.Config.SetAlphaToOne {
		p.beyond = p.table.alphas[0]
	}
	rising := s.Config.timesteps(steps)
	slices.Reverse(rising)
	if s.Config.SkipPRKSteps || steps < 4 {
		p.timesteps = multistepOnly(rising)
	} else {
		p.timesteps = append(p.rungeKutta(rising), reversed(rising[:steps-3])...)
		p.warmUp = len(p.timesteps) - (steps - 3)
	}
	return &Schedule{
		timesteps: floats(p.timesteps), initial: 1, perStep: 1,
		blend: p.table.blend(p.timesteps), solver: p.step,
	}
}

// rungeKutta returns the 12 timesteps of the warm-up: four calls for each of the
// first three steps.
func (p *pndm) rungeKutta(rising []int) []int {
	var pairs []int
	for _, t := range rising[len(rising)-4:] {
		pairs = append(pairs, t, t+p.stride/2)
	}
	var out []int
	for _, t := range pairs[:len(pairs)-1] {
		out = append(out, t, t)
	}
	return reversed(out[1 : len(out)-1])
}

// multistepOnly visits the second timestep twice: the first step is an average of two.
func multistepOnly(rising []int) []int {
	out := reversed(rising)
	if len(out) < 2 {
		return out
	}
	return slices.Insert(out, 1, out[1])
}

func reversed(values []int) []int {
	out := slices.Clone(values)
	slices.Reverse(out)
	return out
}

func (p *pndm) step(s *Schedule, prediction, sample []float32, i int) []float32 {
	if i < p.warmUp {
		return p.rungeKuttaStep(&s.memory, prediction, sample, i)
	}
	return p.multistep(&s.memory, prediction, sample, i)
}

func (p *pndm) rungeKuttaStep(m *memory, prediction, sample []float32, i int) []float32 {
	to := p.timesteps[i]
	if i%2 == 0 {
		to -= p.stride / 2
	}
	output := prediction
	switch i % 4 {
	case 0:
		m.remember(prediction, 0, 4)
		m.Sample, m.Sum = sample, combine(term{1.0 / 6, prediction})
	case 1, 2:
		m.Sum = combine(term{1, m.Sum}, term{1.0 / 3, prediction})
	case 3:
		output = combine(term{1, m.Sum}, term{1.0 / 6, prediction})
	}
	return p.transfer(m.Sample, p.timesteps[i/4*4], to, output)
}

func (p *pndm) multistep(m *memory, prediction, sample []float32, i int) []float32 {
	from := p.timesteps[i]
	to := from - p.stride
	if i == 1 && p.warmUp == 0 {
		first, _ := m.back(0)
		start := m.Sample
		m.Sample = nil
		return p.transfer(start, from+p.stride, from, combine(term{0.5, prediction}, term{0.5, first}))
	}
	if i == 0 {
		m.Sample = sample
	}
	m.remember(prediction, 0, 4)
	return p.transfer(sample, from, to, adamsBashforth(m))
}

// adamsBashforth extrapolates from up to four outputs.
func adamsBashforth(m *memory) []float32 {
	weights := [][]float64{{1}, {3.0 / 2, -1.0 / 2}, {23.0 / 12, -16.0 / 12, 5.0 / 12}, {55.0 / 24, -59.0 / 24, 37.0 / 24, -9.0 / 24}}
	var terms []term
	for k, w := range weights[len(m.Outputs)-1] {
		output, _ := m.back(k)
		terms = append(terms, term{w, output})
	}
	return combine(terms...)
}

// transfer moves a sample from one timestep to another along an output.
func (p *pndm) transfer(sample []float32, from, to int, velocity []float32) []float32 {
	a, b := p.table.alphas[from], p.table.alpha(to, p.beyond)
	epsilon := levelOfAlpha(a).epsilon(velocity, sample)
	denominator := a*math.Sqrt(1-b) + math.Sqrt(a*(1-a)*b)
	return combine(term{math.Sqrt(b / a), sample}, term{-(b - a) / denominator, epsilon})
}
