package ort

/*
#include <stdlib.h>
#include "api.h"

static OrtStatus *new_binding(OrtSession *s, OrtIoBinding **out) { return CALL(CreateIoBinding)(s, out); }
static void release_binding(OrtIoBinding *b) { CALL(ReleaseIoBinding)(b); }
static OrtStatus *bind_input(OrtIoBinding *b, const char *name, const OrtValue *v) { return CALL(BindInput)(b, name, v); }
static OrtStatus *bind_output(OrtIoBinding *b, const char *name, const OrtValue *v) { return CALL(BindOutput)(b, name, v); }
static OrtStatus *leave_output(OrtIoBinding *b, const char *name, const OrtMemoryInfo *m) { return CALL(BindOutputToDevice)(b, name, m); }
static OrtStatus *new_run(OrtRunOptions **out) { return CALL(CreateRunOptions)(out); }
static void release_run(OrtRunOptions *o) { CALL(ReleaseRunOptions)(o); }
static OrtStatus *terminate(OrtRunOptions *o) { return CALL(RunOptionsSetTerminate)(o); }
static OrtStatus *run(OrtSession *s, const OrtRunOptions *o, const OrtIoBinding *b) { return CALL(RunWithBinding)(s, o, b); }

// outputs copies the values that a run left, in the order they were bound; the caller
// releases them.
static OrtStatus *outputs(const OrtIoBinding *b, OrtValue **out, size_t n) {
	OrtAllocator *a;
	OrtStatus *s = CALL(GetAllocatorWithDefaultOptions)(&a);
	if (s) return s;
	OrtValue **values;
	size_t count;
	s = CALL(GetBoundOutputValues)(b, a, &values, &count);
	if (s) return s;
	for (size_t i = 0; i < count && i < n; i++) out[i] = values[i];
	return CALL(AllocatorFree)(a, values);
}
*/
import "C"

import (
	"context"
	"errors"
	"unsafe"

	"patina/devices"
	"patina/paint/network"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// binding is one run of a session: what goes in, and where what comes out goes.
type binding struct {
	session *Session
	inner   *C.OrtIoBinding
	hosts   lent                     // tensors of this run on the processor
	used    []*value                 // inputs on another device, held until release
	out     map[string]tensor.Tensor // outputs on the processor
}

func (s *Session) bind(ctx context.Context, in map[string]network.Value) (*binding, error) {
	b := &binding{session: s, out: map[string]tensor.Tensor{}}
	if err := failure(C.new_binding(sessionOf(s.inner), &b.inner)); err != nil {
		return b, err
	}
	for _, want := range s.inputs {
		v, err := b.input(ctx, in[want.Name])
		if err == nil {
			err = b.named(want.Name, func(name *C.char) *C.OrtStatus { return C.bind_input(b.inner, name, v) })
		}
		if err != nil {
			return b, err
		}
	}
	for _, v := range s.outputs {
		if err := b.output(v); err != nil {
			return b, err
		}
	}
	return b, nil
}

// input returns what ONNX Runtime reads. A value of the device is one of this package;
// network.Check has seen that it is on the device.
func (b *binding) input(ctx context.Context, v network.Value) (*C.OrtValue, error) {
	if v.On() == devices.Processor {
		t, err := v.Download(ctx)
		if err != nil {
			return nil, err
		}
		return b.hosts.lend(t)
	}
	own := v.(*value)
	inner, err := own.use()
	if err == nil {
		b.used = append(b.used, own)
	}
	return inner, err
}

func (b *binding) output(v onnx.Value) error {
	if b.session.device.id != devices.Processor {
		return b.named(v.Name, func(name *C.char) *C.OrtStatus {
			return C.leave_output(b.inner, name, b.session.device.memory)
		})
	}
	t := network.Empty(v.Type, v.Shape...)
	b.out[v.Name] = t
	inner, err := b.hosts.lend(t)
	if err != nil {
		return err
	}
	return b.named(v.Name, func(name *C.char) *C.OrtStatus { return C.bind_output(b.inner, name, inner) })
}

// named calls a function of the API with a name in C.
func (b *binding) named(name string, call func(name *C.char) *C.OrtStatus) error {
	s := C.CString(name)
	defer C.free(unsafe.Pointer(s))
	if err := failure(call(s)); err != nil {
		return b.session.failed(err)
	}
	return nil
}

// run runs the session, until ctx ends.
func (b *binding) run(ctx context.Context) error {
	var options *C.OrtRunOptions
	if err := failure(C.new_run(&options)); err != nil { // the flag to stop sticks, so never reused
		return err
	}
	defer C.release_run(options)
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() { stopped <- failure(C.terminate(options)) })
	err := failure(C.run(sessionOf(b.session.inner), options, b.inner))
	if !stop() {
		err = errors.Join(err, <-stopped) // options must outlive the call
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	if err != nil {
		return b.session.failed(err)
	}
	return nil
}

// results returns the outputs, which outlive the binding.
func (b *binding) results() (map[string]network.Value, error) {
	s := b.session
	results := make(map[string]network.Value, len(s.outputs))
	if s.device.id == devices.Processor {
		for name, t := range b.out {
			results[name] = network.Host(t)
		}
		return results, nil
	}
	left := make([]*C.OrtValue, len(s.outputs))
	if err := failure(C.outputs(b.inner, unsafe.SliceData(left), C.size_t(len(left)))); err != nil {
		return nil, s.failed(err)
	}
	for i, v := range s.outputs {
		s.hold()
		results[v.Name] = &value{device: s.device, release: s.drop, shape: v.Shape, kind: v.Type, options: s.options, inner: left[i]}
	}
	return results, nil
}

func (b *binding) release() {
	if b.inner != nil {
		C.release_binding(b.inner)
	}
	for _, v := range b.used {
		v.mutex.RUnlock()
	}
	b.hosts.release()
}
