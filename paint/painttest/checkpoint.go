package painttest

import (
	"bytes"
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
	"sync"
	"testing"

	"patina/paint/atomicfile"
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
	writeTinyPaint(t, filepath.Join(dir, "hunyuan3d-paint-v2-0"), vae)
	writeTinyPaint(t, filepath.Join(dir, "hunyuan3d-paint-v2-0-turbo"), `"image_encoder": ["transformers", "CLIPVisionModelWithProjection"]`)
	writeTinyDelight(t, filepath.Join(dir, "hunyuan3d-delight-v2-0"))
	return dir
}

// FullSizeCheckpoint writes hunyuan3d-paint-v2-0 as large as the published one, 3.8 GB,
// into dir and returns its folder.
func FullSizeCheckpoint(t testing.TB, dir string) string {
	t.Helper()
	folder := filepath.Join(dir, "hunyuan3d-paint-v2-0")
	writePaint(t, folder, vae)
	writeComponent(t, filepath.Join(folder, "unet"), publishedUNet, publishedWeights(t, "keys_paint_v2_0.tsv"))
	writeComponent(t, filepath.Join(folder, "vae"), publishedVAE, publishedWeights(t, "keys_vae.tsv"))
	return folder
}

// vae is a component of a model_index.json.
const vae = `"vae": ["diffusers", "AutoencoderKL"]`

// Configurations of the networks: where a field is left out, the published value is
// what diffusers takes for it.
const (
	publishedUNet = `{"attention_head_dim": [5, 10, 20, 20], "block_out_channels": [320, 640, 1280, 1280], "cross_attention_dim": 1024, "in_channels": 4, "use_linear_projection": true}`
	publishedVAE  = `{"block_out_channels": [128, 256, 512, 512], "latent_channels": 4}`

	tinyVAE  = `{"block_out_channels": [16, 32, 64, 64], "latent_channels": 4, "norm_num_groups": 8, "scaling_factor": 0.18215}`
	tinyCLIP = `{"hidden_size": 32, "intermediate_size": 128, "num_attention_heads": 4, "num_hidden_layers": 23, "vocab_size": 49408, "max_position_embeddings": 77, "hidden_act": "gelu"}`
)

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

// writePaint writes what all paint checkpoints have but the networks.
func writePaint(t testing.TB, dir, component string) {
	t.Helper()
	writeText(t, filepath.Join(dir, "model_index.json"), fmt.Sprintf(`{"_class_name": "HunyuanPaintPipeline", "unet": ["modules", "UNet2p5DConditionModel"], %s}`, component))
	writeText(t, filepath.Join(dir, "scheduler", "scheduler_config.json"), paintScheduler)
}

func writeTinyPaint(t testing.TB, dir, component string) {
	t.Helper()
	writePaint(t, dir, component)
	writeComponent(t, filepath.Join(dir, "unet"), tinyUNet(4), tinyWeights(t, "keys_paint_v2_0.tsv", shrinkUNet))
	writeComponent(t, filepath.Join(dir, "vae"), tinyVAE, tinyWeights(t, "keys_vae.tsv", shrinkVAE))
}

func writeTinyDelight(t testing.TB, dir string) {
	t.Helper()
	writeText(t, filepath.Join(dir, "model_index.json"), `{"_class_name": "StableDiffusionInstructPix2PixPipeline"}`)
	writeText(t, filepath.Join(dir, "scheduler", "scheduler_config.json"), delightScheduler)
	writeComponent(t, filepath.Join(dir, "unet"), tinyUNet(8), tinyWeights(t, "keys_delight_unet.tsv", shrinkUNet))
	writeComponent(t, filepath.Join(dir, "vae"), tinyVAE, tinyWeights(t, "keys_vae.tsv", shrinkVAE))
	writeComponent(t, filepath.Join(dir, "text_encoder"), tinyCLIP, tinyWeights(t, "keys_clip_text_sd21.tsv", shrinkCLIP))
}

// What becomes of a side of a published tensor in a tiny one.

func same(side int) int { return side }

func shrinkUNet(side int) int {
	switch {
	case side%320 == 0:
		return side / 20
	case side == 1024:
		return 32
	}
	return side
}

func shrinkVAE(side int) int {
	if side >= 128 {
		return side / 8
	}
	return side
}

func shrinkCLIP(side int) int {
	if side == 1024 || side == 4096 {
		return side / 32
	}
	return side
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

// writeComponent writes a configuration, and the weights as write does.
func writeComponent(t testing.TB, dir, config string, write func(path string) error) {
	t.Helper()
	writeText(t, filepath.Join(dir, "config.json"), config)
	if err := write(filepath.Join(dir, "diffusion_pytorch_model.safetensors")); err != nil {
		t.Fatal(err)
	}
}

// written are the files of tiny weights by their list of keys: tests write them often.
var written sync.Map

// tinyWeights writes the tiny weights of a list of keys.
func tinyWeights(t testing.TB, keys string, shrink func(side int) int) func(path string) error {
	return func(path string) error {
		b, ok := written.Load(keys)
		if !ok {
			var out bytes.Buffer
			if err := checkpoint.WriteSafetensors(&out, storedTensors(t, keys, shrink)); err != nil {
				return err
			}
			b, _ = written.LoadOrStore(keys, out.Bytes())
		}
		return os.WriteFile(path, b.([]byte), 0o644)
	}
}

// publishedWeights writes the weights of a list of keys as large as they are.
func publishedWeights(t testing.TB, keys string) func(path string) error {
	return func(path string) error {
		return atomicfile.Write(path, func(w io.Writer) error {
			return checkpoint.WriteSafetensors(w, storedTensors(t, keys, same))
		})
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
