package ort

/*
#include "api.h"

static OrtStatus *output_memory(const OrtSession *s, const OrtMemoryInfo **out) { return CALL(SessionGetMemoryInfoForOutputs)(s, out, 1); }
static OrtStatus *processor_memory(OrtMemoryInfo **out) { return CALL(CreateCpuMemoryInfo)(OrtDeviceAllocator, OrtMemTypeDefault, out); }
static OrtStatus *allocator_of(const OrtSession *s, const OrtMemoryInfo *m, OrtAllocator **out) { return CALL(CreateAllocator)(s, m, out); }
static void release_allocator(OrtAllocator *a) { CALL(ReleaseAllocator)(a); }
*/
import "C"

import (
	"context"
	"fmt"

	onnxruntime "github.com/yalue/onnxruntime_go"

	"patina/devices"
	"patina/paint/onnx"
)

// processorMemory describes memory that Go allocates.
var processorMemory *C.OrtMemoryInfo

func openProcessorMemory() error { return failure(C.processor_memory(&processorMemory)) }

// device is a device that sessions or values are on. A session of one node keeps the
// provider alive for as long as there are any, and lends it its allocator.
type device struct {
	runtime   *Runtime
	id        devices.ID
	users     int // sessions and values; guarded by the runtime's mutex
	anchor    *onnxruntime.DynamicAdvancedSession
	memory    *C.OrtMemoryInfo // of the anchor
	allocator *C.OrtAllocator
}

// device returns a device and counts one user of it, who calls leave when done. The
// first one opens it.
func (r *Runtime) device(id devices.ID) (*device, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	d := r.devices[id]
	if d == nil {
		d = &device{runtime: r, id: id}
		if err := d.open(); err != nil {
			d.close()
			return nil, fmt.Errorf("cannot use %s: %w", id, recognised(err))
		}
		r.devices[id] = d
		r.started = r.started || id == devices.Processor
	}
	d.users++
	return d, nil
}

// leave counts a user off; after the last one the device's memory goes back.
func (d *device) leave() error {
	d.runtime.mutex.Lock()
	defer d.runtime.mutex.Unlock()
	d.users--
	if d.users > 0 {
		return nil
	}
	delete(d.runtime.devices, d.id)
	return d.close()
}

func (d *device) open() error {
	switch d.id.Provider() {
	case devices.CPU:
		return d.runtime.reserve()
	case devices.CUDA:
		if err := d.runtime.openCUDA(); err != nil {
			return err
		}
	}
	return d.anchorOn()
}

// anchorOn makes the session that keeps the provider alive.
func (d *device) anchorOn() error {
	g := onnx.New("anchor")
	x := g.Input("x", onnx.Float32, 1)
	g.Output("y", g.Add(x, x))
	model, err := g.Model()
	if err != nil {
		return err
	}
	if d.anchor, err = load(context.Background(), model, d.id, false); err != nil {
		return explained(err)
	}
	if err := failure(C.output_memory(d.session(), &d.memory)); err != nil {
		return err
	}
	return failure(C.allocator_of(d.session(), d.memory, &d.allocator))
}

func (d *device) session() *C.OrtSession { return sessionOf(d.anchor) }

func sessionOf(s *onnxruntime.DynamicAdvancedSession) *C.OrtSession {
	return (*C.OrtSession)(pointer(s, "s", "ortSession"))
}

func (d *device) close() error {
	if d.id == devices.Processor {
		return d.runtime.giveBack()
	}
	if d.allocator != nil {
		C.release_allocator(d.allocator)
	}
	if d.anchor == nil {
		return nil
	}
	return d.anchor.Destroy()
}
