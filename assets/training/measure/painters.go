package main

import (
	"context"
	"image"

	"patina/devices"
	"patina/paint"
	"patina/paint/multiview"
	"patina/paint/ort"
	"patina/paint/projection"
	"patina/paint/raster"
	"patina/paint/view"
)

// painting is what one method makes of a subject.
type painting struct {
	method string
	views  []*image.NRGBA // what the cameras see of the textured mesh, on white
	// painted are the views before they were baked, nil where the method paints others
	// than those of the rig.
	painted []*image.NRGBA
}

// painters run jobs as the program does.
type painters struct {
	renderer   raster.Renderer
	projection *projection.Painter
	model      paint.ViewPainter  // nil without a model
	mix        paint.ViewRenderer // nil where the model does not want guesses mixed, see paint.Layered
	steps      int
}

func (o options) painters() (*painters, error) {
	p := &painters{projection: &projection.Painter{Passes: raster.Renderer{}}, steps: o.steps}
	if o.model == "" {
		return p, nil
	}
	library, err := ort.Find()
	if err != nil {
		return nil, err
	}
	runtime, err := ort.Open(library, nil)
	if err != nil {
		return nil, err
	}
	model, err := multiview.Open(o.model, &multiview.Machine{Runtime: runtime, Cache: o.cache, Devices: processor})
	if err != nil {
		return nil, err
	}
	p.model = model
	if model.Defaults().MixGuesses {
		p.mix = p.renderer
	}
	if p.steps == 0 {
		p.steps = model.Defaults().Steps
	}
	return p, nil
}

// processor is all that is computed on, so that figures from two machines can be compared.
func processor(ctx context.Context, _ []devices.ID) ([]devices.Device, error) {
	list, err := devices.Discover(ctx, devices.Options{})
	for i := range list {
		list[i].Proven = true
	}
	return list, err
}

// paint returns what all methods make of a subject.
func (p *painters) paint(ctx context.Context, s *subject, req paint.Request) ([]painting, error) {
	list, err := p.paintWithModel(ctx, s, req)
	if err != nil {
		return nil, err
	}
	projected, _, err := p.job(ctx, s, "projection", p.projection, req)
	return append(list, projected, painting{method: "mean colour", views: meanColour(s)}), err
}

// paintWithModel runs the model once, and bakes what it painted without and with the
// reference on top.
func (p *painters) paintWithModel(ctx context.Context, s *subject, req paint.Request) ([]painting, error) {
	if p.model == nil {
		return nil, nil
	}
	req.Settings.Steps = p.steps
	alone, painted, err := p.job(ctx, s, "model", p.model, req)
	if err != nil {
		return nil, err
	}
	alone.painted = onWhite(painted, s)
	req.Settings.Diffusion.KeepReference = true
	kept, _, err := p.job(ctx, s, "model, reference kept", paint.Layered{Base: replay(painted), Top: p.projection, Mix: p.mix}, req)
	return []painting{alone, kept}, err
}

// job runs a whole job and looks at its textures from the cameras of the subject. The
// views that were baked come with it.
func (p *painters) job(ctx context.Context, s *subject, method string, painter paint.ViewPainter, req paint.Request) (painting, []view.Painted, error) {
	made, err := (&paint.Painter{Passes: p.renderer, Views: painter}).Paint(ctx, req, func(paint.Event) {})
	if err != nil {
		return painting{}, nil, err
	}
	out := painting{method: method}
	for _, l := range s.sights {
		images, err := p.renderer.RenderViews(ctx, s.mesh, made.Textures, []view.View{l.View}, l.Passes.Size)
		if err != nil {
			return painting{}, nil, err
		}
		out.views = append(out.views, masked(images[0], l.Passes.Mask))
	}
	return out, made.Painted, nil
}

// replay is a painter that painted before.
type replay []view.Painted

func (replay) Name() string { return "replay" }

func (r replay) PaintViews(context.Context, paint.Request, []view.Passes, func(paint.Event)) ([]view.Painted, error) {
	return append([]view.Painted(nil), r...), nil
}

// onWhite returns painted views without what lies outside the mesh, nil unless they are
// those of the subject's cameras.
func onWhite(painted []view.Painted, s *subject) []*image.NRGBA {
	var out []*image.NRGBA
	for i, p := range painted {
		if i >= len(s.sights) || p.Image.Rect.Dx() != s.sights[i].Passes.Size {
			return nil
		}
		out = append(out, masked(p.Image, s.sights[i].Passes.Mask))
	}
	return out
}

// masked returns the opaque picture of what a mask keeps, on white.
func masked(img *image.NRGBA, mask []bool) *image.NRGBA {
	out := image.NewNRGBA(img.Rect)
	for i := range out.Pix {
		out.Pix[i] = 255
		if i%4 != 3 && mask[i/4] {
			out.Pix[i] = img.Pix[i]
		}
	}
	return out
}

// meanColour fills all views with the mean colour of the reference's cut-out.
func meanColour(s *subject) []*image.NRGBA {
	var sum [3]float64
	var weight float64
	img := s.reference.Image
	for i := 0; i < len(img.Pix); i += 4 {
		alpha := float64(img.Pix[i+3])
		for c := range sum {
			sum[c] += alpha * float64(img.Pix[i+c])
		}
		weight += alpha
	}
	views := make([]*image.NRGBA, len(s.sights))
	for k, l := range s.sights {
		flat := image.NewNRGBA(image.Rect(0, 0, l.Passes.Size, l.Passes.Size))
		for i := range flat.Pix {
			if i%4 != 3 {
				flat.Pix[i] = uint8(sum[i%4]/weight + 0.5)
			}
		}
		views[k] = masked(flat, l.Passes.Mask)
	}
	return views
}
