// Package onnx builds ONNX graphs and writes them as models, weights inline or in
// other files. It knows the operators but no runtime.
//
// Shapes are fixed when a graph is built: a graph for other sizes is another graph
// over the same weights, which takes milliseconds to write.
package onnx

import (
	"encoding/binary"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"patina/paint/tensor"
)

// Type is the type of the elements of a value, with the numbers of TensorProto.
type Type int

// The types that Patina's networks use.
const (
	Float32 Type = 1
	Int64   Type = 7
	Float16 Type = 10
)

var types = map[Type]struct {
	name string
	size int
}{Float32: {"float32", 4}, Int64: {"int64", 8}, Float16: {"float16", 2}}

// Size returns the bytes of one element.
func (t Type) Size() int { return types[t].size }

// String returns the name that NumPy uses, such as "float32".
func (t Type) String() string { return types[t].name }

// Value is what flows along an edge of the graph: an input, an initializer or the
// output of an operator. The zero Value stands for an optional input left out.
type Value struct {
	Shape []int
	Type  Type
	Name  string
}

func (v Value) bytes() int64 { return int64(tensor.Count(v.Shape)) * int64(v.Type.Size()) }

type node struct {
	op, domain string
	inputs     []string
	output     Value
	attributes []attribute
	flop       int64
	attention  *attention // that the node computes, if it does
	scratch    []int64    // bytes of the memory that it needs while it runs, besides what it takes and makes
}

type initializer struct {
	value  Value
	raw    []byte
	file   string // holds the elements from offset on; empty when they are raw
	offset int64
}

// microsoft is the domain of ONNX Runtime's own operators.
const microsoft = "com.microsoft"

// Graph is a network under construction. Its methods add one operator each and
// return what comes out. The first error is kept and returned by Model; values after
// it still have a shape, so that a network is written without looking at errors.
type Graph struct {
	name         string
	prefix       string // of the names of nodes and constants
	nodes        []node
	initializers map[string]initializer
	inputs       []Value
	outputs      []Value
	err          error
}

// New returns an empty graph.
func New(name string) *Graph {
	return &Graph{name: name, initializers: map[string]initializer{}}
}

// Fail keeps err unless an error came before.
func (g *Graph) Fail(err error) {
	if g.err == nil {
		g.err = err
	}
}

// Input adds an input of that name.
func (g *Graph) Input(name string, t Type, shape ...int) Value {
	v := Value{shape, t, name}
	g.inputs = append(g.inputs, v)
	return v
}

// Output lets v come out of the graph under a name.
func (g *Graph) Output(name string, v Value) {
	g.nodes = append(g.nodes, node{op: "Identity", inputs: []string{v.Name}, output: Value{v.Shape, v.Type, name}})
	g.outputs = append(g.outputs, Value{v.Shape, v.Type, name})
}

// Constant adds elements that are kept in the model itself.
func (g *Graph) Constant(t tensor.Tensor) Value {
	v := Value{Shape: t.Shape, Name: fmt.Sprintf("%sconstant_%d", g.prefix, len(g.initializers))}
	var raw []byte
	switch {
	case t.F32 != nil:
		v.Type = Float32
		for _, x := range t.F32 {
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(x))
		}
	case t.F16 != nil:
		v.Type = Float16
		for _, x := range t.F16 {
			raw = binary.LittleEndian.AppendUint16(raw, uint16(x))
		}
	default:
		v.Type = Int64
		for _, x := range t.I64 {
			raw = binary.LittleEndian.AppendUint64(raw, uint64(x))
		}
	}
	g.initializers[v.Name] = initializer{value: v, raw: raw}
	return v
}

// External adds elements that stay where they are: in file, an absolute path, from
// offset on. The same name again is the same initializer.
func (g *Graph) External(name string, t Type, file string, offset int64, shape ...int) Value {
	v := Value{shape, t, name}
	g.initializers[name] = initializer{value: v, file: file, offset: offset}
	return v
}

// add appends an operator with one output of the given shape and the type of its
// first input.
func (g *Graph) add(op string, shape []int, inputs []Value, attributes ...attribute) Value {
	return g.addIn("", op, shape, inputs, attributes...)
}

func (g *Graph) addIn(domain, op string, shape []int, inputs []Value, attributes ...attribute) Value {
	out := Value{shape, inputs[0].Type, fmt.Sprintf("%s%s_%d", g.prefix, op, len(g.nodes))}
	names := make([]string, len(inputs))
	for i, v := range inputs {
		names[i] = v.Name
	}
	for len(names) > 0 && names[len(names)-1] == "" {
		names = names[:len(names)-1]
	}
	g.nodes = append(g.nodes, node{op: op, domain: domain, inputs: names, output: out, attributes: attributes})
	return out
}

// last is the node that was added last.
func (g *Graph) last() *node { return &g.nodes[len(g.nodes)-1] }

// costs says how many floating point operations the last node takes.
func (g *Graph) costs(flop int64) { g.last().flop = flop }

// Model is a graph as ONNX Runtime takes it.
type Model struct {
	Bytes           []byte
	Folder          string // that the locations of external weights are relative to; empty when there are none
	Weights         int64  // bytes of all initializers
	FLOP            int64  // floating point operations of one run: those of linear layers, convolutions and attention
	Memory          Memory // of one run, besides weights, inputs and outputs
	Inputs, Outputs []Value

	graph *Graph // that Half starts from
}

// Model returns the graph with what its outputs need; the rest is left out. It fails
// with the first error of construction.
func (g *Graph) Model() (Model, error) {
	if g.err != nil {
		return Model{}, fmt.Errorf("network %s: %w", g.name, g.err)
	}
	nodes, used := g.live()
	kept := g.keptInitializers(used)
	folder, err := commonFolder(kept)
	if err != nil {
		return Model{}, fmt.Errorf("network %s: %w", g.name, err)
	}
	m := Model{Folder: folder, Inputs: g.inputs, Outputs: g.outputs, Memory: memory(nodes, kept, g.outputs), graph: g}
	location := func(file string) string {
		return strings.TrimPrefix(filepath.ToSlash(strings.TrimPrefix(file, m.Folder)), "/")
	}
	var b []byte
	for _, n := range nodes {
		b = appendMessage(b, 1, nodeMessage(n))
		m.FLOP += n.flop
	}
	b = appendText(b, 2, g.name)
	for _, i := range kept {
		b = appendMessage(b, 5, initializerMessage(i, location))
		m.Weights += i.value.bytes()
	}
	for _, v := range g.inputs {
		b = appendMessage(b, 11, valueMessage(v))
	}
	for _, v := range g.outputs {
		b = appendMessage(b, 12, valueMessage(v))
	}
	m.Bytes = modelMessage(b)
	return m, nil
}

// live returns the nodes that the outputs depend on, in order, and the names of all
// values that they take.
func (g *Graph) live() ([]node, map[string]bool) {
	used := map[string]bool{}
	for _, v := range g.outputs {
		used[v.Name] = true
	}
	var nodes []node
	for _, n := range slices.Backward(g.nodes) {
		if !used[n.output.Name] {
			continue
		}
		nodes = append(nodes, n)
		for _, name := range n.inputs {
			used[name] = true
		}
	}
	slices.Reverse(nodes)
	return nodes, used
}

func (g *Graph) keptInitializers(used map[string]bool) []initializer {
	var kept []initializer
	for name, i := range g.initializers {
		if used[name] {
			kept = append(kept, i)
		}
	}
	slices.SortFunc(kept, func(a, b initializer) int { return strings.Compare(a.value.Name, b.value.Name) })
	return kept
}

// commonFolder returns the deepest folder that holds all files.
func commonFolder(initializers []initializer) (string, error) {
	folder := ""
	for _, i := range initializers {
		if i.file == "" {
			continue
		}
		if folder == "" {
			folder = filepath.Dir(i.file)
		}
		for !within(i.file, folder) {
			parent := filepath.Dir(folder)
			if parent == folder {
				return "", fmt.Errorf("its weights %s lie on another volume than %s", i.file, folder)
			}
			folder = parent
		}
	}
	return folder, nil
}

func within(file, folder string) bool {
	rest, ok := strings.CutPrefix(file, folder)
	return ok && (strings.HasSuffix(folder, string(filepath.Separator)) || strings.HasPrefix(rest, string(filepath.Separator)))
}
