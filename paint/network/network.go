// Package network says what networks are to those who use them: made from a graph on a
// device, run on values that lie there. paint/ort makes them with ONNX Runtime,
// painttest without.
//
// Nothing moves between devices by itself. Who runs a network puts its inputs on the
// network's device with Upload, and takes what it wants to see from there with
// Download; a value on another device is refused, see Check.
package network

import (
	"context"
	"errors"

	"patina/devices"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// ErrOutOfMemory is what errors wrap when a device, or the processor's memory, has no
// room: for weights, for a value, or for what a run computes in between. What was there
// before is still good, and a smaller network or another device may do.
var ErrOutOfMemory = errors.New("out of memory")

// Runtime makes sessions and values on devices. It may be used by several goroutines.
type Runtime interface {
	// LoadOn makes a session of a model on a device. Weights in other files must not
	// change until Close. The error is context.Cause(ctx) when ctx ends first, and wraps
	// ErrOutOfMemory when the device has no room.
	LoadOn(ctx context.Context, model onnx.Model, on devices.ID, opt Options) (Session, error)
	// Upload copies a tensor to a device. On the processor nothing is copied: the value
	// shares the elements of t, which must not change until Close.
	Upload(ctx context.Context, t tensor.Tensor, on devices.ID, opt Options) (Value, error)
	// Started tells whether a network has been loaded on the processor: what the runtime
	// takes of its memory once is taken then.
	Started() bool
}

// Session is a network on a device. It may be run by several goroutines at once.
type Session interface {
	// On returns the device.
	On() devices.ID
	// RunOn computes the outputs from the inputs, values by name, and leaves them on the
	// device; the caller closes them. Inputs must lie on the device and have the shapes
	// and types of the graph. When ctx ends, the run stops after the operator it is at, if
	// the device can, and RunOn returns the cause.
	RunOn(ctx context.Context, in map[string]Value) (map[string]Value, error)
	// Run is RunOn for tensors, which it uploads before and downloads after.
	Run(ctx context.Context, in map[string]tensor.Tensor) (map[string]tensor.Tensor, error)
	// MemoryUse returns what the session holds on the device, false when nobody tells.
	MemoryUse() (MemoryUse, bool)
	// Close ends the session once no run uses it. What RunOn has left stays good until it
	// is closed itself, and may keep memory of the session until then. Closing twice is
	// allowed.
	Close() error
}

// Value is a tensor on a device.
type Value interface {
	On() devices.ID
	Shape() []int
	Type() onnx.Type
	// Download returns the tensor in the processor's memory. On the processor it shares
	// its elements with the value.
	Download(ctx context.Context) (tensor.Tensor, error)
	// Close frees the value's memory on the device. Closing twice is allowed.
	Close() error
}

// Bytes returns the memory that a value takes.
func Bytes(v Value) devices.Bytes {
	return devices.Bytes(tensor.Count(v.Shape())) * devices.Bytes(v.Type().Size())
}

// Options say how a session or a value is made. The zero value asks for a network in
// the precision of its graph that runs wholly on its device.
type Options struct {
	// Component names what is loaded or copied, in transfers and errors: "unet".
	Component string
	// Half lets the network compute in float16, see onnx.Model.Half. Inputs and outputs
	// stay float32.
	Half bool
	// Lenient lets the processor run the operators that the device cannot. A session
	// that does so says which: see ort.Session.Elsewhere.
	Lenient bool
	// Report, when not nil, is told of each copy between devices, from the goroutine that
	// makes it: of weights when a session is made, of a value when it is uploaded or
	// downloaded. Values that a session makes report as the session does.
	Report func(devices.Transfer)
}

// MemoryUse is what is held on a device.
type MemoryUse struct {
	InUse    devices.Bytes // by weights and values now
	Peak     devices.Bytes // the most InUse ever was
	Reserved devices.Bytes // taken from the device, used or kept for the next run
}
