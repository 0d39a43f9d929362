package multiview

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"patina/devices"
	"patina/paint/network"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// fakeRuntime makes networks that answer at once, on any device: the encoder averages the
// pixels of a latent, the decoder spreads them out again, and denoisers shrink what they
// are shown. It counts what is open, and runs out of memory when it is told to.
type fakeRuntime struct {
	mutex       sync.Mutex
	loads       []string              // kinds, in order
	where       map[string]devices.ID // of each kind, at last
	runs        map[string]int
	open        int // networks loaded and not closed
	most        int
	values      int            // made and not closed
	orphans     int            // outputs on cards that were open when their session was closed
	uploads     map[string]int // to devices besides the processor, by shape
	allocations int
	// fail, when not nil, tells which allocations fail, counted from 1: a load, an upload,
	// or what a run makes.
	fail func(n int, on devices.ID) bool
	// before, when not nil, is asked before each run of a network, counted from 1 for
	// each kind, and may return an error.
	before func(kind string, run int) error
	// change, when not nil, may change the outputs of a run.
	change func(kind string, out map[string]tensor.Tensor)
	// overflow is a kind whose outputs are not finite in half precision.
	overflow string
	// asked, when not nil, sees the inputs of each run, and may return an error.
	asked func(kind string, in map[string]tensor.Tensor) error
	// refuse is a kind that cannot be loaded.
	refuse string
}

// allocate counts an allocation.
func (r *fakeRuntime) allocate(on devices.ID) error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.allocations++
	if r.fail != nil && r.fail(r.allocations, on) {
		return fmt.Errorf("%w: allocation %d on %s", network.ErrOutOfMemory, r.allocations, on)
	}
	return nil
}

// fakeValue is a tensor on a device.
type fakeValue struct {
	network.Value // on the processor
	runtime       *fakeRuntime
	on            devices.ID
	options       network.Options
	maker         *fakeNetwork // nil for what was uploaded
	closed        bool
}

func (r *fakeRuntime) value(t tensor.Tensor, on devices.ID, opt network.Options) *fakeValue {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.values++
	return &fakeValue{Value: network.Host(t), runtime: r, on: on, options: opt}
}

func (v *fakeValue) On() devices.ID { return v.on }

func (v *fakeValue) Download(ctx context.Context) (tensor.Tensor, error) {
	if v.closed {
		return tensor.Tensor{}, errors.New("a closed value was downloaded")
	}
	progress := v.options.Transfer(v.on, devices.Processor, network.Bytes(v))
	progress(0)
	progress(network.Bytes(v))
	return v.Value.Download(ctx)
}

func (v *fakeValue) Close() error {
	v.runtime.mutex.Lock()
	defer v.runtime.mutex.Unlock()
	if !v.closed {
		v.closed = true
		v.runtime.values--
		if v.maker != nil {
			v.maker.made--
		}
	}
	return nil
}

// Upload implements network.Runtime.
func (r *fakeRuntime) Upload(ctx context.Context, t tensor.Tensor, on devices.ID, opt network.Options) (network.Value, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	if err := r.allocate(on); err != nil {
		return nil, err
	}
	v := r.value(t, on, opt)
	if on != devices.Processor {
		r.mutex.Lock()
		if r.uploads == nil {
			r.uploads = map[string]int{}
		}
		r.uploads[fmt.Sprint(t.Shape)]++
		r.mutex.Unlock()
	}
	progress := opt.Transfer(devices.Processor, on, network.Bytes(v))
	progress(0)
	progress(network.Bytes(v))
	return v, nil
}

type fakeNetwork struct {
	runtime *fakeRuntime
	model   onnx.Model
	kind    string
	on      devices.ID
	options network.Options
	made    int // outputs on a card that are open
	closed  bool
}

// LoadOn implements network.Runtime.
func (r *fakeRuntime) LoadOn(ctx context.Context, model onnx.Model, on devices.ID, opt network.Options) (network.Session, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	n := &fakeNetwork{runtime: r, model: model, kind: kindOf(model), on: on, options: opt}
	if n.kind == r.refuse {
		return nil, fmt.Errorf("no memory for the %s", n.kind)
	}
	progress := opt.Transfer(devices.Processor, on, devices.Bytes(model.Weights))
	progress(0)
	if err := r.allocate(on); err != nil {
		return nil, err
	}
	progress(devices.Bytes(model.Weights))
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.where == nil {
		r.where = map[string]devices.ID{}
	}
	r.where[n.kind] = on
	r.loads = append(r.loads, n.kind)
	r.open++
	r.most = max(r.most, r.open)
	return n, nil
}

// kindOf tells a network by what it takes and makes.
func kindOf(model onnx.Model) string {
	takes := func(suffix string) bool {
		return slices.ContainsFunc(model.Inputs, func(v onnx.Value) bool { return strings.HasSuffix(v.Name, suffix) })
	}
	switch model.Outputs[0].Name {
	case "mean":
		return "encoder"
	case "image":
		return "decoder"
	case "text":
		return "text"
	case "embedding":
		return "clock"
	case "prediction":
		switch {
		case takes("text"):
			return "delight"
		case takes(".key"):
			return "seeing"
		}
		return "blind"
	}
	return "reference"
}

func (n *fakeNetwork) On() devices.ID { return n.on }

func (n *fakeNetwork) MemoryUse() (network.MemoryUse, bool) { return network.MemoryUse{}, false }

// Run implements network.Session, and is not what the painter should call: it would put
// inputs where the session is without asking where they belong.
func (n *fakeNetwork) Run(context.Context, map[string]tensor.Tensor) (map[string]tensor.Tensor, error) {
	return nil, errors.New("the painter let the session choose where inputs are made")
}

// RunOn implements network.Session.
func (n *fakeNetwork) RunOn(ctx context.Context, values map[string]network.Value) (map[string]network.Value, error) {
	n.runtime.mutex.Lock()
	if n.runtime.runs == nil {
		n.runtime.runs = map[string]int{}
	}
	n.runtime.runs[n.kind]++
	run := n.runtime.runs[n.kind]
	n.runtime.mutex.Unlock()
	in, err := n.inputs(ctx, values)
	if err != nil {
		return nil, err
	}
	if n.runtime.before != nil {
		if err := n.runtime.before(n.kind, run); err != nil {
			return nil, err
		}
	}
	if n.runtime.asked != nil {
		if err := n.runtime.asked(n.kind, in); err != nil {
			return nil, err
		}
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	if err := n.runtime.allocate(n.on); err != nil {
		return nil, err
	}
	return n.results(in), nil
}

func (n *fakeNetwork) inputs(ctx context.Context, values map[string]network.Value) (map[string]tensor.Tensor, error) {
	if n.closed {
		return nil, fmt.Errorf("the %s was run after it was closed", n.kind)
	}
	if err := network.Check(n.options.Component, n.model.Inputs, n.on, values); err != nil {
		return nil, err
	}
	in := map[string]tensor.Tensor{}
	for name, v := range values {
		if f, ok := v.(*fakeValue); ok {
			if f.closed {
				return nil, fmt.Errorf("%s was run on the input %s after it was closed", n.kind, name)
			}
			v = f.Value // is no transfer
		}
		t, err := v.Download(ctx)
		if err != nil {
			return nil, err
		}
		in[name] = t
	}
	return in, nil
}

func (n *fakeNetwork) results(in map[string]tensor.Tensor) map[string]network.Value {
	out := map[string]tensor.Tensor{}
	for _, v := range n.model.Outputs {
		out[v.Name] = tensor.New(v.Shape...)
	}
	n.compute(in, out)
	if n.runtime.change != nil {
		n.runtime.change(n.kind, out)
	}
	values := map[string]network.Value{}
	for name, t := range out {
		if n.kind == n.runtime.overflow && n.options.Half {
			t.F32[0] = float32(math.Inf(1))
		}
		v := n.runtime.value(t, n.on, n.options)
		if n.on != devices.Processor {
			v.maker = n
			n.made++
		}
		values[name] = v
	}
	return values
}

func (n *fakeNetwork) compute(in, out map[string]tensor.Tensor) {
	switch n.kind {
	case "encoder":
		spread(out["mean"], in["image"], func(latent, pixel *float32) { *latent += *pixel / (latentScale * latentScale) })
	case "decoder":
		spread(in["latents"], out["image"], func(latent, pixel *float32) { *pixel = *latent })
	case "seeing", "blind", "delight":
		for i := range out["prediction"].F32 {
			out["prediction"].F32[i] = 0.1 * in["sample"].F32[i]
		}
		if n.kind == "seeing" {
			out["prediction"].F32[0] += in["mid_0_0.key"].F32[0]
		}
	}
}

// spread visits the pixels of one picture with their latents, by channel.
func spread(latents, pixels tensor.Tensor, visit func(latent, pixel *float32)) {
	h, w := pixels.Shape[2], pixels.Shape[3]
	for c := range 3 {
		for i := range h * w {
			y, x := i/w/latentScale, i%w/latentScale
			visit(&latents.F32[(c*h/latentScale+y)*(w/latentScale)+x], &pixels.F32[c*h*w+i])
		}
	}
}

func (n *fakeNetwork) Close() error {
	n.runtime.mutex.Lock()
	defer n.runtime.mutex.Unlock()
	if !n.closed {
		n.closed = true
		n.runtime.open--
		n.runtime.orphans += n.made
	}
	return nil
}

// The devices of tests: a processor with room for everything, and cards beside it.
var (
	roomy = devices.Device{ID: devices.Processor, Provider: devices.CPU, Name: "the processor", Cores: 2, Total: 64 * devices.GB, Free: 64 * devices.GB, Unified: true, Proven: true}
	card  = devices.Device{ID: "cuda:0", Provider: devices.CUDA, Name: "Test card", Total: 24 * devices.GB, Free: 24 * devices.GB, Half: true, Proven: true}
	other = devices.Device{ID: "cuda:1", Provider: devices.CUDA, Name: "Other card", Index: 1, Total: 12 * devices.GB, Free: 12 * devices.GB, Half: true, Proven: true}
)

// machineWith returns a machine with the processor and cards.
func machineWith(runtime network.Runtime, folder string, cards ...devices.Device) *Machine {
	return &Machine{
		Runtime: runtime, Cache: filepath.Join(folder, "widened"),
		Devices: func(context.Context, []devices.ID) ([]devices.Device, error) {
			return append(slices.Clone(cards), roomy), nil
		},
	}
}

// open opens a checkpoint of painttest.TinyCheckpoints for views of any multiple of 64
// pixels.
func open(t testing.TB, folder string, runtime network.Runtime, cards ...devices.Device) *Painter {
	t.Helper()
	p, err := Open(folder, machineWith(runtime, folder, cards...))
	if err != nil {
		t.Fatal(err)
	}
	p.smallest = ViewSizeStep
	if p.delight != nil {
		p.delight.size = ViewSizeStep
	}
	return p
}

// Started implements network.Runtime.
func (r *fakeRuntime) Started() bool { return true }
