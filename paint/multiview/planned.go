package multiview

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"patina/devices"
	"patina/paint"
	"patina/paint/network"
)

// planned is how a job uses the machine: its networks, the plan that places them, and
// what was learned on the way.
type planned struct {
	work       work
	components map[string]component
	footprints []devices.Footprint // in the order of the stages
	single     map[string]bool     // components whose numbers are not finite in half precision
	have       []devices.Device
	plan       devices.Plan
	once       devices.Bytes // see devices.Once
}

// Plan returns where the networks of a job would compute as things stand, and what that
// costs. Nothing is loaded. The error is a *devices.NoFitError when it does not fit.
func (p *Painter) Plan(ctx context.Context, req paint.Request) (devices.Plan, error) {
	r := &run{Painter: p, ctx: ctx, req: req, report: func(paint.Event) {}}
	if err := r.settle(); err != nil {
		return devices.Plan{}, err
	}
	if err := r.place(); err != nil {
		return devices.Plan{}, err
	}
	return r.plan, nil
}

// place decides where the networks compute, and tells.
func (r *run) place() error {
	r.single, r.once = map[string]bool{}, r.machine.once()
	if err := r.measureUp(); err != nil {
		return err
	}
	var err error
	if r.have, err = r.machine.devices(r.ctx, asked(r.req.Settings)); err != nil {
		return err
	}
	plan, err := r.planFor(r.req.Settings.Offload)
	if err != nil {
		return err
	}
	r.adopt(plan)
	return nil
}

// asked returns the devices that the artist named.
func asked(s paint.Settings) (ids []devices.ID) {
	if s.Device != "" {
		ids = append(ids, s.Device)
	}
	return slices.AppendSeq(ids, maps.Values(s.Devices))
}

// measureUp finds out what the components of the job need.
func (r *run) measureUp() (err error) {
	views, calls := len(r.req.Settings.Rig.Views), r.schedule.Calls()
	if r.strength < 1 {
		calls -= r.schedule.First(r.strength) // the job begins there
	}
	r.work = work{
		views: views, size: r.req.Settings.ViewSize, pictures: 1 + 2*views + len(r.earlierViews),
		steps: calls, guided: r.guidance != 1,
	}
	if r.before > 0 {
		r.work.delight = r.delight
	}
	list := r.model.components(r.work)
	r.components = map[string]component{}
	for _, c := range list {
		r.components[c.name] = c
	}
	r.footprints, err = r.footprintsOf(r.work, list)
	return err
}

// measured are the footprints of a job, for the next one like it.
type measured struct {
	work       work
	footprints []devices.Footprint
}

// footprintsOf returns what components need. That takes as long as building their graphs
// does, so the last answer is kept.
func (p *Painter) footprintsOf(w work, list []component) ([]devices.Footprint, error) {
	p.mutex.Lock()
	last := p.measured
	p.mutex.Unlock()
	if last.footprints != nil && last.work == w {
		return last.footprints, nil
	}
	var footprints []devices.Footprint
	for _, c := range list {
		f, err := c.footprint()
		if err != nil {
			return nil, err
		}
		footprints = append(footprints, f)
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.measured = measured{w, footprints}
	return footprints, nil
}

// planFor places the components under a policy.
func (r *run) planFor(policy devices.Policy) (devices.Plan, error) {
	s := r.req.Settings
	allowed, err := r.machine.allowed()
	if err != nil {
		return devices.Plan{}, err
	}
	choices := devices.Choices{Device: s.Device, Devices: pins(s, r.components), Cap: allowed, Speeds: r.machine.speeds(), Once: r.once}
	return devices.Place(r.corrected(), r.have, policy, choices)
}

// corrected returns the footprints with what was learned from other jobs on the
// processor, and in this one. Sessions share the weights that are mapped into the
// processor's memory; on a card each of them has its own.
func (r *run) corrected() []devices.Footprint {
	need := make([]devices.Footprint, len(r.footprints))
	cards := slices.ContainsFunc(r.have, func(d devices.Device) bool { return d.Proven && d.Provider != devices.CPU })
	for i, f := range r.footprints {
		if cards {
			f.Shares = ""
		}
		f.Single = f.Single || r.single[f.Component]
		more := r.machine.Ledger.Correct(f.Component, devices.Processor, r.work.String(), f.Total()) - f.Total()
		f.Activations = max(f.Activations/4, f.Activations+more)
		need[i] = f
	}
	return need
}

// adopt goes by a plan from now on.
func (r *run) adopt(plan devices.Plan) {
	r.plan = plan
	r.report(paint.Planned{Plan: plan})
}

// clear gives back what the plan has no use for.
func (r *run) clear() error {
	r.machine.keepBelow(r.plan)
	r.machine.pool.busy()
	keys := map[string]bool{}
	for name, c := range r.components {
		if at := r.placement(name); at.Resident {
			keys[c.key(at, r.half(name))] = true
		}
	}
	return r.machine.pool.retain(keys)
}

// placement returns where a component computes.
func (r *run) placement(name string) devices.Placement {
	at, ok := r.plan.Component(name)
	if !ok {
		panic("multiview: the plan does not know the " + name)
	}
	return at
}

// half tells whether a component computes in half precision.
func (r *run) half(name string) bool {
	d, _ := devices.Find(r.have, r.placement(name).Device)
	return d.Half && !r.single[name]
}

// attempt does a part of the job, and does it again with less memory where a device ran
// out of it, or in float32 where half precision was not enough. What the part has done
// before it failed it keeps.
func (r *run) attempt(do func() error) error {
	for {
		err := do()
		var odd *notFinite
		switch {
		case errors.Is(err, network.ErrOutOfMemory):
			err = r.stepDown(err)
		case errors.As(err, &odd) && r.half(odd.component):
			err = r.widen(odd.component)
		default:
			return err
		}
		if err != nil {
			return err
		}
	}
}

// stepDown goes on with the next cheaper plan when the artist left the choice open, and
// otherwise returns an error that offers it.
func (r *run) stepDown(cause error) error {
	next, ok := r.plan.Cheaper()
	if !ok || r.req.Settings.Offload != devices.Auto {
		return r.outOfMemory(cause, next, ok)
	}
	var at *exhausted
	what := "memory ran out"
	if errors.As(cause, &at) {
		what = fmt.Sprintf("%s ran out of memory for the %s", r.deviceName(at.device), at.component)
	}
	r.say("%s, so the job goes on with less: %s", what, next)
	r.adopt(next)
	return r.clear()
}

func (r *run) outOfMemory(cause error, next devices.Plan, ok bool) error {
	failed := &paint.OutOfMemoryError{Policy: r.req.Settings.Offload, Err: cause}
	var at *exhausted
	if errors.As(cause, &at) {
		failed.Component, failed.Device = at.component, at.device
	}
	if ok {
		failed.Offer = &next
	}
	return failed
}

// deviceName returns what the artist knows a device by.
func (r *run) deviceName(id devices.ID) string {
	if d, ok := devices.Find(r.have, id); ok && d.Name != "" {
		return d.Name
	}
	return string(id)
}

// widen lets a component compute in float32 from now on.
func (r *run) widen(name string) error {
	r.single[name] = true
	r.say("the %s went beyond the numbers of half precision, so it goes on in float32", name)
	plan, err := r.planFor(r.plan.Policy)
	var full *devices.NoFitError
	if errors.As(err, &full) && full.Fits != nil && r.req.Settings.Offload == devices.Auto {
		plan, err = *full.Fits, nil
	}
	if err != nil {
		return err
	}
	r.adopt(plan)
	return r.clear()
}

// exhausted says which component had no room on which device.
type exhausted struct {
	component string
	device    devices.ID
	err       error
}

func (e *exhausted) Error() string { return e.err.Error() }
func (e *exhausted) Unwrap() error { return e.err }

// copies is a tensor on every device that asked for it, where it was copied once.
type copies struct {
	runtime network.Runtime
	options network.Options
	on      map[devices.ID]network.Value
}

// copiesOf takes over a value.
func copiesOf(r network.Runtime, v network.Value, opt network.Options) *copies {
	return &copies{r, opt, map[devices.ID]network.Value{v.On(): v}}
}

// at returns the tensor where a pipeline executes.
func (c *copies) at(ctx context.Context, pipeline any) (network.Value, error) {
	id := executes(pipeline)
	if v, ok := c.on[id]; ok {
		return v, nil
	}
	var source network.Value
	for _, source = range c.on {
		if source.On() == devices.Processor {
			break
		}
	}
	t, err := source.Download(ctx)
	if err != nil {
		return nil, err
	}
	v, err := c.runtime.Upload(ctx, t, id, c.options)
	if err != nil {
		return nil, err
	}
	c.on[id] = v
	return v, nil
}

// Close frees all of them.
func (c *copies) Close() error {
	var errs []error
	for _, v := range c.on {
		errs = append(errs, v.Close())
	}
	clear(c.on)
	return errors.Join(errs...)
}

// conditions are the copies of what a network is told, by name.
type conditions map[string]*copies

// Close frees all of them.
func (c conditions) Close() error {
	var errs []error
	for v := range maps.Values(c) {
		errs = append(errs, v.Close())
	}
	clear(c)
	return errors.Join(errs...)
}
