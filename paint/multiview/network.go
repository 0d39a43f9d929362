package multiview

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"patina/devices"
	"patina/paint/checkpoint"
	"patina/paint/network"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// executes returns the device that the inputs of a pipeline, and its random numbers, are
// made on. Nothing else in this package chooses a device for them.
func executes(pipeline any) devices.ID {
	return devices.ExecutionDevice(pipeline, devices.Processor)
}

// loaded is a component where the plan put it.
type loaded struct {
	component
	devices.Placement
	*kept
	run   *run
	model onnx.Model
}

// Device implements devices.Sitter.
func (l *loaded) Device() (devices.ID, bool) { return l.session.On(), true }

// key names the session of a component at a place.
func (c component) key(at devices.Placement, half bool) string {
	precision := "float32"
	if half {
		precision = "float16"
	}
	return strings.Join([]string{c.weights.Name(), c.name, c.shape, string(at.Device), precision, fmt.Sprint(at.Tiles)}, "|")
}

// use loads a component where the plan puts it, lets do run it, and closes it, or keeps
// it for the rest of the job and the next one when it is resident.
func (r *run) use(name string, do func(*loaded) error) error {
	l, err := r.load(name)
	if err != nil {
		return r.placed(name, err)
	}
	err = do(l)
	if r.stages.memory != nil {
		r.stages.memory.Look() // before the session goes
	}
	if err != nil {
		_ = r.machine.pool.give(l.kept, false) // the first error is the one to tell
		return err
	}
	return r.machine.pool.give(l.kept, l.Resident)
}

// placed adds to an error that memory was used up for what and where.
func (r *run) placed(name string, err error) error {
	var known *exhausted
	if !errors.Is(err, network.ErrOutOfMemory) || errors.As(err, &known) {
		return err
	}
	return &exhausted{name, r.placement(name).Device, err}
}

func (r *run) load(name string) (*loaded, error) {
	l := &loaded{component: r.components[name], Placement: r.placement(name), run: r}
	half := r.half(name)
	weights := l.component.weights
	var err error
	if !half {
		if weights, err = r.wide(weights); err != nil {
			return nil, err
		}
	}
	if l.model, err = l.build(weights, tilesPerSide(l.Tiles)); err != nil {
		return nil, err
	}
	opt := network.Options{Component: name, Half: half, Lenient: true}
	l.kept, err = r.machine.pool.take(l.component.key(l.Placement, half), l.Placement.Weights, r.transferred, func(tell func(devices.Transfer)) (network.Session, error) {
		opt.Report = tell
		return r.machine.Runtime.LoadOn(r.ctx, l.model, l.Placement.Device, opt)
	})
	if err == nil && l.Placement.Device == devices.Processor {
		r.machine.start()
	}
	return l, err
}

// wide returns weights in the precision that processors compute in: a copy in the
// cache, made when it is needed first.
func (r *run) wide(weights *checkpoint.Weights) (*checkpoint.Weights, error) {
	unlock, err := r.machine.lockWeights(r.ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	wide, err := weights.Widened(r.ctx, r.machine.Cache, r.progress)
	if err != nil {
		return nil, err // the cause of ctx as it is
	}
	return wide, weights.Close()
}

// options are those of what is copied to the component's device.
func (l *loaded) options() network.Options {
	return network.Options{Component: l.name, Report: l.run.transferred}
}

// put copies a tensor to where the component executes.
func (l *loaded) put(ctx context.Context, t tensor.Tensor) (network.Value, error) {
	v, err := l.run.machine.Runtime.Upload(ctx, t, executes(l), l.options())
	return v, l.run.placed(l.name, err)
}

// hold is put for what more than one run, or more than one component, takes.
func (l *loaded) hold(ctx context.Context, t tensor.Tensor) (*copies, error) {
	v, err := l.put(ctx, t)
	if err != nil {
		return nil, err
	}
	return copiesOf(l.run.machine.Runtime, v, l.options()), nil
}

// compute runs the network on tensors of the processor's memory and returns what comes
// out there.
func (l *loaded) compute(ctx context.Context, in map[string]tensor.Tensor) (map[string]tensor.Tensor, error) {
	told := conditions{}
	defer told.Close()
	for name, t := range in {
		c, err := l.hold(ctx, t)
		if err != nil {
			return nil, err
		}
		told[name] = c
	}
	return l.answer(ctx, told)
}

// answer runs the network on what it is told and brings what comes out to the processor.
func (l *loaded) answer(ctx context.Context, told conditions) (map[string]tensor.Tensor, error) {
	results, err := l.ask(ctx, told)
	if err != nil {
		return nil, err
	}
	defer closeValues(results)
	out := map[string]tensor.Tensor{}
	for name, v := range results {
		t, err := v.Download(ctx)
		if err != nil {
			return nil, l.run.placed(l.name, err)
		}
		out[name] = t.Float32()
	}
	return out, nil
}

// ask runs the network on what it is told and leaves what comes out where it executes;
// the caller closes it.
func (l *loaded) ask(ctx context.Context, told conditions) (map[string]network.Value, error) {
	in := map[string]network.Value{}
	for _, want := range l.model.Inputs {
		c, ok := told[want.Name]
		if !ok {
			continue // the session names it
		}
		v, err := c.at(ctx, l)
		if err != nil {
			return nil, l.run.placed(l.name, err)
		}
		in[want.Name] = v
	}
	out, err := l.session.RunOn(ctx, in)
	l.run.holds(l)
	return out, l.run.placed(l.name, err)
}

func closeValues(values map[string]network.Value) {
	for _, v := range values {
		_ = v.Close()
	}
}

// times returns t times a factor.
func times(t tensor.Tensor, factor float32) tensor.Tensor {
	out := tensor.New(t.Shape...)
	for i, v := range t.F32 {
		out.F32[i] = v * factor
	}
	return out
}

// notFinite says that a component, or the file that stands for one, made numbers that
// are none.
type notFinite struct{ component, what string }

func (e *notFinite) Error() string {
	return fmt.Sprintf("the %s is not finite: choose another scheduler or a smaller guidance scale; if that does not help, the model's files are damaged: download them again", e.what)
}

// finite returns an error when a number of t, which a component made, is infinite or
// none.
func finite(t tensor.Tensor, component, what string) error {
	for _, v := range t.F32 {
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return &notFinite{component, what}
		}
	}
	return nil
}
