package painttest

import (
	"context"
	"image"
	"image/color"

	"patina/paint"
	"patina/paint/view"
)

// Request returns a small request that paints the cube: the six default views at
// 64 pixels, a texture of 64 texels, a plain grey reference.
func Request() paint.Request {
	settings := paint.DefaultSettings()
	settings.ViewSize, settings.TextureSize, settings.Padding = 64, 64, 2
	return paint.Request{Mesh: Cube(), Reference: Solid(8, 8, color.NRGBA{128, 128, 128, 255}), Settings: settings}
}

// Solid returns an image of one colour.
func Solid(width, height int, c color.NRGBA) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	for i := 0; i < len(img.Pix); i += 4 {
		img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = c.R, c.G, c.B, c.A
	}
	return img
}

// PainterFunc is a ViewPainter made of its PaintViews.
type PainterFunc func(ctx context.Context, req paint.Request, passes []view.Passes, report func(paint.Event)) ([]view.Painted, error)

// Name returns "fake".
func (PainterFunc) Name() string { return "fake" }

// PaintViews calls f.
func (f PainterFunc) PaintViews(ctx context.Context, req paint.Request, passes []view.Passes, report func(paint.Event)) ([]view.Painted, error) {
	return f(ctx, req, passes, report)
}

// SolidPainter paints each view of the rig in one colour where its mask is: the
// first view in the first colour, starting over when there are more views. After
// each view it reports a ViewPreview and a StepDone.
type SolidPainter []color.NRGBA

// Name returns "solid".
func (SolidPainter) Name() string { return "solid" }

// PaintViews implements paint.ViewPainter.
func (s SolidPainter) PaintViews(ctx context.Context, req paint.Request, passes []view.Passes, report func(paint.Event)) ([]view.Painted, error) {
	painted := make([]view.Painted, len(passes))
	for i, p := range passes {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		painted[i] = view.Painted{View: req.Settings.Rig.Views[i], Image: inMask(p, s[i%len(s)])}
		report(paint.ViewPreview{View: i, Image: painted[i].Image})
		report(paint.StepDone{Stage: paint.StageViews, Done: i + 1, Total: len(passes)})
	}
	return painted, nil
}

// inMask returns a picture with one colour where the passes see something, and
// transparent elsewhere.
func inMask(p view.Passes, c color.NRGBA) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, p.Size, p.Size))
	for i, seen := range p.Mask {
		if seen {
			img.SetNRGBA(i%p.Size, i/p.Size, c)
		}
	}
	return img
}

// BlockedPainter paints nothing until its job is cancelled. It closes Started when
// it begins, so it serves one job.
type BlockedPainter struct{ Started chan struct{} }

// NewBlockedPainter returns a painter for one job.
func NewBlockedPainter() BlockedPainter { return BlockedPainter{make(chan struct{})} }

// Name returns "blocked".
func (BlockedPainter) Name() string { return "blocked" }

// PaintViews waits for the end of ctx and returns its cause.
func (b BlockedPainter) PaintViews(ctx context.Context, _ paint.Request, _ []view.Passes, _ func(paint.Event)) ([]view.Painted, error) {
	close(b.Started)
	<-ctx.Done()
	return nil, context.Cause(ctx)
}
