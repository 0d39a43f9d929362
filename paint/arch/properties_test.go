//go:build cgo

package arch

import (
	"maps"
	"testing"

	"patina/paint/checkpoint"
	"patina/paint/ort/orttest"
	"patina/paint/tensor"
)

// smallUNet has two levels.
func smallUNet() UNetConfig {
	c := DefaultUNetConfig()
	c.BlockOutChannels = []int{32, 64}
	c.DownBlockTypes = []string{crossAttnDown, plainDown}
	c.UpBlockTypes = []string{plainUp, crossAttnUp}
	c.Heads = perLevel{2}
	c.CrossAttentionDim = 24
	c.LinearProjection = true
	return c
}

// predict runs the networks of a small checkpoint for m, and returns the prediction for
// views of random latents.
func predict(t *testing.T, weights *checkpoint.Weights, m Multiview, reference tensor.Tensor, views map[string]tensor.Tensor) tensor.Tensor {
	t.Helper()
	in := orttest.Run(t, must(t)(ReferenceUNet(smallUNet(), weights, m)), map[string]tensor.Tensor{"reference": reference})
	maps.Copy(in, views)
	in["embedding"] = embedded(t, smallUNet(), weights, 250, views["camera"].I64...)
	return orttest.Run(t, must(t)(MultiviewUNet(smallUNet(), weights, m)), in)["prediction"]
}

func latentViews(m Multiview, cameras ...int64) map[string]tensor.Tensor {
	in := map[string]tensor.Tensor{"camera": tensor.OfInts(cameras, len(cameras))}
	for _, name := range []string{"sample", "normals", "positions"} {
		in[name] = seeded("input."+name, m.Views, 4, m.View.Height, m.View.Width)
	}
	return in
}

// swapped returns t with its first two rows exchanged.
func swapped(t tensor.Tensor) tensor.Tensor {
	out := t.Clone()
	if t.I64 != nil {
		out.I64[0], out.I64[1] = t.I64[1], t.I64[0]
		return out
	}
	copy(out.Rows(0, 1).F32, t.Rows(1, 2).F32)
	copy(out.Rows(1, 2).F32, t.Rows(0, 1).F32)
	return out
}

func TestTheOrderOfViewsDoesNotMatter(t *testing.T) {
	orttest.Open(t)
	m := Multiview{Views: 2, View: Size{8, 16}, References: 1, Reference: Size{16, 8}}
	weights := save(t, paint(smallUNet(), m))
	reference, in := seeded("input.ref", 1, 4, 16, 8), latentViews(m, 12, 30)
	straight := predict(t, weights, m, reference, in)
	exchanged := map[string]tensor.Tensor{}
	for _, name := range []string{"sample", "normals", "positions", "camera"} {
		exchanged[name] = swapped(in[name])
	}
	compare(t, "exchanged views", swapped(predict(t, weights, m, reference, exchanged)).F32, straight.F32)
}

// Attention to the same reference twice is attention to it once.
func TestTwoEqualReferencesAreOne(t *testing.T) {
	orttest.Open(t)
	m := Multiview{Views: 1, View: Size{16, 16}, References: 1, Reference: Size{8, 8}}
	weights := save(t, paint(smallUNet(), m))
	reference, in := seeded("input.ref", 1, 4, 8, 8), latentViews(m, 12)
	once := predict(t, weights, m, reference, in)
	m.References = 2
	twice := tensor.Of(append(reference.Clone().F32, reference.F32...), 2, 4, 8, 8)
	compare(t, "the same reference twice", predict(t, weights, m, twice, in).F32, once.F32)
}

// A checkpoint in float16 computes what one with the same numbers in float32 does.
func TestHalfPrecisionWeightsAreWidened(t *testing.T) {
	orttest.Open(t)
	m := Multiview{Views: 1, View: Size{8, 8}, References: 1, Reference: Size{8, 8}}
	var half, widened []checkpoint.StoredTensor
	for _, e := range paint(smallUNet(), m) {
		elements := seeded(e.Key, e.Shape...).Float16()
		half = append(half, stored(e.Key, elements))
		widened = append(widened, stored(e.Key, elements.Float32()))
	}
	reference, in := seeded("input.ref", 1, 4, 8, 8), latentViews(m, 12)
	want := predict(t, saveStored(t, widened), m, reference, in)
	compare(t, "float16 weights", predict(t, saveStored(t, half), m, reference, in).F32, want.F32)
}
