// Package scheduler holds the noise schedules and solvers of diffusion, one file
// each. A Scheduler is a checkpoint's configuration with a solver's name; it makes a
// Schedule, which is one run's worth of steps with its own state. Formulas are those
// of reference section 4; samples are float32, coefficients float64.
package scheduler

import (
	"fmt"
	"slices"

	"patina/paint/noise"
)

// Name names a solver, as the official ComfyUI nodes do.
type Name string

// The solvers.
const (
	DPM            Name = "DPM++"
	DPMSDE         Name = "DPM++SDE"
	Euler          Name = "Euler"
	EulerAncestral Name = "Euler A"
	PNDM           Name = "PNDM"
	DDIM           Name = "DDIM"
	SASolver       Name = "SASolverScheduler"
	UniPC          Name = "UniPCMultistepScheduler"
	Heun           Name = "HeunDiscreteScheduler"
	DEIS           Name = "DEISMultistepScheduler"
	LCM            Name = "LCMScheduler"
)

// Names returns all solvers in the order in which a menu shows them.
func Names() []Name {
	return []Name{EulerAncestral, Euler, DPM, DPMSDE, UniPC, DDIM, PNDM, Heun, DEIS, SASolver, LCM}
}

// Sigmas says how the noise levels of a run are spaced. Euler A, DDIM, PNDM and LCM
// have one spacing and ignore it.
type Sigmas string

// The spacings.
const (
	Default     Sigmas = "default"     // the levels of the timesteps
	Karras      Sigmas = "karras"      // Karras et al., "Elucidating the design space of diffusion-based generative models", 2022
	Exponential Sigmas = "exponential" // even in the logarithm
	Beta        Sigmas = "beta"        // Lee et al., "Beta sampling is all you need", 2024
)

// AllSigmas returns all spacings.
func AllSigmas() []Sigmas { return []Sigmas{Default, Karras, Exponential, Beta} }

// MaxSteps is the most steps of a run.
const MaxSteps = 200

// Scheduler makes schedules. It has no state: several jobs may share it.
type Scheduler struct {
	Name   Name
	Config Config
	Sigmas Sigmas // "" means Default
	// Timesteps, when not nil, replaces the spacing by a descending list of its own;
	// LCM knows how to use it (the turbo models).
	Timesteps []int
}

// TurboTimesteps are the ten timesteps that turbo checkpoints were distilled for
// (reference section 2.7).
func TurboTimesteps() []int { return []int{989, 890, 791, 692, 593, 494, 395, 296, 197, 98} }

// Schedule returns one run of the given number of steps, 1 to MaxSteps. Random
// solvers draw from rng, which belongs to the schedule from now on. The error says
// which name or number is wrong.
func (s Scheduler) Schedule(steps int, rng noise.Source) (*Schedule, error) {
	if steps < 1 || steps > MaxSteps {
		return nil, fmt.Errorf("steps must lie between 1 and %d, got %d", MaxSteps, steps)
	}
	if s.Sigmas == "" {
		s.Sigmas = Default
	}
	if !slices.Contains(AllSigmas(), s.Sigmas) {
		return nil, fmt.Errorf("there are no sigmas %q: choose one of %v", s.Sigmas, AllSigmas())
	}
	if err := s.Config.validate(); err != nil {
		return nil, err
	}
	for i, t := range s.Timesteps {
		if t < 0 || t >= s.Config.TrainTimesteps || (i > 0 && t >= s.Timesteps[i-1]) {
			return nil, fmt.Errorf("timesteps must fall from below %d to 0, got %v", s.Config.TrainTimesteps, s.Timesteps)
		}
	}
	return s.start(steps, rng)
}

func (s Scheduler) start(steps int, rng noise.Source) (*Schedule, error) {
	switch s.Name {
	case Euler:
		return s.euler(steps), nil
	case EulerAncestral:
		return s.eulerAncestral(steps, rng), nil
	case Heun:
		return s.heun(steps), nil
	case DDIM:
		return s.ddim(steps), nil
	case PNDM:
		return s.pndm(steps), nil
	case LCM:
		return s.lcm(steps, rng), nil
	case DPM:
		return s.dpm(steps, nil), nil
	case DPMSDE:
		return s.dpm(steps, rng), nil
	case UniPC:
		return s.unipc(steps), nil
	case DEIS:
		return s.deis(steps), nil
	case SASolver:
		return s.saSolver(steps, rng), nil
	}
	return nil, fmt.Errorf("there is no scheduler %q: choose one of %v", s.Name, Names())
}
