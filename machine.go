package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"

	"patina/assets"
	"patina/devices"
	"patina/devices/nvml"
	"patina/paint"
	"patina/paint/catalogue"
	"patina/paint/checksum"
	"patina/paint/multiview"
	"patina/paint/ort"
	"patina/paint/projection"
	"patina/ui/terminal"
)

// machine is what models run on: ONNX Runtime, opened when it is needed first, its
// devices, and the models that were opened.
type machine struct {
	engine *multiview.Machine

	mutex   sync.Mutex
	runtime *ort.Runtime
	proofs  *devices.Proofs
	proven  map[devices.ID]devices.Device // what proving them has shown
	models  map[string]*multiview.Painter // by folder; the built-in one by ""
}

// newMachine opens nothing yet. What earlier jobs have shown is taken into account.
func newMachine(opts terminal.Options) *machine {
	m := &machine{proven: map[devices.ID]devices.Device{}, models: map[string]*multiview.Painter{}}
	m.engine = &multiview.Machine{
		Cache: cacheFolder(), Devices: m.useful, Used: devices.InUse, BesideGo: devices.InUseBesideGo, FreeAfter: opts.FreeAfter,
	}
	if opts.Cap > 0 {
		m.engine.Limit(opts.Cap)
	}
	if ledger, err := devices.OpenLedger(filepath.Join(cacheFolder(), "ledger.json")); err == nil {
		m.engine.Ledger = ledger
	}
	if profile, err := devices.OpenProfile(profileFile()); err == nil {
		m.engine.Speeds = profile.Speeds()
	}
	return m
}

// profileFile is where patina profile keeps what it measured.
func profileFile() string { return filepath.Join(cacheFolder(), "profile.json") }

// library returns ONNX Runtime.
func (m *machine) library() (*ort.Runtime, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.runtime != nil {
		return m.runtime, nil
	}
	path, err := ort.Find()
	if err != nil {
		return nil, fmt.Errorf("models need ONNX Runtime, which make deps brings: %w", err)
	}
	r, err := ort.Open(path, checksum.Open(filepath.Join(cacheFolder(), "checksums.json")))
	if err != nil {
		return nil, err
	}
	m.runtime, m.engine.Runtime = r, r
	hashes, err := r.Hashes()
	if err == nil {
		m.proofs, err = devices.OpenProofs(filepath.Join(cacheFolder(), "devices.json"), hashes)
	}
	if err != nil {
		m.proofs = nil // devices are tried again
	}
	return r, nil
}

// Library implements terminal.Machine.
func (m *machine) Library() string {
	if _, err := m.library(); err != nil {
		return ""
	}
	return ort.Version
}

// open opens a checkpoint for painting, once ONNX Runtime is there to run it.
func (m *machine) open(dir string) (*multiview.Painter, error) {
	if _, err := m.library(); err != nil {
		return nil, err
	}
	model, err := multiview.Open(dir, m.engine)
	if err != nil {
		return nil, err
	}
	model.CutOut = projection.CutOut
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.models[dir] = model
	return model, nil
}

// openBuiltIn opens the model that the program carries. progress is told how many bytes of
// all are unpacked.
func (m *machine) openBuiltIn(ctx context.Context, progress func(done, total int64)) (*multiview.Painter, error) {
	if _, err := m.library(); err != nil {
		return nil, err
	}
	dir, err := catalogue.Unpack(ctx, assets.BuiltIn, assets.BuiltInModel, cacheFolder(), progress)
	if err != nil {
		return nil, err
	}
	model, err := m.open(dir)
	if err != nil {
		return nil, err
	}
	model.Alias = builtIn
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.models[""] = model // jobs name no folder for it
	return model, nil
}

// providers are those that the library may have on this system. Which of them it has
// shows when they are tried.
func providers() []devices.Provider {
	switch runtime.GOOS {
	case "windows":
		return []devices.Provider{devices.CUDA, devices.DirectML, devices.WebGPU}
	case "darwin":
		return []devices.Provider{devices.CoreML, devices.WebGPU}
	}
	return []devices.Provider{devices.CUDA, devices.WebGPU}
}

// Devices returns what networks can run on, in order of preference, with the memory that
// is free now: proven, or with the reason why not.
func (m *machine) Devices(ctx context.Context) ([]devices.Device, error) {
	return m.tried(ctx, func(devices.Device) bool { return true })
}

// useful returns the devices that a job may want. A graphics driver that computes on the
// processor, which the processor's own provider does many times faster, is left alone
// unless the artist named it.
func (m *machine) useful(ctx context.Context, named []devices.ID) ([]devices.Device, error) {
	return m.tried(ctx, func(d devices.Device) bool {
		emulated := d.Provider == devices.WebGPU && d.Unified && d.Card == "" && d.Vendor == ""
		return !emulated || slices.Contains(named, d.ID)
	})
}

// tried finds devices and tries those that are wanted. Each is tried once in a run of the
// program, and not even that when an earlier run has shown that it works.
func (m *machine) tried(ctx context.Context, wanted func(devices.Device) bool) ([]devices.Device, error) {
	list, err := devices.Discover(ctx, devices.Options{Providers: providers(), Sources: []devices.Source{nvml.Cards}})
	if list == nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(d devices.Device) bool { return !wanted(d) })
	r, err := m.library()
	if err != nil {
		return nil, err
	}
	m.mutex.Lock()
	defer m.mutex.Unlock()
	unknown := slices.DeleteFunc(slices.Clone(list), func(d devices.Device) bool {
		_, known := m.proven[d.ID]
		return known
	})
	shown, err := devices.Prove(ctx, unknown, r, m.proofs)
	if shown == nil && err != nil {
		return nil, err
	}
	for _, d := range shown {
		m.proven[d.ID] = d
	}
	for i, d := range list {
		list[i].Proven, list[i].Half, list[i].Reason = m.proven[d.ID].Proven, m.proven[d.ID].Half, m.proven[d.ID].Reason
	}
	slices.SortFunc(list, devices.Compare)
	return list, nil
}

// Plan returns where the networks of a job would compute as things stand.
func (m *machine) Plan(ctx context.Context, req paint.Request) (devices.Plan, error) {
	m.mutex.Lock()
	model := m.models[req.Settings.Diffusion.Model]
	m.mutex.Unlock()
	if model == nil {
		return devices.Plan{}, errors.New("no model is open, so nothing is planned")
	}
	return model.Plan(ctx, req)
}

// Learn takes in how fast devices are.
func (m *machine) Learn(s devices.Speeds) { m.engine.Learn(s) }

// Release gives back the memory that is kept for the next job.
func (m *machine) Release() error { return m.engine.Release() }

// KeepFor changes how long that memory is kept after a job; KeptFor tells.
func (m *machine) KeepFor(d time.Duration) error { return m.engine.KeepFor(d) }

// KeptFor implements project.DeviceMonitor.
func (m *machine) KeptFor() time.Duration { return m.engine.KeptFor() }

// Cap returns what the whole program may use, 0 for no cap; SetCap changes it.
func (m *machine) Cap() devices.Bytes { return m.engine.Limited() }

// SetCap implements project.DeviceMonitor.
func (m *machine) SetCap(most devices.Bytes) { m.engine.Limit(most) }

// close gives all of it back.
func (m *machine) close() { _ = m.engine.Close() }
