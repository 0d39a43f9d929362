// Package diffusion is the denoising loop: it takes noise to the latents of all
// views together, step by step, and can stop and go on anywhere. It knows networks
// only through the interfaces it declares.
package diffusion

import (
	"context"
	"fmt"

	"patina/paint/noise"
	"patina/paint/scheduler"
	"patina/paint/tensor"
)

// Denoiser predicts the velocity of all views together.
type Denoiser interface {
	// Predict returns the velocity for latents (float32, [views,4,h,w]), which the
	// schedule has scaled, at a timestep. With conditional false it answers as if it
	// had not seen the reference. Both tensors stay the caller's.
	Predict(ctx context.Context, latents tensor.Tensor, timestep float64, conditional bool) (tensor.Tensor, error)
}

// Schedule is one run of a scheduler; scheduler.Schedule implements it and says what
// the methods owe.
type Schedule interface {
	Calls() int
	Timestep(i int) float64
	InitNoiseSigma() float32
	ScaleModelInput(sample []float32, i int) []float32
	Step(prediction, sample []float32, i int) []float32
	Clean(prediction, sample []float32, i int) []float32
	First(strength float64) int
	AddNoise(clean, standard []float32, i int) []float32
	State() scheduler.State
	Resume(state scheduler.State) error
}

// Loop denoises. It has no state of its own.
type Loop struct {
	Denoiser Denoiser
	Schedule Schedule
	// GuidanceScale is how far to go from the unconditional prediction towards the
	// conditional one and beyond; 1 means the conditional prediction alone, at half
	// the cost (Ho and Salimans, "Classifier-free diffusion guidance", 2022).
	GuidanceScale float32
	// Step, when not nil, is told after each call: how many are done, of how many, and
	// the clean latents that the run is heading for. The latents are valid until it
	// returns.
	Step func(done, total int, clean tensor.Tensor)
}

// Run is where a run stands: its latents, and all state of scheduler and noise. It is
// a plain value that can be stored as JSON; a run resumed from it ends bit-identical.
type Run struct {
	Call    int             `json:"call"` // calls done
	Shape   []int           `json:"shape"`
	Latents []float32       `json:"latents"`
	State   scheduler.State `json:"state"`
}

// Begin returns the run that starts from noise alone. shape is [views,4,h,w].
func (l *Loop) Begin(rng noise.Source, shape ...int) Run {
	latents := standard(rng, shape)
	for i := range latents {
		latents[i] *= l.Schedule.InitNoiseSigma()
	}
	return Run{Shape: shape, Latents: latents, State: l.Schedule.State()}
}

// BeginFrom returns the run that starts from clean latents of earlier views, float32.
// Strength 1 forgets them, strength 0 leaves them as they are.
func (l *Loop) BeginFrom(rng noise.Source, clean tensor.Tensor, strength float64) Run {
	if strength >= 1 {
		return l.Begin(rng, clean.Shape...)
	}
	fresh := standard(rng, clean.Shape)
	run := Run{Call: l.Schedule.First(strength), Shape: clean.Shape, Latents: clean.F32}
	if run.Call < l.Schedule.Calls() {
		run.Latents = l.Schedule.AddNoise(clean.F32, fresh, run.Call)
	}
	run.State = l.Schedule.State()
	return run
}

func standard(rng noise.Source, shape []int) []float32 {
	out := make([]float32, tensor.Count(shape))
	rng.Fill(out)
	return out
}

// Finish takes a run to its end and returns the clean latents, [views,4,h,w]. When
// ctx ends first, the error is context.Cause(ctx) and the run returned is where it
// stopped, to be finished another time.
func (l *Loop) Finish(ctx context.Context, run Run) (tensor.Tensor, Run, error) {
	if tensor.Count(run.Shape) != len(run.Latents) || run.Call < 0 {
		return tensor.Tensor{}, run, fmt.Errorf("the saved run is damaged: call %d, %d latents for the shape %v", run.Call, len(run.Latents), run.Shape)
	}
	if err := l.Schedule.Resume(run.State); err != nil {
		return tensor.Tensor{}, run, err
	}
	for run.Call < l.Schedule.Calls() {
		next, err := l.step(ctx, run)
		if err != nil {
			return tensor.Tensor{}, run, err
		}
		run = next
	}
	return tensor.Of(run.Latents, run.Shape...), run, nil
}

// step is one call of the denoiser and the solver.
func (l *Loop) step(ctx context.Context, run Run) (Run, error) {
	if err := context.Cause(ctx); err != nil {
		return run, err
	}
	input := tensor.Of(l.Schedule.ScaleModelInput(run.Latents, run.Call), run.Shape...)
	velocity, err := l.guided(ctx, input, l.Schedule.Timestep(run.Call))
	if err != nil {
		return run, err
	}
	if l.Step != nil {
		clean := l.Schedule.Clean(velocity, run.Latents, run.Call)
		l.Step(run.Call+1, l.Schedule.Calls(), tensor.Of(clean, run.Shape...))
	}
	run.Latents = l.Schedule.Step(velocity, run.Latents, run.Call)
	run.Call++
	run.State = l.Schedule.State()
	return run, nil
}

// guided returns the prediction with guidance, in float32 whatever the network's
// precision.
func (l *Loop) guided(ctx context.Context, input tensor.Tensor, timestep float64) ([]float32, error) {
	conditional, err := l.Denoiser.Predict(ctx, input, timestep, true)
	if err != nil || l.GuidanceScale == 1 {
		return conditional.Float32().F32, err
	}
	unconditional, err := l.Denoiser.Predict(ctx, input, timestep, false)
	if err != nil {
		return nil, err
	}
	c, u := conditional.Float32().F32, unconditional.Float32().F32
	out := make([]float32, len(c))
	for i := range out {
		out[i] = u[i] + l.GuidanceScale*(c[i]-u[i])
	}
	return out, nil
}
