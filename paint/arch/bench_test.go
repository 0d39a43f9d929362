//go:build cgo

package arch

import (
	"context"
	"fmt"
	"testing"

	"patina/paint/onnx"
	"patina/paint/ort/orttest"
	"patina/paint/tensor"
)

// benchmark runs a model over seeded inputs and reports its rate, to be held against
// that of BenchmarkGemm2048 in package ort.
func benchmark(b *testing.B, model onnx.Model, in map[string]tensor.Tensor) {
	b.Helper()
	for _, v := range model.Inputs {
		if _, ok := in[v.Name]; !ok {
			in[v.Name] = seeded("input."+v.Name, v.Shape...)
		}
	}
	session, err := orttest.Open(b).Load(context.Background(), model)
	if err != nil {
		b.Fatal(err)
	}
	defer session.Close()
	for b.Loop() {
		if _, err := session.Run(context.Background(), in); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(model.FLOP)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}

func BenchmarkTinyStep(b *testing.B) {
	weights := tinyPaint(b)
	benchmark(b, must(b)(MultiviewUNet(tinyUNet(), weights, tinyViews)), map[string]tensor.Tensor{})
}

// Parts of the published network at full width, for six views of 256 x 256 pixels.
func BenchmarkParts(b *testing.B) {
	config := publishedUNet(b)
	m := Multiview{Views: 6, View: Size{32, 32}, References: 1, Reference: Size{32, 32}}
	for level, c := range config.BlockOutChannels[:3] {
		for _, part := range []struct {
			name string
			add  func(n network, x onnx.Value) onnx.Value
		}{
			{"conv", func(n network, x onnx.Value) onnx.Value { return n.conv("conv", x, c, 3) }},
			{"attention", func(n network, x onnx.Value) onnx.Value {
				t := n.split(n.tokens(x), 1)
				return n.Attention(t, t, t, config.Heads.at(level), false)
			}},
			{"block", func(n network, x onnx.Value) onnx.Value {
				text := n.learnedText("learned_text_clip_gen", config)
				return unet{n, config, onnx.Value{}, read(m, text)}.transformer(n, "down", level, x)
			}},
		} {
			b.Run(fmt.Sprintf("%s%d", part.name, c), func(b *testing.B) {
				build := func(n network) {
					n.Output("y", part.add(n, n.Input("x", onnx.Float32, 6, c, m.View.Height>>level, m.View.Width>>level)))
				}
				weights := save(b, record(func(w func(string) source) { build(newNetwork("", w(""))) }))
				n := newNetwork("part", weights.Scope(""))
				build(n)
				benchmark(b, must(b)(n.finish(containing())), map[string]tensor.Tensor{})
			})
		}
	}
}
