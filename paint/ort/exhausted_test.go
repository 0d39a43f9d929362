//go:build !race

package ort_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"patina/paint/network"
	"patina/paint/onnx"
	"patina/paint/ort/orttest"
	"patina/paint/tensor"
)

// huge is a network whose result has 4 TB.
func huge(t *testing.T) onnx.Model {
	t.Helper()
	const n = 1 << 20
	g := onnx.New("huge")
	column := g.Input("column", onnx.Float32, n, 1)
	g.Output("y", g.Gather(g.Add(column, g.Reshape(column, 1, n)), g.Constant(tensor.OfInts([]int64{0}, 1))))
	m, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Memory that is used up is told apart from every other failure, and what is smaller
// still runs.
func TestMemoryThatIsUsedUpIsRecognised(t *testing.T) {
	ctx, runtime := context.Background(), orttest.Open(t)
	for _, on := range orttest.Devices(t) {
		s, err := runtime.LoadOn(ctx, huge(t), on, network.Options{Component: "the huge one"})
		if err == nil {
			_, err = s.Run(ctx, map[string]tensor.Tensor{"column": tensor.New(1<<20, 1)})
			s.Close()
		}
		if !errors.Is(err, network.ErrOutOfMemory) || !strings.Contains(err.Error(), "the huge one") || !strings.Contains(err.Error(), string(on)) {
			t.Errorf("on %s: got %v", on, err)
		}
		runOn(t, chain(t, 8, 1), on, map[string]tensor.Tensor{"x": noise(8, 8)})
	}
}
