package multiview

import (
	"context"
	"image"
	"image/color"
	"testing"

	"patina/paint"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

// request paints the cube from three sides at 64 pixels, in few steps.
func request(t testing.TB) paint.Request {
	t.Helper()
	req := painttest.Request()
	rig, err := view.ParseRig("0,90,180", "0,0,90", "")
	if err != nil {
		t.Fatal(err)
	}
	req.Settings.Rig, req.Settings.Steps, req.Settings.Seed = rig, 3, 7
	req.Reference = twoColours()
	return req
}

// twoColours is a picture with a red and a blue half on a transparent ground.
func twoColours() *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	for y := 5; y < 25; y++ {
		for x := 10; x < 30; x++ {
			c := color.NRGBA{200, 40, 30, 255}
			if x >= 20 {
				c = color.NRGBA{30, 60, 200, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

// heard is what a job reported.
type heard struct {
	steps    []paint.StepDone
	works    []paint.WorkDone
	previews map[int]*image.NRGBA
	notices  []string
	each     func(paint.Event)
}

func (h *heard) report(ev paint.Event) {
	switch ev := ev.(type) {
	case paint.StepDone:
		h.steps = append(h.steps, ev)
	case paint.WorkDone:
		h.works = append(h.works, ev)
	case paint.ViewPreview:
		if h.previews == nil {
			h.previews = map[int]*image.NRGBA{}
		}
		h.previews[ev.View] = ev.Image
	case paint.Notice:
		h.notices = append(h.notices, ev.Text)
	}
	if h.each != nil {
		h.each(ev)
	}
}

// paintWith renders the passes and paints.
func paintWith(t testing.TB, ctx context.Context, p *Painter, req paint.Request) ([]view.Painted, *heard, error) {
	t.Helper()
	h := &heard{}
	painted, err := listen(t, ctx, p, req, h)
	return painted, h, err
}

func listen(t testing.TB, ctx context.Context, p *Painter, req paint.Request, h *heard) ([]view.Painted, error) {
	t.Helper()
	return p.PaintViews(ctx, req, rendered(t, req), h.report)
}

// rendered returns the passes of a request.
func rendered(t testing.TB, req paint.Request) []view.Passes {
	t.Helper()
	passes, err := raster.Renderer{}.RenderPasses(context.Background(), req.Mesh, req.Settings.Rig.Views, req.Settings.ViewSize)
	if err != nil {
		t.Fatal(err)
	}
	return passes
}

// mustPaint paints and returns the pixels of all views.
func mustPaint(t testing.TB, p *Painter, req paint.Request) ([]byte, *heard) {
	t.Helper()
	painted, h, err := paintWith(t, context.Background(), p, req)
	if err != nil {
		t.Fatal(err)
	}
	return pixels(painted), h
}

func pixels(painted []view.Painted) (all []byte) {
	for _, p := range painted {
		all = append(all, p.Image.Pix...)
	}
	return all
}
