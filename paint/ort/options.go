package ort

/*
#include "api.h"

static OrtStatus *cancel_load(OrtSessionOptions *o) { return CALL(SessionOptionsSetLoadCancellationFlag)(o, true); }
*/
import "C"

import (
	"context"
	"errors"
	"runtime"

	onnxruntime "github.com/yalue/onnxruntime_go"

	"patina/devices"
	"patina/paint/onnx"
)

// load makes a session on a device that is open, or being opened. When ctx ends, it
// fails as soon as ONNX Runtime looks: between two weights that it places, but not
// while it computes what constants lead to, or arranges weights.
func load(ctx context.Context, model onnx.Model, on devices.ID, lenient bool) (*onnxruntime.DynamicAdvancedSession, error) {
	options, err := onnxruntime.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	defer options.Destroy()
	if err := configure(options, model, on, lenient); err != nil {
		return nil, err
	}
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		stopped <- failure(C.cancel_load((*C.OrtSessionOptions)(pointer(options, "o"))))
	})
	s, err := onnxruntime.NewDynamicAdvancedSessionWithONNXData(model.Bytes, names(model.Inputs), names(model.Outputs), options)
	if !stop() {
		err = errors.Join(err, <-stopped) // options must outlive the call
	}
	return s, err
}

// large is the size of weights from which they stay where they are mapped instead of
// being copied into the layout that the kernels like best: a copy would double them.
const large = 1 << 30

// configure sets what measurements favour: graph fusions but no change of data layout,
// which costs half a minute and half as much memory again for a large network; no
// spinning threads, which cost the window its frames; no memory patterns, which double
// the activations; one arena for all sessions on the processor.
func configure(options *onnxruntime.SessionOptions, model onnx.Model, on devices.ID, lenient bool) error {
	errs := []error{
		options.SetGraphOptimizationLevel(onnxruntime.GraphOptimizationLevelEnableExtended),
		options.SetIntraOpNumThreads(threads()),
		options.SetInterOpNumThreads(1),
		options.SetCpuMemArena(true),
		options.SetMemPattern(false),
		options.AddSessionConfigEntry("session.use_env_allocators", "1"),
		options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0"),
		options.AddSessionConfigEntry("session.disable_prepacking", flag(model.Weights >= large)),
	}
	if model.Folder != "" {
		errs = append(errs, options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", model.Folder))
	}
	if on != devices.Processor {
		errs = append(errs, place(options, on, lenient))
	}
	return errors.Join(errs...)
}

// place puts a session on a device: all of it, or with lenient what the device can run,
// of which a record is kept. Weights do not go into the device's arena, which would take
// more than they need and keep it.
func place(options *onnxruntime.SessionOptions, on devices.ID, lenient bool) error {
	return errors.Join(
		options.AddSessionConfigEntry("session.disable_cpu_ep_fallback", flag(!lenient)),
		options.AddSessionConfigEntry("session.record_ep_graph_assignment_info", flag(lenient)),
		options.AddSessionConfigEntry("session.use_device_allocator_for_initializers", "1"),
		provide(options, on),
	)
}

func flag(on bool) string {
	if on {
		return "1"
	}
	return "0"
}

// threads leaves one core to the window where there are enough.
func threads() int {
	n := runtime.NumCPU()
	if n > 4 {
		n--
	}
	return n
}

func names(values []onnx.Value) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = v.Name
	}
	return list
}
