package acceptance

import (
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patina/paint/ort"
	"patina/paint/painttest"
)

// quickModel are the flags of a job of a model that a test can afford.
var quickModel = []string{"--texture-size", "256", "--view-size", "256", "--azimuths", "0,180", "--elevations", "0,0", "--steps", "3"}

// requireRuntime skips the test where ONNX Runtime is missing, unless REQUIRE_ORT
// forbids that.
func requireRuntime(t *testing.T) {
	t.Helper()
	if _, err := ort.Find(); err != nil {
		if os.Getenv("REQUIRE_ORT") != "" {
			t.Fatalf("REQUIRE_ORT forbids skipping: %v", err)
		}
		t.Skip(err)
	}
}

// A model in the layout in which the official ones are downloaded paints the sample,
// can go on from its own latents, and gives the same file for the same seed.
func TestJobPaintsWithAModel(t *testing.T) {
	requireRuntime(t)
	models, dir := painttest.TinyCheckpoints(t), t.TempDir()
	job := func(program build, name string, more ...string) []byte {
		t.Helper()
		out := filepath.Join(dir, name)
		args := append(append([]string{"--sample", "--model", models, "--accept-licence", "--out", out}, quickModel...), more...)
		if got := program.run(t, args...); got.status != 0 {
			t.Fatalf("status %d: %s", got.status, got.stderr)
		}
		painttest.ValidateGLTF(t, out)
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	latents := filepath.Join(dir, "latents.safetensors")
	views := filepath.Join(dir, "views")
	first := job(plain, "first.glb", "--seed", "5", "--save-latents", latents, "--save-views", views)
	if string(job(raced, "first.glb", "--seed", "5")) != string(first) {
		t.Error("the same seed gives another file")
	}
	if string(job(plain, "other.glb", "--seed", "6")) == string(first) {
		t.Error("another seed gives the same file")
	}
	job(plain, "again.glb", "--latents", latents, "--denoise-strength", "0.4")
	job(plain, "views.glb", "--latents", views, "--denoise-strength", "0.4")
	job(plain, "reproduced.glb", "--reproduce", "--noise", "cpu-half")
	job(plain, "kept.glb", "--keep-reference", "--scheduler", "unipc", "--guidance", "1")
}

// The window asks for the licence and paints with a model that it was given.
func TestWindowPaintsWithAModel(t *testing.T) {
	requireRuntime(t)
	w := openWindowAgain(t, "--sample", "--model", painttest.TinyCheckpoints(t))
	buttons := image.Rect(480, 540, 800, 640)
	w.eventually(patience, "the licence is asked", func() bool { return w.colourfulIn(buttons) > 0.05 })
	w.keep("model-1-licence")
	w.press(keyTab)
	w.press(' ')
	w.eventually(patience, "the model is the painter", func() bool {
		b, err := os.ReadFile(w.settingsFile())
		return err == nil && strings.Contains(string(b), `"painter": "diffusion"`)
	})
	w.keep("model-2-chosen")
	w.press(keyEscape)
	w.press(keyControl, keyReturn)
	w.eventually(patience, "views are painted", func() bool { return w.in("step", "views") })
	w.keep("model-3-painting")
	w.press(keyEscape)
	w.eventually(patience, "the job is cancelled", func() bool { return w.count("cancelled") == 1 })
	w.keep("model-4-cancelled")
}

func TestModelNeedsItsLicenceAccepted(t *testing.T) {
	requireRuntime(t)
	models, dir := painttest.TinyCheckpoints(t), t.TempDir()
	got := patina(t, append(quickModel, "--sample", "--model", models, "--out", filepath.Join(dir, "x.glb"))...)
	if got.status != 1 || !strings.Contains(got.stderr, "--accept-licence") || !strings.Contains(got.stderr, "South Korea") {
		t.Errorf("status %d: %s", got.status, got.stderr)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind %v", left)
	}
}

func TestBrokenModelsGiveASentence(t *testing.T) {
	requireRuntime(t)
	for name, spoil := range map[string]func(dir string) error{
		"no folder":      os.RemoveAll,
		"no model_index": func(dir string) error { return os.Remove(filepath.Join(dir, "model_index.json")) },
		"no unet config": func(dir string) error { return os.Remove(filepath.Join(dir, "unet", "config.json")) },
		"garbage config": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "vae", "config.json"), []byte("{]"), 0o644)
		},
		"cut off weights": func(dir string) error { return truncate(filepath.Join(dir, "unet")) },
	} {
		out := t.TempDir()
		dir := filepath.Join(painttest.TinyCheckpoints(t), "hunyuan3d-paint-v2-0")
		if err := spoil(dir); err != nil {
			t.Fatal(err)
		}
		got := patina(t, append(quickModel, "--sample", "--accept-licence", "--model", dir, "--out", filepath.Join(out, "x.glb"))...)
		if got.status != 1 || !strings.HasPrefix(lastLine(got.stderr), "patina: ") || !strings.Contains(got.stderr, "hunyuan3d-paint-v2-0") {
			t.Errorf("%s: status %d: %s", name, got.status, got.stderr)
		}
		if left, _ := os.ReadDir(out); len(left) != 0 {
			t.Errorf("%s: left behind %v", name, left)
		}
	}
}

// truncate halves the weights of a component.
func truncate(component string) error {
	files, err := filepath.Glob(filepath.Join(component, "*.safetensors"))
	if err != nil || len(files) == 0 {
		files, _ = filepath.Glob(filepath.Join(component, "*.bin"))
	}
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			return err
		}
		if err := os.Truncate(f, info.Size()/2); err != nil {
			return err
		}
	}
	return nil
}
