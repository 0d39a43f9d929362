package multiview

import (
	"context"
	"errors"
	"fmt"
	"image"
	"maps"
	"reflect"

	"patina/paint"
	"patina/paint/diffusion"
	"patina/paint/network"
	"patina/paint/tensor"
)

// denoiser is the multiview network as diffusion.Loop wants to see it. What it is told of
// the reference and the passes goes to where it executes once and stays there; the
// latents cross once in a step, for both branches.
type denoiser struct {
	seeing, blind *loaded    // blind is nil without guidance
	clock         *loaded    // tells both of them the time
	told          conditions // by run, for the whole loop
	cameras       *copies
	step          conditions // "sample" and "embedding" of the last call
	latents       []float32  // of that call
	timestep      float64
}

// Predict implements diffusion.Denoiser.
func (d *denoiser) Predict(ctx context.Context, latents tensor.Tensor, timestep float64, conditional bool) (tensor.Tensor, error) {
	l := d.seeing
	if !conditional {
		l = d.blind
	}
	if err := d.tellTime(ctx, timestep); err != nil {
		return tensor.Tensor{}, err
	}
	if err := d.tellSample(ctx, l, latents, conditional); err != nil {
		return tensor.Tensor{}, err
	}
	told := maps.Clone(d.told)
	maps.Copy(told, d.step)
	return predict(ctx, l, told, timestep)
}

// tellTime embeds the timestep, once for both branches.
func (d *denoiser) tellTime(ctx context.Context, timestep float64) error {
	if d.step["embedding"] != nil && d.timestep == timestep {
		return nil
	}
	d.forget("embedding")
	now, err := d.clock.hold(ctx, tensor.Of([]float32{float32(timestep)}, 1))
	if err != nil {
		return err
	}
	defer now.Close()
	out, err := d.clock.ask(ctx, conditions{"timestep": now, "camera": d.cameras})
	if err != nil {
		return err
	}
	d.step["embedding"] = copiesOf(d.clock.run.machine.Runtime, out["embedding"], d.clock.options())
	d.timestep = timestep
	return nil
}

// tellSample copies the latents to where a branch executes. The conditional branch is
// asked first, and the other one is shown the same.
func (d *denoiser) tellSample(ctx context.Context, l *loaded, latents tensor.Tensor, conditional bool) (err error) {
	if !conditional && d.step["sample"] != nil && &d.latents[0] == &latents.F32[0] {
		return nil
	}
	d.forget("sample")
	d.step["sample"], err = l.hold(ctx, latents)
	d.latents = latents.F32
	if err != nil {
		delete(d.step, "sample")
	}
	return err
}

func (d *denoiser) forget(name string) {
	if c := d.step[name]; c != nil {
		_ = c.Close()
		delete(d.step, name)
	}
}

func predict(ctx context.Context, l *loaded, told conditions, timestep float64) (tensor.Tensor, error) {
	out, err := l.answer(ctx, told)
	if err != nil {
		return tensor.Tensor{}, err
	}
	return out["prediction"], finite(out["prediction"], l.name, fmt.Sprintf("model's prediction at timestep %g", float32(timestep)))
}

// lookAtReference runs the network that looks at the reference, once. What it saw comes
// back to the processor, so that all memory of the session can go; from there it goes to
// the denoiser once.
func (r *run) lookAtReference(s seen) error {
	return r.stage(stageReference, func() error {
		return r.use(referenceUNet, func(l *loaded) error {
			out, err := l.compute(r.ctx, map[string]tensor.Tensor{"reference": s.reference})
			if err != nil {
				return err
			}
			for name, t := range out {
				r.features[name] = copiesOf(r.machine.Runtime, network.Host(t), network.Options{Component: seeingUNet, Report: r.transferred})
			}
			return nil
		})
	})
}

// denoise returns the clean latents of all views, scaled.
func (r *run) denoise(s seen) (latents tensor.Tensor, err error) {
	var last *diffusion.Run
	err = r.stage(stageDenoise, func() error {
		return r.withDenoiser(s, func(d *denoiser) (err error) {
			loop := &diffusion.Loop{Denoiser: d, Schedule: r.schedule, GuidanceScale: float32(r.guidance), Step: r.show}
			if r.req.Settings.Diffusion.Reproduce {
				loop.Schedule = half{r.schedule}
			}
			if last == nil {
				begun := r.beginning(loop)
				last = &begun
			}
			latents, *last, err = loop.Finish(r.ctx, *last)
			return err
		})
	})
	r.last = last
	return latents, err
}

// withDenoiser loads the multiview network, the branch that does not see the reference
// where guidance needs it, and what tells both the time. All read the same weights.
func (r *run) withDenoiser(s seen, do func(*denoiser) error) error {
	d := &denoiser{told: maps.Clone(r.features), step: conditions{}}
	return r.use(clock, func(l *loaded) (err error) {
		d.clock = l
		defer d.step.Close() // before the session that made the embedding
		if d.cameras, err = l.hold(r.ctx, tensor.OfInts(r.cameras, len(r.cameras))); err != nil {
			return err
		}
		defer d.cameras.Close()
		return r.use(seeingUNet, func(l *loaded) error {
			d.seeing = l
			return d.showPasses(r.ctx, s, func() error {
				if r.guidance == 1 {
					return do(d)
				}
				return r.use(blindUNet, func(l *loaded) error {
					d.blind = l
					return do(d)
				})
			})
		})
	})
}

// showPasses copies what all steps are told of the passes to where the network executes,
// for as long as do runs.
func (d *denoiser) showPasses(ctx context.Context, s seen, do func() error) error {
	passes := conditions{}
	defer passes.Close()
	for name, t := range map[string]tensor.Tensor{"normals": s.normals, "positions": s.positions} {
		c, err := d.seeing.hold(ctx, t)
		if err != nil {
			return err
		}
		passes[name], d.told[name] = c, c
	}
	return do()
}

// beginning returns where the run begins: where the last one was stopped when it was the
// same, at earlier latents, or at noise.
func (r *run) beginning(loop *diffusion.Loop) diffusion.Run {
	if r.earlier.Shape != nil && r.strength < 1 {
		r.skipped = loop.Schedule.First(r.strength)
	}
	if run, ok := r.recall(); ok {
		r.say("going on after step %d of %d, where the same job was stopped", run.Call, r.schedule.Calls())
		return run
	}
	switch {
	case r.earlier.Shape == nil:
		return loop.Begin(r.noise, len(r.passes), 4, r.side(), r.side())
	case r.req.Settings.Diffusion.Reproduce:
		return r.reproduced(loop)
	}
	return loop.BeginFrom(r.noise, r.earlier, r.strength)
}

// reproduced starts from earlier latents as the reference implementation does: it adds
// no noise at full strength, and scales the latents up as if they were noise (reference
// section 2.6).
func (r *run) reproduced(loop *diffusion.Loop) diffusion.Run {
	run := loop.BeginFrom(r.noise, r.earlier, r.strength) // draws noise in any case
	if r.strength == 1 {
		run.Latents = r.earlier.F32
	}
	run.Latents = times(tensor.Of(run.Latents, run.Shape...), r.schedule.InitNoiseSigma()).F32
	return run
}

// half rounds the latents to float16 after every step, as the reference implementation
// keeps them.
type half struct{ diffusion.Schedule }

// Step implements diffusion.Schedule.
func (h half) Step(prediction, sample []float32, i int) []float32 {
	next := h.Schedule.Step(prediction, sample, i)
	return tensor.Of(next, len(next)).Float16().Float32().F32
}

// stopped is a job that was cancelled while it denoised, or ran out of memory, and where
// it was.
type stopped struct {
	req paint.Request
	run diffusion.Run
}

// remember keeps where a job was that was cancelled, or ran out of memory, in place of an
// earlier one.
func (r *run) remember(err error) {
	if r.req.Anew {
		return
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	var full *paint.OutOfMemoryError
	switch {
	case err == nil:
		r.Painter.stopped = nil
	case r.last != nil && r.last.Call > 0 && (r.ctx.Err() != nil || errors.As(err, &full)):
		r.Painter.stopped = &stopped{r.req, *r.last}
	}
}

// recall returns the run that was stopped when it was for the same request.
func (r *run) recall() (diffusion.Run, bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if s := r.Painter.stopped; s != nil && !r.req.Anew && same(s.req, r.req) {
		return s.run, true
	}
	return diffusion.Run{}, false
}

// same tells whether two requests denoise alike. A texture's size makes no difference
// to that, nor does anything else that concerns the texture alone.
func same(a, b paint.Request) bool {
	return a.Mesh == b.Mesh && samePicture(a.Reference, b.Reference) && reflect.DeepEqual(denoising(a.Settings), denoising(b.Settings))
}

// samePicture tells whether two pictures are one, which is not asked of their pixels.
func samePicture(a, b image.Image) bool {
	return reflect.TypeOf(a).Comparable() && a == b
}

// denoising returns the settings that denoising depends on.
func denoising(s paint.Settings) paint.Settings {
	s.Diffusion.KeepReference = false
	return paint.Settings{
		Seed: s.Seed, Steps: s.Steps, ViewSize: s.ViewSize, Rig: s.Rig, Diffusion: s.Diffusion,
		Reference: paint.Reference{KeyBackground: s.Reference.KeyBackground},
	}
}
