package arch

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patina/paint/checkpoint"
)

// paintConfig is unet/config.json of the published painting network.
const paintConfig = `{
	"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.10.0.dev0", "act_fn": "silu",
	"attention_head_dim": [5, 10, 20, 20], "block_out_channels": [320, 640, 1280, 1280], "center_input_sample": false,
	"cross_attention_dim": 1024, "down_block_types": ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
	"downsample_padding": 1, "dual_cross_attention": false, "flip_sin_to_cos": true, "freq_shift": 0, "in_channels": 4,
	"layers_per_block": 2, "mid_block_scale_factor": 1, "norm_eps": 1e-05, "norm_num_groups": 32, "num_class_embeds": null,
	"only_cross_attention": false, "out_channels": 4, "sample_size": 64,
	"up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"], "use_linear_projection": true}`

func publishedUNet(t testing.TB) UNetConfig {
	t.Helper()
	c := DefaultUNetConfig()
	if err := json.Unmarshal([]byte(paintConfig), &c); err != nil {
		t.Fatal(err)
	}
	if err := c.Check(); err != nil {
		t.Fatal(err)
	}
	return c
}

// publishedKeys reads a list of keys and shapes of a published checkpoint.
func publishedKeys(t *testing.T, name string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		key, shape, _ := strings.Cut(line, "\t")
		keys[key] = shape
	}
	return keys
}

// paint asks for everything in a painting checkpoint.
func paint(config UNetConfig, m Multiview) []checkpoint.Entry {
	return record(func(w func(string) source) {
		newNetwork("", w("unet_dual.")).referenceUNet(w("unet."), config, m)
		newNetwork("", w("unet.")).multiviewEmbedding(config, m.Views)
		newNetwork("", w("unet.")).multiviewUNet(config, m)
	})
}

// The networks ask for the keys of the published checkpoints, in their shapes: all of
// them and no others.
func TestNetworksHaveTheKeysOfThePublishedCheckpoints(t *testing.T) {
	delight := publishedUNet(t)
	delight.InChannels = 8
	vae := DefaultVAEConfig()
	for name, asked := range map[string][]checkpoint.Entry{
		"keys_paint_v2_0.tsv":   paint(publishedUNet(t), Multiview{Views: 6, View: Size{64, 64}, References: 1, Reference: Size{64, 64}}),
		"keys_delight_unet.tsv": record(func(w func(string) source) { newNetwork("", w("")).plainUNet(delight, 1, Size{64, 64}, 77) }),
		"keys_clip_text_sd21.tsv": record(func(w func(string) source) {
			newNetwork("", w("text_model.")).clipText(DefaultCLIPConfig())
		}),
		"keys_vae.tsv": record(func(w func(string) source) {
			newNetwork("", w("")).vaeEncoder(vae, 1, Size{512, 512})
			newNetwork("", w("")).vaeDecoder(vae, 1, Size{64, 64})
		}),
	} {
		want := publishedKeys(t, name)
		for _, e := range asked {
			shape := strings.Trim(strings.ReplaceAll(fmt.Sprint(e.Shape), " ", "x"), "[]")
			if want[e.Key] != shape {
				t.Errorf("%s: %s has the shape %q, want %q", name, e.Key, shape, want[e.Key])
			}
			delete(want, e.Key)
		}
		for key := range want {
			t.Errorf("%s: nobody asks for %s", name, key)
		}
	}
}

// sparse writes the header of a checkpoint of the published size; the elements are
// zeros that take no room on the disk.
func sparse(t *testing.T, entries []checkpoint.Entry) *checkpoint.Weights {
	t.Helper()
	header := map[string]any{}
	size := int64(0)
	for _, e := range entries {
		e.DType = checkpoint.F16
		header[e.Key] = map[string]any{"dtype": "F16", "shape": e.Shape, "data_offsets": []int64{size, size + e.Size()}}
		size += e.Size()
	}
	text, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "diffusion_pytorch_model.safetensors")
	file := append([]byte{byte(len(text)), byte(len(text) >> 8), byte(len(text) >> 16), 0, 0, 0, 0, 0}, text...)
	if err := os.WriteFile(path, file, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, int64(len(file))+size); err != nil {
		t.Skip("SKIPPED: no sparse files here:", err)
	}
	return open(t, path)
}

func TestThePublishedSizeIsBuiltWithoutReadingWeights(t *testing.T) {
	config, m := publishedUNet(t), Multiview{Views: 6, View: Size{64, 64}, References: 1, Reference: Size{64, 64}}
	weights := sparse(t, paint(config, m))
	if got, want := weights.Size(), int64(3_662_426_128); got != want || len(weights.Keys()) != 1535 {
		t.Errorf("%d bytes in %d tensors, want %d in 1535", got, len(weights.Keys()), want)
	}
	reference := must(t)(ReferenceUNet(config, weights, m))
	embedding := must(t)(TimeEmbedding(config, weights, m.Views))
	seen := must(t)(MultiviewUNet(config, weights, m))
	m.Unconditional = true
	unseen := must(t)(MultiviewUNet(config, weights, m))
	for name, model := range map[string]struct{ got, least, most int64 }{
		"reference":     {reference.Weights, 1_600_000_000, 1_800_000_000},
		"conditional":   {seen.Weights, 1_800_000_000, 1_930_604_680 - embedding.Weights}, // all 965,302,340 parameters
		"unconditional": {unseen.Weights, 1_700_000_000, seen.Weights},
	} {
		if model.got < model.least || model.got > model.most {
			t.Errorf("%s: %d bytes of weights, want %d to %d", name, model.got, model.least, model.most)
		}
	}
	if n := len(reference.Bytes) + len(seen.Bytes) + len(unseen.Bytes); n > 4<<20 {
		t.Errorf("the graphs take %d bytes", n)
	}
}
