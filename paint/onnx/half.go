package onnx

import (
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"slices"

	"patina/paint/tensor"
)

// Half returns the same network computing in float16, which on devices that can takes
// half the memory and less than half the time. Weights that a checkpoint has in float16
// are used as they lie there; others are converted when the network is loaded. Inputs
// and outputs keep their types, so that who runs the network sees no difference but
// precision: about three digits instead of seven, and what passes 65504 is infinite.
//
// What float16 would ruin stays float32: sines and cosines with all they are computed
// from, since an angle of 900 is off by a quarter there, and the sums of group
// normalisations over whole images.
func (m Model) Half() (Model, error) {
	if m.graph == nil {
		return Model{}, errors.New("only a model that was built here can be brought to float16")
	}
	nodes, _ := m.graph.live()
	h := halving{
		to:    &Graph{name: m.graph.name, initializers: maps.Clone(m.graph.initializers), inputs: m.graph.inputs, outputs: m.graph.outputs},
		types: map[string]Type{}, half: map[string]Value{}, single: map[string]Value{},
	}
	for _, v := range m.graph.inputs {
		h.keep(v)
	}
	for _, i := range m.graph.initializers {
		h.keep(i.value)
	}
	exact := exact(nodes)
	for _, n := range nodes {
		h.add(n, exact[n.output.Name])
	}
	return h.to.Model()
}

// exact returns the names of what comes out of sines and cosines, and of what they
// alone are computed from.
func exact(nodes []node) map[string]bool {
	names := map[string]bool{}
	elsewhere := map[string]bool{} // whether anything else takes a value, by name
	for _, n := range slices.Backward(nodes) {
		taken, used := elsewhere[n.output.Name]
		names[n.output.Name] = n.op == "Sin" || n.op == "Cos" || used && !taken
		for _, name := range n.inputs {
			elsewhere[name] = elsewhere[name] || !names[n.output.Name]
		}
	}
	return names
}

// halving is the conversion of a graph: every float32 value of it has a version in
// float16, one in float32, or both, each made when it is asked for first.
type halving struct {
	to           *Graph
	types        map[string]Type  // of the values of the graph that is converted
	half, single map[string]Value // the versions of those of float32
}

// keep enters a value that stays what it is.
func (h *halving) keep(v Value) {
	h.types[v.Name] = v.Type
	h.single[v.Name] = v
}

// add converts one operator.
func (h *halving) add(n node, exact bool) {
	out := n.output
	h.types[out.Name] = out.Type
	switch {
	case n.op == "Cast" && out.Type == Float32 && h.types[n.inputs[0]] == Float16:
		h.half[out.Name] = h.single[n.inputs[0]]
	case exact || n.op == "InstanceNormalization" || h.isOutput(out) || out.Type != Float32:
		h.append(n, Float32)
		h.single[out.Name] = out
	default:
		h.append(n, Float16)
		h.half[out.Name] = Value{out.Shape, Float16, out.Name}
	}
}

func (h *halving) isOutput(out Value) bool {
	return slices.ContainsFunc(h.to.outputs, func(v Value) bool { return v.Name == out.Name })
}

// append adds an operator that takes its inputs in a precision.
func (h *halving) append(n node, precision Type) {
	n.inputs = slices.Clone(n.inputs)
	for i, name := range n.inputs {
		switch {
		case h.types[name] != Float32: // integers, float16, or an input left out
		case precision == Float16 && (n.op != "Resize" || i == 0): // its scales are float32 always
			n.inputs[i] = h.halved(name)
		default:
			n.inputs[i] = h.widened(name)
		}
	}
	if n.output.Type == Float32 {
		n.output.Type = precision
	}
	if precision == Float16 {
		n.scratch = halves(n.scratch)
	}
	h.to.nodes = append(h.to.nodes, n)
}

func halves(bytes []int64) []int64 {
	list := slices.Clone(bytes)
	for i := range list {
		list[i] /= 2
	}
	return list
}

// halved returns the name of the float16 version of a value.
func (h *halving) halved(name string) string {
	v, ok := h.half[name]
	if !ok {
		if i, inline := h.to.initializers[name]; inline && i.file == "" {
			v = h.narrowed(i)
		} else {
			v = h.cast(h.single[name], Float16, "half")
		}
		h.half[name] = v
	}
	return v.Name
}

// widened returns the name of the float32 version of a value.
func (h *halving) widened(name string) string {
	v, ok := h.single[name]
	if !ok {
		v = h.cast(h.half[name], Float32, "single")
		h.single[name] = v
	}
	return v.Name
}

// narrowed adds a constant of the model in float16.
func (h *halving) narrowed(i initializer) Value {
	v := Value{i.value.Shape, Float16, i.value.Name + "_half"}
	raw := make([]byte, 0, len(i.raw)/2)
	for bits := range slices.Chunk(i.raw, 4) {
		x := math.Float32frombits(binary.LittleEndian.Uint32(bits))
		raw = binary.LittleEndian.AppendUint16(raw, uint16(tensor.HalfOf(x)))
	}
	h.to.initializers[v.Name] = initializer{value: v, raw: raw}
	return v
}

func (h *halving) cast(v Value, to Type, suffix string) Value {
	out := Value{v.Shape, to, v.Name + "_" + suffix}
	h.to.nodes = append(h.to.nodes, node{op: "Cast", inputs: []string{v.Name}, output: out, attributes: []attribute{intAttribute("to", int(to))}})
	return out
}
