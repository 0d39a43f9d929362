package multiview

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"patina/devices"
	"patina/paint"
	"patina/paint/painttest"
)

// policies are all that an artist or a profile may ask for, but for tiles, which small
// views have no use for.
var policies = []devices.Policy{devices.Auto, devices.On, devices.Off, devices.Resident, devices.Offload, devices.OnCPU}

// short paints the cube from three sides in two steps.
func short(t testing.TB, policy devices.Policy) paint.Request {
	req := request(t)
	req.Settings.Steps, req.Settings.Offload = 2, policy
	return req
}

// checkLeaks fails when anything is open after the memory was given back.
func checkLeaks(t *testing.T, p *Painter, when string) {
	t.Helper()
	if err := p.machine.Release(); err != nil {
		t.Errorf("%s: %v", when, err)
	}
	r := p.machine.Runtime.(*fakeRuntime)
	if r.open != 0 || r.values != 0 || p.machine.pool.open() != 0 {
		t.Errorf("%s: %d networks and %d values are open, the pool counts %d", when, r.open, r.values, p.machine.pool.open())
	}
	if r.orphans != 0 {
		t.Errorf("%s: %d values outlived the session that made them", when, r.orphans)
	}
}

// alike tells whether two pictures differ by rounding at most.
func alike(a, b []byte) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if d := int(a[i]) - int(b[i]); d < -1 || d > 1 {
			return false
		}
	}
	return true
}

func TestEveryPolicyPaintsTheSame(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	want, _ := mustPaint(t, open(t, models, &fakeRuntime{}), short(t, devices.Auto))
	for _, policy := range policies {
		p := open(t, models, &fakeRuntime{}, card)
		got, _ := mustPaint(t, p, short(t, policy))
		if !bytes.Equal(got, want) {
			t.Errorf("%s paints something else", policy)
		}
		checkLeaks(t, p, policy.String())
	}
}

// A card that runs out again and again leads down to the processor.
func TestStepsDownToTheProcessor(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	want, _ := mustPaint(t, open(t, models, &fakeRuntime{}), short(t, devices.Auto))
	used := 0
	runtime := &fakeRuntime{fail: func(_ int, on devices.ID) bool {
		used++
		return on == card.ID && used > 30
	}}
	p := open(t, models, runtime, card)
	var plans []devices.Policy
	h := &heard{each: func(ev paint.Event) {
		if planned, ok := ev.(paint.Planned); ok {
			plans = append(plans, planned.Plan.Policy)
		}
	}}
	painted, err := listen(t, t.Context(), p, short(t, devices.Auto), h)
	if err != nil || !alike(pixels(painted), want) {
		t.Fatalf("got %v, the same picture: %v", err, alike(pixels(painted), want))
	}
	if fmt.Sprint(plans) != "[resident offload cpu]" {
		t.Errorf("the plans were %v", plans)
	}
	if len(h.notices) != 2 || !strings.HasPrefix(h.notices[0], "Test card ran out of memory for the ") || !strings.Contains(h.notices[1], "so the job goes on with less: on the processor") {
		t.Errorf("notices %q", h.notices)
	}
	if len(h.steps) != 2 {
		t.Errorf("%d steps were taken for 2", len(h.steps))
	}
	checkLeaks(t, p, "at the end")
}

func TestHalfPrecisionThatOverflowsIsWidened(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	want, _ := mustPaint(t, open(t, models, &fakeRuntime{}), short(t, devices.Auto))
	for kind, name := range map[string]string{"encoder": "VAE encoder", "seeing": "UNet", "blind": "unconditional UNet", "decoder": "VAE decoder"} {
		p := open(t, models, &fakeRuntime{overflow: kind}, card)
		got, h := mustPaint(t, p, short(t, devices.Auto))
		if !bytes.Equal(got, want) {
			t.Errorf("%s: another picture", kind)
		}
		if said := fmt.Sprintf("The %s went beyond the numbers of half precision, so it goes on in float32.", name); len(h.notices) != 1 || h.notices[0] != said {
			t.Errorf("%s: notices %q", kind, h.notices)
		}
		if len(h.steps) != 2 {
			t.Errorf("%s: %d steps", kind, len(h.steps))
		}
		checkLeaks(t, p, kind)
	}
}

// What has no room before the job starts is told with the plan that would have.
func TestAJobThatCannotFitOffersOneThatCan(t *testing.T) {
	small := card
	small.Free = devices.GB
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{}, small)
	req := short(t, devices.Off)
	_, _, err := paintWith(t, t.Context(), p, req)
	offer, ok := paint.Offer(err)
	if !errors.Is(err, devices.ErrNoFit) || !ok {
		t.Fatalf("got %v", err)
	}
	req.Settings.Offload = offer.Policy
	mustPaint(t, p, req)
	req.Settings.Offload = devices.Auto
	plan, err := p.Plan(t.Context(), req)
	if err != nil || plan.Policy != offer.Policy {
		t.Errorf("auto plans %v, offered was %v, %v", plan.Policy, offer.Policy, err)
	}
}

func TestTheCapLimitsThePlan(t *testing.T) {
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{}, card)
	p.machine.Used = func() (devices.Bytes, error) { return 2 * devices.GB, nil }
	req := short(t, devices.Auto)
	free, err := p.Plan(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	p.machine.Cap = 2*devices.GB + free.Peak[card.ID] - devices.MB
	capped, err := p.Plan(t.Context(), req)
	if err != nil || capped.Policy == free.Policy || capped.Peak[card.ID] > p.machine.Cap-2*devices.GB {
		t.Errorf("with %s left: %v, %v", p.machine.Cap-2*devices.GB, capped, err)
	}
	p.machine.Cap = devices.GB
	if _, err := p.Plan(t.Context(), req); err == nil || !strings.Contains(err.Error(), "may use 1.0 GB and uses 2.0 GB without any network") {
		t.Errorf("got %v", err)
	}
}
