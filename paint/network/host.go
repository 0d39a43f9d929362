package network

import (
	"context"

	"patina/devices"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// Host returns a tensor as a value on the processor, whose elements they share.
func Host(t tensor.Tensor) Value { return host{t} }

type host struct{ tensor.Tensor }

func (h host) On() devices.ID  { return devices.Processor }
func (h host) Shape() []int    { return h.Tensor.Shape }
func (h host) Type() onnx.Type { return TypeOf(h.Tensor) }
func (h host) Close() error    { return nil }

func (h host) Download(ctx context.Context) (tensor.Tensor, error) {
	return h.Tensor, context.Cause(ctx)
}

// TypeOf returns the type of the elements of a tensor.
func TypeOf(t tensor.Tensor) onnx.Type {
	switch {
	case t.F32 != nil:
		return onnx.Float32
	case t.F16 != nil:
		return onnx.Float16
	}
	return onnx.Int64
}

// Empty returns a tensor of zeros of a shape and type.
func Empty(t onnx.Type, shape ...int) tensor.Tensor {
	n := tensor.Count(shape)
	switch t {
	case onnx.Float32:
		return tensor.Of(make([]float32, n), shape...)
	case onnx.Float16:
		return tensor.OfHalf(make([]tensor.Half, n), shape...)
	}
	return tensor.OfInts(make([]int64, n), shape...)
}
