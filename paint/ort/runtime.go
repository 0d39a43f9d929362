// Package ort runs graphs with ONNX Runtime. It is the only one that imports
// onnxruntime_go.
package ort

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strconv"
	"sync"

	onnxruntime "github.com/yalue/onnxruntime_go"

	"patina/paint/onnx"
)

// Runtime is ONNX Runtime, loaded. A process has one, and keeps it until it ends:
// the library cannot be unloaded cleanly.
type Runtime struct {
	path string

	mutex    sync.Mutex
	sessions int // loaded and not closed; they share one memory arena
}

var process struct {
	mutex   sync.Mutex
	runtime *Runtime
}

// Open verifies the library at path, an absolute path such as Find returns, and loads
// it. Later calls return the same Runtime; it is an error to ask for another library
// then. Errors wrap ErrLibrary.
func Open(path string) (*Runtime, error) {
	process.mutex.Lock()
	defer process.mutex.Unlock()
	if r := process.runtime; r != nil {
		if r.path != path {
			return nil, fmt.Errorf("%w: %s is in use already, restart to use %s", ErrLibrary, r.path, path)
		}
		return r, nil
	}
	if err := Verify(path); err != nil {
		return nil, err
	}
	onnxruntime.SetSharedLibraryPath(path)
	if err := onnxruntime.InitializeEnvironment(onnxruntime.WithLogLevelError()); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrLibrary, path, err)
	}
	process.runtime = &Runtime{path: path}
	return process.runtime, nil
}

// Load makes a session of a model on the CPU. Weights in other files are mapped, not
// read, and must not change until Close. Loading itself cannot be interrupted: ctx is
// looked at before and after.
func (r *Runtime) Load(ctx context.Context, model onnx.Model) (*Session, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	if err := r.enter(); err != nil {
		return nil, err
	}
	inner, err := load(model)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("cannot load a network: %w", err), r.leave())
	}
	s := &Session{runtime: r, inner: inner, inputs: model.Inputs, outputs: model.Outputs}
	if err := context.Cause(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func load(model onnx.Model) (*onnxruntime.DynamicAdvancedSession, error) {
	options, err := onnxruntime.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	defer options.Destroy()
	if err := configure(options, model); err != nil {
		return nil, err
	}
	return onnxruntime.NewDynamicAdvancedSessionWithONNXData(model.Bytes, names(model.Inputs), names(model.Outputs), options)
}

// large is the size of weights from which they stay where they are mapped instead of
// being copied into the layout that the kernels like best: a copy would double them.
const large = 1 << 30

// configure sets what measurements favour: graph fusions but no change of data layout,
// which costs half a minute and half as much memory again for a large network; no spinning threads, which cost the window its frames; no
// memory patterns, which double the activations; one arena for all sessions.
func configure(options *onnxruntime.SessionOptions, model onnx.Model) error {
	errs := []error{
		options.SetGraphOptimizationLevel(onnxruntime.GraphOptimizationLevelEnableExtended),
		options.SetIntraOpNumThreads(threads()),
		options.SetInterOpNumThreads(1),
		options.SetCpuMemArena(true),
		options.SetMemPattern(false),
		options.AddSessionConfigEntry("session.use_env_allocators", "1"),
		options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0"),
		options.AddSessionConfigEntry("session.disable_prepacking", strconv.Itoa(flag(model.Weights >= large))),
	}
	if model.Folder != "" {
		errs = append(errs, options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", model.Folder))
	}
	return errors.Join(errs...)
}

func flag(on bool) int {
	if on {
		return 1
	}
	return 0
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

// enter counts a session; the first one brings the shared arena.
func (r *Runtime) enter() error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.sessions == 0 {
		info, err := onnxruntime.GetMemoryInfo()
		if err == nil {
			err = onnxruntime.CreateAndRegisterAllocator(info, nil)
		}
		if err != nil {
			return fmt.Errorf("cannot reserve memory for networks: %w", err)
		}
	}
	r.sessions++
	return nil
}

// leave counts a session off; after the last one all memory goes back to the system.
func (r *Runtime) leave() error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.sessions--
	if r.sessions > 0 {
		return nil
	}
	info, err := onnxruntime.GetMemoryInfo()
	if err == nil {
		err = onnxruntime.UnregisterAllocator(info)
	}
	trim()
	return err
}
