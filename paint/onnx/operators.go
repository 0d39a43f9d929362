package onnx

import (
	"fmt"
	"slices"

	"patina/paint/tensor"
)

// Add returns a + b, with the broadcasting of NumPy.
func (g *Graph) Add(a, b Value) Value { return g.elementwise("Add", a, b) }

// Mul returns a * b element by element, with the broadcasting of NumPy.
func (g *Graph) Mul(a, b Value) Value { return g.elementwise("Mul", a, b) }

func (g *Graph) elementwise(op string, a, b Value) Value {
	rank := max(len(a.Shape), len(b.Shape))
	shape := make([]int, rank)
	for i := range shape {
		m, n := side(a.Shape, i, rank), side(b.Shape, i, rank)
		shape[i] = max(m, n)
		if m != n && m != 1 && n != 1 {
			g.Fail(fmt.Errorf("%s of %v and %v", op, a.Shape, b.Shape))
		}
	}
	return g.add(op, shape, []Value{a, b})
}

// side returns a side of a shape that is padded in front with ones up to rank.
func side(shape []int, i, rank int) int {
	if i -= rank - len(shape); i < 0 {
		return 1
	}
	return shape[i]
}

// SiLU returns x * sigmoid(scale * x): SiLU proper with scale 1, and CLIP's
// approximation of GELU with scale 1.702.
func (g *Graph) SiLU(x Value, scale float32) Value {
	return g.addIn(microsoft, "QuickGelu", x.Shape, []Value{x}, floatAttribute("alpha", scale))
}

// Gelu returns x * Phi(x) with the exact normal distribution.
func (g *Graph) Gelu(x Value) Value {
	return g.add("Gelu", x.Shape, []Value{x}, textAttribute("approximate", "none"))
}

// Cos returns the cosine of x in radians.
func (g *Graph) Cos(x Value) Value { return g.add("Cos", x.Shape, []Value{x}) }

// Sin returns the sine of x in radians.
func (g *Graph) Sin(x Value) Value { return g.add("Sin", x.Shape, []Value{x}) }

// Clip returns x kept between low and high.
func (g *Graph) Clip(x Value, low, high float32) Value {
	bound := func(v float32) Value { return g.Constant(tensor.Of([]float32{v})) }
	return g.add("Clip", x.Shape, []Value{x, bound(low), bound(high)})
}

// Cast returns x with elements of another type.
func (g *Graph) Cast(x Value, to Type) Value {
	out := g.add("Cast", x.Shape, []Value{x}, intAttribute("to", int(to)))
	out.Type, g.last().output.Type = to, to
	return out
}

// Reshape returns the elements of x in the same order under another shape.
func (g *Graph) Reshape(x Value, shape ...int) Value {
	if tensor.Count(shape) != tensor.Count(x.Shape) {
		g.Fail(fmt.Errorf("Reshape of %v to %v", x.Shape, shape))
	}
	sides := make([]int64, len(shape))
	for i, s := range shape {
		sides[i] = int64(s)
	}
	return g.add("Reshape", shape, []Value{x, g.Constant(tensor.OfInts(sides, len(sides)))})
}

// Transpose returns x with its axes in another order.
func (g *Graph) Transpose(x Value, axes ...int) Value {
	for axis := range x.Shape {
		if !slices.Contains(axes, axis) {
			g.Fail(fmt.Errorf("Transpose of %v by %v", x.Shape, axes))
			return x
		}
	}
	shape := make([]int, len(axes))
	for i, axis := range axes {
		shape[i] = x.Shape[axis]
	}
	return g.add("Transpose", shape, []Value{x}, intsAttribute("perm", axes...))
}

// Concat returns values one after the other along an axis.
func (g *Graph) Concat(axis int, values ...Value) Value {
	shape := slices.Clone(values[0].Shape)
	for _, v := range values[1:] {
		if !equalBut(axis, shape, v.Shape) {
			g.Fail(fmt.Errorf("Concat of %v and %v", shape, v.Shape))
			return values[0]
		}
		shape[axis] += v.Shape[axis]
	}
	return g.add("Concat", shape, values, intAttribute("axis", axis))
}

// equalBut tells whether two shapes differ at most along an axis.
func equalBut(axis int, a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if i != axis && a[i] != b[i] {
			return false
		}
	}
	return true
}

// Gather returns the rows of table [rows, width] that indices [n] name: [n, width].
func (g *Graph) Gather(table, indices Value) Value {
	if len(table.Shape) != 2 || len(indices.Shape) != 1 {
		g.Fail(fmt.Errorf("Gather of %v by %v", table.Shape, indices.Shape))
		return table
	}
	return g.add("Gather", []int{indices.Shape[0], table.Shape[1]}, []Value{table, indices}, intAttribute("axis", 0))
}

// Gemm returns x [n, in] times the transpose of weight [out, in], plus bias [out]
// unless that is left out: the linear layer of PyTorch on its own layout.
func (g *Graph) Gemm(x, weight, bias Value) Value {
	if len(x.Shape) != 2 || len(weight.Shape) != 2 || x.Shape[1] != weight.Shape[1] {
		g.Fail(fmt.Errorf("Gemm of %v by %v transposed", x.Shape, weight.Shape))
		return x
	}
	out := g.add("Gemm", []int{x.Shape[0], weight.Shape[0]}, []Value{x, weight, bias}, intAttribute("transB", 1))
	g.costs(2 * count(out.Shape...) * count(x.Shape[1]))
	return out
}

// Padding is what a convolution sees beyond the edges: zeros, so many on each side.
type Padding struct{ Top, Left, Bottom, Right int }

// Conv convolves x [n, in, height, width] with weight [out, in, k, k], plus bias
// [out].
func (g *Graph) Conv(x, weight, bias Value, stride int, pad Padding) Value {
	if len(x.Shape) != 4 || len(weight.Shape) != 4 || x.Shape[1] != weight.Shape[1] {
		g.Fail(fmt.Errorf("Conv of %v by %v", x.Shape, weight.Shape))
		return x
	}
	k := weight.Shape[2]
	height := (x.Shape[2]+pad.Top+pad.Bottom-k)/stride + 1
	width := (x.Shape[3]+pad.Left+pad.Right-k)/stride + 1
	out := g.add("Conv", []int{x.Shape[0], weight.Shape[0], height, width}, []Value{x, weight, bias},
		intsAttribute("kernel_shape", k, k), intsAttribute("strides", stride, stride),
		intsAttribute("pads", pad.Top, pad.Left, pad.Bottom, pad.Right))
	g.costs(2 * count(out.Shape...) * count(weight.Shape[1:]...))
	return out
}

// Upsample doubles height and width of x [n, c, height, width]: every pixel becomes
// four.
func (g *Graph) Upsample(x Value) Value {
	if len(x.Shape) != 4 {
		g.Fail(fmt.Errorf("Upsample of %v", x.Shape))
		return x
	}
	s := x.Shape
	scales := g.Constant(tensor.Of([]float32{1, 1, 2, 2}, 4))
	return g.add("Resize", []int{s[0], s[1], 2 * s[2], 2 * s[3]}, []Value{x, {}, scales},
		textAttribute("mode", "nearest"), textAttribute("nearest_mode", "floor"),
		textAttribute("coordinate_transformation_mode", "asymmetric"))
}

// LayerNorm brings the last axis of x to mean 0 and variance 1, then scales and
// shifts it by weight and bias.
func (g *Graph) LayerNorm(x, weight, bias Value, epsilon float32) Value {
	return g.add("LayerNormalization", x.Shape, []Value{x, weight, bias}, intAttribute("axis", -1), floatAttribute("epsilon", epsilon))
}

// GroupNorm brings each group of channels of x [n, c, height, width] to mean 0 and
// variance 1, then scales and shifts each channel by weight and bias [c, 1, 1]. It is
// an instance normalisation of [n, groups, ...], which every provider has a kernel
// for.
func (g *Graph) GroupNorm(x, weight, bias Value, groups int, epsilon float32) Value {
	if len(x.Shape) != 4 || x.Shape[1]%groups != 0 {
		g.Fail(fmt.Errorf("GroupNorm of %v in %d groups", x.Shape, groups))
		return x
	}
	s := x.Shape
	grouped := g.Reshape(x, s[0], groups, s[1]/groups*s[2]*s[3])
	ones, zeros := tensor.New(groups), tensor.New(groups)
	for i := range ones.F32 {
		ones.F32[i] = 1
	}
	normed := g.add("InstanceNormalization", grouped.Shape, []Value{grouped, g.Constant(ones), g.Constant(zeros)}, floatAttribute("epsilon", epsilon))
	return g.Add(g.Mul(g.Reshape(normed, s...), weight), bias)
}

// Attention lets every row of query [n, l, heads*d] look at the rows of key and value
// [n, m, heads*d], head by head, with the scale 1/sqrt(d). With causal a row sees
// those up to its own place only. The scores are never held all at once.
func (g *Graph) Attention(query, key, value Value, heads int, causal bool) Value {
	q, k := query.Shape, key.Shape
	if len(q) != 3 || len(k) != 3 || q[0] != k[0] || q[2] != k[2] || q[2]%heads != 0 || !slices.Equal(k, value.Shape) {
		g.Fail(fmt.Errorf("Attention of %v to %v and %v with %d heads", q, k, value.Shape, heads))
		return query
	}
	attributes := []attribute{intAttribute("num_heads", heads)}
	if causal {
		attributes = append(attributes, intAttribute("unidirectional", 1))
	}
	out := g.addIn(microsoft, "MultiHeadAttention", q, []Value{query, key, value}, attributes...)
	g.costs(4 * count(q...) * count(k[1]))
	g.last().attention = &attention{query, key, value, heads, causal}
	g.last().scratch = []int64{query.bytes(), key.bytes(), value.bytes()} // turned so that heads lie together
	return out
}

// count is the number of elements of a shape as an int64, since costs are large.
func count(shape ...int) int64 { return int64(tensor.Count(shape)) }
