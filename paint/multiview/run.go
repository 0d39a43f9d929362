package multiview

import (
	"context"
	"errors"
	"fmt"
	"image"
	"strings"

	"patina/paint"
	"patina/paint/diffusion"
	"patina/paint/imageio"
	"patina/paint/noise"
	"patina/paint/scheduler"
	"patina/paint/tensor"
	"patina/paint/view"
)

// run is one call of PaintViews.
type run struct {
	*Painter
	planned
	ctx          context.Context
	req          paint.Request
	passes       []view.Passes
	report       func(paint.Event)
	schedule     *scheduler.Schedule
	noise        noise.Source
	guidance     float64
	strength     float64        // how much of what the job starts from is repainted; 1 for all
	skipped      int            // calls of the schedule that the job leaves out
	earlier      tensor.Tensor  // latents to start from; no elements when there are none
	earlierViews []*image.NRGBA // pictures that become them; nil when there are none
	cameras      []int64
	features     conditions     // what the denoiser is told besides the latents
	last         *diffusion.Run // where the denoiser was last, nil before it began
	preview      diffusion.Preview
	progress     func(done, total int64) // of preparing weights
	stages       stages
	delit        *image.NRGBA // the reference without light and shadow, when that is known
	before       int          // steps of the delight stage
}

// begin checks everything that can be checked before the first network is loaded.
func (p *Painter) begin(ctx context.Context, req paint.Request, passes []view.Passes, report func(paint.Event)) (*run, error) {
	r := &run{Painter: p, ctx: ctx, req: req, passes: passes, report: report, features: conditions{}}
	r.progress = r.preparing()
	if err := r.settle(); err != nil {
		return nil, err
	}
	r.aim()
	if err := r.openEarlier(); err != nil {
		return nil, err
	}
	if err := r.place(); err != nil {
		return nil, err
	}
	return r, r.start()
}

// settle checks the settings, and takes from the model what they leave open.
func (r *run) settle() (err error) {
	p, s := r.Painter, r.req.Settings
	if s.ViewSize < p.smallest || s.ViewSize > MaxViewSize || s.ViewSize%ViewSizeStep != 0 {
		return fmt.Errorf("the model paints views of %d to %d pixels in steps of %d, and the view size is %d: choose another one",
			p.smallest, MaxViewSize, ViewSizeStep, s.ViewSize)
	}
	if s.Diffusion.Delight {
		if p.noDelight != nil {
			return p.noDelight
		}
		if r.delit = r.recallDelit(); r.delit == nil {
			r.before = r.delight.steps
		}
	}
	if r.noise, err = noise.New(orDefault(s.Diffusion.Noise, noise.CPU), s.Seed); err != nil {
		return err
	}
	return r.setSchedule()
}

// say tells the artist something as a sentence.
func (r *run) say(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	r.report(paint.Notice{Text: strings.ToUpper(text[:1]) + text[1:] + "."})
}

func orDefault[T comparable](choice, byDefault T) T {
	var none T
	if choice == none {
		return byDefault
	}
	return choice
}

// setSchedule makes the schedule, and takes what the settings leave open from the model.
func (r *run) setSchedule() (err error) {
	s, defaults := r.req.Settings, r.Defaults()
	r.guidance = orDefault(s.Diffusion.GuidanceScale, defaults.GuidanceScale)
	if r.strength = orDefault(s.Diffusion.Strength, 1); s.Diffusion.Latents == "" {
		r.strength = orDefault(s.Diffusion.Strength, defaults.DraftStrength)
		if r.strength < 1 && defaults.DraftStrength == 1 {
			return fmt.Errorf("the model starts from noise alone: a denoise strength of %g needs latents to start from", r.strength)
		}
	}
	choice := scheduler.Scheduler{
		Name:   orDefault(s.Diffusion.Scheduler, defaults.Scheduler),
		Config: r.model.scheduler, Sigmas: s.Diffusion.Sigmas,
	}
	if r.model.turbo && choice.Name == scheduler.LCM {
		choice.Timesteps = r.turboTimesteps(s.Steps)
	}
	r.schedule, err = choice.Schedule(s.Steps, r.noise)
	return err
}

// turboTimesteps spreads n steps over those that the model was distilled for.
func (r *run) turboTimesteps(n int) []int {
	all := scheduler.TurboTimesteps()
	if n > len(all) {
		r.say("the model takes %d steps instead of %d: it was made for no more", len(all), n)
		n = len(all)
	}
	picked := make([]int, n)
	for i := range picked {
		picked[i] = all[i*len(all)/n]
	}
	return picked
}

// aim finds the cameras' ids, and tells of those that the model does not know.
func (r *run) aim() {
	r.cameras = make([]int64, len(r.passes))
	var notices []string
	for i, v := range r.req.Settings.Rig.Views {
		id, notice := diffusion.CameraID(v)
		r.cameras[i] = int64(id)
		if notice != "" {
			notices = append(notices, notice)
		}
	}
	switch n := len(notices); {
	case n == 1:
		r.say("%s", notices[0])
	case n > 1:
		r.say("%s; %d of the %d cameras are like that", notices[0], n, len(r.cameras))
	}
}

// side is the latents of a view per side.
func (r *run) side() int { return r.req.Settings.ViewSize / latentScale }

// seen is what the networks are shown, as scaled latents.
type seen struct{ reference, normals, positions tensor.Tensor }

// encode encodes the reference and the passes, and fits the previews to what they look
// like.
func (r *run) encode(reference *image.NRGBA) (seen, error) {
	n := len(r.passes)
	pictures := []*image.NRGBA{reference}
	for _, p := range r.passes {
		pictures = append(pictures, p.NormalImage())
	}
	for _, p := range r.passes {
		pictures = append(pictures, p.PositionImage())
	}
	pictures = append(pictures, r.earlierViews...)
	var latents tensor.Tensor
	err := r.stage(stageEncode, func() (err error) {
		latents, err = r.encodePictures(encoder, pictures, r.epsilon(), 1, n, n, len(r.earlierViews))
		return err
	})
	if err != nil {
		return seen{}, err
	}
	latents = times(latents, r.model.vae.config.ScalingFactor)
	if r.earlierViews != nil {
		r.earlier = latents.Rows(1+2*n, 1+3*n)
	}
	r.preview = diffusion.FitPreview(latents, pictures)
	return seen{latents.Rows(0, 1), latents.Rows(1, 1+n), latents.Rows(1+n, 1+2*n)}, nil
}

// epsilon is the noise of encoded pictures where the reference implementation is to be
// reproduced (reference section 5.2), else none.
func (r *run) epsilon() noise.Source {
	if !r.req.Settings.Diffusion.Reproduce {
		return nil
	}
	source, err := noise.New(noise.CUDAHalf, r.req.Settings.Seed)
	if err != nil {
		panic(err) // the kind is one of the package's own
	}
	return source
}

// tellWork reports how far the stage is with some work.
func (r *run) tellWork(w paint.Work, done, total int) {
	r.report(paint.WorkDone{Stage: paint.StageViews, Work: w, Done: done, Total: total})
}

// decode paints the views from their clean latents, one at a time; those that are
// painted already stay.
func (r *run) decode(latents tensor.Tensor) ([]view.Painted, error) {
	var painted []view.Painted
	err := r.stage(stageDecode, func() error {
		first := len(painted)
		r.tellWork(paint.Decoding, first, len(r.passes))
		return r.decodePictures(decoder, r.model.vae, latents.Rows(first, len(r.passes)), func(picture *image.NRGBA) {
			i := len(painted)
			cutToMask(picture, r.passes[i])
			painted = append(painted, view.Painted{View: r.req.Settings.Rig.Views[i], Image: picture})
			r.report(paint.ViewPreview{View: i, Image: picture})
			r.tellWork(paint.Decoding, i+1, len(r.passes))
		})
	})
	if err != nil || !r.model.wishes.Agree {
		return painted, err
	}
	return painted, r.agree(painted)
}

// agree lets the views agree on what they show of the same places.
func (r *run) agree(painted []view.Painted) error {
	sights, pictures := make([]*view.Sight, len(painted)), make([]*image.NRGBA, len(painted))
	for i, p := range painted {
		sights[i], pictures[i] = view.NewSight(p.View, r.passes[i]), p.Image
	}
	pictures, err := agreed(r.ctx, sights, pictures)
	if err != nil {
		return err
	}
	for i, picture := range pictures {
		painted[i].Image = picture
		r.report(paint.ViewPreview{View: i, Image: picture})
	}
	return nil
}

// show reports a step and what the views are going to look like.
func (r *run) show(done, total int, clean tensor.Tensor) {
	size := r.req.Settings.ViewSize
	for i, small := range r.preview.Images(clean) {
		picture := imageio.Resize(small, size, size, imageio.Bicubic)
		cutToMask(picture, r.passes[i])
		r.report(paint.ViewPreview{View: i, Image: picture})
	}
	r.report(paint.StepDone{Stage: paint.StageViews, Done: r.before + done - r.skipped, Total: r.before + total - r.skipped})
}

// cutToMask makes a picture transparent where its view sees nothing.
func cutToMask(picture *image.NRGBA, p view.Passes) {
	for i, seen := range p.Mask {
		if !seen {
			picture.Pix[4*i+3] = 0
		}
	}
}

func (r *run) save(latents tensor.Tensor) error {
	if r.SaveLatents == "" {
		return nil
	}
	return WriteLatents(r.SaveLatents, latents)
}

// errDelight is what all reasons for having no delight stage say first.
var errDelight = errors.New("cannot take light and shadow out of the reference")
