// Package ort runs graphs with ONNX Runtime. It is the only one that imports
// onnxruntime_go.
package ort

import (
	"context"
	"errors"
	"fmt"
	"sync"

	onnxruntime "github.com/yalue/onnxruntime_go"

	"patina/devices"
	"patina/paint/checksum"
	"patina/paint/network"
	"patina/paint/onnx"
)

// Runtime is ONNX Runtime, loaded. A process has one, and keeps it until it ends:
// the library cannot be unloaded cleanly.
type Runtime struct {
	path string
	sums *checksum.Sums

	mutex   sync.Mutex
	devices map[devices.ID]*device // that are in use
	started bool                   // the processor has been

	trying    sync.Mutex
	attending map[devices.ID]bool // whether devices compute attention right, as far as it was tried

	loading chan struct{} // holds one load
	cuda    opened        // what CUDA needs
}

var process struct {
	mutex   sync.Mutex
	runtime *Runtime
}

// Open verifies the library at path, an absolute path such as Find returns, and loads
// it. Later calls return the same Runtime; it is an error to ask for another library
// then. sums, which may be nil, remembers hashes. Errors wrap ErrLibrary.
func Open(path string, sums *checksum.Sums) (*Runtime, error) {
	process.mutex.Lock()
	defer process.mutex.Unlock()
	if r := process.runtime; r != nil {
		if r.path != path {
			return nil, fmt.Errorf("%w: %s is in use already, restart to use %s", ErrLibrary, r.path, path)
		}
		return r, nil
	}
	if err := Verify(path, sums); err != nil {
		return nil, err
	}
	keepLittle()
	onnxruntime.SetSharedLibraryPath(path)
	if err := onnxruntime.InitializeEnvironment(onnxruntime.WithLogLevelFatal()); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrLibrary, path, err)
	}
	if err := errors.Join(openAPI(path), openProcessorMemory()); err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrLibrary, path, err)
	}
	process.runtime = &Runtime{path: path, sums: sums, devices: map[devices.ID]*device{}, attending: map[devices.ID]bool{}, loading: make(chan struct{}, 1)}
	return process.runtime, nil
}

// Started implements network.Runtime.
func (r *Runtime) Started() bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.started
}

// Load makes a session of a model on the processor; see LoadOn.
func (r *Runtime) Load(ctx context.Context, model onnx.Model) (*Session, error) {
	return r.load(ctx, model, devices.Processor, network.Options{})
}

// LoadOn makes a session of a model on a device. Weights in other files are mapped, not
// read, and must not change until Close. See network.Runtime, which Runtime is.
func (r *Runtime) LoadOn(ctx context.Context, model onnx.Model, on devices.ID, opt network.Options) (network.Session, error) {
	s, err := r.load(ctx, model, on, opt)
	if err != nil {
		return nil, err // not a Session that is nil
	}
	return s, nil
}

func (r *Runtime) load(ctx context.Context, model onnx.Model, on devices.ID, opt network.Options) (*Session, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	d, err := r.device(on)
	if err != nil {
		return nil, err
	}
	model, err = r.adapt(ctx, d, model)
	if err == nil && opt.Half {
		model, err = model.Half()
	}
	if err != nil {
		return nil, errors.Join(err, d.leave())
	}
	return d.load(ctx, model, opt)
}

// load makes a session of a model as it is on a device, which the caller has counted as
// a user of. ONNX Runtime does not look up while it computes what constants lead to: when
// ctx ends then, load returns, and the session is closed once it is there. The next load
// waits for that, so that there is memory for it.
func (d *device) load(ctx context.Context, model onnx.Model, opt network.Options) (*Session, error) {
	s := &Session{device: d, options: opt, inputs: model.Inputs, outputs: model.Outputs, holders: 1}
	select {
	case d.runtime.loading <- struct{}{}:
	case <-ctx.Done():
		return nil, errors.Join(context.Cause(ctx), s.Close())
	}
	progress := opt.Transfer(devices.Processor, d.id, devices.Bytes(model.Weights))
	progress(0)
	var err error
	made := make(chan struct{})
	go func() {
		defer close(made)
		s.inner, err = load(ctx, model, d.id, opt.Lenient)
	}()
	select {
	case <-made:
		defer d.runtime.loaded()
	case <-ctx.Done():
		go func() {
			defer d.runtime.loaded()
			<-made
			_ = s.Close() // nobody is left to be told
		}()
		return nil, context.Cause(ctx)
	}
	if cause := context.Cause(ctx); cause != nil {
		return nil, errors.Join(cause, s.Close())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("cannot load %s on %s: %w", s.name(), d.id, recognised(err)), s.Close())
	}
	progress(devices.Bytes(model.Weights))
	return s, nil
}

// loaded lets the next one load.
func (r *Runtime) loaded() { <-r.loading }
