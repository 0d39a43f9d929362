package painttest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"

	"patina/devices"
	"patina/paint/network"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// Runtime is a network.Runtime of devices that hold and count, but compute only what a
// test says. It is strict as ONNX Runtime is: values on other devices are refused, and
// what was closed cannot be used. The zero value has room for everything.
type Runtime struct {
	// Capacity is the memory of devices; those that are not listed have no end.
	Capacity map[devices.ID]devices.Bytes
	// Working is the memory that a run of a model takes besides inputs and outputs; nil
	// is none.
	Working func(model onnx.Model) devices.Bytes
	// Compute fills the outputs of a run, which are zeros before; nil leaves them so. It
	// may return an error, with which the run fails.
	Compute func(model onnx.Model, in, out map[string]tensor.Tensor) error
	// Fail is the allocation that fails, counted from 1; 0 is none. Allocations are those
	// of weights, values and runs, on any device but the processor's values, which are Go's.
	Fail int

	mutex       sync.Mutex
	allocations int
	held, peak  map[devices.ID]devices.Bytes
	moved       map[[2]devices.ID]devices.Bytes
	open        int
}

// Allocations returns how many allocations there were.
func (r *Runtime) Allocations() int {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.allocations
}

// Held returns the memory that sessions and values take on a device now, and the most
// that they and runs ever took.
func (r *Runtime) Held(on devices.ID) (now, peak devices.Bytes) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.held[on], r.peak[on]
}

// Moved returns the bytes that were copied from one device to another: of weights, and
// of values.
func (r *Runtime) Moved(from, to devices.ID) devices.Bytes {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.moved[[2]devices.ID{from, to}]
}

// Open returns how many sessions and values on devices were not closed.
func (r *Runtime) Open() int {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.open
}

// take allocates memory of a device.
func (r *Runtime) take(on devices.ID, bytes devices.Bytes) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.allocations++
	capacity, limited := r.Capacity[on]
	if r.allocations == r.Fail || limited && r.held[on]+bytes > capacity {
		return fmt.Errorf("%w: %s has no room for %d bytes", network.ErrOutOfMemory, on, bytes)
	}
	if r.held == nil {
		r.held, r.peak = map[devices.ID]devices.Bytes{}, map[devices.ID]devices.Bytes{}
	}
	r.held[on] += bytes
	r.peak[on] = max(r.peak[on], r.held[on])
	return nil
}

func (r *Runtime) give(on devices.ID, bytes devices.Bytes) {
	r.mutex.Lock()
	r.held[on] -= bytes
	r.mutex.Unlock()
}

// move counts a copy and reports it, in two pieces.
func (r *Runtime) move(opt network.Options, from, to devices.ID, bytes devices.Bytes) {
	if from == to {
		return
	}
	progress := opt.Transfer(from, to, bytes)
	for _, done := range []devices.Bytes{0, bytes / 2, bytes} {
		progress(done)
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.moved == nil {
		r.moved = map[[2]devices.ID]devices.Bytes{}
	}
	r.moved[[2]devices.ID{from, to}] += bytes
}

func (r *Runtime) count(n int) {
	r.mutex.Lock()
	r.open += n
	r.mutex.Unlock()
}

// LoadOn implements network.Runtime.
func (r *Runtime) LoadOn(ctx context.Context, model onnx.Model, on devices.ID, opt network.Options) (network.Session, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	weights := devices.Bytes(model.Weights)
	if err := r.take(on, weights); err != nil {
		return nil, fmt.Errorf("cannot load %s on %s: %w", opt.Component, on, err)
	}
	r.move(opt, devices.Processor, on, weights)
	r.count(1)
	return &fakeSession{runtime: r, model: model, on: on, options: opt}, nil
}

// Started implements network.Runtime.
func (r *Runtime) Started() bool { return r.Allocations() > 0 }

// Upload implements network.Runtime.
func (r *Runtime) Upload(ctx context.Context, t tensor.Tensor, on devices.ID, opt network.Options) (network.Value, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	if on == devices.Processor {
		return network.Host(t), nil
	}
	v, err := r.value(t.Clone(), on, opt)
	if err != nil {
		return nil, err
	}
	r.move(opt, devices.Processor, on, network.Bytes(v))
	return v, nil
}

// value puts a tensor on a device other than the processor.
func (r *Runtime) value(t tensor.Tensor, on devices.ID, opt network.Options) (*fakeValue, error) {
	v := &fakeValue{Value: network.Host(t), runtime: r, on: on, options: opt}
	if err := r.take(on, network.Bytes(v)); err != nil {
		return nil, fmt.Errorf("cannot put %s on %s: %w", opt.Component, on, err)
	}
	r.count(1)
	return v, nil
}

// fakeValue is a tensor that pretends to be on a device.
type fakeValue struct {
	network.Value
	runtime *Runtime
	on      devices.ID
	options network.Options
	closed  bool
}

func (v *fakeValue) On() devices.ID { return v.on }

func (v *fakeValue) Download(ctx context.Context) (tensor.Tensor, error) {
	if v.closed {
		return tensor.Tensor{}, errors.New("cannot use a value that was closed")
	}
	t, err := v.Value.Download(ctx)
	if err != nil {
		return t, err
	}
	v.runtime.move(v.options, v.on, devices.Processor, network.Bytes(v))
	return t.Clone(), nil
}

func (v *fakeValue) Close() error {
	if !v.closed {
		v.closed = true
		v.runtime.give(v.on, network.Bytes(v))
		v.runtime.count(-1)
	}
	return nil
}

// fakeSession is a network that pretends to be on a device.
type fakeSession struct {
	runtime *Runtime
	model   onnx.Model
	on      devices.ID
	options network.Options
	closed  bool
}

func (s *fakeSession) On() devices.ID { return s.on }

func (s *fakeSession) MemoryUse() (network.MemoryUse, bool) {
	now, peak := s.runtime.Held(s.on)
	return network.MemoryUse{InUse: now, Peak: peak, Reserved: peak}, true
}

func (s *fakeSession) Close() error {
	if !s.closed {
		s.closed = true
		s.runtime.give(s.on, devices.Bytes(s.model.Weights))
		s.runtime.count(-1)
	}
	return nil
}

func (s *fakeSession) Run(ctx context.Context, in map[string]tensor.Tensor) (map[string]tensor.Tensor, error) {
	return network.RunTensors(ctx, s.runtime, s, s.model.Inputs, in, s.options)
}

func (s *fakeSession) RunOn(ctx context.Context, in map[string]network.Value) (map[string]network.Value, error) {
	if s.closed {
		return nil, errors.New("cannot run a network that was closed")
	}
	if err := network.Check(s.options.Component, s.model.Inputs, s.on, in); err != nil {
		return nil, err
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	out, err := s.compute(in)
	if err != nil {
		return nil, err
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	return s.leave(out)
}

// compute runs the network on what lies in the inputs.
func (s *fakeSession) compute(in map[string]network.Value) (map[string]tensor.Tensor, error) {
	if s.runtime.Working != nil {
		working := s.runtime.Working(s.model)
		if err := s.runtime.take(s.on, working); err != nil {
			return nil, fmt.Errorf("%s failed on %s: %w", s.options.Component, s.on, err)
		}
		defer s.runtime.give(s.on, working)
	}
	read, out := map[string]tensor.Tensor{}, map[string]tensor.Tensor{}
	for name, v := range in {
		if f, ok := v.(*fakeValue); ok {
			if f.closed {
				return nil, errors.New("cannot use a value that was closed")
			}
			v = f.Value
		}
		read[name], _ = v.Download(context.Background())
	}
	for _, v := range s.model.Outputs {
		out[v.Name] = network.Empty(v.Type, v.Shape...)
	}
	if s.runtime.Compute == nil {
		return out, nil
	}
	return out, s.runtime.Compute(s.model, read, out)
}

// leave puts outputs on the session's device, all or none.
func (s *fakeSession) leave(out map[string]tensor.Tensor) (map[string]network.Value, error) {
	left := map[string]network.Value{}
	for _, v := range s.model.Outputs {
		if s.on == devices.Processor {
			left[v.Name] = network.Host(out[v.Name])
			continue
		}
		placed, err := s.runtime.value(out[v.Name], s.on, s.options)
		if err != nil {
			for l := range maps.Values(left) {
				l.Close()
			}
			return nil, err
		}
		left[v.Name] = placed
	}
	return left, nil
}
