package scheduler

import (
	"fmt"
	"math"
	"slices"

	"patina/paint/noise"
)

// Schedule is one run: a list of calls of the denoiser, and the solver's state
// between them. Samples and predictions are flat float32 slices of any length, which
// must stay the same over the run; results belong to the caller. A Schedule serves
// one goroutine.
type Schedule struct {
	timesteps []float64
	sigmas    []float64 // by call, with the level after the last; nil for solvers without sigmas
	initial   float64
	perStep   int // calls of the denoiser for one step
	scaled    bool
	solver    solver
	blend     func(i int) (signal, noise float64)
	memory    memory
	rng       noise.Source
}

// solver makes the next sample from the prediction of call i.
type solver func(s *Schedule, prediction, sample []float32, i int) []float32

// memory is what a solver remembers between calls.
type memory struct {
	Outputs [][]float32 `json:"outputs,omitempty"` // earlier outputs, the newest last
	Lambdas []float64   `json:"lambdas,omitempty"` // where they were made
	Sample  []float32   `json:"sample,omitempty"`
	Sum     []float32   `json:"sum,omitempty"`
	Noise   []float32   `json:"noise,omitempty"`
	Order   int         `json:"order,omitempty"`
	Tau     float64     `json:"tau,omitempty"`
}

// State is where a run stands after some calls: a plain value that can be stored as
// JSON together with the sample.
type State struct {
	Memory memory       `json:"memory"`
	Noise  *noise.State `json:"noise,omitempty"`
}

// Calls returns how often the denoiser is called.
func (s *Schedule) Calls() int { return len(s.timesteps) }

// Timestep returns the timestep that the denoiser is told in call i.
func (s *Schedule) Timestep(i int) float64 { return s.timesteps[i] }

// InitNoiseSigma returns what standard normal noise is multiplied with to become the
// first sample.
func (s *Schedule) InitNoiseSigma() float32 { return float32(s.initial) }

// ScaleModelInput returns the sample as the denoiser of call i wants to see it.
func (s *Schedule) ScaleModelInput(sample []float32, i int) []float32 {
	if !s.scaled {
		return slices.Clone(sample)
	}
	return combine(term{1 / math.Hypot(s.sigmas[i], 1), sample})
}

// Step returns the sample after call i from the denoiser's prediction (velocity) and
// the sample before it. Calls must come in order.
func (s *Schedule) Step(prediction, sample []float32, i int) []float32 {
	if len(prediction) != len(sample) || i < 0 || i >= s.Calls() {
		panic(fmt.Sprintf("scheduler: call %d of %d with %d predictions for %d numbers", i, s.Calls(), len(prediction), len(sample)))
	}
	return s.solver(s, prediction, sample, i)
}

// First returns the first call of a run that starts from something painted already:
// strength 1 starts at call 0, strength 0 changes nothing and returns Calls.
func (s *Schedule) First(strength float64) int {
	steps := (s.Calls() + s.perStep - 1) / s.perStep
	return min((steps-int(float64(steps)*min(max(strength, 0), 1)))*s.perStep, s.Calls())
}

// AddNoise returns clean latents with the noise of the level at which call i begins.
func (s *Schedule) AddNoise(clean, standard []float32, i int) []float32 {
	signal, level := s.blend(i)
	return combine(term{signal, clean}, term{level, standard})
}

// State returns where the run stands.
func (s *Schedule) State() State {
	state := State{Memory: s.memory}
	if s.rng != nil {
		n := s.rng.State()
		state.Noise = &n
	}
	return state
}

// Resume sets the run to where state says; the next call goes on bit for bit.
func (s *Schedule) Resume(state State) error {
	if s.rng != nil {
		if state.Noise == nil {
			return fmt.Errorf("the saved run has no noise, which its scheduler needs")
		}
		rng, err := noise.Resume(*state.Noise)
		if err != nil {
			return err
		}
		s.rng = rng
	}
	s.memory = state.Memory
	return nil
}

// draw returns n standard normal numbers.
func (s *Schedule) draw(n int) []float32 {
	out := make([]float32, n)
	s.rng.Fill(out)
	return out
}

// remember appends an output to the memory, which keeps the newest few.
func (m *memory) remember(output []float32, lambda float64, keep int) {
	m.Outputs, m.Lambdas = append(m.Outputs, output), append(m.Lambdas, lambda)
	if extra := len(m.Outputs) - keep; extra > 0 {
		m.Outputs, m.Lambdas = slices.Clone(m.Outputs[extra:]), slices.Clone(m.Lambdas[extra:])
	}
}

// back returns the output k calls ago, 0 the newest, and where it was made.
func (m *memory) back(k int) ([]float32, float64) {
	i := len(m.Outputs) - 1 - k
	return m.Outputs[i], m.Lambdas[i]
}

// term is a factor times a slice.
type term struct {
	factor float64
	values []float32
}

// combine returns the sum of the terms, added in float64 and rounded once. A term
// with factor 0 counts nothing, whatever its values.
func combine(terms ...term) []float32 {
	sum := make([]float64, len(terms[0].values))
	for _, t := range terms {
		if t.factor == 0 {
			continue
		}
		for i, v := range t.values {
			sum[i] += t.factor * float64(v)
		}
	}
	out := make([]float32, len(sum))
	for i, v := range sum {
		out[i] = float32(v)
	}
	return out
}

// level is a noise level in the terms of variance-preserving solvers: a sample is
// signal times the clean one plus noise times standard noise, lambda is the logarithm
// of their ratio.
type level struct{ signal, noise, lambda float64 }

func levelOf(sigma float64) level {
	signal := 1 / math.Hypot(sigma, 1)
	return level{signal, sigma * signal, -math.Log(sigma)}
}

// clean returns the clean sample that a velocity at this level means.
func (l level) clean(velocity, sample []float32) []float32 {
	return combine(term{l.signal, sample}, term{-l.noise, velocity})
}

// epsilon returns the noise that a velocity at this level means.
func (l level) epsilon(velocity, sample []float32) []float32 {
	return combine(term{l.signal, velocity}, term{l.noise, sample})
}

// atSigma blends as solvers do that count in sigmas.
func (s *Schedule) atSigma(i int) (signal, noise float64) { return 1, s.sigmas[i] }

// atLevel blends as variance-preserving solvers do.
func (s *Schedule) atLevel(i int) (signal, noise float64) {
	l := levelOf(s.sigmas[i])
	return l.signal, l.noise
}

// Clean returns the clean sample that a prediction of call i means: where the run
// is heading, for previews.
func (s *Schedule) Clean(prediction, sample []float32, i int) []float32 {
	signal, noise := s.blend(i)
	norm := math.Hypot(signal, noise)
	return combine(term{signal / (norm * norm), sample}, term{-noise / norm, prediction})
}
