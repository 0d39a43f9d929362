package ort_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"patina/devices"
	"patina/paint/network"
	"patina/paint/onnx"
	"patina/paint/ort/orttest"
	"patina/paint/tensor"
)

// noise returns reproducible elements between -1 and 1.
func noise(shape ...int) tensor.Tensor {
	r := rand.New(rand.NewPCG(1, uint64(tensor.Count(shape))))
	t := tensor.New(shape...)
	for i := range t.F32 {
		t.F32[i] = 2*r.Float32() - 1
	}
	return t
}

// apply runs a graph of one input and one output on the processor, and sees that every
// other device computes the same.
func apply(t *testing.T, x tensor.Tensor, build func(g *onnx.Graph, x onnx.Value) onnx.Value) tensor.Tensor {
	t.Helper()
	g := onnx.New("test")
	g.Output("y", build(g, g.Input("x", onnx.Float32, x.Shape...)))
	m, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	in := map[string]tensor.Tensor{"x": x}
	y := orttest.Run(t, m, in)["y"]
	for _, on := range orttest.Devices(t)[1:] {
		got := runOn(t, m, on, in)["y"]
		within(t, string(on), 2e-4, got, y.Shape, func(i int) float64 { return float64(y.F32[i]) })
	}
	return y
}

// runOn loads a model on a device, runs it once and closes it.
func runOn(t *testing.T, m onnx.Model, on devices.ID, in map[string]tensor.Tensor) map[string]tensor.Tensor {
	t.Helper()
	s, err := orttest.Open(t).LoadOn(context.Background(), m, on, network.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	out, err := s.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func near(t *testing.T, name string, got tensor.Tensor, shape []int, want func(i int) float64) {
	t.Helper()
	within(t, name, 2e-5, got, shape, want)
}

func within(t *testing.T, name string, tolerance float64, got tensor.Tensor, shape []int, want func(i int) float64) {
	t.Helper()
	if tensor.Count(shape) != got.Len() || len(got.F32) != got.Len() {
		t.Fatalf("%s: shape %v, want %v", name, got.Shape, shape)
	}
	for i, v := range got.F32 {
		if w := want(i); !(math.Abs(float64(v)-w) <= tolerance) {
			t.Fatalf("%s: element %d is %v, want %v", name, i, v, w)
		}
	}
}

func TestElementwiseOperators(t *testing.T) {
	orttest.Open(t)
	x := noise(2, 3, 4)
	for name, test := range map[string]struct {
		build func(g *onnx.Graph, x onnx.Value) onnx.Value
		want  func(v float64, i int) float64
	}{
		"SiLU":     {func(g *onnx.Graph, x onnx.Value) onnx.Value { return g.SiLU(x, 1) }, func(v float64, _ int) float64 { return v / (1 + math.Exp(-v)) }},
		"quick":    {func(g *onnx.Graph, x onnx.Value) onnx.Value { return g.SiLU(x, 1.702) }, func(v float64, _ int) float64 { return v / (1 + math.Exp(-1.702*v)) }},
		"Gelu":     {(*onnx.Graph).Gelu, func(v float64, _ int) float64 { return v / 2 * (1 + math.Erf(v/math.Sqrt2)) }},
		"Sin":      {(*onnx.Graph).Sin, func(v float64, _ int) float64 { return math.Sin(v) }},
		"Cos":      {(*onnx.Graph).Cos, func(v float64, _ int) float64 { return math.Cos(v) }},
		"Clip":     {func(g *onnx.Graph, x onnx.Value) onnx.Value { return g.Clip(x, -0.25, 0.5) }, func(v float64, _ int) float64 { return min(max(v, -0.25), 0.5) }},
		"Add, Mul": {func(g *onnx.Graph, x onnx.Value) onnx.Value { return g.Mul(g.Add(row(g), x), row(g)) }, func(v float64, i int) float64 { return (v + float64(i%4)) * float64(i%4) }},
	} {
		near(t, name, apply(t, x, test.build), x.Shape, func(i int) float64 { return test.want(float64(x.F32[i]), i) })
	}
}

func TestCast(t *testing.T) {
	x := noise(2, 3, 4)
	g := onnx.New("cast")
	g.Output("y", g.Cast(g.Cast(g.Input("x", onnx.Float32, x.Shape...), onnx.Float16), onnx.Float32))
	m, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	got := orttest.Run(t, m, map[string]tensor.Tensor{"x": x})["y"]
	near(t, "Cast", got, x.Shape, func(i int) float64 { return float64(tensor.HalfOf(x.F32[i]).Float32()) })
}

// row is the constant 0, 1, 2, 3.
func row(g *onnx.Graph) onnx.Value { return g.Constant(tensor.Of([]float32{0, 1, 2, 3}, 4)) }

func TestOperatorsThatMoveElements(t *testing.T) {
	orttest.Open(t)
	x := noise(2, 3, 4)
	transposed := apply(t, x, func(g *onnx.Graph, x onnx.Value) onnx.Value { return g.Transpose(x, 2, 0, 1) })
	near(t, "Transpose", transposed, []int{4, 2, 3}, func(i int) float64 { return float64(x.F32[i%6*4+i/6]) })
	joined := apply(t, x, func(g *onnx.Graph, x onnx.Value) onnx.Value { return g.Concat(2, x, g.Reshape(x, 2, 3, 4)) })
	near(t, "Concat", joined, []int{2, 3, 8}, func(i int) float64 { return float64(x.F32[i/8*4+i%4]) })
	picked := apply(t, noise(5, 4), func(g *onnx.Graph, x onnx.Value) onnx.Value {
		return g.Gather(x, g.Constant(tensor.OfInts([]int64{3, 0}, 2)))
	})
	near(t, "Gather", picked, []int{2, 4}, func(i int) float64 { return float64(noise(5, 4).F32[[]int{12, 0}[i/4]+i%4]) })
	image := noise(1, 2, 3, 5)
	doubled := apply(t, image, (*onnx.Graph).Upsample)
	near(t, "Upsample", doubled, []int{1, 2, 6, 10}, func(i int) float64 {
		c, y, x := i/60, i/10%6, i%10
		return float64(image.F32[c*15+y/2*5+x/2])
	})
}

func TestGemmAndConv(t *testing.T) {
	orttest.Open(t)
	x, w, b := noise(3, 4), noise(5, 4), noise(5)
	got := apply(t, x, func(g *onnx.Graph, x onnx.Value) onnx.Value { return g.Gemm(x, g.Constant(w), g.Constant(b)) })
	near(t, "Gemm", got, []int{3, 5}, func(i int) float64 {
		return float64(b.F32[i%5]) + dot(x.Rows(i/5, i/5+1).F32, w.Rows(i%5, i%5+1).F32)
	})
	image, kernel, bias := noise(1, 2, 6, 6), noise(3, 2, 3, 3), noise(3)
	got = apply(t, image, func(g *onnx.Graph, x onnx.Value) onnx.Value {
		return g.Conv(x, g.Constant(kernel), g.Constant(bias), 2, onnx.Padding{Bottom: 1, Right: 1})
	})
	near(t, "Conv", got, []int{1, 3, 3, 3}, func(i int) float64 {
		sum := float64(bias.F32[i/9])
		for k := range 18 {
			c, y, x := k/9, i/3%3*2+k/3%3, i%3*2+k%3
			if y < 6 && x < 6 {
				sum += float64(image.F32[c*36+y*6+x]) * float64(kernel.F32[i/9*18+k])
			}
		}
		return sum
	})
}

func dot(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}

func TestNormalisations(t *testing.T) {
	orttest.Open(t)
	x, w, b := noise(3, 8), noise(8), noise(8)
	got := apply(t, x, func(g *onnx.Graph, x onnx.Value) onnx.Value {
		return g.LayerNorm(x, g.Constant(w), g.Constant(b), 1e-5)
	})
	near(t, "LayerNorm", got, x.Shape, func(i int) float64 {
		return normed(x.F32[i/8*8:i/8*8+8], i%8, 1e-5)*float64(w.F32[i%8]) + float64(b.F32[i%8])
	})
	image := noise(2, 4, 3, 3)
	got = apply(t, image, func(g *onnx.Graph, x onnx.Value) onnx.Value {
		return g.GroupNorm(x, g.Constant(noise(4, 1, 1)), g.Constant(noise(4, 1, 1)), 2, 1e-6)
	})
	near(t, "GroupNorm", got, image.Shape, func(i int) float64 {
		scale := float64(noise(4, 1, 1).F32[i/9%4])
		return normed(image.F32[i/18*18:i/18*18+18], i%18, 1e-6)*scale + scale
	})
}

func normed(group []float32, i int, epsilon float64) float64 {
	mean, variance := 0.0, 0.0
	for _, v := range group {
		mean += float64(v) / float64(len(group))
	}
	for _, v := range group {
		variance += (float64(v) - mean) * (float64(v) - mean) / float64(len(group))
	}
	return (float64(group[i]) - mean) / math.Sqrt(variance+epsilon)
}

func TestAttention(t *testing.T) {
	orttest.Open(t)
	q, k, v := noise(2, 5, 6), noise(2, 7, 6), noise(2, 6, 7).Reshape(2, 7, 6)
	got := apply(t, q, func(g *onnx.Graph, q onnx.Value) onnx.Value {
		return g.Attention(q, g.Constant(k), g.Constant(v), 2, false)
	})
	near(t, "Attention", got, q.Shape, func(i int) float64 {
		n, row, c := i/30, i/6%5, i%6
		return attended(q.Rows(n, n+1).F32, k.Rows(n, n+1).F32, v.Rows(n, n+1).F32, row, c, 7)
	})
	got = apply(t, q, func(g *onnx.Graph, q onnx.Value) onnx.Value { return g.Attention(q, q, q, 2, true) })
	near(t, "causal Attention", got, q.Shape, func(i int) float64 {
		n, row, c := i/30, i/6%5, i%6
		one := q.Rows(n, n+1).F32
		return attended(one, one, one, row, c, row+1)
	})
}

// attended is channel c of what a row of q, which has two heads of width three, sees
// in the first rows of k and v.
func attended(q, k, v []float32, row, c, rows int) float64 {
	head := c / 3 * 3
	sum, total := 0.0, 0.0
	for m := range rows {
		weight := math.Exp(dot(q[row*6+head:row*6+head+3], k[m*6+head:m*6+head+3]) / math.Sqrt(3))
		total += weight
		sum += weight * float64(v[m*6+c])
	}
	return sum / total
}
