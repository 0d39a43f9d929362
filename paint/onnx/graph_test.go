package onnx

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"patina/paint/tensor"
)

// message is a decoded protobuf message: the values of each field in order, bytes or
// uint64.
type message map[protowire.Number][]any

func decode(t *testing.T, b []byte) message {
	t.Helper()
	m := message{}
	for len(b) > 0 {
		field, wire, n := protowire.ConsumeTag(b)
		if n < 0 {
			t.Fatal(protowire.ParseError(n))
		}
		b = b[n:]
		var v any
		switch wire {
		case protowire.BytesType:
			v, n = protowire.ConsumeBytes(b)
		case protowire.Fixed32Type:
			v, n = protowire.ConsumeFixed32(b)
		default:
			v, n = protowire.ConsumeVarint(b)
		}
		if n < 0 {
			t.Fatal(protowire.ParseError(n))
		}
		m[field] = append(m[field], v)
		b = b[n:]
	}
	return m
}

func (m message) texts(field protowire.Number) []string {
	var list []string
	for _, v := range m[field] {
		list = append(list, string(v.([]byte)))
	}
	return list
}

func (m message) messages(t *testing.T, field protowire.Number) []message {
	var list []message
	for _, v := range m[field] {
		list = append(list, decode(t, v.([]byte)))
	}
	return list
}

func TestAModelHoldsWhatItsOutputsNeed(t *testing.T) {
	g := New("test")
	x := g.Input("x", Float32, 2, 3)
	weight := g.External("w", Float16, filepath.FromSlash("/data/a/w.safetensors"), 4096, 5, 3)
	bias := g.External("b", Float32, filepath.FromSlash("/data/b.bin"), 8, 5)
	y := g.Gemm(x, g.Cast(weight, Float32), bias)
	g.Gemm(y, g.External("unused", Float32, filepath.FromSlash("/other/u.safetensors"), 0, 7, 5), Value{})
	g.Output("y", g.Add(y, g.Constant(tensor.Of([]float32{2}, 1))))
	m, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	if m.Folder != filepath.FromSlash("/data") || m.Weights != 30+20+4 || m.FLOP != 2*2*3*5 || m.Inputs[0].Name != "x" || !slices.Equal(m.Outputs[0].Shape, []int{2, 5}) {
		t.Errorf("got folder %s, %d bytes of weights, %v -> %v", m.Folder, m.Weights, m.Inputs, m.Outputs)
	}
	model := decode(t, m.Bytes)
	graph := model.messages(t, 7)[0]
	var ops []string
	for _, n := range graph.messages(t, 1) {
		ops = append(ops, n.texts(4)...)
	}
	if want := []string{"Cast", "Gemm", "Add", "Identity"}; !slices.Equal(ops, want) {
		t.Errorf("operators %v, want %v", ops, want)
	}
	places := map[string]string{}
	for _, i := range graph.messages(t, 5) {
		place := ""
		for _, pair := range i.messages(t, 13) {
			place += strings.Join(append(pair.texts(1), pair.texts(2)...), "=") + " "
		}
		places[i.texts(8)[0]] = place
	}
	if len(places) != 3 || places["w"] != "location=a/w.safetensors offset=4096 length=30 " || places["b"] != "location=b.bin offset=8 length=20 " {
		t.Errorf("initializers %q", places)
	}
}

func TestEveryInputIsKept(t *testing.T) {
	g := New("test")
	g.Input("unused", Int64, 1)
	g.Output("y", g.Input("x", Float32, 1))
	m, err := g.Model()
	if err != nil || len(decode(t, m.Bytes).messages(t, 7)[0][11]) != 2 || m.Folder != "" {
		t.Errorf("got %+v, %v", m.Inputs, err)
	}
}

func TestTheFirstErrorIsKept(t *testing.T) {
	f32 := func(g *Graph, shape ...int) Value { return g.Constant(tensor.New(shape...)) }
	for want, build := range map[string]func(g *Graph){
		"first":                              func(g *Graph) { g.Fail(errors.New("first")); g.Fail(errors.New("second")) },
		"Add of [2] and [3]":                 func(g *Graph) { g.Add(f32(g, 2), f32(g, 3)) },
		"Reshape of [2 3] to [5]":            func(g *Graph) { g.Reshape(f32(g, 2, 3), 5) },
		"Concat of [2 3] and [2]":            func(g *Graph) { g.Concat(0, f32(g, 2, 3), f32(g, 2)) },
		"Concat of [2 3] and [2 4]":          func(g *Graph) { g.Concat(0, f32(g, 2, 3), f32(g, 2, 4)) },
		"Gather of [2] by [1]":               func(g *Graph) { g.Gather(f32(g, 2), f32(g, 1)) },
		"Transpose of [2 3] by [0 0]":        func(g *Graph) { g.Transpose(f32(g, 2, 3), 0, 0) },
		"Gemm of [2 3] by [4 5] transposed":  func(g *Graph) { g.Gemm(f32(g, 2, 3), f32(g, 4, 5), Value{}) },
		"Conv of [1 2 8 8] by [1 3 3 3]":     func(g *Graph) { g.Conv(f32(g, 1, 2, 8, 8), f32(g, 1, 3, 3, 3), Value{}, 1, Padding{}) },
		"Upsample of [2 2]":                  func(g *Graph) { g.Upsample(f32(g, 2, 2)) },
		"GroupNorm of [1 6 2 2] in 4 groups": func(g *Graph) { g.GroupNorm(f32(g, 1, 6, 2, 2), f32(g, 6, 1, 1), f32(g, 6, 1, 1), 4, 1) },
		"Attention of [1 2 6] to [1 2 6] and [1 2 6] with 4 heads": func(g *Graph) {
			g.Attention(f32(g, 1, 2, 6), f32(g, 1, 2, 6), f32(g, 1, 2, 6), 4, false)
		},
	} {
		g := New("broken")
		build(g)
		if _, err := g.Model(); err == nil || err.Error() != "network broken: "+want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestFilesOfDifferentFoldersMeetInTheDeepestCommonOne(t *testing.T) {
	for want, files := range map[string][]string{
		"/":       {"/a/b/x", "/c/y"},
		"/ab":     {"/ab/x", "/ab/y"},
		"/common": {"/common/ab/x", "/common/abc/y", "/common/z"},
	} {
		var list []initializer
		for _, f := range files {
			list = append(list, initializer{file: filepath.FromSlash(f)})
		}
		if got, err := commonFolder(list); err != nil || filepath.ToSlash(got) != want {
			t.Errorf("%v meet in %s, want %s (%v)", files, got, want, err)
		}
	}
	g := New("spread")
	y := g.Add(g.External("a", Float32, filepath.FromSlash("/c/a"), 0, 1), g.External("b", Float32, "d:b", 0, 1))
	g.Output("y", y)
	if _, err := g.Model(); err == nil || !strings.Contains(err.Error(), "another volume") {
		t.Errorf("got %v", err)
	}
}
