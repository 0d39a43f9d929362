package ort

import (
	"context"
	"errors"
	"fmt"
	"sync"

	onnxruntime "github.com/yalue/onnxruntime_go"

	"patina/devices"
	"patina/paint/network"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// Session is a network that can be run, by several goroutines at once if need be. It is
// a network.Session.
type Session struct {
	device          *device
	options         network.Options
	inputs, outputs []onnx.Value

	mutex  sync.RWMutex // held for reading during runs
	closed bool
	inner  *onnxruntime.DynamicAdvancedSession

	counting sync.Mutex
	holders  int // the session itself while it is open, and the values that runs left on its device
}

// On returns the device that the network is on.
func (s *Session) On() devices.ID { return s.device.id }

// Run computes the outputs from the inputs, tensors by name. Inputs must have the
// shapes and types that the graph was built for; they are copied to the network's
// device, and the outputs from there. When ctx ends, the run stops after the operator it
// is at, and Run returns the cause.
func (s *Session) Run(ctx context.Context, in map[string]tensor.Tensor) (map[string]tensor.Tensor, error) {
	return network.RunTensors(ctx, s.device.runtime, s, s.inputs, in, s.options)
}

// RunOn computes the outputs from inputs on the network's device and leaves them there;
// see network.Session.
func (s *Session) RunOn(ctx context.Context, in map[string]network.Value) (map[string]network.Value, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	if s.closed {
		return nil, errors.New("cannot run a network that was closed")
	}
	if err := network.Check(s.options.Component, s.inputs, s.device.id, in); err != nil {
		return nil, err
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	b, err := s.bind(ctx, in)
	defer b.release()
	if err != nil {
		return nil, err
	}
	if err := b.run(ctx); err != nil {
		return nil, err
	}
	return b.results()
}

// failed says that a run did, and why.
func (s *Session) failed(err error) error {
	return fmt.Errorf("%s failed on %s: %w", s.name(), s.device.id, recognised(err))
}

func (s *Session) name() string {
	if s.options.Component == "" {
		return "a network"
	}
	return s.options.Component
}

// Close ends the session once no run uses it. Its memory goes back to the system when the
// values are closed too that runs have left in it. Closing twice is allowed.
func (s *Session) Close() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	return s.drop()
}

// hold keeps the memory of the session for one more.
func (s *Session) hold() {
	s.counting.Lock()
	s.holders++
	s.counting.Unlock()
}

// drop counts one off who holds the session, and frees it after the last.
func (s *Session) drop() error {
	s.counting.Lock()
	s.holders--
	held := s.holders > 0
	s.counting.Unlock()
	if held {
		return nil
	}
	var err error
	if s.inner != nil { // else it was never loaded
		err = s.inner.Destroy()
	}
	return errors.Join(err, s.device.leave())
}
