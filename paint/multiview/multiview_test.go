package multiview

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"patina/paint"
	"patina/paint/painttest"
	"patina/paint/scheduler"
	"patina/paint/tensor"
	"patina/paint/view"
)

func TestNetworksAreLoadedForTheirStageOnly(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	for _, c := range []struct {
		guidance float64
		delight  bool
		loads    string
		runs     map[string]int
		most     int
	}{
		{0, false, "encoder reference clock seeing blind decoder", map[string]int{"encoder": 7, "reference": 1, "clock": 3, "seeing": 3, "blind": 3, "decoder": 3}, 3},
		{1, false, "encoder reference clock seeing decoder", map[string]int{"encoder": 7, "reference": 1, "clock": 3, "seeing": 3, "decoder": 3}, 2},
		{1, true, "text encoder delight decoder encoder reference clock seeing decoder", map[string]int{
			"text": 1, "encoder": 8, "delight": 50, "reference": 1, "clock": 3, "seeing": 3, "decoder": 4,
		}, 2},
	} {
		loader := &fakeRuntime{}
		req := request(t)
		req.Settings.Diffusion.GuidanceScale, req.Settings.Diffusion.Delight = c.guidance, c.delight
		mustPaint(t, open(t, models, loader), req)
		if got := strings.Join(loader.loads, " "); got != c.loads {
			t.Errorf("guidance %g: loaded %s, want %s", c.guidance, got, c.loads)
		}
		if fmt.Sprint(loader.runs) != fmt.Sprint(c.runs) || loader.most != c.most || loader.open != 0 {
			t.Errorf("guidance %g: runs %v, want %v; %d loaded at once, want %d; %d left", c.guidance, loader.runs, c.runs, loader.most, c.most, loader.open)
		}
	}
}

func TestEveryViewIsPaintedWithinItsMask(t *testing.T) {
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{})
	req := request(t)
	painted, h, err := paintWith(t, t.Context(), p, req)
	if err != nil {
		t.Fatal(err)
	}
	if p.Name() != "diffusion" || len(painted) != 3 || len(h.previews) != 3 {
		t.Fatalf("%s painted %d views with %d previews", p.Name(), len(painted), len(h.previews))
	}
	for i, v := range painted {
		if v.View != req.Settings.Rig.Views[i] || v.Guess || v.Image.Rect.Dx() != 64 || h.previews[i] != v.Image {
			t.Errorf("view %d is %v of %v", i, v.View, v.Image.Rect)
		}
		if corner, middle := v.Image.NRGBAAt(0, 0), v.Image.NRGBAAt(32, 32); corner.A != 0 || middle.A != 255 {
			t.Errorf("view %d: alpha %d in the corner, %d in the middle", i, corner.A, middle.A)
		}
	}
	want := []paint.StepDone{{Stage: paint.StageViews, Done: 1, Total: 3}, {Stage: paint.StageViews, Done: 2, Total: 3}, {Stage: paint.StageViews, Done: 3, Total: 3}}
	if !slices.Equal(h.steps, want) || h.notices != nil {
		t.Errorf("steps %v, notices %q", h.steps, h.notices)
	}
	var works []paint.WorkDone
	for _, w := range []struct {
		work     paint.Work
		pictures int
	}{{paint.Encoding, 7}, {paint.Decoding, 3}} { // the reference and two passes of each view; the views
		for done := range w.pictures + 1 {
			works = append(works, paint.WorkDone{Stage: paint.StageViews, Work: w.work, Done: done, Total: w.pictures})
		}
	}
	if !slices.Equal(h.works, works) {
		t.Errorf("works %v, want %v", h.works, works)
	}
}

// The fake encoder averages pixels, so the fitted previews have the colours of the
// passes and the reference.
func TestPreviewsComeBeforeTheDecoderDoes(t *testing.T) {
	loader := &fakeRuntime{}
	p := open(t, painttest.TinyCheckpoints(t), loader)
	early := 0
	h := &heard{each: func(ev paint.Event) {
		if preview, ok := ev.(paint.ViewPreview); ok && loader.runs["decoder"] == 0 {
			early++
			if preview.Image.Rect.Dx() != 64 || preview.Image.NRGBAAt(0, 0).A != 0 || preview.Image.NRGBAAt(32, 32).A != 255 {
				t.Errorf("preview of view %d: %v", preview.View, preview.Image.Rect)
			}
		}
	}}
	if _, err := listen(t, t.Context(), p, request(t), h); err != nil {
		t.Fatal(err)
	}
	if early != 9 {
		t.Errorf("%d previews of 3 views in 3 steps", early)
	}
}

func TestTheDelightStageCountsItsSteps(t *testing.T) {
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{})
	req := request(t)
	req.Settings.Diffusion.Delight = true
	_, h := mustPaint(t, p, req)
	if len(h.steps) != 53 {
		t.Fatalf("%d steps", len(h.steps))
	}
	for i, s := range h.steps {
		if s.Done != i+1 || s.Total != 53 {
			t.Fatalf("step %d: %v", i+1, s)
		}
	}
}

func TestLightIsTakenOutOfAReferenceOnce(t *testing.T) {
	loader := &fakeRuntime{}
	p := open(t, painttest.TinyCheckpoints(t), loader)
	req := request(t)
	req.Settings.Diffusion.Delight = true
	first, _ := mustPaint(t, p, req)
	again, h := mustPaint(t, p, req)
	if loader.runs["delight"] != 50 || !bytes.Equal(first, again) || len(h.steps) != 3 || h.steps[2].Total != 3 {
		t.Errorf("%d runs for one reference, steps %v", loader.runs["delight"], h.steps)
	}
	other := req
	other.Reference = gradient(0, 255, opaque)
	mustPaint(t, p, other)
	other.Settings.Reference.KeyBackground = false
	mustPaint(t, p, other)
	if loader.runs["delight"] != 150 {
		t.Errorf("%d runs for three pictures", loader.runs["delight"])
	}
}

// The first numbers are those of seed 42 in half precision (reference section 5); the
// ground is white, which the delight model sees without the scaling factor.
func TestDelightStartsFromItsOwnSeed(t *testing.T) {
	var first []float32
	loader := &fakeRuntime{asked: func(kind string, in map[string]tensor.Tensor) error {
		if kind == "delight" && first == nil {
			first = slices.Clone(in["sample"].F32)
		}
		return nil
	}}
	req := request(t)
	req.Settings.Diffusion.Delight = true
	mustPaint(t, open(t, painttest.TinyCheckpoints(t), loader), req)
	for i, want := range []float32{0.38671875, 1.4716796875, 0.1468505859375, -1.119140625} {
		if math.Abs(float64(first[i]-want)) > 1e-4 {
			t.Errorf("number %d is %g, want %g", i, first[i], want)
		}
	}
	if picture := first[4*64]; math.Abs(float64(picture)-1) > 1e-5 {
		t.Errorf("the picture's ground is %g, want 1", picture)
	}
}

func TestSettingsReachTheSchedule(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	for _, c := range []struct {
		folder string
		change func(*paint.Settings)
		calls  string
		notice string
	}{
		{PaintFolder, func(s *paint.Settings) {}, "seeing 3 blind 3", ""},
		{PaintFolder, func(s *paint.Settings) { s.Diffusion.Scheduler = scheduler.Heun }, "seeing 5 blind 5", ""},
		{TurboFolder, func(s *paint.Settings) {}, "seeing 3 blind 0", ""},
		{TurboFolder, func(s *paint.Settings) { s.Steps = 30 }, "seeing 10 blind 0", "The model takes 10 steps instead of 30: it was made for no more."},
		{TurboFolder, func(s *paint.Settings) { s.Steps, s.Diffusion.Scheduler = 4, scheduler.EulerAncestral }, "seeing 4 blind 0", ""},
		{TurboFolder, func(s *paint.Settings) { s.Diffusion.GuidanceScale = 2 }, "seeing 3 blind 3", ""},
		{
			PaintFolder, func(s *paint.Settings) { s.Rig.Views[1] = view.At(90, 45) }, "seeing 3 blind 3",
			"The model was not trained for a camera at azimuth 90, elevation 45; the nearest it knows is azimuth 90, elevation 20.",
		},
		{
			PaintFolder, func(s *paint.Settings) { s.Rig.Views[0], s.Rig.Views[2] = view.At(10, 0), view.At(0, -45) }, "seeing 3 blind 3",
			"The model was not trained for a camera at azimuth 10, elevation 0; the nearest it knows is azimuth 0, elevation 0; 2 of the 3 cameras are like that.",
		},
	} {
		loader := &fakeRuntime{}
		req := request(t)
		c.change(&req.Settings)
		_, h := mustPaint(t, open(t, filepath.Join(models, c.folder), loader), req)
		if got := fmt.Sprintf("seeing %d blind %d", loader.runs["seeing"], loader.runs["blind"]); got != c.calls {
			t.Errorf("%s: %s, want %s", c.folder, got, c.calls)
		}
		if got := strings.Join(h.notices, "|"); got != c.notice {
			t.Errorf("%s: notices %q, want %q", c.folder, got, c.notice)
		}
	}
}

func TestJobsMayOverlap(t *testing.T) {
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{})
	req := request(t)
	req.Settings.Diffusion.Delight = true
	want, _ := mustPaint(t, p, req)
	var all sync.WaitGroup
	for range 3 {
		all.Add(1)
		go func() {
			defer all.Done()
			painted, _, err := paintWith(t, context.Background(), p, req)
			if err != nil || !bytes.Equal(pixels(painted), want) {
				t.Errorf("beside another job, one paints something else: %v", err)
			}
		}()
	}
	all.Wait()
}

func TestDefaultsAreTheMakers(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	if d := open(t, models, nil).Defaults(); !reflect.DeepEqual(d, Defaults{Scheduler: scheduler.EulerAncestral, Steps: 30, GuidanceScale: 2, DraftStrength: 1}) {
		t.Errorf("got %v", d)
	}
	if d := open(t, filepath.Join(models, TurboFolder), nil).Defaults(); !reflect.DeepEqual(d, Defaults{Scheduler: scheduler.LCM, Steps: 10, GuidanceScale: 1, DraftStrength: 1}) {
		t.Errorf("turbo: got %v", d)
	}
}

func TestTurboTimestepsAreSpread(t *testing.T) {
	r := &run{}
	if got := r.turboTimesteps(10); !slices.Equal(got, scheduler.TurboTimesteps()) {
		t.Errorf("got %v", got)
	}
	if got := r.turboTimesteps(4); !slices.Equal(got, []int{989, 791, 494, 296}) {
		t.Errorf("got %v", got)
	}
}

// The ground of every pass is white: 1 before the autoencoder, its scaling factor as
// latents, and white again after it.
func TestLatentsAreScaledForTheDenoiserOnly(t *testing.T) {
	const scale = 0.18215
	shown := map[string]float32{}
	loader := &fakeRuntime{asked: func(kind string, in map[string]tensor.Tensor) error {
		for name, value := range in {
			if name == "reference" || name == "normals" || name == "positions" {
				shown[name] = value.F32[0]
			}
		}
		if kind == "decoder" {
			shown[kind] = in["latents"].F32[0]
		}
		return nil
	}}
	p := open(t, painttest.TinyCheckpoints(t), loader)
	req := request(t)
	req.Settings.Diffusion.Latents = filepath.Join(t.TempDir(), "latents.safetensors")
	req.Settings.Steps, req.Settings.Diffusion.Strength = 2, 0.5
	earlier := tensor.New(3, 4, 8, 8)
	if err := WriteLatents(req.Settings.Diffusion.Latents, earlier); err != nil {
		t.Fatal(err)
	}
	mustPaint(t, p, req)
	for _, name := range []string{"reference", "normals", "positions"} {
		if math.Abs(float64(shown[name]-scale)) > 1e-5 {
			t.Errorf("%s: white is %g, want %g", name, shown[name], scale)
		}
	}
	for i := range earlier.F32 {
		earlier.F32[i] = scale / 2
	}
	if err := WriteLatents(req.Settings.Diffusion.Latents, earlier); err != nil {
		t.Fatal(err)
	}
	req.Settings.Diffusion.Strength = 0.1 // no whole step
	mustPaint(t, p, req)
	if math.Abs(float64(shown["decoder"])-0.5) > 1e-5 {
		t.Errorf("the decoder was shown %g, want 0.5", shown["decoder"])
	}
}
