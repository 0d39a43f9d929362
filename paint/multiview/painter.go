// Package multiview is the painter that runs a multiview diffusion checkpoint: it shows
// a network the reference and the passes, and the network paints all views together.
// The numbers are those of the reference implementation (reference sections 1.3 to 1.5
// and 2); where that is known to be wrong the painter does better unless a job asks to
// reproduce it.
package multiview

import (
	"context"
	"image"
	"sync"

	"patina/paint"
	"patina/paint/view"
)

// Painter is a paint.ViewPainter that runs one checkpoint. Networks are where the plan of
// the job puts them: on their devices for the stage that needs them, or, when they are
// resident, until the machine is not used for a while. Several jobs may run at the same
// time if there is memory for it.
type Painter struct {
	// SaveLatents, when not "", is the file that every job writes its final latents to,
	// as WriteLatents does.
	SaveLatents string
	// Alias is the painter's name where several models are offered; "" means "diffusion".
	Alias string
	// CutOut, when not nil, makes the background of an opaque reference transparent in
	// jobs with Settings.Reference.KeyBackground. It returns the picture as it is where
	// that cannot be done.
	CutOut func(ctx context.Context, img *image.NRGBA) (*image.NRGBA, error)

	machine   *Machine
	model     *model
	delight   *delightModel // nil where noDelight says why
	noDelight error
	smallest  int   // pixels of a view
	quiet     int64 // bytes of copies that are made without a word

	mutex    sync.Mutex
	stopped  *stopped // the last job if it was cancelled
	delit    *delit   // the last reference that light was taken out of
	measured measured // what the last job needed
}

// Name returns the alias, or "diffusion".
func (p *Painter) Name() string { return orDefault(p.Alias, "diffusion") }

// PaintViews paints the views of the rig. A step is a call of the denoiser: after each,
// StepDone is reported and a ViewPreview of every view, and another ViewPreview when a
// view is decoded. WorkDone says how far pictures are encoded and views decoded. Notices
// say which cameras the model was not trained for, and that large weights are prepared,
// which the first job waits for. Planned says where the networks compute, Transfer what is
// copied between devices, and Measured what each of their stages took.
//
// Out of memory is a step down: the job goes on with the next cheaper plan and says so,
// unless the artist's word on offload forbids it; then the error is a
// *paint.OutOfMemoryError. A component whose numbers are not finite in half precision is
// run again in float32. A job that was cancelled, or ran out of memory, goes on where it
// stopped when the next request is the same.
func (p *Painter) PaintViews(ctx context.Context, req paint.Request, passes []view.Passes, report func(paint.Event)) (painted []view.Painted, err error) {
	r, err := p.begin(ctx, req, passes, report)
	if err != nil {
		return nil, err
	}
	defer func() { r.end(err) }()
	return r.paint()
}

// paint is the list of what the networks do.
func (r *run) paint() ([]view.Painted, error) {
	reference, err := r.prepareReference()
	if err != nil {
		return nil, err
	}
	seen, err := r.encode(reference)
	if err != nil {
		return nil, err
	}
	if err := r.lookAtReference(seen); err != nil {
		return nil, err
	}
	latents, err := r.denoise(seen)
	if err != nil {
		return nil, err
	}
	if err := r.save(latents); err != nil {
		return nil, err
	}
	return r.decode(latents)
}
