package paint_test

import (
	"encoding/json"
	"image"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"patina/devices"
	"patina/paint"
	"patina/paint/bake"
	"patina/paint/diffusion"
	"patina/paint/noise"
	"patina/paint/painttest"
	"patina/paint/protect"
	"patina/paint/scheduler"
	"patina/paint/view"
)

func TestSettingsValidate(t *testing.T) {
	tests := []struct {
		name   string
		change func(s *paint.Settings)
		want   string // part of the error, "" for none
	}{
		{"default", func(s *paint.Settings) {}, ""},
		{"smallest", func(s *paint.Settings) { s.ViewSize, s.TextureSize, s.Steps, s.Padding = 64, 64, 1, 0 }, ""},
		{"largest", func(s *paint.Settings) {
			s.ViewSize, s.TextureSize, s.Steps, s.Padding, s.BlendExponent = 4096, 8192, 200, 256, 64
			s.Seed = paint.MaxSeed
		}, ""},
		{"sizes need not be powers of two", func(s *paint.Settings) { s.ViewSize, s.TextureSize = 777, 1001 }, ""},
		{"splat", func(s *paint.Settings) { s.BakeMethod = bake.Splat }, ""},
		{"small views", func(s *paint.Settings) { s.ViewSize = 63 }, "view size must lie between 64 and 4096 pixels, got 63"},
		{"large views", func(s *paint.Settings) { s.ViewSize = 4097 }, "view size must lie"},
		{"negative views", func(s *paint.Settings) { s.ViewSize = -1 }, "got -1"},
		{"small texture", func(s *paint.Settings) { s.TextureSize = 0 }, "texture size must lie between 64 and 8192 texels, got 0"},
		{"large texture", func(s *paint.Settings) { s.TextureSize = 8193 }, "texture size must lie"},
		{"no steps", func(s *paint.Settings) { s.Steps = 0 }, "steps must lie between 1 and 200 steps, got 0"},
		{"many steps", func(s *paint.Settings) { s.Steps = 201 }, "steps must lie"},
		{"negative padding", func(s *paint.Settings) { s.Padding = -1 }, "padding must lie between 0 and 256 texels, got -1"},
		{"wide padding", func(s *paint.Settings) { s.Padding = 257 }, "padding must lie"},
		{"seed", func(s *paint.Settings) { s.Seed = 1 << 63 }, "seed must be at most 9223372036854775807, got 9223372036854775808"},
		{"negative exponent", func(s *paint.Settings) { s.BlendExponent = -1 }, "blend exponent must lie between 0 and 64, got -1"},
		{"NaN exponent", func(s *paint.Settings) { s.BlendExponent = math.NaN() }, "blend exponent must lie between 0 and 64, got NaN"},
		{"bake method", func(s *paint.Settings) { s.BakeMethod = "smear" }, `bake method must be "gather" or "splat", got "smear"`},
		{"fill", func(s *paint.Settings) { s.Fill = "smear" }, `fill must be "texture" or "smooth", got "smear"`},
		{"reference view", func(s *paint.Settings) { s.Reference.View.Elevation = 91 }, "reference view: elevation must lie"},
		{"no reference view", func(s *paint.Settings) { s.Reference.View = view.View{} }, "reference view: camera distance"},
		{"rig", func(s *paint.Settings) { s.Rig.Views[2].Distance = -1 }, "view 3: camera distance must be more than 0"},
		{"empty rig", func(s *paint.Settings) { s.Rig = view.Rig{} }, "a rig needs at least one view"},
	}
	for _, test := range tests {
		s := paint.DefaultSettings()
		test.change(&s)
		checkError(t, test.name, s.Validate(), test.want)
	}
}

func TestRequestValidate(t *testing.T) {
	tests := []struct {
		name   string
		change func(r *paint.Request)
		want   string
	}{
		{"complete", func(r *paint.Request) {}, ""},
		{"no mesh", func(r *paint.Request) { r.Mesh = nil }, "there is no mesh to paint: open one first"},
		{"no triangles", func(r *paint.Request) { r.Mesh.Triangles = nil }, "the mesh has no triangles"},
		{"no UVs", func(r *paint.Request) { r.Mesh.UVs = nil }, "the mesh has no UVs: unwrap it"},
		{"no reference", func(r *paint.Request) { r.Reference = nil }, "there is no reference image: open one first"},
		{"empty reference", func(r *paint.Request) { r.Reference = image.NewGray(image.Rect(3, 3, 3, 9)) }, "the reference image has no pixels"},
		{"settings", func(r *paint.Request) { r.Settings.Steps = 0 }, "steps must lie"},
	}
	for _, test := range tests {
		r := painttest.Request()
		test.change(&r)
		checkError(t, test.name, r.Validate(), test.want)
	}
}

func checkError(t *testing.T, name string, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("%s: unexpected error: %v", name, err)
	case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
		t.Errorf("%s: got error %v, want %q in it", name, err, want)
	}
}

// everySetting returns settings none of whose fields is zero.
func everySetting() paint.Settings {
	v := view.At(12.5, -7)
	v.PanX, v.PanY, v.Lens, v.Weight = 0.1, -0.2, view.Perspective(35), 0.3
	return paint.Settings{
		Painter: "projection", Seed: paint.MaxSeed, Steps: 12, ViewSize: 768, TextureSize: 1024,
		Rig:        view.Rig{Name: "mine", Views: []view.View{v, view.At(200, 90)}},
		Reference:  paint.Reference{View: v, FindView: true, KeyBackground: true, Mirror: true},
		BakeMethod: bake.Splat, Fill: bake.Smooth, Padding: 9, BlendExponent: 2.5, Feather: 3,
		KeepExposure: true, Gradients: true, HealSeams: true, Dither: true,
		Protect: protect.Selection{{Kind: protect.Material, Name: "a: b"}, {Kind: protect.Part, Name: "3"}},
		Diffusion: diffusion.Settings{
			Model: "models/paint", Scheduler: scheduler.UniPC, Sigmas: scheduler.Karras, GuidanceScale: 3,
			Noise: noise.CUDAHalf, Strength: 0.5, Latents: "latents.safetensors",
			Delight: true, KeepReference: true, Reproduce: true,
		},
		Offload: devices.OffloadViews, Device: "cuda:1", Devices: map[string]devices.ID{"vae": "cpu"},
	}
}

func TestSettingsSurviveJSON(t *testing.T) {
	for _, settings := range []paint.Settings{paint.DefaultSettings(), everySetting()} {
		text, err := json.Marshal(settings)
		if err != nil {
			t.Fatal(err)
		}
		var back paint.Settings
		if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, settings) {
			t.Errorf("got %+v (error %v), want %+v", back, err, settings)
		}
	}
}

// Every field is tested, also those that will be added.
func TestEverySettingIsSet(t *testing.T) {
	for _, part := range []any{everySetting(), everySetting().Reference, everySetting().Diffusion} {
		for i, v := 0, reflect.ValueOf(part); i < v.NumField(); i++ {
			if v.Field(i).IsZero() {
				t.Errorf("%T.%s is not tested in JSON: set it in everySetting", part, v.Type().Field(i).Name)
			}
		}
	}
}

func TestDevicesAreChecked(t *testing.T) {
	for want, change := range map[string]func(*paint.Settings){
		"":                            func(s *paint.Settings) { s.Devices = map[string]devices.ID{"unet": "cuda:1"} },
		`"teapot:0" is no device`:     func(s *paint.Settings) { s.Device = "teapot:0" },
		`"cuda:x" is no device`:       func(s *paint.Settings) { s.Devices = map[string]devices.ID{"vae": "cuda:x"} },
		`no part "clip"`:              func(s *paint.Settings) { s.Devices = map[string]devices.ID{"clip": "cpu"} },
		"no way to use memory called": func(s *paint.Settings) { s.Offload = 99 },
	} {
		s := paint.DefaultSettings()
		change(&s)
		checkError(t, "devices", s.Validate(), want)
	}
}

func TestReceiptSurvivesJSON(t *testing.T) {
	receipt := paint.Receipt{
		Version: "1.2.3", Settings: everySetting(), MeshSHA256: "ab", ReferenceSHA256: "cd",
		Coverage: bake.Coverage{Texels: 3, Seen: 2, Invented: 1},
	}
	text, err := json.Marshal(receipt)
	if err != nil {
		t.Fatal(err)
	}
	var back paint.Receipt
	if err := json.Unmarshal(text, &back); err != nil || !reflect.DeepEqual(back, receipt) {
		t.Errorf("got %+v (error %v), want %+v", back, err, receipt)
	}
}

func TestDurationIsTheSumOfStages(t *testing.T) {
	r := paint.Result{Times: []paint.StageTime{{Stage: paint.StagePasses, Duration: time.Second}, {Stage: paint.StageBake, Duration: 2 * time.Second}}}
	if got := r.Duration(); got != 3*time.Second {
		t.Errorf("got %v, want 3s", got)
	}
}
