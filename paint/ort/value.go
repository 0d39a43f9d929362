package ort

/*
#include "api.h"

static OrtStatus *tensor_in(OrtAllocator *a, const int64_t *shape, size_t rank, int type, OrtValue **out) {
	return CALL(CreateTensorAsOrtValue)(a, shape, rank, type, out);
}
static OrtStatus *tensor_over(const OrtMemoryInfo *m, void *elements, size_t bytes, const int64_t *shape, size_t rank, int type, OrtValue **out) {
	return CALL(CreateTensorWithDataAsOrtValue)(m, elements, bytes, shape, rank, type, out);
}
static OrtStatus *copy(const OrtEnv *e, const OrtValue *from, OrtValue *to) { return CALL(CopyTensors)(e, &from, &to, NULL, 1); }
static void release_value(OrtValue *v) { CALL(ReleaseValue)(v); }
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"unsafe"

	"patina/devices"
	"patina/paint/network"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// value is a tensor in the memory of a device other than the processor.
type value struct {
	device  *device
	release func() error // of what holds its memory: the device, or the session that left it
	shape   []int
	kind    onnx.Type
	options network.Options

	mutex sync.RWMutex // held for reading while something reads the tensor
	inner *C.OrtValue  // nil when closed
}

func (v *value) On() devices.ID  { return v.device.id }
func (v *value) Shape() []int    { return v.shape }
func (v *value) Type() onnx.Type { return v.kind }

// Download copies the tensor into the processor's memory.
func (v *value) Download(ctx context.Context) (tensor.Tensor, error) {
	if err := context.Cause(ctx); err != nil {
		return tensor.Tensor{}, err
	}
	from, err := v.use()
	if err != nil {
		return tensor.Tensor{}, err
	}
	defer v.mutex.RUnlock()
	out := network.Empty(v.kind, v.shape...)
	var hosts lent
	defer hosts.release()
	to, err := hosts.lend(out)
	if err != nil {
		return tensor.Tensor{}, err
	}
	progress := v.options.Transfer(v.device.id, devices.Processor, network.Bytes(v))
	progress(0)
	if err := v.device.copy(from, to); err != nil {
		return tensor.Tensor{}, fmt.Errorf("cannot copy %s from %s: %w", componentOf(v.options), v.device.id, recognised(err))
	}
	progress(network.Bytes(v))
	return out, nil
}

// use returns the tensor, which stays until the mutex is unlocked for reading.
func (v *value) use() (*C.OrtValue, error) {
	v.mutex.RLock()
	if v.inner == nil {
		v.mutex.RUnlock()
		return nil, errors.New("cannot use a value that was closed")
	}
	return v.inner, nil
}

// Close frees the tensor once nothing reads it.
func (v *value) Close() error {
	v.mutex.Lock()
	defer v.mutex.Unlock()
	if v.inner == nil {
		return nil
	}
	C.release_value(v.inner)
	v.inner = nil
	return v.release()
}

// lent are tensors in Go's memory that ONNX Runtime reads and writes in place; they are
// pinned until release.
type lent struct {
	values []*C.OrtValue
	pins   runtime.Pinner
}

// lend wraps the elements of t without copying them.
func (l *lent) lend(t tensor.Tensor) (*C.OrtValue, error) {
	elements := unsafe.Pointer(&[1]byte{})
	switch {
	case len(t.F32) > 0:
		elements = unsafe.Pointer(&t.F32[0])
	case len(t.F16) > 0:
		elements = unsafe.Pointer(&t.F16[0])
	case len(t.I64) > 0:
		elements = unsafe.Pointer(&t.I64[0])
	}
	l.pins.Pin(elements)
	kind, shape := network.TypeOf(t), sides(t.Shape)
	var v *C.OrtValue
	err := failure(C.tensor_over(processorMemory, elements, C.size_t(t.Len()*kind.Size()), unsafe.SliceData(shape), C.size_t(len(shape)), C.int(kind), &v))
	if err == nil {
		l.values = append(l.values, v)
	}
	return v, err
}

func (l *lent) release() {
	for _, v := range l.values {
		C.release_value(v)
	}
	l.pins.Unpin()
}

func sides(shape []int) []C.int64_t {
	list := make([]C.int64_t, len(shape))
	for i, side := range shape {
		list[i] = C.int64_t(side)
	}
	return list
}

func componentOf(o network.Options) string {
	if o.Component == "" {
		return "a tensor"
	}
	return o.Component
}

// Upload copies a tensor to a device; see network.Runtime.
func (r *Runtime) Upload(ctx context.Context, t tensor.Tensor, on devices.ID, opt network.Options) (network.Value, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	if on == devices.Processor {
		return network.Host(t), nil
	}
	d, err := r.device(on)
	if err != nil {
		return nil, err
	}
	v, err := d.upload(t, opt)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("cannot copy %s to %s: %w", componentOf(opt), on, recognised(err)), d.leave())
	}
	return v, nil
}

func (d *device) upload(t tensor.Tensor, opt network.Options) (*value, error) {
	var hosts lent
	defer hosts.release()
	from, err := hosts.lend(t)
	if err != nil {
		return nil, err
	}
	v := &value{device: d, release: d.leave, shape: slices.Clone(t.Shape), kind: network.TypeOf(t), options: opt}
	shape := sides(t.Shape)
	if err := failure(C.tensor_in(d.allocator, unsafe.SliceData(shape), C.size_t(len(shape)), C.int(v.kind), &v.inner)); err != nil {
		return nil, err
	}
	progress := opt.Transfer(devices.Processor, d.id, network.Bytes(v))
	progress(0)
	if err := d.copy(from, v.inner); err != nil {
		C.release_value(v.inner)
		return nil, err
	}
	progress(network.Bytes(v))
	return v, nil
}

// copy copies the elements of a tensor into another, one of them on the device.
func (d *device) copy(from, to *C.OrtValue) error {
	return failure(C.copy(environment, from, to))
}
