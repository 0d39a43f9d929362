package paint_test

import (
	"context"
	"image"
	"image/color"
	"testing"
	"time"

	"patina/paint"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

// round reports a preview of every view of the rig in one colour.
func round(req paint.Request, c color.NRGBA, report func(paint.Event)) {
	for i := range req.Settings.Rig.Views {
		report(paint.ViewPreview{View: i, Image: painttest.Solid(32, 32, c)})
	}
}

// previewsOf paints with f and returns the texture previews of the views stage.
func previewsOf(t *testing.T, f func(req paint.Request, report func(paint.Event))) (textures []*image.NRGBA) {
	t.Helper()
	p := &paint.Painter{Passes: raster.Renderer{}}
	baking := false
	report := func(ev paint.Event) {
		switch ev := ev.(type) {
		case paint.StageStarted:
			baking = baking || ev.Stage == paint.StageBake
		case paint.TexturePreview:
			if !baking {
				textures = append(textures, ev.Textures[0])
			}
		}
	}
	p.Views = painttest.PainterFunc(func(ctx context.Context, req paint.Request, passes []view.Passes, tell func(paint.Event)) ([]view.Painted, error) {
		f(req, tell)
		return painttest.SolidPainter{grey}.PaintViews(ctx, req, passes, func(paint.Event) {})
	})
	if _, err := p.Paint(t.Context(), painttest.Request(), report); err != nil {
		t.Fatal(err)
	}
	return textures
}

func TestPreviewsAreBackProjected(t *testing.T) {
	textures := previewsOf(t, func(req paint.Request, report func(paint.Event)) {
		round(req, blue, report)
		round(req, red, report) // too soon
	})
	if len(textures) != 1 || textures[0].Rect.Dx() != 64 {
		t.Fatalf("%d textures", len(textures))
	}
	for i := 0; i < len(textures[0].Pix); i += 4 {
		if c := textures[0].Pix[i : i+3]; c[0] > 25 || c[2] < 215 {
			t.Fatalf("texel %d is %v, want blue", i/4, c)
		}
	}
}

func TestPreviewsWaitForEveryView(t *testing.T) {
	textures := previewsOf(t, func(req paint.Request, report func(paint.Event)) {
		for range 3 {
			for i := range req.Settings.Rig.Views[1:] {
				report(paint.ViewPreview{View: i, Image: painttest.Solid(32, 32, blue)})
			}
			report(paint.ViewPreview{View: len(req.Settings.Rig.Views), Image: painttest.Solid(32, 32, blue)})
		}
	})
	if len(textures) != 0 {
		t.Errorf("%d textures while one view was missing", len(textures))
	}
}

// Every second there may be a texture; a slow machine makes fewer.
func TestPreviewsComeAgain(t *testing.T) {
	textures := previewsOf(t, func(req paint.Request, report func(paint.Event)) {
		round(req, blue, report)
		for start := time.Now(); time.Since(start) < 2500*time.Millisecond; time.Sleep(50 * time.Millisecond) {
			round(req, red, report)
		}
	})
	if n := len(textures); n < 2 || n > 3 {
		t.Fatalf("%d textures in 2.5 seconds", n)
	}
	if first, second := textures[0].NRGBAAt(10, 10), textures[1].NRGBAAt(10, 10); first == second {
		t.Errorf("the second shows %v still", second)
	}
}

func TestAPreviewThatCannotBeBakedDoesNotStopTheJob(t *testing.T) {
	textures := previewsOf(t, func(req paint.Request, report func(paint.Event)) {
		for i := range req.Settings.Rig.Views {
			report(paint.ViewPreview{View: i, Image: painttest.Solid(32, 16, blue)})
		}
	})
	if len(textures) != 0 {
		t.Errorf("%d textures of pictures that are not square", len(textures))
	}
}
