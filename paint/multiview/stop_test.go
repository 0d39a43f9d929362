package multiview

import (
	"bytes"
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"patina/paint"
	"patina/paint/painttest"
	"patina/paint/tensor"
)

var errPower = errors.New("the power went out")

func TestCancelEndsWithinARunOfAnyNetwork(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	for _, kind := range []string{"text", "encoder", "delight", "reference", "clock", "seeing", "blind", "decoder"} {
		ctx, cancel := context.WithCancelCause(t.Context())
		loader := &fakeRuntime{before: func(k string, run int) error {
			if k == kind {
				cancel(errPower)
			}
			return nil
		}}
		req := request(t)
		req.Settings.Diffusion.Delight = true
		painted, _, err := paintWith(t, ctx, open(t, models, loader), req)
		if painted != nil || err != errPower {
			t.Errorf("%s: got %v", kind, err)
		}
		if loader.runs[kind] != 1 || loader.open != 0 {
			t.Errorf("%s ran %d times, %d networks are left", kind, loader.runs[kind], loader.open)
		}
	}
}

func TestFailuresCloseEverything(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	for _, kind := range []string{"text", "encoder", "delight", "reference", "clock", "seeing", "blind", "decoder"} {
		req := request(t)
		req.Settings.Diffusion.Delight = true
		broken := &fakeRuntime{before: func(k string, _ int) error {
			if k == kind {
				return errPower
			}
			return nil
		}}
		if _, _, err := paintWith(t, t.Context(), open(t, models, broken), req); !errors.Is(err, errPower) || broken.open != 0 {
			t.Errorf("%s: got %v, %d networks left", kind, err, broken.open)
		}
		refusing := &fakeRuntime{refuse: kind}
		_, _, err := paintWith(t, t.Context(), open(t, models, refusing), req)
		if err == nil || err.Error() != "no memory for the "+kind || refusing.open != 0 {
			t.Errorf("%s: got %v, %d networks left", kind, err, refusing.open)
		}
	}
}

func TestNumbersThatAreNoneEndInASentence(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	for kind, want := range map[string]string{
		"encoder": "the encoded picture is not finite: ",
		"delight": "the model's prediction at timestep 981 is not finite: ",
		"seeing":  "the model's prediction at timestep 999 is not finite: ",
		"decoder": "the decoded view is not finite: ",
	} {
		loader := &fakeRuntime{change: func(k string, out map[string]tensor.Tensor) {
			for _, o := range out {
				if k == kind {
					o.F32[1] = float32(math.NaN())
				}
			}
		}}
		req := request(t)
		req.Settings.Diffusion.Delight = true
		_, _, err := paintWith(t, t.Context(), open(t, models, loader), req)
		if err == nil || !strings.HasPrefix(err.Error(), want) || !strings.Contains(err.Error(), "choose another scheduler") {
			t.Errorf("%s: got %v", kind, err)
		}
	}
}

func TestAStoppedJobGoesOnWhenNothingChanged(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	req := request(t)
	req.Settings.Steps = 5
	want, _ := mustPaint(t, open(t, models, &fakeRuntime{}), req)
	for _, changed := range []bool{false, true} {
		loader := &fakeRuntime{}
		p := open(t, models, loader)
		ctx, cancel := context.WithCancelCause(t.Context())
		h := &heard{each: func(ev paint.Event) {
			if s, ok := ev.(paint.StepDone); ok && s.Done == 2 {
				cancel(errPower)
			}
		}}
		if _, err := listen(t, ctx, p, req, h); err != errPower {
			t.Fatal(err)
		}
		again := req
		again.Settings.TextureSize *= 2 // has no part in denoising
		again.Settings.Diffusion.KeepReference = true
		if changed {
			again.Settings.Seed++
		}
		before := loader.runs["seeing"]
		got, h := mustPaint(t, p, again)
		calls := loader.runs["seeing"] - before
		if changed && (bytes.Equal(got, want) || calls != 5 || h.notices != nil) {
			t.Errorf("with another seed %d steps, notices %q", calls, h.notices)
		}
		if !changed && (!bytes.Equal(got, want) || calls != 3 || len(h.notices) != 1 || h.notices[0] != "Going on after step 2 of 5, where the same job was stopped.") {
			t.Errorf("%d steps, notices %q, the same pixels: %v", calls, h.notices, bytes.Equal(got, want))
		}
		if got, _ := mustPaint(t, p, again); changed == bytes.Equal(got, want) || loader.runs["seeing"]-before != calls+5 {
			t.Error("a finished job went on too")
		}
	}
}

// A job that was stopped before its first step has nothing to go on from.
func TestAJobStoppedBeforeItsFirstStepStartsAnew(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	loader := &fakeRuntime{before: func(kind string, run int) error {
		if kind == "seeing" && run == 1 {
			cancel(errPower)
		}
		return nil
	}}
	p := open(t, painttest.TinyCheckpoints(t), loader)
	req := request(t)
	if _, _, err := paintWith(t, ctx, p, req); err != errPower {
		t.Fatal(err)
	}
	if _, h := mustPaint(t, p, req); len(h.steps) != 3 || h.notices != nil {
		t.Errorf("%d steps, notices %q", len(h.steps), h.notices)
	}
}

// A job that is measured takes nothing over from one that was stopped, nor does it take
// its place when it is stopped itself.
func TestAMeasuredJobStandsAlone(t *testing.T) {
	runtime := &fakeRuntime{}
	p := open(t, painttest.TinyCheckpoints(t), runtime)
	req := request(t)
	stopAfter := func(step int, req paint.Request) {
		t.Helper()
		ctx, cancel := context.WithCancelCause(t.Context())
		h := &heard{each: func(ev paint.Event) {
			if done, ok := ev.(paint.StepDone); ok && done.Done == step {
				cancel(errPower)
			}
		}}
		if _, err := listen(t, ctx, p, req, h); !errors.Is(err, errPower) {
			t.Fatalf("got %v", err)
		}
	}
	stopAfter(2, req)
	measured := req
	measured.Anew = true
	if _, h := mustPaint(t, p, measured); len(h.steps) != 3 {
		t.Errorf("a measured job takes %d steps of 3", len(h.steps))
	}
	stopAfter(1, measured)
	if _, h := mustPaint(t, p, req); len(h.steps) != 1 {
		t.Errorf("after a measured job was stopped, the one before goes on for %d steps, want 1", len(h.steps))
	}
}
