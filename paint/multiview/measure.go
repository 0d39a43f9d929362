package multiview

import (
	"context"
	"time"

	"patina/devices"
	"patina/paint"
)

// stages measures a job: what each stage of its networks takes.
type stages struct {
	base   devices.Bytes            // that the program uses besides networks
	moved  devices.Bytes            // between devices, in the stage that runs
	moving float64                  // seconds of it
	arenas map[string]devices.Bytes // most that sessions told they hold, by component, in the stage
}

// readings is how often memory is looked at.
const readings = 100 * time.Millisecond

// start clears the machine for the job.
func (r *run) start() (err error) {
	if r.stages.base, err = r.machine.used(); err != nil {
		return err
	}
	return r.clear()
}

// end lets go of what the job holds, and keeps where it was if it may go on one day.
func (r *run) end(err error) {
	r.remember(err)
	_ = r.features.Close()
	_ = r.machine.pool.emptyAfter(r.machine.KeptFor())
}

// stage runs a stage of the networks, in another way where it must be, and tells what it
// took.
func (r *run) stage(name string, do func() error) error {
	r.stages.moved, r.stages.moving, r.stages.arenas = 0, 0, map[string]devices.Bytes{}
	fresh := r.machine.pool.open() == 0
	memory := r.machine.watch(r.ctx)
	began := time.Now()
	err := r.attempt(do)
	took := time.Since(began)
	first, peak := memory.stop()
	if err != nil {
		return err
	}
	row := r.row(name)
	row.Seconds = took.Seconds()
	if row.Measured = r.held(name, row.Device); row.Device == devices.Processor {
		row.Measured = max(0, peak-r.stages.base)
	}
	r.report(paint.Measured{Row: row})
	if fresh && peak > 0 && row.Device == devices.Processor {
		r.learn(name, max(0, peak-first))
	}
	return nil
}

// row is what is known of a stage before it runs, and what was moved in it.
func (r *run) row(stage string) devices.Row {
	row := devices.Row{Policy: r.plan.Policy, Stage: stage, Moved: r.stages.moved, Moving: r.stages.moving}
	for _, f := range r.footprints {
		if f.Stage == stage {
			row.FLOP += f.FLOP
			row.Device = r.placement(f.Component).Device
			row.Steps = max(row.Steps, r.components[f.Component].runs)
		}
	}
	row.Predicted = r.predicted(stage, row.Device)
	return row
}

// predicted returns what the plan says that a device holds in a stage: its components,
// and the weights of resident ones. What a provider takes besides is in the plan's peak
// only, so that it is taken from there.
func (r *run) predicted(stage string, on devices.ID) devices.Bytes {
	most := devices.Bytes(0)
	for _, f := range r.footprints {
		most = max(most, r.componentsOn(f.Stage, on))
	}
	return r.componentsOn(stage, on) + max(0, r.plan.Peak[on]-most)
}

// componentsOn returns the sum of the weights and the working memory of components on a device in a
// stage.
func (r *run) componentsOn(stage string, on devices.ID) (sum devices.Bytes) {
	working := devices.Bytes(0)
	weights := map[string]devices.Bytes{}
	for _, f := range r.footprints {
		at := r.placement(f.Component)
		if at.Device != on || f.Stage != stage && !at.Resident {
			continue
		}
		name := f.Shares
		if name == "" {
			name = f.Component
		}
		weights[name] = max(weights[name], at.Weights)
		sum += f.Overhead
		working = max(working, at.Working-f.Overhead)
	}
	for _, w := range weights {
		sum += w
	}
	return sum + working
}

// learn tells the ledger what the components of a stage needed, in the shares in which
// they were predicted to.
func (r *run) learn(stage string, measured devices.Bytes) {
	var rows []devices.Observation
	for _, f := range r.footprints {
		at := r.placement(f.Component)
		if f.Stage != stage || at.Tiles > 0 {
			continue
		}
		d, _ := devices.Find(r.have, at.Device)
		rows = append(rows, devices.Observation{Component: f.Component, Device: at.Device, Shape: r.work.String(), Predicted: f.On(d).Total()})
	}
	shared := r.componentsOn(stage, devices.Processor) // weights that are shared count once
	for _, row := range rows {
		row.Measured = devices.Bytes(float64(row.Predicted) * float64(measured) / float64(max(1, shared)))
		if err := r.machine.Ledger.Record(row); err != nil {
			r.say("what the job needed is forgotten: %v", err)
			return
		}
	}
}

// holds notes what a session's arena held at most. Weights are not in it.
func (r *run) holds(l *loaded) {
	if use, ok := l.session.MemoryUse(); ok && r.stages.arenas != nil {
		r.stages.arenas[l.name] = max(r.stages.arenas[l.name], use.Peak)
	}
}

// held returns what sessions held on a device besides the processor in a stage: their
// arenas and their weights, those of resident ones that wait too. It is 0 when nobody
// tells.
func (r *run) held(stage string, on devices.ID) (sum devices.Bytes) {
	if len(r.stages.arenas) == 0 {
		return 0
	}
	shared := devices.Bytes(0) // WebGPU has one arena for all sessions
	for _, f := range r.footprints {
		at := r.placement(f.Component)
		if at.Device != on || f.Stage != stage && !at.Resident {
			continue
		}
		arena := r.stages.arenas[f.Component]
		sum += at.Weights
		if on.Provider() == devices.WebGPU {
			shared = max(shared, arena)
		} else {
			sum += arena
		}
	}
	return sum + shared
}

// transferred counts a copy between devices and tells of it.
func (r *run) transferred(t devices.Transfer) {
	if t.Finished() {
		r.stages.moved += t.Total
		r.stages.moving += t.Seconds
	}
	r.report(paint.Transfer{Transfer: t})
}

// memory watches what the program uses on the processor.
type memory struct {
	usage *devices.Usage // nil when nobody tells
	first devices.Bytes
}

func (m *Machine) watch(ctx context.Context) memory {
	if m.Used == nil {
		return memory{}
	}
	first, err := m.Used()
	if err != nil {
		return memory{}
	}
	return memory{devices.Watch(context.WithoutCancel(ctx), readings, m.Used), first}
}

// stop returns what was used first, and at most.
func (m memory) stop() (first, peak devices.Bytes) {
	if m.usage == nil {
		return 0, 0
	}
	peak, err := m.usage.Stop()
	if err != nil {
		return 0, 0
	}
	return m.first, peak
}
