package onnx

import (
	"errors"
	"maps"
	"math"

	"patina/paint/tensor"
)

// attention is what Graph.Attention computes.
type attention struct {
	query, key, value Value
	heads             int
	causal            bool
}

// head is the width of a head.
func (a attention) head() int { return a.query.Shape[2] / a.heads }

// mostScores is the largest tensor of scores that is held at once when an attention is
// spelled out.
const mostScores = 128 << 20

// Spelled returns the same network with the attentions that have heads of a width that
// spell chooses written as products and softmaxes, for devices whose own operator for
// attention is missing or wrong. It is slower, and takes up to 256 MB more at a time:
// long queries are worked through in slices.
func (m Model) Spelled(spell func(head int) bool) (Model, error) {
	if m.graph == nil {
		return Model{}, errors.New("only the attentions of a model that was built here can be spelled out")
	}
	nodes, _ := m.graph.live()
	g := &Graph{
		name: m.graph.name, prefix: "spelled_", initializers: maps.Clone(m.graph.initializers),
		inputs: m.graph.inputs, outputs: m.graph.outputs,
	}
	for _, n := range nodes {
		if n.attention == nil || !spell(n.attention.head()) {
			g.nodes = append(g.nodes, n)
			continue
		}
		g.spell(*n.attention)
		g.last().output.Name = n.output.Name
		g.costs(n.flop)
	}
	return g.Model()
}

// spell adds softmax(query key^T / sqrt(head)) value, head by head.
func (g *Graph) spell(a attention) Value {
	query := g.Mul(g.headed(a.query, a.heads, 0, 2, 1, 3), g.scalar(1/math.Sqrt(float64(a.head()))))
	key := g.headed(a.key, a.heads, 0, 2, 3, 1)
	value := g.headed(a.value, a.heads, 0, 2, 1, 3)
	rows, columns := query.Shape[2], key.Shape[3]
	most := max(1, mostScores/(4*query.Shape[0]*a.heads*columns))
	var parts []Value
	for from := 0; from < rows; from += most {
		to := min(from+most, rows)
		scores := g.matMul(g.slice(query, from, to), key)
		if a.causal {
			scores = g.Add(scores, g.Constant(unseen(from, to, columns)))
		}
		parts = append(parts, g.matMul(g.add("Softmax", scores.Shape, []Value{scores}, intAttribute("axis", -1)), value))
	}
	seen := parts[0]
	if len(parts) > 1 {
		seen = g.Concat(2, parts...)
	}
	return g.Reshape(g.Transpose(seen, 0, 2, 1, 3), a.query.Shape...)
}

// headed returns x [n, l, heads*d] as [n, l, heads, d] with its axes in another order.
func (g *Graph) headed(x Value, heads int, axes ...int) Value {
	s := x.Shape
	return g.Transpose(g.Reshape(x, s[0], s[1], heads, s[2]/heads), axes...)
}

func (g *Graph) scalar(v float64) Value { return g.Constant(tensor.Of([]float32{float32(v)}, 1)) }

// slice returns the rows from i up to j of x [n, heads, rows, d].
func (g *Graph) slice(x Value, i, j int) Value {
	if i == 0 && j == x.Shape[2] {
		return x
	}
	ints := func(v int) Value { return g.Constant(tensor.OfInts([]int64{int64(v)}, 1)) }
	return g.add("Slice", []int{x.Shape[0], x.Shape[1], j - i, x.Shape[3]}, []Value{x, ints(i), ints(j), ints(2)})
}

// matMul multiplies a [n, heads, l, d] by b [n, heads, d, m].
func (g *Graph) matMul(a, b Value) Value {
	return g.add("MatMul", []int{a.Shape[0], a.Shape[1], a.Shape[2], b.Shape[3]}, []Value{a, b})
}

// unseen is added to scores of the rows from i up to j, so that none sees what comes
// after it.
func unseen(i, j, columns int) tensor.Tensor {
	t := tensor.New(j-i, columns)
	for k := range t.F32 {
		if k%columns > i+k/columns {
			t.F32[k] = -30000 // nothing is left of it, in float16 either
		}
	}
	return t
}
