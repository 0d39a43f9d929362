package ui

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"patina/ui/project"
)

func TestPaintWithNothingOpenSaysSo(t *testing.T) {
	h := newHarness(t)
	test.Tap(h.w.jobs.paint)
	if !h.w.banner.Visible() || !strings.Contains(h.w.banner.label.Text, "drop a mesh and a reference image") {
		t.Errorf("banner %q, visible %v", h.w.banner.label.Text, h.w.banner.Visible())
	}
	test.Tap(h.w.banner.copy)
	if got := h.app.Clipboard().Content(); got != h.w.banner.label.Text {
		t.Errorf("the clipboard holds %q", got)
	}
	test.Tap(h.w.banner.close)
	if h.w.banner.Visible() {
		t.Error("the banner stays after it was closed")
	}
}

func TestPaintRunsAllStagesAndShowsTheResult(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	if !strings.HasPrefix(h.w.jobs.ready.Text, "Ready: 6 cameras") {
		t.Errorf("ready line %q", h.w.jobs.ready.Text)
	}
	h.paintToEnd()
	for i, row := range h.p.Job.Stages {
		if row.State != project.StageDone || h.w.jobs.stages[i].title.Text != row.Title {
			t.Errorf("row %d: %+v, shown as %q", i, row, h.w.jobs.stages[i].title.Text)
		}
	}
	if len(h.frames.textures) != 1 || h.frames.textures[0] != h.p.Result.Textures[0] {
		t.Error("the result is not on the mesh")
	}
	if !h.w.result.Visible() || !strings.Contains(h.w.result.summary.Text, "texels painted") {
		t.Errorf("result %v: %q", h.w.result.Visible(), h.w.result.summary.Text)
	}
	if title := h.w.win.Title(); title != "• box.obj – Patina" {
		t.Errorf("title %q", title)
	}
	if len(h.w.passes.shown) != 6 || h.w.passes.kind.Selected != kindPainted {
		t.Errorf("%d thumbnails of %q", len(h.w.passes.shown), h.w.passes.kind.Selected)
	}
}

func TestCancelAnswersAtOnce(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.views.wait = true
	test.Tap(h.w.jobs.paint)
	h.until("all views have a preview", func() bool { return len(h.p.Job.Previews) == 6 })
	if !h.w.jobs.paint.Disabled() || h.w.jobs.cancel.Disabled() {
		t.Error("while a job runs, Paint must rest and Cancel must work")
	}
	test.Tap(h.w.jobs.cancel)
	if h.w.jobs.cancel.Text != "Cancelling…" || !h.w.jobs.cancel.Disabled() {
		t.Errorf("the button says %q", h.w.jobs.cancel.Text)
	}
	h.until("the job has ended", func() bool { return !h.p.Running() })
	if h.p.Job.State != project.JobCancelled || h.w.banner.Visible() || h.w.jobs.cancel.Text != "Cancel" {
		t.Errorf("state %s, banner %v, button %q", h.p.Job.State, h.w.banner.Visible(), h.w.jobs.cancel.Text)
	}
	if !strings.HasPrefix(h.w.jobs.times.Text, "Cancelled after") {
		t.Errorf("times %q", h.w.jobs.times.Text)
	}
}

func TestEscapeCancelsWhateverHasTheFocus(t *testing.T) {
	for _, focus := range []func(h *harness) fyne.Focusable{
		func(h *harness) fyne.Focusable { return h.w.jobs.paint },
		func(h *harness) fyne.Focusable { return h.w.settings.lock },
		func(h *harness) fyne.Focusable { return h.entry(project.ViewSize) },
	} {
		h := newHarness(t)
		h.openBoth()
		h.views.wait = true
		h.w.paint()
		control := focus(h)
		h.w.win.Canvas().Focus(control)
		control.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if h.p.Job.State != project.JobCancelling {
			t.Errorf("Esc in %T does not cancel: %s", control, h.p.Job.State)
		}
		h.until("the job has ended", func() bool { return !h.p.Running() })
	}
}

func TestAFailedJobGivesASentence(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.views.fail = errBroken
	h.paintToEnd()
	if got := h.w.banner.label.Text; got != "The tensor unet.conv_in.weight is missing: download the model again." {
		t.Errorf("banner %q", got)
	}
	if !h.w.banner.copy.Visible() || h.w.result.Visible() {
		t.Error("no copy button, or a result of a failed job")
	}
	if state := h.w.jobs.stages[1].state.Text; !strings.HasPrefix(state, "failed") {
		t.Errorf("the stage says %q", state)
	}
}

func TestProgressIsANumber(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.views.wait = true
	h.w.paint()
	h.until("the views stage has counted", func() bool { return h.p.Job.Stages[1].Done == 6 })
	if got := h.w.jobs.times.Text; !strings.Contains(got, " %") || !strings.Contains(got, "elapsed") {
		t.Errorf("times %q", got)
	}
	if got := h.w.jobs.stages[1].state.Text; !strings.HasPrefix(got, "6/6") {
		t.Errorf("stage %q", got)
	}
	if !strings.Contains(h.w.win.Title(), " % ") {
		t.Errorf("title %q", h.w.win.Title())
	}
}

func TestTheRequestHoldsWhatIsOnTheScreen(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.entry(project.Padding).SetText("9")
	h.w.viewport.look(40, 10)
	h.w.useView()
	h.paintToEnd()
	s := h.views.seen.Settings
	if s.Padding != 9 || s.Reference.View.Azimuth != 40 || s.Reference.View.Elevation != 10 || s.ViewSize != 64 {
		t.Errorf("settings %+v", s)
	}
}

func TestSettingsAndSpeedsAreKeptAfterAJob(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.paintToEnd()
	h.stop()
	again := project.New(project.Options{Folder: h.folder + "/config", Painters: h.p.Painters()})
	if again.Settings.ViewSize != 64 {
		t.Errorf("view size %d", again.Settings.ViewSize)
	}
}

func TestPaceLetsABurstThrough(t *testing.T) {
	p := newPace()
	now := time.Unix(1000, 0)
	for i := range eventBurst {
		if d := p.delay(now); d != 0 {
			t.Fatalf("event %d of a burst waits %v", i, d)
		}
	}
	var waited time.Duration
	for range eventsPerSecond {
		d := p.delay(now)
		waited += d
		now = now.Add(d)
	}
	if waited < 900*time.Millisecond || waited > 1100*time.Millisecond {
		t.Errorf("%d events take %v, want about a second", eventsPerSecond, waited)
	}
}
