package terminal

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"patina/assets"
	"patina/devices"
	"patina/paint"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

func TestMachineFlagsAreUnderstood(t *testing.T) {
	o := parse(t, "m.glb -r r.png -o x.glb --model dir --offload on --device cuda:1 --cap-memory 6GB --free-after 90s")
	if s := o.Settings; s.Offload != devices.On || s.Device != "cuda:1" || s.Devices != nil || o.Cap != 6*devices.GB || o.FreeAfter != 90*time.Second {
		t.Errorf("got %v %q %v %d %s", s.Offload, s.Device, s.Devices, o.Cap, o.FreeAfter)
	}
	o = parse(t, "m.glb -r r.png -o x.glb --model dir --device unet=cuda:0,vae=CUDA:1,webgpu")
	if s := o.Settings; s.Offload != devices.Auto || s.Device != "webgpu:0" || s.Devices["unet"] != "cuda:0" || s.Devices["vae"] != "cuda:1" {
		t.Errorf("got %v %q %v", s.Offload, s.Device, s.Devices)
	}
	for line, want := range map[string]string{
		"--offload never":                       "--offload",
		"--device teapot":                       `--device: "teapot" is no device`,
		"--device unet=":                        "--device",
		"--device clip=cpu":                     `no part "clip"`,
		"--device cpu,cuda:0":                   "names two devices",
		"--cap-memory 6":                        `--cap-memory: "6" is no size`,
		"--cap-memory -1GB":                     "is no size",
		"--free-after -1s":                      "cannot be negative",
		"devices --out x.glb":                   "paints nothing to keep",
		"profile --painter projection --sample": "leave out --painter projection",
		"profile --model dir":                   "add --sample",
		"profile m.glb --model":                 "",
	} {
		args := strings.Fields(line)
		if args[0] != "devices" && args[0] != "profile" {
			args = append(strings.Fields("m.glb -r r.png -o x.glb --model dir"), args...)
		}
		if _, err := Parse(args); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", line, err, want)
		}
	}
}

func TestSizesAreRead(t *testing.T) {
	for text, want := range map[string]devices.Bytes{"6GB": 6 * devices.GB, " 1.5 gb": devices.GB + devices.GB/2, "800M": 800 * devices.MB} {
		if got, err := parseBytes(text); err != nil || got != want {
			t.Errorf("%s: got %d, %v", text, got, err)
		}
	}
}

// fakeMachine has a card, the processor, and a list of what was asked of it.
type fakeMachine struct {
	released int
	speeds   devices.Speeds
}

func (m *fakeMachine) Devices(context.Context) ([]devices.Device, error) {
	return []devices.Device{
		{ID: "cuda:0", Provider: devices.CUDA, Name: "Test card", Total: 8 * devices.GB, Free: 7 * devices.GB, Proven: true, Half: true},
		{ID: "cpu", Provider: devices.CPU, Name: "Test processor", Total: 16 * devices.GB, Free: 9 * devices.GB, Proven: true},
		{ID: "webgpu:0", Provider: devices.WebGPU, Name: "Test card", Reason: "it computes nonsense"},
	}, nil
}

func (m *fakeMachine) Plan(context.Context, paint.Request) (devices.Plan, error) {
	return devices.Plan{}, nil
}
func (m *fakeMachine) Release() error         { m.released++; return nil }
func (m *fakeMachine) Library() string        { return "1.2.3" }
func (m *fakeMachine) Learn(s devices.Speeds) { m.speeds = s }

func TestDevicesAreListed(t *testing.T) {
	var out bytes.Buffer
	if status := ListDevices(t.Context(), Options{}, Parts{Machine: &fakeMachine{}, Stdout: &out}); status != ExitDone {
		t.Fatalf("status %d", status)
	}
	for _, part := range []string{"cuda:0", "Test card (CUDA), 7.0 of 8.0 GB free", "proven, in float16 too", "cannot be used: it computes nonsense"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("got %q, want %q in it", out.String(), part)
		}
	}
	out.Reset()
	var list []devices.Device
	ListDevices(t.Context(), Options{JSON: true}, Parts{Machine: &fakeMachine{}, Stdout: &out})
	if err := json.Unmarshal(out.Bytes(), &list); err != nil || len(list) != 3 || list[0].ID != "cuda:0" {
		t.Errorf("got %v, %v", list, err)
	}
}

// offloading paints a grey that depends on the policy a little, and says what it took.
func offloading(ctx context.Context, req paint.Request, passes []view.Passes, report func(paint.Event)) ([]view.Painted, error) {
	policy := req.Settings.Offload
	took := map[devices.Policy]float64{devices.Resident: 10, devices.Offload: 10.5, devices.OnCPU: 100}[policy]
	if took == 0 {
		return nil, errors.New("this policy should not be tried")
	}
	report(paint.Planned{Plan: devices.Plan{Policy: policy}})
	report(paint.Measured{Row: devices.Row{Policy: policy, Device: "cuda:0", Stage: "denoise", Steps: 2, Seconds: took, FLOP: 1e9, Moved: devices.GB, Moving: 0.5, Predicted: 3 * devices.GB}})
	var painted []view.Painted
	for i, v := range req.Settings.Rig.Views {
		picture := image.NewNRGBA(image.Rect(0, 0, passes[i].Size, passes[i].Size))
		for j := range picture.Pix {
			picture.Pix[j] = 200
			if policy == devices.OnCPU && j%4 != 3 {
				picture.Pix[j]++
			}
		}
		painted = append(painted, view.Painted{View: v, Image: picture})
	}
	return painted, nil
}

func TestAProfileComparesPolicies(t *testing.T) {
	file := filepath.Join(t.TempDir(), "profile.json")
	m, out, told := &fakeMachine{}, &bytes.Buffer{}, &bytes.Buffer{}
	o := parse(t, "profile --sample --model some/model --painter diffusion --texture-size 64 --view-size 64 --renderer cpu")
	o.Settings.Painter = "test"
	painter := &paint.Painter{Passes: raster.Renderer{}, Views: painttest.PainterFunc(offloading)}
	status := MeasureProfile(t.Context(), o, Parts{
		Machine: m, Profile: file, Painters: map[string]*paint.Painter{"test": painter}, Stdout: out, Stderr: told,
		Sample: assets.Files, SampleMesh: assets.SampleMesh, SampleImage: assets.SampleReference,
	})
	if status != ExitDone {
		t.Fatalf("status %d: %s", status, told)
	}
	for _, part := range []string{"denoise", "5.250", "Offload costs 5.0 % of the time.", "The pictures differ by 0.004 at most"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("got %s, want %q in it", out, part)
		}
	}
	profile, err := devices.OpenProfile(file)
	if err != nil || profile.Model != "model" || profile.Library != "1.2.3" || len(profile.Rows) != 3 || len(profile.Devices) != 3 {
		t.Errorf("kept %+v, %v", profile, err)
	}
	if m.released != 3 || m.speeds["cuda:0"].Compute <= 0 {
		t.Errorf("released %d times, learned %v", m.released, m.speeds)
	}
}
