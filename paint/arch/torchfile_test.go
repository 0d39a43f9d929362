//go:build cgo

package arch

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patina/paint/checkpoint"
	"patina/paint/ort/orttest"
	"patina/paint/tensor"
)

// The autoencoder of the published checkpoints is a torch file whose attention has old
// names, and its config.json leaves the scaling factor out. It is read where it lies.
func TestATorchCheckpointIsUsedInPlace(t *testing.T) {
	orttest.Open(t)
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "vae"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"model_index.json": `{"_class_name": "HunyuanPaintPipeline", "vae": ["diffusers", "AutoencoderKL"]}`,
		"vae/config.json": `{"_class_name": "AutoencoderKL", "act_fn": "silu", "block_out_channels": [32, 64, 96, 96], "in_channels": 3,
			"latent_channels": 4, "layers_per_block": 2, "norm_num_groups": 32, "out_channels": 3, "sample_size": 768}`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	writeTorch(t, filepath.Join(dir, "vae", "diffusion_pytorch_model.bin"), record(func(w func(string) source) {
		newNetwork("", w("")).vaeEncoder(tinyVAE(), 1, Size{64, 64})
		newNetwork("", w("")).vaeDecoder(tinyVAE(), 1, Size{8, 8})
	}))

	folder, err := checkpoint.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	config := DefaultVAEConfig()
	if err := folder.Config("vae", &config); err != nil || config.ScalingFactor != 0.18215 {
		t.Fatalf("%+v, %v", config, err)
	}
	weights, err := folder.Weights("vae")
	if err != nil {
		t.Fatal(err)
	}
	defer weights.Close()
	image := orttest.Run(t, must(t)(VAEDecoder(config, weights, 1, Size{8, 8})), map[string]tensor.Tensor{"latents": seeded("input.z", 1, 4, 8, 8)})
	compare(t, "decoded image", image["image"].F32, golden(t, "vae_dec_1x3x64x64.f32"))
}

var oldNames = strings.NewReplacer(".to_q.", ".query.", ".to_k.", ".key.", ".to_v.", ".value.", ".to_out.0.", ".proj_attn.")

// writeTorch writes what torch.save does of a dictionary of float32 tensors.
func writeTorch(t *testing.T, path string, entries []checkpoint.Entry) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	archive := zip.NewWriter(f)
	add := func(name string, b []byte) {
		w, err := archive.CreateHeader(&zip.FileHeader{Name: "archive/" + name, Method: zip.Store})
		if err == nil {
			_, err = w.Write(b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	pickle := "\x80\x02}("
	for i, e := range entries {
		pickle += pickledText(oldNames.Replace(e.Key)) + pickledTensor(fmt.Sprint(i), e.Shape)
	}
	add("data.pkl", []byte(pickle+"u."))
	for i, e := range entries {
		add(fmt.Sprintf("data/%d", i), elements(t, e))
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
}

func elements(t *testing.T, e checkpoint.Entry) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := stored(e.Key, seeded(e.Key, e.Shape...)).Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pickledText(s string) string {
	return "X" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(s)))) + s
}

func pickledInt(n int) string {
	return "J" + string(binary.LittleEndian.AppendUint32(nil, uint32(n)))
}

func pickledInts(numbers ...int) string {
	s := "("
	for _, n := range numbers {
		s += pickledInt(n)
	}
	return s + "t"
}

func pickledTensor(storage string, shape []int) string {
	strides := make([]int, len(shape))
	for i := range shape {
		strides[i] = tensor.Count(shape[i+1:])
	}
	return "ctorch._utils\n_rebuild_tensor_v2\n((" + pickledText("storage") + "ctorch\nFloatStorage\n" + pickledText(storage) + pickledText("cpu") + pickledInt(tensor.Count(shape)) +
		"tQK\x00" + pickledInts(shape...) + pickledInts(strides...) + "\x89ccollections\nOrderedDict\n)RtR"
}
