package network

import (
	"context"
	"maps"

	"patina/devices"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// RunTensors is Session.Run in terms of RunOn: it uploads a network's inputs, runs it,
// and downloads what comes out.
func RunTensors(ctx context.Context, r Runtime, s Session, inputs []onnx.Value, in map[string]tensor.Tensor, opt Options) (map[string]tensor.Tensor, error) {
	hosts := make(map[string]Value, len(in))
	for name, t := range in {
		hosts[name] = Host(t)
	}
	if err := Check(opt.Component, inputs, devices.Processor, hosts); err != nil {
		return nil, err
	}
	placed := make(map[string]Value, len(inputs))
	defer CloseAll(placed)
	for _, want := range inputs {
		v, err := r.Upload(ctx, in[want.Name], s.On(), opt)
		if err != nil {
			return nil, err
		}
		placed[want.Name] = v
	}
	results, err := s.RunOn(ctx, placed)
	if err != nil {
		return nil, err
	}
	defer CloseAll(results)
	return DownloadAll(ctx, results)
}

// CloseAll closes values.
func CloseAll(values map[string]Value) {
	for v := range maps.Values(values) {
		v.Close()
	}
}

// DownloadAll downloads values by name.
func DownloadAll(ctx context.Context, values map[string]Value) (map[string]tensor.Tensor, error) {
	out := make(map[string]tensor.Tensor, len(values))
	for name, v := range values {
		t, err := v.Download(ctx)
		if err != nil {
			return nil, err
		}
		out[name] = t
	}
	return out, nil
}
