package paint_test

import (
	"context"
	"errors"
	"image/color"
	"testing"

	"patina/paint"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

var (
	grey = color.NRGBA{100, 100, 100, 255}
	blue = color.NRGBA{20, 40, 220, 255}
	red  = color.NRGBA{220, 40, 20, 255}
)

// reference paints the front blue and guesses that the rest is red.
func reference(ctx context.Context, req paint.Request, passes []view.Passes, report func(paint.Event)) ([]view.Painted, error) {
	report(paint.StepDone{Stage: paint.StageViews, Done: 1, Total: 1})
	report(paint.Notice{Text: "cut out"})
	front, back := view.Front(), view.At(180, 0)
	front.Weight, back.Weight = 0.01, 0.001
	return []view.Painted{
		{View: front, Image: painttest.Solid(64, 64, blue)},
		{View: back, Image: painttest.Solid(64, 64, red), Guess: true},
	}, nil
}

func TestLayeredPaintsTheReferenceOnTop(t *testing.T) {
	layered := paint.Layered{Base: painttest.SolidPainter{grey}, Top: painttest.PainterFunc(reference)}
	p := &paint.Painter{Passes: raster.Renderer{}, Views: layered}
	if p.Name() != "solid" {
		t.Errorf("its name is %q", p.Name())
	}
	for _, keep := range []bool{false, true} {
		req := painttest.Request()
		req.Settings.Diffusion.KeepReference = keep
		steps := 0
		result, err := p.Paint(t.Context(), req, func(ev paint.Event) {
			if s, ok := ev.(paint.StepDone); ok && s.Stage == paint.StageViews && s.Total != len(req.Settings.Rig.Views) {
				steps++
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		count := map[bool]int{}
		for i := 0; i < len(result.Textures[0].Pix); i += 4 {
			r, b := result.Textures[0].Pix[i], result.Textures[0].Pix[i+2]
			if r > 120 {
				t.Fatal("a guess was painted")
			}
			count[b > 190]++
		}
		// The front is one of six sides of the cube.
		if share := float64(count[true]) / float64(count[true]+count[false]); keep != (share > 0.1) || share > 0.25 {
			t.Errorf("keep %v: a share of %.2f is blue", keep, share)
		}
		if views, want := len(result.Painted), map[bool]int{false: 6, true: 7}[keep]; views != want || steps != 0 || keep != (len(result.Notices) == 1) {
			t.Errorf("keep %v: %d views, %d steps of the top, notices %q", keep, views, steps, result.Notices)
		}
	}
}

// Where both guess, the texture shows something between: the back, which one of them paints
// red and the other grey.
func TestLayeredMixesGuesses(t *testing.T) {
	layered := paint.Layered{Base: painttest.SolidPainter{grey}, Top: painttest.PainterFunc(reference), Mix: raster.Renderer{}}
	req := painttest.Request()
	req.Settings.Diffusion.KeepReference = true
	result, err := (&paint.Painter{Passes: raster.Renderer{}, Views: layered}).Paint(t.Context(), req, func(paint.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	mixed, texels := 0, len(result.Textures[0].Pix)/4
	for i := 0; i < len(result.Textures[0].Pix); i += 4 {
		if r := result.Textures[0].Pix[i]; r >= 145 && r <= 151 { // 0.6 of 100 and 0.4 of 220
			mixed++
		}
	}
	// The back is one of six sides of the cube.
	if share := float64(mixed) / float64(texels); share < 0.1 || share > 0.3 {
		t.Errorf("a share of %.2f is mixed of red and grey", share)
	}
}

func TestLayeredFailsWithEitherPainter(t *testing.T) {
	req := painttest.Request()
	req.Settings.Diffusion.KeepReference = true
	broken := painter(nil).Views
	for _, l := range []paint.Layered{{Base: broken, Top: painttest.SolidPainter{grey}}, {Base: painttest.SolidPainter{grey}, Top: broken}} {
		p := &paint.Painter{Passes: raster.Renderer{}, Views: l}
		if _, err := p.Paint(t.Context(), req, func(paint.Event) {}); !errors.Is(err, errBrush) {
			t.Errorf("got %v", err)
		}
	}
}
