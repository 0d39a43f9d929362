package ort

import (
	"context"
	"errors"
	"math"

	"patina/devices"
	"patina/paint/network"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// widestHead is the width of a head from which WebGPU's own operator for attention
// needs more memory for a workgroup than most cards have: 128 bytes for each element,
// where they have 32 KB.
const widestHead = 128

// adapt returns a model as a device computes it right: with its own operator for
// attention where that works, and spelled out where not: SwiftShader, for one, computes
// nonsense with WebGPU's from some tens of tokens on.
func (r *Runtime) adapt(ctx context.Context, d *device, model onnx.Model) (onnx.Model, error) {
	if d.id == devices.Processor {
		return model, nil
	}
	attends, err := r.attends(ctx, d)
	if err != nil {
		return onnx.Model{}, err
	}
	return model.Spelled(func(head int) bool {
		return !attends || d.id.Provider() == devices.WebGPU && head > widestHead
	})
}

// attends tells whether a device's own operator for attention computes what it should,
// which is tried once. The error is context.Cause(ctx) when ctx ends first.
func (r *Runtime) attends(ctx context.Context, d *device) (bool, error) {
	r.trying.Lock()
	defer r.trying.Unlock()
	if known, ok := r.attending[d.id]; ok {
		return known, nil
	}
	const tokens, heads = 64, 2
	g := onnx.New("attention")
	x := g.Input("x", onnx.Float32, 1, tokens, tokens)
	g.Output("y", g.Attention(x, x, x, heads, false))
	model, err := g.Model()
	if err != nil {
		return false, err
	}
	in := map[string]tensor.Tensor{"x": wave(tokens, 3).Reshape(1, tokens, tokens)}
	for i := range in["x"].F32 {
		in["x"].F32[i] *= 8 // so that tokens look at some more than at others
	}
	want, err := r.once(ctx, model, devices.Processor, in)
	if err != nil {
		return false, err
	}
	got, err := r.once(ctx, model, d.id, in)
	if cause := context.Cause(ctx); cause != nil {
		return false, cause
	}
	if errors.Is(err, network.ErrOutOfMemory) {
		return false, err // says nothing of the operator
	}
	r.attending[d.id] = err == nil && farthest(got, want) <= 1e-3
	return r.attending[d.id], nil
}

// once makes a session of a model as it is, runs it and closes it.
func (r *Runtime) once(ctx context.Context, m onnx.Model, on devices.ID, in map[string]tensor.Tensor) (out tensor.Tensor, err error) {
	d, err := r.device(on)
	if err != nil {
		return tensor.Tensor{}, err
	}
	s, err := d.load(ctx, m, network.Options{Component: "a network of one node"})
	if err != nil {
		return tensor.Tensor{}, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	results, err := s.Run(ctx, in)
	return results["y"], err
}

// farthest returns the largest difference of a tensor to the one that is wanted, as a
// part of the largest element of that.
func farthest(got, want tensor.Tensor) float64 {
	worst, most := 0.0, 0.0
	for i, w := range want.F32 {
		if off := math.Abs(float64(got.F32[i] - w)); !(off <= worst) {
			worst = off
		}
		most = max(most, math.Abs(float64(w)))
	}
	return worst / most
}
