package ui

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"patina/devices"
	"patina/paint"
	"patina/ui/project"
)

var (
	cardOne   = devices.Device{ID: "cuda:0", Provider: devices.CUDA, Name: "NVIDIA L4", Total: 24 * devices.GB, Free: 20 * devices.GB, Proven: true, Half: true, Driver: "580.1"}
	cardTwo   = devices.Device{ID: "webgpu:0", Provider: devices.WebGPU, Name: "Radeon", Total: 8 * devices.GB, Free: 8 * devices.GB, Reason: "the driver does not answer"}
	processor = devices.Device{ID: devices.Processor, Provider: devices.CPU, Name: "Ryzen 9", Total: 64 * devices.GB, Free: 40 * devices.GB, Proven: true, Cores: 16}
)

// fakeMonitor is a machine of which a test decides everything.
type fakeMonitor struct {
	mu       sync.Mutex
	found    []devices.Device
	err      error
	measured int              // calls of Devices that returned
	active   int              // calls of Devices under way
	gate     chan struct{}    // Devices and Plan wait for it to close, nil for at once
	room     devices.Bytes    // that a plan may need on the first card
	asked    []paint.Settings // of calls of Plan
	released int
	kept     time.Duration
	failing  error // of Release
	speeds   devices.Speeds
	most     devices.Bytes
}

func (m *fakeMonitor) set(f func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	f()
}

func (m *fakeMonitor) wait(ctx context.Context) error {
	m.mu.Lock()
	gate := m.gate
	m.mu.Unlock()
	if gate == nil {
		return nil
	}
	select {
	case <-gate:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (m *fakeMonitor) Devices(ctx context.Context) ([]devices.Device, error) {
	m.set(func() { m.active++ })
	err := m.wait(ctx)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.active--
	if err != nil {
		return nil, err
	}
	m.measured++
	return m.found, m.err
}

// Plan knows a model that needs 9 GB at once and 4 GB with offload.
func (m *fakeMonitor) Plan(ctx context.Context, req paint.Request) (devices.Plan, error) {
	if err := m.wait(ctx); err != nil {
		return devices.Plan{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked = append(m.asked, req.Settings)
	plan := func(p devices.Policy, peak devices.Bytes) devices.Plan {
		return devices.Plan{
			Policy: p, Seconds: 38, Peak: map[devices.ID]devices.Bytes{"cuda:0": peak}, Free: map[devices.ID]devices.Bytes{"cuda:0": m.room},
			Components: []devices.Placement{{Component: "unet", Stage: "denoise", Device: "cuda:0", Resident: p == devices.Resident, Weights: 2 * devices.GB, Working: 2 * devices.GB}},
		}
	}
	resident, offload := plan(devices.Resident, 9*devices.GB), plan(devices.Offload, 4*devices.GB)
	policy := req.Settings.Offload
	switch {
	case m.room >= 9*devices.GB && (policy == devices.Auto || policy == devices.Off || policy == devices.Resident):
		return resident, nil
	case m.room >= 4*devices.GB && policy != devices.Off && policy != devices.Resident:
		return offload, nil
	case m.room >= 4*devices.GB:
		return devices.Plan{}, &devices.NoFitError{Policy: policy, Component: "unet", Device: cardOne, Needs: 9 * devices.GB, Has: m.room, Tried: resident, Fits: &offload}
	}
	return devices.Plan{}, &devices.NoFitError{Policy: policy, Component: "unet", Device: cardOne, Needs: 4 * devices.GB, Has: m.room, Tried: offload}
}

func (m *fakeMonitor) Release() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.released++
	return m.failing
}

func (m *fakeMonitor) Library() string { return "1.2.3" }

func (m *fakeMonitor) Learn(s devices.Speeds) { m.set(func() { m.speeds = s }) }

func (m *fakeMonitor) Cap() devices.Bytes {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.most
}

func (m *fakeMonitor) SetCap(most devices.Bytes) { m.set(func() { m.most = most }) }

func (m *fakeMonitor) KeptFor() time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.kept
}

func (m *fakeMonitor) KeepFor(d time.Duration) error {
	m.set(func() { m.kept = d })
	return nil
}

// newDeviceHarness opens a window over a machine, with a painter that runs a model.
func newDeviceHarness(t *testing.T, m *fakeMonitor) *harness {
	t.Helper()
	h := &harness{t: t, app: test.NewTempApp(t), frames: &fakeFrames{lit: true}, views: &fakeViews{}, folder: t.TempDir(), monitor: m}
	h.start()
	return h
}

func (h *harness) paintWithModel() {
	h.t.Helper()
	h.openBoth()
	if err := h.p.Set("painter", "Model"); err != nil {
		h.t.Fatal(err)
	}
	h.w.refresh()
}

func TestDevicesAreShownWithTheirMemory(t *testing.T) {
	m := &fakeMonitor{found: []devices.Device{cardOne, processor, cardTwo}}
	h := newDeviceHarness(t, m)
	panel := h.w.devices
	h.until("devices are shown", func() bool { return len(panel.rows) == 3 })
	if got := panel.rows[0].name.Text + ": " + panel.rows[0].memory.Text; got != "NVIDIA L4: CUDA, 20.0 of 24.0 GB free" {
		t.Errorf("the card is shown as %q", got)
	}
	if row := panel.rows[2]; !strings.Contains(row.memory.Text, "cannot be used") || !strings.Contains(row.name.tipText(), cardTwo.Reason) || row.used.Visible() {
		t.Errorf("a card that is not proven is shown as %q, explained as %q", row.memory.Text, row.name.tipText())
	}
	if got := strings.Join(panel.device.Options, "; "); got != "Automatic; NVIDIA L4 (CUDA); Ryzen 9 (CPU)" {
		t.Errorf("the choices are %s", got)
	}
	less := cardOne
	less.Free = 3 * devices.GB
	m.set(func() { m.found = []devices.Device{less, processor} })
	h.until("less is free", func() bool { return strings.HasPrefix(panel.rows[0].memory.Text, "CUDA, 3.0 of") })
	if panel.rows[2].Visible() {
		t.Error("a device that went is still shown")
	}
}

func TestDevicesThatCannotBeMeasuredSayWhy(t *testing.T) {
	m := &fakeMonitor{err: errors.New("the library is broken")}
	h := newDeviceHarness(t, m)
	h.until("the trouble is shown", func() bool { return h.w.devices.problem.Text == "The library is broken." })
	m.set(func() { m.err, m.found = nil, []devices.Device{processor} })
	h.until("the processor is shown", func() bool { return len(h.w.devices.rows) == 1 && !h.w.devices.problem.Visible() })
	m.set(func() { m.err, m.found = errors.New("gone"), nil })
	h.until("the trouble is shown", func() bool { return h.w.devices.problem.Text == "Gone." })
	if !h.w.devices.rows[0].Visible() {
		t.Error("what was known is gone after one failure")
	}
}

func TestASlowMachineHoldsNothingUp(t *testing.T) {
	m := &fakeMonitor{found: []devices.Device{processor}, gate: make(chan struct{}), room: 20 * devices.GB}
	h := newDeviceHarness(t, m)
	h.paintWithModel()
	if got := h.w.devices.problem.Text; got != "Looking for devices…" {
		t.Errorf("meanwhile the panel says %q", got)
	}
	if row := h.w.jobs.plan; row.text.Text != "…" || !row.Visible() {
		t.Errorf("meanwhile the plan says %q, visible %v", row.text.Text, row.Visible())
	}
	time.Sleep(20 * h.w.watch.interval)
	m.set(func() {
		if m.active != 1 || m.measured != 0 {
			t.Errorf("%d measurements at once", m.active)
		}
	})
	h.stop() // must not wait for the gate
	if m.active != 0 {
		t.Error("a measurement outlives the window")
	}
}

func TestMeasuringEndsWithTheWindow(t *testing.T) {
	m := &fakeMonitor{found: []devices.Device{processor}}
	h := newDeviceHarness(t, m)
	h.until("devices were measured twice", func() bool {
		h.w.devices.refresh()
		m.mu.Lock()
		defer m.mu.Unlock()
		return m.measured > 1
	})
	h.stop()
	before := m.measured
	time.Sleep(20 * h.w.watch.interval)
	if m.measured != before {
		t.Error("devices are measured after the window closed")
	}
}

func TestChoosingDeviceAndOffload(t *testing.T) {
	m := &fakeMonitor{found: []devices.Device{cardOne, processor}, room: 20 * devices.GB}
	h := newDeviceHarness(t, m)
	panel := h.w.devices
	h.until("devices are shown", func() bool { return len(panel.rows) == 2 })
	if !panel.device.Disabled() || !panel.offload.buttons[0].Disabled() || !strings.Contains(panel.device.tipText(), "makes no difference") {
		t.Error("a painter without a model can choose a device")
	}
	h.paintWithModel()
	panel.device.SetSelected("NVIDIA L4 (CUDA)")
	if h.p.Settings.Device != "cuda:0" || panel.device.Selected != "NVIDIA L4 (CUDA)" {
		t.Errorf("device %q, shown as %q", h.p.Settings.Device, panel.device.Selected)
	}
	panel.device.SetSelected("Automatic")
	if h.p.Settings.Device != "" {
		t.Errorf("device %q", h.p.Settings.Device)
	}
	on := panel.offload.buttons[1]
	h.w.win.Canvas().Focus(on)
	on.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	if h.p.Settings.Offload != devices.On {
		t.Errorf("offload is %s after Space", h.p.Settings.Offload)
	}
}

func TestGivingMemoryBack(t *testing.T) {
	m := &fakeMonitor{found: []devices.Device{processor}, failing: errors.New("a session does not close")}
	h := newDeviceHarness(t, m)
	test.Tap(h.w.devices.release)
	h.until("the failure is told", func() bool { return h.w.banner.label.Text == "A session does not close." })
	if m.released != 1 {
		t.Errorf("released %d times", m.released)
	}
}

func TestChoosingHowLongMemoryIsKept(t *testing.T) {
	m := &fakeMonitor{found: []devices.Device{processor}, kept: 5 * time.Minute}
	h := newDeviceHarness(t, m)
	keep := h.w.devices.keep
	if keep.Selected != project.KeepTitle(5*time.Minute) {
		t.Errorf("at first memory is kept %q", keep.Selected)
	}
	for _, title := range project.KeepTitles() {
		keep.SetSelected(title)
		h.until("the machine knows", func() bool {
			return m.KeptFor() == project.KeepTitled(title) && project.KeepTitle(m.KeptFor()) == title
		})
		h.until("it is shown", func() bool { return keep.Selected == title })
	}
}

func TestEveryDeviceControlHasATooltip(t *testing.T) {
	m := &fakeMonitor{found: []devices.Device{cardOne, processor, cardTwo}, room: 5 * devices.GB}
	h := newDeviceHarness(t, m)
	h.paintWithModel()
	h.until("there is a plan", func() bool { return h.w.watch.outlook.Plan != nil && len(h.w.devices.rows) == 3 })
	for _, o := range test.LaidOutObjects(h.w.win.Content()) {
		if c, ok := o.(tipped); ok && len(c.tipText()) < 10 {
			t.Errorf("%T has the tooltip %q", o, c.tipText())
		}
	}
}

func TestCappingTheMemory(t *testing.T) {
	m := &fakeMonitor{found: []devices.Device{cardOne, processor}, room: 20 * devices.GB}
	h := newDeviceHarness(t, m)
	h.paintWithModel()
	h.until("there is a plan", func() bool { return h.w.watch.outlook.Plan != nil && len(h.w.devices.rows) == 2 })
	most, before := h.w.devices.most, h.w.watch.looking
	if most.Selected != project.NoCap || len(most.Options) != 10 { // 64 GB is all there is
		t.Errorf("%q of %q", most.Selected, most.Options)
	}
	most.SetSelected("8.0 GB")
	if m.Cap() != 8*devices.GB || most.Selected != "8.0 GB" {
		t.Errorf("capped at %v, shown as %q", m.Cap(), most.Selected)
	}
	h.until("the plan was asked for anew", func() bool { return h.w.watch.looking != before && h.w.watch.outlook.Plan != nil })
	h.stop()
	again := &fakeMonitor{found: m.found}
	h.monitor = again
	h.start()
	if again.Cap() != 8*devices.GB {
		t.Errorf("after a restart the cap is %v", again.Cap())
	}
	h.w.devices.most.SetSelected(project.NoCap)
	if again.Cap() != 0 {
		t.Errorf("without a limit it is %v", again.Cap())
	}
}

func TestPartsGoToDevicesOfTheirOwn(t *testing.T) {
	second := cardOne
	second.ID, second.Index, second.Name = "cuda:1", 1, "NVIDIA T4"
	m := &fakeMonitor{found: []devices.Device{cardOne, processor}, room: 20 * devices.GB}
	h := newDeviceHarness(t, m)
	h.paintWithModel()
	row := h.w.devices.parts
	h.until("devices are shown", func() bool { return len(h.w.devices.rows) == 2 })
	if row.Visible() {
		t.Error("parts can be put apart with one card")
	}
	m.set(func() { m.found = []devices.Device{cardOne, second, processor} })
	h.until("parts can be put apart", func() bool { return row.Visible() })
	row.parts["vae"].SetSelected("NVIDIA T4 (CUDA)")
	if got := h.p.Settings.Devices; len(got) != 1 || got["vae"] != "cuda:1" || row.parts["vae"].Selected != "NVIDIA T4 (CUDA)" {
		t.Errorf("parts are on %v", got)
	}
	m.set(func() { m.found = []devices.Device{cardOne, processor} })
	h.until("the card is gone", func() bool { return strings.Contains(row.parts["vae"].Selected, "not found") })
	row.parts["vae"].SetSelected(project.AutomaticDevice)
	if h.p.Settings.Devices != nil || row.Visible() {
		t.Errorf("parts are on %v", h.p.Settings.Devices)
	}
}
