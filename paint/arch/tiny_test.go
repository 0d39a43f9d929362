package arch

import (
	"testing"

	"patina/paint/onnx"
)

// tinyUNet is the configuration of the goldens.
func tinyUNet() UNetConfig {
	c := DefaultUNetConfig()
	c.BlockOutChannels = []int{64, 128, 192, 192}
	c.Heads = perLevel{1, 2, 3, 3}
	c.CrossAttentionDim = 1024
	c.TimeEmbeddingDim = 1280
	c.LinearProjection = true
	return c
}

func tinyVAE() VAEConfig {
	c := DefaultVAEConfig()
	c.BlockOutChannels = []int{32, 64, 96, 96}
	return c
}

// tinyViews is what the goldens were made for.
var tinyViews = Multiview{Views: 3, View: Size{16, 16}, References: 1, Reference: Size{16, 16}}

func must(t testing.TB) func(onnx.Model, error) onnx.Model {
	return func(m onnx.Model, err error) onnx.Model {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
}

func tinyCLIP() CLIPConfig {
	return CLIPConfig{Vocabulary: 11, Width: 8, Intermediate: 12, Layers: 2, Heads: 2, Tokens: 5, Activation: "gelu", Epsilon: 1e-5}
}
