package multiview

import (
	"context"
	"fmt"
	"image"
	"maps"
	"reflect"

	"patina/paint"
	"patina/paint/arch"
	"patina/paint/checkpoint"
	"patina/paint/diffusion"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// denoiser is the multiview network as diffusion.Loop wants to see it.
type denoiser struct {
	seeing, blind Network // blind is nil without guidance
	clock         Network // tells both of them the time
	cameras       tensor.Tensor
	features      map[string]tensor.Tensor

	embedding tensor.Tensor // at the timestep of the last call
	timestep  float64
}

// Predict implements diffusion.Denoiser.
func (d *denoiser) Predict(ctx context.Context, latents tensor.Tensor, timestep float64, conditional bool) (tensor.Tensor, error) {
	if err := d.tellTime(ctx, timestep); err != nil {
		return tensor.Tensor{}, err
	}
	in := maps.Clone(d.features)
	in["sample"], in["embedding"] = latents, d.embedding
	n := d.seeing
	if !conditional {
		n = d.blind
	}
	return predict(ctx, n, in, timestep)
}

// tellTime embeds the timestep, once for both branches.
func (d *denoiser) tellTime(ctx context.Context, timestep float64) error {
	if d.embedding.Shape != nil && d.timestep == timestep {
		return nil
	}
	out, err := d.clock.Run(ctx, map[string]tensor.Tensor{"timestep": tensor.Of([]float32{float32(timestep)}, 1), "camera": d.cameras})
	if err != nil {
		return err
	}
	d.embedding, d.timestep = out["embedding"], timestep
	return nil
}

func predict(ctx context.Context, n Network, in map[string]tensor.Tensor, timestep float64) (tensor.Tensor, error) {
	out, err := n.Run(ctx, in)
	if err != nil {
		return tensor.Tensor{}, err
	}
	prediction := out["prediction"].Float32()
	return prediction, finite(prediction, fmt.Sprintf("model's prediction at timestep %g", float32(timestep)))
}

// lookAtReference runs the network that looks at the reference, once, and keeps what it
// saw.
func (r *run) lookAtReference(s seen) error {
	build := func(w *checkpoint.Weights) (onnx.Model, error) {
		return arch.ReferenceUNet(r.model.config, w, multiview(len(r.passes), r.side()))
	}
	return r.use(r.ctx, r.model.weights, build, func(n Network) (err error) {
		r.features, err = n.Run(r.ctx, map[string]tensor.Tensor{"reference": s.reference})
		return err
	})
}

// denoise returns the clean latents of all views, scaled.
func (r *run) denoise(s seen) (latents tensor.Tensor, err error) {
	r.features["normals"], r.features["positions"] = s.normals, s.positions
	err = r.withDenoiser(func(d *denoiser) error {
		loop := &diffusion.Loop{Denoiser: d, Schedule: r.schedule, GuidanceScale: float32(r.guidance), Step: r.show}
		if r.req.Settings.Diffusion.Reproduce {
			loop.Schedule = half{r.schedule}
		}
		var last diffusion.Run
		latents, last, err = loop.Finish(r.ctx, r.start(loop))
		r.remember(last, err)
		return err
	})
	return latents, err
}

// withDenoiser loads the multiview network, the branch that does not see the reference
// where guidance needs it, and what tells both the time. All read the same weights.
func (r *run) withDenoiser(do func(*denoiser) error) error {
	d := &denoiser{cameras: tensor.OfInts(r.cameras, len(r.cameras)), features: r.features}
	clock := func(w *checkpoint.Weights) (onnx.Model, error) {
		return arch.TimeEmbedding(r.model.config, w, len(r.cameras))
	}
	return r.use(r.ctx, r.model.weights, clock, func(n Network) error {
		d.clock = n
		return r.withBranch(false, func(n Network) error {
			d.seeing = n
			if r.guidance == 1 {
				return do(d)
			}
			return r.withBranch(true, func(n Network) error {
				d.blind = n
				return do(d)
			})
		})
	})
}

func (r *run) withBranch(unconditional bool, do func(Network) error) error {
	shape := multiview(len(r.passes), r.side())
	shape.Unconditional = unconditional
	build := func(w *checkpoint.Weights) (onnx.Model, error) { return arch.MultiviewUNet(r.model.config, w, shape) }
	return r.use(r.ctx, r.model.weights, build, do)
}

// start returns where the run begins: where the last one was stopped when it was the
// same, at earlier latents, or at noise.
func (r *run) start(loop *diffusion.Loop) diffusion.Run {
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

// stopped is a job that was cancelled while it denoised, and where it was.
type stopped struct {
	req paint.Request
	run diffusion.Run
}

// remember keeps the run of a job that was cancelled, in place of an earlier one.
func (r *run) remember(last diffusion.Run, err error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.Painter.stopped = nil
	if err != nil && r.ctx.Err() != nil && last.Call > 0 {
		r.Painter.stopped = &stopped{r.req, last}
	}
}

// recall returns the run that was stopped when it was for the same request.
func (r *run) recall() (diffusion.Run, bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if s := r.Painter.stopped; s != nil && same(s.req, r.req) {
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
