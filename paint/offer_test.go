package paint_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"patina/devices"
	"patina/paint"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

func TestOffersAreFoundInErrors(t *testing.T) {
	plan := devices.Plan{Policy: devices.OnCPU}
	for _, c := range []struct {
		err    error
		offers bool
	}{
		{&paint.OutOfMemoryError{Offer: &plan}, true},
		{fmt.Errorf("views: %w", &paint.OutOfMemoryError{Offer: &plan}), true},
		{&devices.NoFitError{Fits: &plan}, true},
		{&paint.OutOfMemoryError{}, false},
		{&devices.NoFitError{}, false},
		{errBrush, false},
	} {
		if got, ok := paint.Offer(c.err); ok != c.offers || ok && got.Policy != plan.Policy {
			t.Errorf("%v offers %v, %v", c.err, got, ok)
		}
	}
}

func TestOutOfMemoryIsASentence(t *testing.T) {
	full := &paint.OutOfMemoryError{Err: errBrush}
	if !errors.Is(full, errBrush) || !strings.HasPrefix(full.Error(), "the machine ran out of memory: close other programs") {
		t.Errorf("got %q", full)
	}
	full = &paint.OutOfMemoryError{Component: "UNet", Device: "cuda:0", Policy: devices.Off, Offer: &devices.Plan{Policy: devices.Offload}}
	if want := "cuda:0 ran out of memory for the UNet with offload off: choose auto, or paint with offload"; full.Error() != want {
		t.Errorf("got %q, want %q", full, want)
	}
}

// What painters tell of their networks is in the result.
func TestTheResultKeepsWhatNetworksTook(t *testing.T) {
	plan := devices.Plan{Policy: devices.Offload, Peak: map[devices.ID]devices.Bytes{"cuda:0": 4}}
	views := painttest.PainterFunc(func(ctx context.Context, req paint.Request, passes []view.Passes, report func(paint.Event)) ([]view.Painted, error) {
		report(paint.Planned{Plan: devices.Plan{Policy: devices.Resident}})
		report(paint.Planned{Plan: plan})
		report(paint.Measured{Row: devices.Row{Stage: "encode", Device: "cuda:0", Moved: 2, Moving: 0.5, Measured: 3}})
		report(paint.Measured{Row: devices.Row{Stage: "decode", Device: "cpu", Moved: 1, Moving: 0.25, Measured: 9}})
		return sideColours.PaintViews(ctx, req, passes, report)
	})
	result, err := (&paint.Painter{Passes: raster.Renderer{}, Views: views}).Paint(t.Context(), painttest.Request(), func(paint.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	n := result.Network
	moved, seconds := n.Moved()
	if n.Plan == nil || n.Plan.Policy != devices.Offload || len(n.Stages) != 2 || moved != 3 || seconds != 0.75 || n.Peak("cuda:0") != 3 {
		t.Errorf("got %+v: %d bytes in %g s, at most %d", n, moved, seconds, n.Peak("cuda:0"))
	}
}
