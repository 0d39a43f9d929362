package ort

import (
	"context"
	"fmt"
	"math"

	"patina/devices"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// Probe runs a network of one node on a device, with its input and output there, and
// compares the result with what the processor computes. Lists of devices are not
// believed: cards are listed that have no driver, drivers that ONNX Runtime refuses, and
// some compute nonsense. The error says what failed, and what to do where that is known.
// Runtime is a devices.Prober.
func (r *Runtime) Probe(ctx context.Context, d devices.Device) (devices.Proof, error) {
	if err := r.prove(ctx, d.ID, false); err != nil {
		return devices.Proof{}, err
	}
	if d.ID == devices.Processor {
		return devices.Proof{}, nil // it computes float16 as float32
	}
	err := r.prove(ctx, d.ID, true)
	if cause := context.Cause(ctx); cause != nil {
		return devices.Proof{}, cause
	}
	return devices.Proof{Half: err == nil}, nil
}

// prove returns nil when a linear layer that was made and run on a device computes what
// it should.
func (r *Runtime) prove(ctx context.Context, on devices.ID, half bool) error {
	const n = 32
	in := map[string]tensor.Tensor{"x": wave(n, 1)}
	tolerance := 1e-3
	model, err := oneNode(n)
	if err != nil {
		return err
	}
	want, err := r.once(ctx, model, devices.Processor, in)
	if err != nil {
		return err
	}
	if half {
		tolerance = 1e-2
		if model, err = model.Half(); err != nil {
			return err
		}
	}
	got, err := r.once(ctx, model, on, in)
	if err != nil {
		return err
	}
	if off := farthest(got, want); !(off <= tolerance) {
		return fmt.Errorf("%s computes nonsense: results are off by %.1g of their size; a newer driver may help", on, off)
	}
	return nil
}

// oneNode multiplies x [n, n] by a constant.
func oneNode(n int) (onnx.Model, error) {
	g := onnx.New("probe")
	x := g.Input("x", onnx.Float32, n, n)
	g.Output("y", g.Gemm(x, g.Constant(wave(n, 2)), onnx.Value{}))
	return g.Model()
}

// wave returns a tensor [n, n] of which no two rows are alike, and whose products are
// about 1.
func wave(n int, frequency float64) tensor.Tensor {
	t := tensor.New(n, n)
	for i := range t.F32 {
		t.F32[i] = float32(math.Sin(frequency*float64(i)) / math.Sqrt(float64(n)/2))
	}
	return t
}
