//go:build cgo

package arch

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"patina/paint/checkpoint"
	"patina/paint/onnx"
	"patina/paint/ort/orttest"
	"patina/paint/tensor"
)

func TestPlainUNetMatchesTheReference(t *testing.T) {
	orttest.Open(t)
	weights := save(t, record(func(w func(string) source) {
		newNetwork("", w("")).plainUNet(tinyUNet(), 2, Size{16, 16}, 77)
	}))
	model := must(t)(PlainUNet(tinyUNet(), weights, 2, Size{16, 16}, 77))
	out := orttest.Run(t, model, map[string]tensor.Tensor{
		"sample":   seeded("input.plain", 2, 4, 16, 16),
		"timestep": tensor.Of([]float32{500}, 1),
		"text":     seeded("input.text", 2, 77, 1024),
	})
	compare(t, "plain UNet", out["prediction"].F32, golden(t, "plain_out_2x4x16x16.f32"))
}

// tinyPaint opens the whole two-part checkpoint of the goldens, which is written
// once.
func tinyPaint(t testing.TB) *checkpoint.Weights {
	t.Helper()
	path := filepath.Join(scratch, "paint.safetensors")
	if _, err := os.Stat(path); err != nil {
		saveAs(t, path, seededTensors(paint(tinyUNet(), tinyViews)))
	}
	return open(t, path)
}

// embedded returns what the views of these cameras are told at a timestep.
func embedded(t *testing.T, config UNetConfig, weights *checkpoint.Weights, timestep float32, cameras ...int64) tensor.Tensor {
	t.Helper()
	return orttest.Run(t, must(t)(TimeEmbedding(config, weights, len(cameras))), map[string]tensor.Tensor{
		"timestep": tensor.Of([]float32{timestep}, 1),
		"camera":   tensor.OfInts(cameras, len(cameras)),
	})["embedding"]
}

func TestMultiviewUNetMatchesTheReference(t *testing.T) {
	orttest.Open(t)
	weights := tinyPaint(t)
	reference := must(t)(ReferenceUNet(tinyUNet(), weights, tinyViews))
	in := orttest.Run(t, reference, map[string]tensor.Tensor{"reference": seeded("input.ref", 1, 4, 16, 16)})
	for _, name := range []string{"sample", "normal", "position"} {
		t := seeded("input."+name, 1, 3, 4, 16, 16).Reshape(3, 4, 16, 16)
		in[map[string]string{"sample": "sample", "normal": "normals", "position": "positions"}[name]] = t
	}
	in["embedding"] = embedded(t, tinyUNet(), weights, 500, 21, 12, 43)

	want := golden(t, "v20_out_6x4x16x16.f32")
	half := len(want) / 2
	seen := orttest.Run(t, must(t)(MultiviewUNet(tinyUNet(), weights, tinyViews)), in)
	compare(t, "conditional branch", seen["prediction"].F32, want[half:])

	blind := tinyViews
	blind.Unconditional = true
	unseen := orttest.Run(t, must(t)(MultiviewUNet(tinyUNet(), weights, blind)), in)
	compare(t, "unconditional branch", unseen["prediction"].F32, want[:half])
}

// The tokens that the reference stores are inside the reference's graph here: they
// are let out to be compared.
func TestReferenceFeaturesMatchTheReference(t *testing.T) {
	orttest.Open(t)
	weights := tinyPaint(t)
	n := newNetwork("features", weights.Scope("unet_dual."))
	text := network{n.Graph, weights.Scope("unet."), ""}.learnedText("learned_text_clip_ref", tinyUNet())
	block := func(b block, x onnx.Value) onnx.Value {
		inner := b.inside("transformer")
		b.Output(b.name, inner.norm("norm1", x))
		return plain(text)(inner, x)
	}
	temb := n.SiLU(n.timeEmbedding(n.Constant(tensor.New(1)), tinyUNet()), 1)
	unet{n, tinyUNet(), temb, block}.forward(n.Input("reference", onnx.Float32, 1, 4, 16, 16))
	features := orttest.Run(t, must(t)(n.Model()), map[string]tensor.Tensor{"reference": seeded("input.ref", 1, 4, 16, 16)})

	var want map[string]struct {
		Shape  []int
		Sum    float64
		AbsSum float64 `json:"abs_sum"`
		First8 []float32
	}
	b, err := os.ReadFile("testdata/v20_ref_features.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &want); err != nil || len(want) != 16 {
		t.Fatalf("%d features, %v", len(want), err)
	}
	for name, w := range want {
		got := features[name].F32
		if len(got) != tensor.Count(w.Shape) {
			t.Errorf("%s: %d elements, want %v", name, len(got), w.Shape)
			continue
		}
		compare(t, name, got[:8], w.First8)
		sum, absSum := 0.0, 0.0
		for _, v := range got {
			sum += float64(v)
			absSum += math.Abs(float64(v))
		}
		if limit := tolerance * float64(len(got)); math.Abs(sum-w.Sum) > limit || math.Abs(absSum-w.AbsSum) > limit {
			t.Errorf("%s: sums %v and %v, want %v and %v", name, sum, absSum, w.Sum, w.AbsSum)
		}
	}
}

func TestVAEMatchesTheReference(t *testing.T) {
	orttest.Open(t)
	weights := save(t, record(func(w func(string) source) {
		newNetwork("", w("")).vaeEncoder(tinyVAE(), 1, Size{64, 64})
		newNetwork("", w("")).vaeDecoder(tinyVAE(), 1, Size{8, 8})
	}))
	moments := orttest.Run(t, must(t)(VAEEncoder(tinyVAE(), weights, 1, Size{64, 64})), map[string]tensor.Tensor{"image": seeded("input.image", 1, 3, 64, 64)})
	want := golden(t, "vae_moments_1x8x8x8.f32")
	compare(t, "mean", moments["mean"].F32, want[:256])
	compare(t, "logvar", moments["logvar"].F32, want[256:])

	image := orttest.Run(t, must(t)(VAEDecoder(tinyVAE(), weights, 1, Size{8, 8})), map[string]tensor.Tensor{"latents": seeded("input.z", 1, 4, 8, 8)})
	compare(t, "decoded image", image["image"].F32, golden(t, "vae_dec_1x3x64x64.f32"))
}
