package profile

import (
	"context"
	"errors"
	"image"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"patina/devices"
	"patina/paint"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

// bench is a machine, and the painter that runs on it.
type bench struct {
	unplanned []devices.Policy     // for which there is no plan
	refuses   []devices.Policy     // that do not fit when they are tried
	stop      func(devices.Policy) // asked before each job, nil for nobody
	painted   []paint.Request      // in order
	released  int
	speeds    devices.Speeds
	lost      error // of Devices
}

func (b *bench) Devices(context.Context) ([]devices.Device, error) {
	if b.lost != nil {
		return nil, b.lost
	}
	return []devices.Device{{ID: "cuda:0", Provider: devices.CUDA, Proven: true}}, nil
}

func (b *bench) Plan(_ context.Context, req paint.Request) (devices.Plan, error) {
	if slices.Contains(b.unplanned, req.Settings.Offload) {
		return devices.Plan{}, errors.New("no device can")
	}
	return devices.Plan{}, nil
}
func (b *bench) Release() error         { b.released++; return nil }
func (b *bench) Library() string        { return "1.2.3" }
func (b *bench) Learn(s devices.Speeds) { b.speeds = s }

// seconds are what the job takes under each policy.
var seconds = map[devices.Policy]float64{devices.Resident: 10, devices.Offload: 10.5, devices.OffloadViews: 12, devices.OnCPU: 100}

func (b *bench) paint(ctx context.Context, req paint.Request, passes []view.Passes, report func(paint.Event)) ([]view.Painted, error) {
	policy := req.Settings.Offload
	b.painted = append(b.painted, req)
	if b.stop != nil {
		b.stop(policy)
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	if slices.Contains(b.refuses, policy) {
		return nil, errors.New("there is no room")
	}
	report(paint.Measured{Row: devices.Row{Policy: policy, Device: "cuda:0", Stage: "denoise", Steps: 2, Seconds: seconds[policy], FLOP: 1e9, Moved: devices.GB, Moving: 0.5, Predicted: 3 * devices.GB}})
	report(paint.StepDone{Stage: paint.StageViews, Done: 2, Total: 2})
	picture := image.NewNRGBA(image.Rect(0, 0, passes[0].Size, passes[0].Size))
	for i := range picture.Pix {
		picture.Pix[i] = 200
	}
	if policy == devices.OnCPU {
		picture.Pix[0] += 2
	}
	return []view.Painted{{View: req.Settings.Rig.Views[0], Image: picture}}, nil
}

func (b *bench) job(t *testing.T) Job {
	req := painttest.Request()
	req.Settings.Offload = devices.On
	return Job{
		Painter: &paint.Painter{Passes: raster.Renderer{}, Views: painttest.PainterFunc(b.paint)}, Request: req,
		Machine: b, File: filepath.Join(t.TempDir(), "profile.json"),
	}
}

func none(Progress, paint.Event) {}

func TestPoliciesAreCompared(t *testing.T) {
	b := &bench{}
	j := b.job(t)
	last := -1.0
	p, err := j.Measure(t.Context(), func(at Progress, _ paint.Event) {
		if f := at.Fraction(); f < last || f > 1 || at.Of != 3 {
			t.Errorf("after %.2f: %.2f, %+v", last, f, at)
		} else {
			last = f
		}
	})
	if err != nil || last < 0.9 {
		t.Fatalf("%v, at %.2f in the end", err, last)
	}
	if cost, ok := p.OffloadCost(); len(p.Rows) != 3 || !ok || cost < 0.049 || cost > 0.051 || p.Difference != 2.0/255 || p.Library != "1.2.3" || p.Model != j.Painter.Name() {
		t.Errorf("got %+v", p)
	}
	for _, req := range b.painted {
		if !req.Anew || req.Settings.Seed != j.Request.Settings.Seed {
			t.Errorf("a job was not painted alike from the start: %+v", req.Settings)
		}
	}
	kept, err := devices.OpenProfile(j.File)
	if err != nil || len(kept.Rows) != 3 || b.released != 3 || b.speeds["cuda:0"].Compute <= 0 {
		t.Errorf("kept %+v, %v; released %d times, learned %v", kept, err, b.released, b.speeds)
	}
	if text := strings.Join(Findings(p), " "); !strings.Contains(text, "offload: 10.50 s. cpu: 100.00 s. Offload costs 5.0 % of the time. The pictures differ by 0.008") {
		t.Errorf("it says %s", text)
	}
	for _, row := range Table(p) {
		if len(row) != len(Head()) || row[5] == row[4] || row[8] != "3.0 GB" || row[9] != "-" {
			t.Errorf("a row says %q", row)
		}
	}
}

func TestWhatDoesNotFitIsLeftOut(t *testing.T) {
	b := &bench{unplanned: []devices.Policy{devices.Resident}, refuses: []devices.Policy{devices.Offload}}
	j := b.job(t)
	var notices []string
	p, err := j.Measure(t.Context(), func(_ Progress, ev paint.Event) {
		if n, ok := ev.(paint.Notice); ok {
			notices = append(notices, n.Text)
		}
	})
	if err != nil || len(p.Rows) != 2 || p.Rows[0].Policy != devices.OffloadViews || p.Rows[1].Policy != devices.OnCPU {
		t.Errorf("got %+v, %v", p.Rows, err)
	}
	if len(notices) != 2 || notices[0] != "resident is left out: no device can" || notices[1] != "offload is left out: there is no room" || len(b.painted) != 3 {
		t.Errorf("notices %q", notices)
	}
	b.refuses = []devices.Policy{devices.Resident, devices.Offload, devices.OffloadViews, devices.OnCPU}
	if _, err := j.Measure(t.Context(), none); err == nil || !strings.Contains(err.Error(), "offload views is left out: there is no room") {
		t.Errorf("nothing fits: %v", err)
	}
	b.lost = errors.New("the machine is gone")
	if _, err := j.Measure(t.Context(), none); err != b.lost {
		t.Errorf("got %v", err)
	}
}

// A measurement that is stopped keeps nothing and teaches nothing.
func TestAStoppedMeasurementLeavesNothing(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	enough := errors.New("enough")
	b := &bench{stop: func(p devices.Policy) {
		if p == devices.Offload {
			cancel(enough)
		}
	}}
	j := b.job(t)
	if _, err := j.Measure(ctx, none); err != enough {
		t.Errorf("got %v", err)
	}
	if _, err := devices.OpenProfile(j.File); err == nil || b.speeds != nil || len(b.painted) != 2 {
		t.Errorf("after %d jobs a profile was kept, or %v learned", len(b.painted), b.speeds)
	}
}
