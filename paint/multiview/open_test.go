package multiview

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patina/paint"
	"patina/paint/checkpoint"
	"patina/paint/painttest"
)

func TestOpenFindsTheModelInAFolderOfModels(t *testing.T) {
	models := painttest.TinyCheckpoints(t)
	for dir, turbo := range map[string]bool{
		models: false, filepath.Join(models, PaintFolder): false, filepath.Join(models, TurboFolder): true,
	} {
		p := open(t, dir, nil)
		if p.model.turbo != turbo || p.CanDelight() != nil {
			t.Errorf("%s: turbo %v, delight %v", dir, p.model.turbo, p.CanDelight())
		}
	}
	if err := os.RemoveAll(filepath.Join(models, PaintFolder)); err != nil {
		t.Fatal(err)
	}
	renamed := filepath.Join(models, "my model")
	if err := os.Rename(filepath.Join(models, TurboFolder), renamed); err != nil {
		t.Fatal(err)
	}
	if p := open(t, renamed, nil); !p.model.turbo {
		t.Error("a renamed turbo model is known by its components")
	}
}

// damage does something to a folder of models.
type damage func(t *testing.T, models string)

func removed(path ...string) damage {
	return func(t *testing.T, models string) {
		if err := os.RemoveAll(filepath.Join(append([]string{models}, path...)...)); err != nil {
			t.Fatal(err)
		}
	}
}

func written(text string, path ...string) damage {
	return func(t *testing.T, models string) {
		if err := os.WriteFile(filepath.Join(append([]string{models}, path...)...), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// holding writes weights with one tensor.
func holding(key string, path ...string) damage {
	return func(t *testing.T, models string) {
		f, err := os.Create(filepath.Join(append([]string{models}, path...)...))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := checkpoint.WriteSafetensors(f, []checkpoint.StoredTensor{{Key: key, DType: checkpoint.F16, Shape: []int{0}, Write: nothing}}); err != nil {
			t.Fatal(err)
		}
	}
}

const weightsFile = "diffusion_pytorch_model.safetensors"

func TestOpenSaysWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		damage damage
		want   []string
	}{
		"no folder":     {removed(), []string{"there is no such folder"}},
		"no models":     {func(t *testing.T, models string) { removed(PaintFolder)(t, models); removed(TurboFolder)(t, models) }, []string{"there is no model_index.json in it", PaintFolder}},
		"damaged index": {written("{", PaintFolder, "model_index.json"), []string{"model_index.json", "not the JSON"}},
		"two components": {func(t *testing.T, models string) {
			removed(PaintFolder, "vae")(t, models)
			removed(PaintFolder, "unet")(t, models)
		}, []string{"its folder unet and its folder vae is missing"}},
		"no schedule":    {removed(PaintFolder, "scheduler", "scheduler_config.json"), []string{"scheduler_config.json: no such file"}},
		"other schedule": {written(`{"prediction_type": "epsilon"}`, PaintFolder, "scheduler", "scheduler_config.json"), []string{PaintFolder, "v_prediction"}},
		"no config":      {removed(PaintFolder, "unet", "config.json"), []string{"config.json"}},
		"no weights":     {removed(PaintFolder, "vae", weightsFile), []string{"vae", "there is no diffusion_pytorch_model.safetensors"}},
		"other config":   {written(`{"use_linear_projection": false}`, PaintFolder, "unet", "config.json"), []string{PaintFolder, "not supported"}},
		"other shapes":   {written(`{"use_linear_projection": true, "cross_attention_dim": 64}`, PaintFolder, "unet", "config.json"), []string{"learned_text_clip", "expected", "found"}},
		"other VAE":      {written(`{"block_out_channels": [16, 32, 64], "norm_num_groups": 8}`, PaintFolder, "vae", "config.json"), []string{"one latent of 4 x 4 pixels, expected 8 x 8"}},
		"version 2.1":    {holding("unet.learned_text_clip_albedo", PaintFolder, "unet", weightsFile), []string{"version 2.1", "choose one of version 2.0"}},
		"other network":  {holding("conv_in.weight", PaintFolder, "unet", weightsFile), []string{"holds no network that paints views", TurboFolder}},
	} {
		t.Run(name, func(t *testing.T) {
			models := painttest.TinyCheckpoints(t)
			c.damage(t, models)
			_, err := Open(models, machineWith(&fakeRuntime{}, t.TempDir()))
			if err == nil {
				t.Fatal("it opened")
			}
			for _, part := range append(c.want, models) {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("got %q, want %q in it", err, part)
				}
			}
		})
	}
}

func TestDelightSaysWhatItMisses(t *testing.T) {
	for name, c := range map[string]struct {
		damage damage
		want   string
	}{
		"no folder":   {removed(DelightFolder), "put the folder " + DelightFolder + " beside the model's"},
		"no text":     {removed(DelightFolder, "text_encoder"), "its folder text_encoder is missing"},
		"few words":   {written(`{"vocab_size": 1000}`, DelightFolder, "text_encoder", "config.json"), "knows 1000 words, expected 49408"},
		"no channels": {written(`{"in_channels": 4}`, DelightFolder, "unet", "config.json"), "takes 4 channels, expected 8"},
		"no schedule": {removed(DelightFolder, "scheduler", "scheduler_config.json"), "scheduler_config.json"},
		"no config":   {removed(DelightFolder, "vae", "config.json"), "config.json"},
		"no weights":  {removed(DelightFolder, "unet", weightsFile), "there is no"},
		"other text":  {written(`{"hidden_act": "relu"}`, DelightFolder, "text_encoder", "config.json"), "hidden_act"},
	} {
		t.Run(name, func(t *testing.T) {
			models := painttest.TinyCheckpoints(t)
			c.damage(t, models)
			p := open(t, models, &fakeRuntime{})
			req := request(t)
			mustPaint(t, p, req) // what it does not ask for may be missing
			req.Settings.Diffusion.Delight = true
			_, _, err := paintWith(t, t.Context(), p, req)
			if err == nil || !strings.HasPrefix(err.Error(), "cannot take light and shadow out of the reference: ") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if p.CanDelight() != err {
				t.Errorf("CanDelight says %v", p.CanDelight())
			}
		})
	}
}

func TestViewSizesOutsideTheModelsAreRefused(t *testing.T) {
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{})
	p.smallest = MinViewSize
	for _, size := range []int{192, 300, 1088} {
		req := request(t)
		req.Settings.ViewSize = size
		_, err := p.PaintViews(t.Context(), req, nil, func(paint.Event) {})
		if err == nil || !strings.HasPrefix(err.Error(), "the model paints views of 256 to 1024 pixels in steps of 64, and the view size is ") {
			t.Errorf("%d: got %v", size, err)
		}
	}
}
