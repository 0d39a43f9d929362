package multiview

import (
	"context"
	"errors"
	"image"
	"image/color"
	"testing"

	"patina/paint"
	"patina/paint/painttest"
	"patina/paint/view"
)

// shown returns what the autoencoder is shown as the reference.
func shown(t *testing.T, req paint.Request, change func(*Painter)) *image.NRGBA {
	t.Helper()
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{})
	change(p)
	r, err := p.begin(t.Context(), req, make([]view.Passes, len(req.Settings.Rig.Views)), func(paint.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	picture, err := r.prepareReference()
	if err != nil {
		t.Fatal(err)
	}
	if picture.Rect != image.Rect(0, 0, 64, 64) || !picture.Opaque() {
		t.Fatalf("the reference is %v", picture.Rect)
	}
	return picture
}

func asItIs(*Painter) {}

func TestTheReferenceIsShownOnWhite(t *testing.T) {
	req := request(t)
	if got := shown(t, req, asItIs); got.NRGBAAt(0, 0) != white || got.NRGBAAt(20, 32) != (color.NRGBA{200, 40, 30, 255}) {
		t.Errorf("the ground is %v, the left half %v", got.NRGBAAt(0, 0), got.NRGBAAt(20, 32))
	}
	req.Settings.Diffusion.Reproduce = true
	if got := shown(t, req, asItIs); got.NRGBAAt(0, 0) != (color.NRGBA{127, 127, 127, 255}) {
		t.Errorf("the reference implementation's ground is %v", got.NRGBAAt(0, 0))
	}
}

func TestAnOpaqueReferenceIsNotSqueezed(t *testing.T) {
	req := request(t)
	grey := color.NRGBA{50, 50, 50, 255}
	req.Reference = painttest.Solid(20, 40, grey)
	if got := shown(t, req, asItIs); got.NRGBAAt(4, 32) != white || got.NRGBAAt(32, 2) != grey || got.NRGBAAt(60, 32) != white {
		t.Error("a tall picture does not stand in the middle")
	}
	req.Settings.Diffusion.Reproduce = true
	if got := shown(t, req, asItIs); got.NRGBAAt(4, 32) != grey {
		t.Error("the reference implementation squeezes it")
	}
}

func TestAPlainBackgroundIsCutOut(t *testing.T) {
	req := request(t)
	req.Reference = painttest.Solid(20, 20, color.NRGBA{50, 50, 50, 255})
	calls := 0
	cut := func(p *Painter) {
		p.CutOut = func(_ context.Context, img *image.NRGBA) (*image.NRGBA, error) {
			calls++
			return twoColours(), nil
		}
	}
	if got := shown(t, req, cut); got.NRGBAAt(0, 0) != white || got.NRGBAAt(20, 32) != (color.NRGBA{200, 40, 30, 255}) {
		t.Errorf("the cut-out is not what is shown: %v", got.NRGBAAt(20, 32))
	}
	req.Settings.Reference.KeyBackground = false
	shown(t, req, cut)
	req.Settings.Reference.KeyBackground, req.Reference = true, twoColours()
	shown(t, req, cut)
	if calls != 1 {
		t.Errorf("cut out %d times: only what is opaque is, and if it is wanted", calls)
	}
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{})
	p.CutOut = func(context.Context, *image.NRGBA) (*image.NRGBA, error) { return nil, errPower }
	req = request(t)
	req.Reference = painttest.Solid(8, 8, white)
	if _, _, err := paintWith(t, t.Context(), p, req); !errors.Is(err, errPower) {
		t.Errorf("got %v", err)
	}
}
