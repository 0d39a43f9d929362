package multiview

import (
	"context"
	"fmt"
	"testing"
	"time"

	"patina/paint/painttest"
)

func TestPreparingLargeWeightsIsToldOnce(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	p := open(t, models, &fakeRuntime{})
	p.quiet = 0
	for _, delight := range []bool{false, true} {
		req := request(t)
		req.Settings.Diffusion.Delight = delight
		size := p.model.weights.WidenedSize() + p.model.vae.weights.WidenedSize()
		if delight {
			size += p.delight.weights.WidenedSize() + p.delight.vae.weights.WidenedSize() + p.delight.textWeights.WidenedSize()
		}
		want := fmt.Sprintf("Preparing the model's weights for this machine, which is done once: the copies take about %.1f GB in %s.", float64(size)/1e9, p.machine.Cache)
		if _, h := mustPaint(t, p, req); len(h.notices) != 1 || h.notices[0] != want {
			t.Errorf("first: notices %q, want %q", h.notices, want)
		}
		if _, h := mustPaint(t, p, req); h.notices != nil {
			t.Errorf("again: notices %q", h.notices)
		}
	}
}

func TestAJobThatWaitsForACopyCanBeCancelled(t *testing.T) {
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{})
	unlock, err := p.machine.lockWeights(t.Context()) // another job makes it
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(10*time.Millisecond, func() { cancel(errPower) })
	if _, _, err := paintWith(t, ctx, p, request(t)); err != errPower {
		t.Errorf("got %v", err)
	}
}
