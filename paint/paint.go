package paint

import (
	"context"

	"patina/paint/bake"
	"patina/paint/view"
)

// Painter runs jobs: it renders passes with one part, paints views with another,
// and bakes them. It has no state of its own, so jobs may run at the same time if
// the parts allow it.
type Painter struct {
	Passes PassRenderer
	Views  ViewPainter
}

// Name is the name of the painter of views, as in Settings.Painter.
func (p *Painter) Name() string { return p.Views.Name() }

// Paint runs a job on the calling goroutine and returns its result. It reports the
// events of each stage, but not the one that ends the job: that is for Start. The
// error is context.Cause(ctx) when ctx ends first, and otherwise says in a sentence
// what went wrong.
func (p *Painter) Paint(ctx context.Context, req Request, report func(Event)) (*Result, error) {
	r := begin(ctx, req, report)
	passes := r.renderPasses(p.Passes)
	painted := r.paintViews(p.Views, passes)
	atlas := r.bake(painted)
	r.fill(atlas)
	r.dilate(atlas)
	return r.end(passes, painted, atlas)
}

func (r *run) renderPasses(renderer PassRenderer) (passes []view.Passes) {
	r.stage(StagePasses, func(ctx context.Context) (err error) {
		s := r.req.Settings
		passes, err = renderer.RenderPasses(ctx, r.req.Mesh, s.Rig.Views, s.ViewSize)
		if err == nil {
			r.report(PassesRendered{passes})
		}
		return err
	})
	return passes
}

func (r *run) paintViews(painter ViewPainter, passes []view.Passes) (painted []view.Painted) {
	r.stage(StageViews, func(ctx context.Context) (err error) {
		painted, err = painter.PaintViews(ctx, r.req, passes, r.previews().report)
		return err
	})
	return painted
}

func (r *run) bake(painted []view.Painted) (atlas *bake.Atlas) {
	r.stage(StageBake, func(ctx context.Context) (err error) {
		opt := r.bakeOptions()
		opt.Blended = func(a *bake.Atlas, done, total int) {
			r.report(StepDone{StageBake, done, total})
			r.report(TexturePreview{a.Images()})
		}
		atlas, err = bake.Bake(ctx, r.req.Mesh, painted, opt)
		return err
	})
	return atlas
}

func (r *run) fill(atlas *bake.Atlas) {
	r.stage(StageFill, func(ctx context.Context) error {
		return atlas.Fill(ctx, r.steps(StageFill))
	})
}

func (r *run) dilate(atlas *bake.Atlas) {
	r.stage(StageDilate, func(ctx context.Context) error {
		s := r.req.Settings
		if err := atlas.Dilate(ctx, s.Padding); err != nil || !s.HealSeams || s.BakeMethod == bake.Splat {
			return err
		}
		return atlas.Heal(ctx, bake.HealOptions{})
	})
}
