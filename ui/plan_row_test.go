package ui

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"patina/devices"
	"patina/paint"
	"patina/paint/view"
	"patina/ui/project"
)

// modelViews paints as a painter with a model does: first it reports what the harness
// says.
type modelViews struct{ h *harness }

func (modelViews) Name() string { return "model" }

func (v modelViews) PaintViews(ctx context.Context, req paint.Request, passes []view.Passes, report func(paint.Event)) ([]view.Painted, error) {
	for _, ev := range v.h.tell {
		report(ev)
	}
	return v.h.views.PaintViews(ctx, req, passes, report)
}

func (h *harness) untilPlan(words string) {
	h.t.Helper()
	h.until("the plan says "+words, func() bool { return strings.Contains(h.w.jobs.plan.text.Text, words) })
}

func TestThePlanIsShownBeforePaint(t *testing.T) {
	m := &fakeMonitor{found: []devices.Device{cardOne, processor}, room: 20 * devices.GB}
	h := newDeviceHarness(t, m)
	h.openBoth()
	if row := h.w.jobs.plan; row.Visible() {
		t.Errorf("a painter without a model has the plan %q", row.text.Text)
	}
	h.paintWithModel()
	h.untilPlan("Unet 2.0 GB + 2.0 GB working; 9.0 of 20.0 GB; about 38 s.")
	if h.w.jobs.plan.icon.Visible() || h.w.jobs.plan.offer.Visible() {
		t.Error("a plan that fits is a warning")
	}
	if got := h.w.devices.auto.Text; !strings.Contains(got, "keeps everything") {
		t.Errorf("Auto is explained as %q", got)
	}
	if !strings.Contains(h.w.jobs.plan.text.tipText(), "unet on NVIDIA L4 (CUDA): 2.0 GB + 2.0 GB working") {
		t.Errorf("the plan is explained as %q", h.w.jobs.plan.text.tipText())
	}
	h.p.SetOffload(devices.On)
	h.w.refresh()
	if got := h.w.jobs.plan.text.Text; got != "…" {
		t.Errorf("after a change the plan still says %q", got)
	}
	h.untilPlan("4.0 of 20.0 GB")
	_ = h.p.Set(project.PainterName, "Projection")
	h.w.refresh()
	if h.w.jobs.plan.Visible() || h.w.devices.auto.Visible() {
		t.Error("the plan of a model stays when another painter is chosen")
	}
}

func TestThePlanIsAskedForOnlyWhenItMayBeAnother(t *testing.T) {
	m := &fakeMonitor{found: []devices.Device{cardOne, processor}, room: 20 * devices.GB}
	h := newDeviceHarness(t, m)
	h.paintWithModel()
	h.untilPlan("9.0 of 20.0 GB")
	count := func() (n int) { m.set(func() { n = len(m.asked) }); return n }
	before := count()
	h.p.RollSeed()
	_ = h.p.Set(project.TextureSize, "64")
	h.w.refresh()
	measured := func() (n int) { m.set(func() { n = m.measured }); return n }
	start := measured()
	h.until("devices were measured again", func() bool { return measured() > start+2 })
	if got := count(); got != before {
		t.Errorf("%d more plans for a seed and a texture size", got-before)
	}
	less := cardOne
	less.Free = 5 * devices.GB
	m.set(func() { m.found, m.room = []devices.Device{less, processor}, 5*devices.GB })
	h.untilPlan("4.0 of 5.0 GB")
	if got := h.w.devices.auto.Text; !strings.Contains(got, "for its stage only: all at once they need 9.0 GB and 5.0 GB can be used") {
		t.Errorf("Auto is explained as %q", got)
	}
}

func TestAPlanThatDoesNotFitOffersOneThatDoes(t *testing.T) {
	m := &fakeMonitor{found: []devices.Device{cardOne, processor}, room: 5 * devices.GB}
	h := newDeviceHarness(t, m)
	h.paintWithModel()
	h.p.SetOffload(devices.Off)
	h.w.refresh()
	h.untilPlan("Unet needs 9.0 GB on NVIDIA L4")
	row := h.w.jobs.plan
	if !row.icon.Visible() || !row.offer.Visible() || row.offer.Text != "Use offload" || !strings.Contains(row.offer.tipText(), "4.0 of 5.0 GB") {
		t.Errorf("warning %v, button %v: %q, %q", row.icon.Visible(), row.offer.Visible(), row.offer.Text, row.offer.tipText())
	}
	test.Tap(row.offer)
	if h.p.Settings.Offload != devices.Offload {
		t.Errorf("offload is %s", h.p.Settings.Offload)
	}
	h.untilPlan("4.0 of 5.0 GB")
	if row.offer.Visible() || row.icon.Visible() {
		t.Error("the warning stays after it was heeded")
	}
	m.set(func() { m.room, m.found = devices.GB, nil })
	h.p.SetOffload(devices.Auto)
	h.w.refresh()
	h.untilPlan("needs 4.0 GB")
	if row.offer.Visible() {
		t.Error("a button offers a plan that there is none of")
	}
}

func TestAFailedJobOffersAPlanThatFits(t *testing.T) {
	m := &fakeMonitor{found: []devices.Device{cardOne, processor}, room: 20 * devices.GB}
	h := newDeviceHarness(t, m)
	h.paintWithModel()
	h.p.SetOffload(devices.Off)
	h.views.fail = &paint.OutOfMemoryError{Component: "unet", Device: "cuda:0", Policy: devices.Off, Offer: &devices.Plan{Policy: devices.Offload}}
	h.paintToEnd()
	if b := h.w.banner; !b.offer.Visible() || b.offer.Text != "Use offload and paint" || !strings.Contains(b.label.Text, "ran out of memory for the unet") {
		t.Fatalf("button %v %q, banner %q", b.offer.Visible(), b.offer.Text, b.label.Text)
	}
	seed := h.views.seen.Settings.Seed
	h.views.fail = nil
	test.Tap(h.w.banner.offer)
	h.until("the job has ended", func() bool { return h.w.job == nil && !h.p.Running() })
	if s := h.views.seen.Settings; h.p.Job.State != project.JobFinished || s.Offload != devices.Offload || s.Seed != seed {
		t.Errorf("the job %s, with offload %s and seed %d; the failed one had %d", h.p.Job.State, s.Offload, s.Seed, seed)
	}
	if h.w.banner.Visible() {
		t.Error("the banner stays after the job went well")
	}
	h.w.banner.complain("Something else.")
	if h.w.banner.offer.Visible() {
		t.Error("another message has the button of the former")
	}
}

func TestTransfersAreShownWhileTheyLast(t *testing.T) {
	m := &fakeMonitor{found: []devices.Device{cardOne, processor}, room: 20 * devices.GB}
	h := newDeviceHarness(t, m)
	h.paintWithModel()
	plan := devices.Plan{Policy: devices.Offload, Seconds: 38, Components: []devices.Placement{{Component: "vae", Device: "cuda:0"}}}
	half := devices.Transfer{Component: "unet", From: "cpu", To: "cuda:0", Done: devices.GB, Total: 2 * devices.GB}
	h.tell = []paint.Event{paint.Planned{Plan: plan}, paint.Transfer{Transfer: half}}
	h.views.wait = true
	h.w.paint()
	moving := h.w.jobs.moving
	h.until("a transfer is shown", func() bool { return len(moving.rows) == 1 })
	if row := moving.rows[0]; !moving.Visible() || row.what.Text != "unet: cpu → cuda:0" || row.bytes.Text != "1.0 GB of 2.0 GB" || row.bar.fraction != 0.5 {
		t.Errorf("shown %v: %q, %q, %g", moving.Visible(), row.what.Text, row.bytes.Text, row.bar.fraction)
	}
	if got := h.w.jobs.plan.text.Text; !strings.HasPrefix(got, "Vae ") {
		t.Errorf("while the job runs its plan is %q", got)
	}
	done := half
	done.Done = done.Total
	h.w.apply(paint.Transfer{Transfer: done})
	if moving.Visible() {
		t.Error("a transfer that is done is still shown")
	}
	h.w.apply(paint.Transfer{Transfer: half})
	h.w.cancel()
	h.until("the job has ended", func() bool { return !h.p.Running() })
	if moving.Visible() {
		t.Error("a transfer outlives its job")
	}
}
