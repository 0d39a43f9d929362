package checkpoint

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestAFolderNamesItsComponents(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "model_index.json"), `{"_class_name":"HunyuanPaintPipeline","_diffusers_version":"0.24.0",
		"unet":["modules","UNet2p5DConditionModel"],"safety_checker":[null,null],"requires_safety_checker":false}`)
	write(t, filepath.Join(dir, "unet", "config.json"), `{"in_channels":4}`)
	write(t, filepath.Join(dir, "scheduler", "scheduler_config.json"), `{"in_channels":5}`)
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if f.Class != "HunyuanPaintPipeline" || len(f.Components) != 2 || f.Components["unet"].Class != "UNet2p5DConditionModel" {
		t.Errorf("got %+v", f)
	}
	config := struct {
		In  int `json:"in_channels"`
		Out int `json:"out_channels"`
	}{Out: 7}
	if err := f.Config("unet", &config); err != nil || config.In != 4 || config.Out != 7 {
		t.Errorf("got %+v, %v", config, err)
	}
	if err := f.Config("scheduler", &config); err != nil || config.In != 5 {
		t.Errorf("got %+v, %v", config, err)
	}
	for _, bad := range []string{"vae", "../x"} {
		if err := f.Config(bad, &config); err == nil || !strings.Contains(err.Error(), dir) {
			t.Errorf("%s: got %v", bad, err)
		}
		if _, err := f.Weights(bad); err == nil || !strings.Contains(err.Error(), dir) {
			t.Errorf("%s: got %v", bad, err)
		}
	}
}

func TestSafetensorsArePreferred(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "model_index.json"), `{"_class_name":"X"}`)
	torch, err := os.ReadFile("testdata/tiny_torch.bin")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "vae", "diffusion_pytorch_model.bin"), string(torch))
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	w, err := f.Weights("vae")
	if err != nil || len(w.Keys()) != 5 {
		t.Fatal(err)
	}
	save(t, filepath.Join(dir, "vae", "diffusion_pytorch_model.safetensors"), stored("a", F32, 0, 1))
	if w, err = f.Weights("vae"); err != nil || !strings.HasSuffix(w.Name(), ".safetensors") {
		t.Errorf("opened %v, %v", w, err)
	}
}

func TestBrokenIndexesGiveASentence(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "model_index.json")
	for _, text := range []string{"", "[]", `{"_class_name":3}`, strings.Repeat(" ", maxJSON+1)} {
		write(t, path, text)
		if _, err := Open(dir); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%.20q: got %v", text, err)
		}
	}
	if _, err := Open(filepath.Join(dir, "missing")); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("got %v", err)
	}
}
