package multiview

import (
	"context"
	"time"

	"patina/devices"
	"patina/paint"
)

// stages measures a job: what each stage of its networks takes.
type stages struct {
	base   devices.Bytes            // that the process uses besides networks and Go's heap
	memory *devices.Usage           // of the stage that runs; nil when nobody tells
	lent   devices.Bytes            // what goes in and out of a network that runs on the processor, at most: it lies in Go's heap
	moved  devices.Bytes            // between devices, in the stage that runs
	moving float64                  // seconds of it
	arenas map[string]devices.Bytes // most that sessions told they hold, by component, in the stage
}

// readings is how often memory is looked at.
const readings = 100 * time.Millisecond

// start clears the machine for the job.
func (r *run) start() (err error) {
	if _, err = r.machine.used(); err != nil {
		return err
	}
	r.stages.base = r.machine.bare()
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
	fresh := r.machine.pool.open() == 0
	r.stages = stages{base: r.stages.base, memory: r.machine.watch(r.ctx), arenas: map[string]devices.Bytes{}}
	began := time.Now()
	err := r.attempt(do)
	took := time.Since(began)
	peak := r.stages.peak()
	if err != nil {
		return err
	}
	row := r.row(name)
	row.Seconds = took.Seconds()
	if row.Measured = r.held(name, row.Device); row.Device == devices.Processor && peak > 0 {
		row.Measured = max(0, peak-r.stages.base) + r.stages.lent
	}
	r.report(paint.Measured{Row: row})
	if fresh && peak > 0 && row.Device == devices.Processor {
		r.learn(row)
	}
	return nil
}

// peak ends the measurement of a stage, and returns the most that was used.
func (s *stages) peak() devices.Bytes {
	if s.memory == nil {
		return 0
	}
	peak, err := s.memory.Stop()
	if err != nil {
		return 0
	}
	return peak
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
	row.Predicted = r.plan.During(stage, row.Device)
	return row
}

// learn tells the ledger what the components of a stage on the processor needed, in the
// shares in which the plan predicted it. What the library takes is nobody's.
func (r *run) learn(row devices.Row) {
	off := float64(row.Measured-r.once) / float64(max(1, row.Predicted-r.once))
	for _, f := range r.footprints {
		at := r.placement(f.Component)
		if f.Stage != row.Stage || at.Device != row.Device || at.Tiles > 0 {
			continue
		}
		seen := devices.Observation{Component: f.Component, Device: at.Device, Shape: r.work.String(), Predicted: f.Total()}
		seen.Measured = devices.Bytes(float64(at.Weights+at.Working) * off)
		if err := r.machine.Ledger.Record(seen); err != nil {
			r.say("what the job needed is forgotten: %v", err)
			return
		}
	}
}

// holds notes what a session holds at most while it is open. Weights are not in its
// arena.
func (r *run) holds(l *loaded) {
	if use, ok := l.session.MemoryUse(); ok && r.stages.arenas != nil {
		r.stages.arenas[l.name] = max(r.stages.arenas[l.name], use.Peak)
	}
	if l.Placement.Device == devices.Processor {
		r.stages.lent = max(r.stages.lent, bytesOf(l.model.Inputs)+bytesOf(l.model.Outputs))
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

// watch measures what the process uses besides Go's heap, where somebody tells.
func (m *Machine) watch(ctx context.Context) *devices.Usage {
	if m.BesideGo == nil {
		return nil
	}
	return devices.Watch(context.WithoutCancel(ctx), readings, m.BesideGo)
}
