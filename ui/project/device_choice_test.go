package project

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"patina/devices"
	"patina/paint"
)

var found = []devices.Device{
	{ID: "cuda:0", Provider: devices.CUDA, Name: "NVIDIA L4", Total: 24 * devices.GB, Free: 20 * devices.GB, Proven: true, Half: true},
	{ID: "cuda:1", Provider: devices.CUDA, Name: "NVIDIA L4", Index: 1, Total: 24 * devices.GB, Free: 25 * devices.GB, Proven: true},
	{ID: "cpu", Provider: devices.CPU, Name: "Ryzen 9", Total: 64 * devices.GB, Free: 40 * devices.GB, Proven: true, Unified: true, Cores: 16},
	{ID: "webgpu:0", Provider: devices.WebGPU, Name: "Radeon", Reason: "the driver does not answer"},
}

func TestDeviceTitlesLeadBackToTheirDevice(t *testing.T) {
	titles := DeviceTitles(found)
	if len(titles) != 4 || titles[0] != AutomaticDevice || DeviceTitled(found, titles[0]) != "" {
		t.Fatalf("titles %q", titles)
	}
	for i, title := range titles[1:] {
		if id := DeviceTitled(found, title); id != found[i].ID || DeviceTitle(found, id) != title {
			t.Errorf("%q leads to %q, want %q", title, id, found[i].ID)
		}
	}
	for id, want := range map[devices.ID]string{"webgpu:0": "Radeon (WebGPU), cannot be used", "cuda:7": "cuda:7, not found"} {
		if got := DeviceTitle(found, id); got != want {
			t.Errorf("%s is shown as %q, want %q", id, got, want)
		}
	}
	if got := DeviceTitle(nil, "cuda:0"); got != "cuda:0" {
		t.Errorf("before devices are known one is shown as %q", got)
	}
}

func TestMemoryStaysWithinTheDevice(t *testing.T) {
	for i, want := range []string{"CUDA, 20.0 of 24.0 GB free", "CUDA, 24.0 of 24.0 GB free", "CPU, 40.0 of 64.0 GB free", "WebGPU, cannot be used"} {
		text, used := Memory(found[i])
		if text != want || used < 0 || used > 1 {
			t.Errorf("%s: %q, %g in use", found[i].ID, text, used)
		}
	}
}

func TestDevicesAndOffloadAreExplained(t *testing.T) {
	if got := ExplainDevice(found[3]); !strings.Contains(got, found[3].Reason) {
		t.Errorf("%q leaves out why", got)
	}
	for _, policy := range OffloadChoices() {
		meaning, cost, two := strings.Cut(ExplainOffload(policy), "\n")
		if !two || Sentence(meaning) != meaning || Sentence(cost) != cost {
			t.Errorf("%s is explained as %q", policy, ExplainOffload(policy))
		}
	}
}

func TestKeepTitlesLeadBackToTheirTime(t *testing.T) {
	for _, title := range KeepTitles() {
		if got := KeepTitle(KeepTitled(title)); got != title {
			t.Errorf("%q leads to %q", title, got)
		}
	}
	if KeepTitle(0) == KeepTitle(time.Minute) {
		t.Error("two times have one title")
	}
}

func TestTakingAnOfferKeepsTheSeedOfTheFailedJob(t *testing.T) {
	p, _ := newTestProject(t, "")
	p.Settings.Seed, p.seedUsed = 7, true
	p.Job = &Job{State: JobFailed}
	p.TakeOffer(devices.Plan{Policy: devices.OffloadViews})
	p.nextSeed()
	if word, ok := p.OffloadWord(); p.Settings.Seed != 7 || p.Settings.Offload != devices.OffloadViews || word != devices.On || !ok {
		t.Errorf("seed %d, offload %s, shown as %s", p.Settings.Seed, p.Settings.Offload, word)
	}
	p.TakeOffer(devices.Plan{Policy: devices.OnCPU})
	if _, ok := p.OffloadWord(); ok {
		t.Error("the processor is shown as one of auto, on and off")
	}
}

// plansFor is a machine with a plan, or an error, for each word on offload.
type plansFor struct {
	noMonitor
	plans map[devices.Policy]devices.Plan
	fail  map[devices.Policy]error
}

func (m plansFor) Plan(ctx context.Context, req paint.Request) (devices.Plan, error) {
	policy := req.Settings.Offload
	return m.plans[policy], m.fail[policy]
}

func TestAutoSaysWhy(t *testing.T) {
	on := func(p devices.Policy, id devices.ID) devices.Plan {
		return devices.Plan{Policy: p, Peak: map[devices.ID]devices.Bytes{id: devices.GB}}
	}
	full := &devices.NoFitError{Component: "unet", Needs: 9 * devices.GB, Has: 7 * devices.GB}
	for _, test := range []struct {
		auto    devices.Plan
		err     error
		off     error
		have    []devices.Device
		chosen  devices.ID
		wanted  string
		problem bool
	}{
		{auto: on(devices.Resident, "cuda:0"), have: found, wanted: "keeps everything on NVIDIA L4 (CUDA 0): there is room"},
		{auto: on(devices.Offload, "cuda:1"), off: full, have: found, wanted: "to NVIDIA L4 (CUDA 1) for its stage only: all at once they need 9.0 GB and 7.0 GB can be used."},
		{auto: on(devices.OffloadViews, "cuda:0"), off: full, have: found, wanted: "works in tiles: all at once they need 9.0 GB"},
		{auto: on(devices.OnCPU, "cpu"), have: found, wanted: "processor: the other devices have too little room"},
		{auto: on(devices.OnCPU, "cpu"), have: found[2:], wanted: "processor: no other device is there"},
		{auto: on(devices.OnCPU, "cpu"), have: found, chosen: "cpu", wanted: "processor: it was chosen."},
		{err: full, have: found, wanted: "finds no way that fits: the least is 9.0 GB and 7.0 GB", problem: true},
	} {
		m := plansFor{
			plans: map[devices.Policy]devices.Plan{devices.Auto: test.auto},
			fail:  map[devices.Policy]error{devices.Auto: test.err, devices.Off: test.off},
		}
		o, err := LookAhead(t.Context(), m, paint.Request{Settings: paint.Settings{Device: test.chosen}}, test.have)
		if err != nil || !strings.Contains(o.Auto, test.wanted) || (o.Problem != "") != test.problem || (o.Plan == nil) != test.problem {
			t.Errorf("want %q, got %+v, %v", test.wanted, o, err)
		}
	}
}

func TestLookingAheadEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	gone := errors.New("gone")
	cancel(gone)
	if _, err := LookAhead(ctx, plansFor{}, paint.Request{}, nil); !errors.Is(err, gone) {
		t.Errorf("got %v", err)
	}
}
