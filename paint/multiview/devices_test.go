package multiview

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"patina/devices"
	"patina/paint"
	"patina/paint/network"
	"patina/paint/painttest"
	"patina/paint/tensor"
	"patina/paint/view"
)

// Resident sessions serve the next job too, until somebody asks for the memory.
func TestResidentNetworksAreLoadedOnce(t *testing.T) {
	runtime := &fakeRuntime{}
	p := open(t, painttest.TinyCheckpoints(t), runtime, card)
	p.machine.FreeAfter = time.Hour
	req := short(t, devices.Off)
	mustPaint(t, p, req)
	first := strings.Join(runtime.loads, " ")
	mustPaint(t, p, req)
	if first != "encoder reference clock seeing blind decoder" || len(runtime.loads) != 6 || runtime.open != 6 {
		t.Errorf("loaded %v, %d are open", runtime.loads, runtime.open)
	}
	req.Settings.Offload = devices.On
	mustPaint(t, p, req)
	if runtime.open != 0 || len(runtime.loads) != 12 {
		t.Errorf("under offload %d are open after loading %v", runtime.open, runtime.loads)
	}
	req.Settings.Offload = devices.Off
	mustPaint(t, p, req)
	checkLeaks(t, p, "after Release")
}

func TestMemoryIsGivenBackWhenIdle(t *testing.T) {
	runtime := &fakeRuntime{}
	p := open(t, painttest.TinyCheckpoints(t), runtime, card)
	p.machine.FreeAfter = time.Millisecond
	mustPaint(t, p, short(t, devices.Off))
	for deadline := time.Now().Add(10 * time.Second); p.machine.pool.open() > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d sessions are still open", p.machine.pool.open())
		}
	}
	checkLeaks(t, p, "when idle")
	p.machine.FreeAfter = time.Hour
	mustPaint(t, p, short(t, devices.Off))
	if err := p.machine.Close(); err != nil || runtime.open != 0 {
		t.Errorf("at the end %d are open, %v", runtime.open, err)
	}
}

func TestMemoryIsGivenBackWhenItIsKeptForLess(t *testing.T) {
	runtime := &fakeRuntime{}
	p := open(t, painttest.TinyCheckpoints(t), runtime, card)
	p.machine.FreeAfter = time.Hour
	mustPaint(t, p, short(t, devices.Off))
	if p.machine.pool.open() == 0 {
		t.Fatal("nothing is kept after the job")
	}
	if err := p.machine.KeepFor(0); err != nil || p.machine.pool.open() != 0 || p.machine.KeptFor() != 0 {
		t.Errorf("%d sessions are still open, %v", p.machine.pool.open(), err)
	}
	checkLeaks(t, p, "when nothing is to be kept")
}

// What the denoiser is told of the reference and the passes goes to its device once, the
// latents once in a step, however many branches take them.
func TestConditionsCrossOnce(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	uploads := func(steps int) map[string]int {
		runtime := &fakeRuntime{}
		req := short(t, devices.On)
		req.Settings.Steps = steps
		mustPaint(t, open(t, models, runtime, card), req)
		return runtime.uploads
	}
	two, five := uploads(2), uploads(5)
	grown := map[string]int{}
	for shape, n := range five {
		if more := n - two[shape]; more != 0 {
			grown[shape] = more
		}
	}
	want := map[string]int{"[3 4 8 8]": 3, "[1]": 3} // latents and timestep
	if !maps.Equal(grown, want) {
		t.Errorf("three more steps upload %v, want %v", grown, want)
	}
	for shape, n := range two {
		if strings.Contains(shape, "77") || n > 10 { // keys and values of five blocks have one shape
			t.Errorf("%s was uploaded %d times", shape, n)
		}
	}
}

func TestPinsPutPartsOnDevices(t *testing.T) {
	runtime := &fakeRuntime{}
	p := open(t, painttest.TinyCheckpoints(t), runtime, card, other)
	req := short(t, devices.Auto)
	req.Settings.Device = card.ID
	req.Settings.Devices = map[string]devices.ID{"vae": other.ID, "text": devices.Processor}
	req.Settings.Diffusion.Delight = true
	mustPaint(t, p, req)
	want := map[string]devices.ID{
		"encoder": other.ID, "decoder": other.ID, "text": devices.Processor,
		"delight": card.ID, "reference": card.ID, "clock": card.ID, "seeing": card.ID, "blind": card.ID,
	}
	if !maps.Equal(runtime.where, want) {
		t.Errorf("networks ran on %v", runtime.where)
	}
	checkLeaks(t, p, "two cards")
}

// The rule: where the pipeline executes, else where it sits, else the processor.
func TestInputsAreMadeWhereTheComponentExecutes(t *testing.T) {
	sits := &loaded{kept: &kept{session: &fakeNetwork{on: card.ID}}}
	for want, pipeline := range map[devices.ID]any{
		other.ID:          &loaded{Placement: devices.Placement{Device: other.ID}, kept: sits.kept},
		card.ID:           sits,
		devices.Processor: nil,
	} {
		if got := executes(pipeline); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A value on another device than the network's never reaches the network.
func TestAValueOnTheWrongDeviceIsRefused(t *testing.T) {
	runtime := &fakeRuntime{}
	p := open(t, painttest.TinyCheckpoints(t), runtime, card)
	req := short(t, devices.On)
	r := begun(t, p, req)
	err := r.use(decoder, func(l *loaded) error {
		v, err := runtime.Upload(t.Context(), tensor.New(1, 4, 8, 8), devices.Processor, network.Options{})
		if err != nil {
			return err
		}
		defer v.Close()
		_, err = l.session.RunOn(t.Context(), map[string]network.Value{"latents": v})
		return err
	})
	if err == nil {
		t.Fatal("it ran")
	}
	for _, part := range []string{"VAE decoder", `"latents"`, "is on cpu, expected on cuda:0"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("got %q, want %q in it", err, part)
		}
	}
	checkLeaks(t, p, "after it")
}

// begun returns a run that was planned.
func begun(t *testing.T, p *Painter, req paint.Request) *run {
	t.Helper()
	r, err := p.begin(t.Context(), req, make([]view.Passes, len(req.Settings.Rig.Views)), func(paint.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.end(nil) })
	return r
}

func TestTransfersAreToldAndCounted(t *testing.T) {
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{}, card)
	var told devices.Bytes
	var stages []devices.Row
	var planned []devices.Plan
	h := &heard{each: func(ev paint.Event) {
		switch ev := ev.(type) {
		case paint.Planned:
			planned = append(planned, ev.Plan)
		case paint.Transfer:
			if len(planned) == 0 || ev.Component == "" || ev.From == ev.To {
				t.Errorf("%+v", ev)
			}
			if ev.Finished() {
				told += ev.Total
			}
		case paint.Measured:
			stages = append(stages, ev.Row)
		}
	}}
	if _, err := listen(t, t.Context(), p, short(t, devices.On), h); err != nil {
		t.Fatal(err)
	}
	counted := devices.Bytes(0)
	var names []string
	for _, s := range stages {
		counted += s.Moved
		names = append(names, s.Stage)
		if s.Device != card.ID || s.Policy != devices.Offload || s.Predicted <= 0 || s.Predicted > planned[0].Peak[card.ID] || s.FLOP <= 0 {
			t.Errorf("%+v", s)
		}
	}
	if told == 0 || told != counted || !slices.Equal(names, []string{"encode", "reference", "denoise", "decode"}) || len(planned) != 1 {
		t.Errorf("%s told, %s counted in %v after %d plans", told, counted, names, len(planned))
	}
}

// Pictures are encoded in tiles where the card has no room for more, and the views stay
// what they are.
func TestTilesMakeThePicturesFit(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	req := short(t, devices.Offload)
	req.Settings.ViewSize, req.Settings.Steps, req.Settings.Diffusion.GuidanceScale = 512, 1, 1
	p := open(t, models, &fakeRuntime{}, card)
	whole, err := p.Plan(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := mustPaint(t, p, req)
	small := card
	small.Free = whole.Peak[card.ID] + devices.Margin(card) - devices.MB
	runtime := &fakeRuntime{}
	p = open(t, models, runtime, small)
	req.Settings.Offload = devices.Auto
	plan, err := p.Plan(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	got, _ := mustPaint(t, p, req)
	encoding, _ := plan.Component(encoder)
	decoding, _ := plan.Component(decoder)
	runs := []int{7 * max(1, encoding.Tiles), 3 * max(1, decoding.Tiles)}
	if plan.Policy != devices.OffloadViews || encoding.Tiles+decoding.Tiles < 4 || runtime.runs["encoder"] != runs[0] || runtime.runs["decoder"] != runs[1] {
		t.Errorf("%s: %d and %d tiles, but runs %v", plan, encoding.Tiles, decoding.Tiles, runtime.runs)
	}
	if !alike(got, want) {
		t.Error("in tiles the views are others")
	}
	checkLeaks(t, p, "in tiles")
}
