//go:build !race

package multiview

import (
	"errors"
	"fmt"
	"testing"

	"patina/devices"
	"patina/paint"
	"patina/paint/network"
	"patina/paint/painttest"
)

// Wherever the one allocation fails, a job that may step down does, and ends in the same
// picture; a job that may not ends with an offer, and goes on from where it was when that
// is taken.
func TestOutOfMemoryIsAStepDown(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	for _, delight := range []bool{false, true} {
		reference := open(t, models, &fakeRuntime{}, card)
		plain := short(t, devices.Auto)
		plain.Settings.Diffusion.Delight = delight
		want, _ := mustPaint(t, reference, plain)
		for _, policy := range []devices.Policy{devices.Auto, devices.On, devices.Off, devices.OnCPU} {
			if delight && policy != devices.Auto {
				continue // 50 steps more
			}
			for n := 1; ; n++ {
				runtime := &fakeRuntime{fail: func(i int, _ devices.ID) bool { return i == n }}
				p := reference
				p.machine.Runtime = runtime
				req := plain
				req.Settings.Offload = policy
				fails(t, p, req, want, fmt.Sprintf("%s, allocation %d", policy, n))
				if runtime.allocations < n {
					break // all of them have failed once
				}
				if delight && n > 30 {
					n += 6 // a step is like the one before
				}
			}
		}
	}
}

// fails paints on a machine that runs out of memory once.
func fails(t *testing.T, p *Painter, req paint.Request, want []byte, when string) {
	t.Helper()
	painted, h, err := paintWith(t, t.Context(), p, req)
	defer checkLeaks(t, p, when)
	var full *paint.OutOfMemoryError
	switch {
	case err == nil:
		if !alike(pixels(painted), want) {
			t.Errorf("%s: another picture", when)
		}
	case req.Settings.Offload == devices.Auto || !errors.As(err, &full):
		t.Errorf("%s: %v", when, err)
	case full.Component == "" || full.Device == "" || !errors.Is(err, network.ErrOutOfMemory):
		t.Errorf("%s: %+v", when, full)
	case full.Offer == nil && full.Device != devices.Processor:
		t.Errorf("%s: nothing is offered: %v", when, err)
	default:
		taken := req
		taken.Settings.Offload = devices.Auto
		got, more := mustPaint(t, p, taken)
		if !alike(got, want) {
			t.Errorf("%s: taking the offer ends in another picture", when)
		}
		if len(h.steps)+len(more.steps) != 2 {
			t.Errorf("%s: %d and %d steps were taken, want 2 together", when, len(h.steps), len(more.steps))
		}
	}
}
