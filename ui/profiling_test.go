package ui

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"patina/devices"
	"patina/paint"
	"patina/ui/project"
)

// toMeasure opens a window in which everything is ready to be measured.
func toMeasure(t *testing.T) (*harness, *fakeMonitor) {
	t.Helper()
	m := &fakeMonitor{found: []devices.Device{cardOne, processor}, room: 20 * devices.GB}
	h := newDeviceHarness(t, m)
	h.tell = []paint.Event{paint.Measured{Row: devices.Row{Policy: devices.Resident, Device: "cuda:0", Stage: "denoise", Steps: 3, Seconds: 6, FLOP: 1e12, Predicted: devices.GB, Measured: devices.GB}}}
	if !h.w.devices.profile.begin.Disabled() {
		t.Error("a painter without a model can be measured")
	}
	h.paintWithModel()
	_ = h.p.Set(project.ViewSize, "64")
	_ = h.p.Set(project.TextureSize, "64")
	return h, m
}

func (h *harness) measure() {
	h.t.Helper()
	test.Tap(h.w.devices.profile.begin)
	test.Tap(h.overlayButton("Measure"))
}

func TestMeasuringThisMachine(t *testing.T) {
	h, m := toMeasure(t)
	h.until("there is a plan", func() bool { return h.w.watch.outlook.Plan != nil })
	before := h.w.watch.looking
	h.measure()
	if row := h.w.devices.profile; !row.task.Visible() || !strings.Contains(row.doing.Text, " %") || !row.begin.Disabled() || !h.w.jobs.paint.Disabled() {
		t.Errorf("while it is measured the window says %q", row.doing.Text)
	}
	if _, err := h.p.Request(); err == nil {
		t.Error("a job can start while the machine is measured")
	}
	h.until("the profile is shown", func() bool { return h.w.profiling == nil && h.dialogOpen() })
	m.set(func() {
		if m.speeds["cuda:0"].Compute < 1e11 || m.released != 3 {
			t.Errorf("released %d times, learned %v", m.released, m.speeds)
		}
	})
	kept, err := devices.OpenProfile(filepath.Join(h.folder, "profile.json"))
	if err != nil || len(kept.Rows) != 3 {
		t.Errorf("kept %+v, %v", kept, err)
	}
	test.Tap(h.overlayButton("Copy"))
	if text := h.app.Clipboard().Content(); !strings.Contains(text, "denoise\t3\t6.00 s\t2.000 s") || !strings.Contains(text, "The pictures differ by 0.000") {
		t.Errorf("the table says %q", text)
	}
	test.Tap(h.overlayButton("Close"))
	h.until("the plan was asked for anew", func() bool {
		return h.w.watch.looking != before && h.w.watch.outlook.Plan != nil
	})
	if row := h.w.devices.profile; row.task.Visible() || row.begin.Disabled() || h.p.Job != nil {
		t.Error("after the measurement the window is not what it was")
	}
}

func TestAMeasurementCanBeStopped(t *testing.T) {
	h, m := toMeasure(t)
	h.views.wait = true
	h.measure()
	h.until("it is under way", func() bool { return strings.Contains(h.w.devices.profile.doing.Text, "views") })
	h.w.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	h.until("it has stopped", func() bool { return h.w.profiling == nil })
	if h.dialogOpen() || !strings.Contains(h.w.banner.label.Text, "Nothing was changed") || m.speeds != nil {
		t.Errorf("after it was stopped the window says %q, learned %v", h.w.banner.label.Text, m.speeds)
	}
	if _, err := devices.OpenProfile(filepath.Join(h.folder, "profile.json")); err == nil {
		t.Error("a stopped measurement was kept")
	}
	h.views.wait = false
	h.paintToEnd()
}

func TestAMeasurementThatFailsSaysWhy(t *testing.T) {
	h, _ := toMeasure(t)
	h.views.fail = errBroken
	h.measure()
	h.until("it has ended", func() bool { return h.w.profiling == nil })
	if h.dialogOpen() || !strings.Contains(h.w.banner.label.Text, "left out: the tensor unet.conv_in.weight is missing") {
		t.Errorf("the window says %q", h.w.banner.label.Text)
	}
}
