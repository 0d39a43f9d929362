package ort

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	onnxruntime "github.com/yalue/onnxruntime_go"

	"patina/paint/onnx"
	"patina/paint/tensor"
)

// Session is a network that can be run, by several goroutines at once if need be.
type Session struct {
	runtime         *Runtime
	inputs, outputs []onnx.Value

	mutex sync.RWMutex // held for reading during runs
	inner *onnxruntime.DynamicAdvancedSession
}

// Run computes the outputs from the inputs, tensors by name. Inputs must have the
// shapes and types that the graph was built for. When ctx ends, the run stops after
// the operator it is at, and Run returns the cause.
func (s *Session) Run(ctx context.Context, in map[string]tensor.Tensor) (map[string]tensor.Tensor, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	if s.inner == nil {
		return nil, errors.New("cannot run a network that was closed")
	}
	var c call
	defer c.release()
	for _, want := range s.inputs {
		if err := c.input(want, in); err != nil {
			return nil, err
		}
	}
	out := make(map[string]tensor.Tensor, len(s.outputs))
	for _, v := range s.outputs {
		t, err := c.output(v)
		if err != nil {
			return nil, err
		}
		out[v.Name] = t
	}
	if err := s.run(ctx, &c); err != nil {
		return nil, err
	}
	return out, nil
}

func (s *Session) run(ctx context.Context, c *call) error {
	options, err := onnxruntime.NewRunOptions() // the terminate flag sticks, so never reused
	if err != nil {
		return err
	}
	defer options.Destroy()
	terminated := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() { terminated <- options.Terminate() })
	err = s.inner.RunWithOptions(c.inputs, c.outputs, options)
	if !stop() {
		err = errors.Join(err, <-terminated) // options must outlive Terminate
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if err != nil {
		return fmt.Errorf("a network failed: %w", err)
	}
	return nil
}

// Close frees the session once no run uses it. The memory that sessions share goes
// back to the system with the last of them. Closing twice is allowed.
func (s *Session) Close() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.inner == nil {
		return nil
	}
	err := s.inner.Destroy()
	s.inner = nil
	return errors.Join(err, s.runtime.leave())
}

// call holds what one run lends to ONNX Runtime. The elements stay in Go's memory
// and are pinned until release.
type call struct {
	inputs, outputs []onnxruntime.Value
	pins            runtime.Pinner
}

func (c *call) input(want onnx.Value, in map[string]tensor.Tensor) error {
	t, ok := in[want.Name]
	if !ok {
		return fmt.Errorf("the network's input %q is missing", want.Name)
	}
	if !slices.Equal(t.Shape, want.Shape) || typeOf(t) != want.Type {
		return fmt.Errorf("the network's input %q: expected %v %v, found %v %v", want.Name, want.Type, want.Shape, typeOf(t), t.Shape)
	}
	v, err := c.lend(t)
	if err == nil {
		c.inputs = append(c.inputs, v)
	}
	return err
}

func (c *call) output(want onnx.Value) (tensor.Tensor, error) {
	t := empty(want)
	v, err := c.lend(t)
	if err == nil {
		c.outputs = append(c.outputs, v)
	}
	return t, err
}

// lend wraps the elements of t without copying them.
func (c *call) lend(t tensor.Tensor) (onnxruntime.Value, error) {
	shape := make(onnxruntime.Shape, len(t.Shape))
	for i, side := range t.Shape {
		shape[i] = int64(side)
	}
	switch {
	case t.F32 != nil:
		c.pins.Pin(&t.F32[0])
		return onnxruntime.NewTensor(shape, t.F32)
	case t.F16 != nil:
		c.pins.Pin(&t.F16[0])
		return onnxruntime.NewCustomDataTensor(shape, bytesOf(t.F16), onnxruntime.TensorElementDataTypeFloat16)
	}
	c.pins.Pin(&t.I64[0])
	return onnxruntime.NewTensor(shape, t.I64)
}

func (c *call) release() {
	for _, v := range slices.Concat(c.inputs, c.outputs) {
		v.Destroy()
	}
	c.pins.Unpin()
}

func typeOf(t tensor.Tensor) onnx.Type {
	switch {
	case t.F32 != nil:
		return onnx.Float32
	case t.F16 != nil:
		return onnx.Float16
	}
	return onnx.Int64
}

func empty(v onnx.Value) tensor.Tensor {
	n := tensor.Count(v.Shape)
	switch v.Type {
	case onnx.Float32:
		return tensor.Of(make([]float32, n), v.Shape...)
	case onnx.Float16:
		return tensor.OfHalf(make([]tensor.Half, n), v.Shape...)
	}
	return tensor.OfInts(make([]int64, n), v.Shape...)
}
