package painttest

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"patina/paint/checkpoint"
	"patina/paint/tensor"
)

// TinyCheckpoints writes checkpoints in the official layout, with all keys of the
// published ones, into a temporary folder and returns it: hunyuan3d-paint-v2-0,
// hunyuan3d-paint-v2-0-turbo and hunyuan3d-delight-v2-0. Their networks are as deep as
// the published ones and a twentieth as wide; the weights are float16 and always the
// same.
func TinyCheckpoints(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	writePaint(t, filepath.Join(dir, "hunyuan3d-paint-v2-0"), `"vae": ["diffusers", "AutoencoderKL"]`, tiny)
	writePaint(t, filepath.Join(dir, "hunyuan3d-paint-v2-0-turbo"), `"image_encoder": ["transformers", "CLIPVisionModelWithProjection"]`, tiny)
	writeDelight(t, filepath.Join(dir, "hunyuan3d-delight-v2-0"))
	return dir
}

// FullSizeCheckpoint writes hunyuan3d-paint-v2-0 as large as the published one, 3.8 GB,
// into dir and returns its folder.
func FullSizeCheckpoint(t testing.TB, dir string) string {
	t.Helper()
	folder := filepath.Join(dir, "hunyuan3d-paint-v2-0")
	writePaint(t, folder, `"vae": ["diffusers", "AutoencoderKL"]`, published)
	return folder
}

// width is how wide the networks of a checkpoint are.
type width struct {
	unet, vae, clip         func(side int) int // a side of a published tensor to that of ours
	unetConfig, delightUNet string
	vaeConfig, clipConfig   string
}

func same(side int) int { return side }

var published = width{
	unet: same, vae: same, clip: same,
	unetConfig: `{"attention_head_dim": [5, 10, 20, 20], "block_out_channels": [320, 640, 1280, 1280], "cross_attention_dim": 1024, "in_channels": 4, "use_linear_projection": true}`,
	vaeConfig:  `{"block_out_channels": [128, 256, 512, 512], "latent_channels": 4}`,
}

var tiny = width{
	unet: func(side int) int {
		switch {
		case side%320 == 0:
			return side / 20
		case side == 1024:
			return 32
		}
		return side
	},
	vae: func(side int) int {
		if side >= 128 {
			return side / 8
		}
		return side
	},
	clip: func(side int) int {
		if side == 1024 || side == 4096 {
			return side / 32
		}
		return side
	},
	unetConfig:  tinyUNet(4),
	delightUNet: tinyUNet(8),
	vaeConfig:   `{"block_out_channels": [16, 32, 64, 64], "latent_channels": 4, "norm_num_groups": 8, "scaling_factor": 0.18215}`,
	clipConfig:  `{"hidden_size": 32, "intermediate_size": 128, "num_attention_heads": 4, "num_hidden_layers": 23, "vocab_size": 49408, "max_position_embeddings": 77, "hidden_act": "gelu"}`,
}

func tinyUNet(channels int) string {
	return fmt.Sprintf(`{"attention_head_dim": [1, 2, 4, 4], "block_out_channels": [16, 32, 64, 64], "cross_attention_dim": 32,
		"norm_num_groups": 8, "in_channels": %d, "use_linear_projection": true}`, channels)
}

// Schedulers as the published checkpoints configure them (reference section 4.1).
const (
	paintScheduler = `{"num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
		"prediction_type": "v_prediction", "rescale_betas_zero_snr": true, "timestep_spacing": "trailing", "steps_offset": 1, "set_alpha_to_one": true}`
	delightScheduler = `{"num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
		"prediction_type": "v_prediction", "timestep_spacing": "leading", "steps_offset": 1, "skip_prk_steps": true}`
)

func writePaint(t testing.TB, dir, component string, w width) {
	t.Helper()
	writeText(t, filepath.Join(dir, "model_index.json"), fmt.Sprintf(`{"_class_name": "HunyuanPaintPipeline", "unet": ["modules", "UNet2p5DConditionModel"], %s}`, component))
	writeText(t, filepath.Join(dir, "scheduler", "scheduler_config.json"), paintScheduler)
	writeComponent(t, filepath.Join(dir, "unet"), w.unetConfig, "keys_paint_v2_0.tsv", w.unet)
	writeComponent(t, filepath.Join(dir, "vae"), w.vaeConfig, "keys_vae.tsv", w.vae)
}

func writeDelight(t testing.TB, dir string) {
	t.Helper()
	writeText(t, filepath.Join(dir, "model_index.json"), `{"_class_name": "StableDiffusionInstructPix2PixPipeline"}`)
	writeText(t, filepath.Join(dir, "scheduler", "scheduler_config.json"), delightScheduler)
	writeComponent(t, filepath.Join(dir, "unet"), tiny.delightUNet, "keys_delight_unet.tsv", tiny.unet)
	writeComponent(t, filepath.Join(dir, "vae"), tiny.vaeConfig, "keys_vae.tsv", tiny.vae)
	writeComponent(t, filepath.Join(dir, "text_encoder"), tiny.clipConfig, "keys_clip_text_sd21.tsv", tiny.clip)
}

func writeText(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// writeComponent writes a configuration, and random weights for a list of keys.
func writeComponent(t testing.TB, dir, config, keys string, shrink func(side int) int) {
	t.Helper()
	writeText(t, filepath.Join(dir, "config.json"), config)
	f, err := os.Create(filepath.Join(dir, "diffusion_pytorch_model.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := bufio.NewWriterSize(f, 1<<20)
	if err := checkpoint.WriteSafetensors(out, storedTensors(t, keys, shrink)); err != nil {
		t.Fatal(err)
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
}

// storedTensors reads a list of keys and shapes from the tests of package arch.
func storedTensors(t testing.TB, keys string, shrink func(side int) int) []checkpoint.StoredTensor {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	b, err := os.ReadFile(filepath.Join(filepath.Dir(here), "..", "arch", "testdata", keys))
	if err != nil {
		t.Fatal(err)
	}
	var list []checkpoint.StoredTensor
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		key, sides, _ := strings.Cut(line, "\t")
		var shape []int
		for _, side := range strings.Split(sides, "x") {
			n, err := strconv.Atoi(side)
			if err != nil {
				t.Fatalf("%s: %q: %v", keys, line, err)
			}
			shape = append(shape, shrink(n))
		}
		list = append(list, checkpoint.StoredTensor{
			Key: key, DType: checkpoint.F16, Shape: shape,
			Write: func(w io.Writer) error { return writeElements(w, key, shape) },
		})
	}
	return list
}

// writeElements writes uniform random elements that follow from the key alone, scaled
// so that signals keep their size from layer to layer (reference section 2.9).
func writeElements(w io.Writer, key string, shape []int) error {
	offset, scale := 0.0, 0.05
	switch {
	case strings.Contains(key, "learned_text"):
		scale = 1
	case len(shape) > 1:
		scale = math.Sqrt(3 / float64(tensor.Count(shape[1:])))
	case strings.HasSuffix(key, ".weight"):
		offset, scale = 1, 0.1
	}
	numbers := rand.New(rand.NewPCG(uint64(crc32.ChecksumIEEE([]byte(key))), 0))
	var buffer [8192]byte
	for n := tensor.Count(shape); n > 0; {
		part := buffer[:min(2*n, len(buffer))]
		for i := 0; i < len(part); i += 2 {
			value := offset + scale*(2*numbers.Float64()-1)
			binary.LittleEndian.PutUint16(part[i:], uint16(tensor.HalfOf(float32(value))))
		}
		if _, err := w.Write(part); err != nil {
			return err
		}
		n -= len(part) / 2
	}
	return nil
}
