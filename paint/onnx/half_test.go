package onnx

import (
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"patina/paint/tensor"
)

// operators returns each operator of a model with the names it takes and makes.
func operators(t *testing.T, m Model) []string {
	t.Helper()
	var list []string
	for _, n := range decode(t, m.Bytes).messages(t, 7)[0].messages(t, 1) {
		list = append(list, n.texts(4)[0]+" "+strings.Join(n.texts(1), ",")+" -> "+n.texts(2)[0])
	}
	return list
}

// Weights in float16 are used as they lie, constants are rewritten, others converted;
// sums over images stay float32, and so do inputs and outputs.
func TestHalf(t *testing.T) {
	g := New("half")
	x := g.Input("x", Float32, 1, 4, 2, 2)
	place := filepath.FromSlash("/w")
	w := g.Cast(g.External("w", Float16, place, 0, 4, 4, 1, 1), Float32)
	x = g.Conv(x, w, g.External("b", Float32, place, 32, 4), 1, Padding{})
	x = g.GroupNorm(x, g.Constant(tensor.Of([]float32{1, 2, 3, 4}, 4, 1, 1)), g.Constant(tensor.New(4, 1, 1)), 2, 1e-5)
	g.Output("y", g.Upsample(x))
	m, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	h, err := m.Half()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Cast x -> x_half", "Cast b -> b_half", "Conv x_half,w,b_half -> Conv_1",
		"Reshape Conv_1,constant_4 -> Reshape_2", "Cast Reshape_2 -> Reshape_2_single",
		"InstanceNormalization Reshape_2_single,constant_5,constant_6 -> InstanceNormalization_3",
		"Cast InstanceNormalization_3 -> InstanceNormalization_3_half",
		"Reshape InstanceNormalization_3_half,constant_7 -> Reshape_4",
		"Mul Reshape_4,constant_2_half -> Mul_5", "Add Mul_5,constant_3_half -> Add_6",
		"Resize Add_6,,constant_8 -> Resize_7", "Cast Resize_7 -> Resize_7_single", "Identity Resize_7_single -> y",
	}
	if got := operators(t, h); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if h.Inputs[0].Type != Float32 || h.Outputs[0].Type != Float32 || h.Folder != m.Folder || h.FLOP != m.FLOP {
		t.Errorf("got %v -> %v in %s, %d operations", h.Inputs, h.Outputs, h.Folder, h.FLOP)
	}
}

// What sines and cosines are computed from is float32 up to the input, and nothing else
// that shares it.
func TestAnglesStayFloat32(t *testing.T) {
	g := New("angles")
	time := g.Input("time", Float32, 1)
	angle := g.Mul(time, g.Constant(tensor.Of([]float32{0.7}, 1)))
	g.Output("y", g.Concat(0, g.Sin(angle), g.Cos(angle), g.Mul(time, time)))
	m, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	h, err := m.Half()
	if err != nil {
		t.Fatal(err)
	}
	got := operators(t, h)
	for _, want := range []string{"Mul time,constant_0 -> Mul_0", "Sin Mul_0 -> Sin_1", "Cast Sin_1 -> Sin_1_half", "Mul time_half,time_half -> Mul_3"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, strings.Join(got, "\n"))
		}
	}
}

func TestOnlyModelsThatWereBuiltAreChanged(t *testing.T) {
	if _, err := (Model{}).Half(); err == nil {
		t.Error("a model without a graph was halved")
	}
	if _, err := (Model{}).Spelled(func(int) bool { return true }); err == nil {
		t.Error("a model without a graph was spelled out")
	}
}

// Wide heads are spelled out and others left; long queries go in slices.
func TestSpelled(t *testing.T) {
	g := New("attention")
	wide := g.Input("wide", Float32, 1, 8192, 256)
	g.Output("y", g.Add(g.Attention(wide, wide, wide, 1, false), g.Attention(wide, wide, wide, 4, false)))
	m, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	s, err := m.Spelled(func(head int) bool { return head > 128 })
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, o := range operators(t, s) {
		name, _, _ := strings.Cut(o, " ")
		counts[name]++
	}
	if counts["MultiHeadAttention"] != 1 || counts["Softmax"] != 2 || counts["Slice"] != 2 || s.FLOP != m.FLOP {
		t.Errorf("got %v, %d operations of %d", counts, s.FLOP, m.FLOP)
	}
	if !math.Signbit(float64(unseen(3, 5, 5).F32[4])) || unseen(3, 5, 5).F32[3] != 0 || unseen(3, 5, 5).F32[9] != 0 {
		t.Errorf("row 3 sees up to 3 and row 4 all: got %v", unseen(3, 5, 5).F32)
	}
}
