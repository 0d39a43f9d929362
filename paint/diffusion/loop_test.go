package diffusion

import (
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/color"
	"math"
	"slices"
	"testing"

	"patina/paint/noise"
	"patina/paint/scheduler"
	"patina/paint/tensor"
)

// oracle answers a velocity that leads conditional runs to one picture and
// unconditional runs to another.
type oracle struct {
	calls    []bool // conditional or not
	stop     context.CancelFunc
	stopping int
}

var errBroken = errors.New("the network broke")

func (o *oracle) Predict(ctx context.Context, latents tensor.Tensor, timestep float64, conditional bool) (tensor.Tensor, error) {
	o.calls = append(o.calls, conditional)
	if o.stopping > 0 && len(o.calls) == o.stopping {
		o.stop()
	}
	if err := context.Cause(ctx); err != nil {
		return tensor.Tensor{}, err
	}
	if timestep < 0 {
		return tensor.Tensor{}, errBroken
	}
	out := tensor.New(latents.Shape...)
	for i, x := range latents.F32 {
		out.F32[i] = 0.3*x - float32(i%5)/10
		if conditional {
			out.F32[i] += 0.1
		}
	}
	return out, nil
}

const steps = 6

func newLoop(t *testing.T, name scheduler.Name, d Denoiser) (*Loop, noise.Source) {
	t.Helper()
	rng, err := noise.New(noise.CPU, 3)
	if err != nil {
		t.Fatal(err)
	}
	schedule, err := scheduler.Scheduler{Name: name, Config: scheduler.PaintConfig()}.Schedule(steps, rng)
	if err != nil {
		t.Fatal(err)
	}
	return &Loop{Denoiser: d, Schedule: schedule, GuidanceScale: 2}, rng
}

var shape = []int{2, 4, 4, 4}

func TestRunStoppedAnywhereEndsInTheSameBits(t *testing.T) {
	for _, name := range scheduler.Names() {
		l, rng := newLoop(t, name, &oracle{})
		want, _, err := l.Finish(t.Context(), l.Begin(rng, shape...))
		if err != nil {
			t.Fatal(err)
		}
		for stopping := 1; stopping <= 2*l.Schedule.Calls(); stopping++ {
			got := stopAndResume(t, name, stopping)
			if !slices.Equal(got.F32, want.F32) {
				t.Fatalf("%s: stopped at prediction %d, the run ends elsewhere", name, stopping)
			}
		}
	}
}

// stopAndResume cancels a run during a prediction, stores it, and finishes it with a
// loop that knows nothing of the first.
func stopAndResume(t *testing.T, name scheduler.Name, stopping int) tensor.Tensor {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	l, rng := newLoop(t, name, &oracle{stop: cancel, stopping: stopping})
	_, run, err := l.Finish(ctx, l.Begin(rng, shape...))
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("%s: cancelled run says %v", name, err)
	}
	if run.Call != (stopping-1)/2 {
		t.Fatalf("%s: cancelled during prediction %d, %d calls are done", name, stopping, run.Call)
	}
	stored, err := json.Marshal(run)
	if err != nil {
		t.Fatal(err)
	}
	var resumed Run
	if err := json.Unmarshal(stored, &resumed); err != nil {
		t.Fatal(err)
	}
	l, _ = newLoop(t, name, &oracle{})
	got, _, err := l.Finish(t.Context(), resumed)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestGuidanceOfOneAsksOnce(t *testing.T) {
	for scale, want := range map[float32]int{1: steps, 2: 2 * steps} {
		o := &oracle{}
		l, rng := newLoop(t, scheduler.Euler, o)
		l.GuidanceScale = scale
		if _, _, err := l.Finish(t.Context(), l.Begin(rng, shape...)); err != nil {
			t.Fatal(err)
		}
		if len(o.calls) != want {
			t.Errorf("guidance %g: %d predictions, want %d", scale, len(o.calls), want)
		}
	}
}

func TestGuidanceGoesBeyondTheConditional(t *testing.T) {
	o := &oracle{}
	l, _ := newLoop(t, scheduler.Euler, o)
	l.GuidanceScale = 3
	got, err := l.guided(t.Context(), tensor.New(1, 4, 2, 2), 500)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range got {
		if want := -float32(i%5)/10 + 0.3; math.Abs(float64(v-want)) > 1e-6 {
			t.Errorf("number %d is %g, want %g", i, v, want)
		}
	}
}

func TestStartFromEarlierViews(t *testing.T) {
	clean := tensor.New(shape...)
	for i := range clean.F32 {
		clean.F32[i] = float32(i) / 64
	}
	l, rng := newLoop(t, scheduler.DDIM, &oracle{})
	same, _, err := l.Finish(t.Context(), l.BeginFrom(rng, clean, 0))
	if err != nil || !slices.Equal(same.F32, clean.F32) {
		t.Errorf("strength 0 changed the views, %v", err)
	}
	if half := l.BeginFrom(rng, clean, 0.5); half.Call != steps/2 {
		t.Errorf("strength 0.5 starts at call %d of %d", half.Call, steps)
	}
	if full := l.BeginFrom(rng, clean, 1); full.Call != 0 {
		t.Errorf("strength 1 starts at call %d", full.Call)
	}
}

func TestEveryStepIsTold(t *testing.T) {
	l, rng := newLoop(t, scheduler.EulerAncestral, &oracle{})
	var told []int
	l.Step = func(done, total int, clean tensor.Tensor) {
		if total != steps || clean.Len() != tensor.Count(shape) {
			t.Errorf("told %d of %d with %d latents", done, total, clean.Len())
		}
		told = append(told, done)
	}
	if _, _, err := l.Finish(t.Context(), l.Begin(rng, shape...)); err != nil {
		t.Fatal(err)
	}
	if want := []int{1, 2, 3, 4, 5, 6}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

func TestDamagedRunIsAnError(t *testing.T) {
	l, _ := newLoop(t, scheduler.EulerAncestral, &oracle{})
	for _, run := range []Run{{Shape: shape}, {Shape: []int{1}, Latents: []float32{1}, Call: -1}, {Shape: []int{1}, Latents: []float32{1}}} {
		if _, _, err := l.Finish(t.Context(), run); err == nil {
			t.Errorf("finished %+v", run)
		}
	}
}

// Pictures whose latents are a linear map of their colours must come back.
func TestPreviewFindsALinearMap(t *testing.T) {
	const side, cell = 8, 4
	var pictures []*image.NRGBA
	latents := tensor.New(3, 4, side, side)
	for k := range 3 {
		img := image.NewNRGBA(image.Rect(0, 0, side*cell, side*cell))
		for y := range side * cell {
			for x := range side * cell {
				c := color.NRGBA{uint8(x / cell * 30), uint8(y / cell * 25), uint8(k * 100), 255}
				img.SetNRGBA(x, y, c)
				r, g, b := float32(c.R)/127.5-1, float32(c.G)/127.5-1, float32(c.B)/127.5-1
				for ch, v := range []float32{r + g, g - b, b + 0.5, r - 2*b} {
					latents.F32[(k*4+ch)*side*side+y/cell*side+x/cell] = v
				}
			}
		}
		pictures = append(pictures, img)
	}
	for k, got := range FitPreview(latents, pictures).Images(latents) {
		for y := range side {
			for x := range side {
				g, w := got.NRGBAAt(x, y), pictures[k].NRGBAAt(x*cell, y*cell)
				if apart(g.R, w.R) > 2 || apart(g.G, w.G) > 2 || apart(g.B, w.B) > 2 {
					t.Fatalf("picture %d at %d,%d is %v, want %v", k, x, y, g, w)
				}
			}
		}
	}
}

func apart(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
