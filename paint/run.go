package paint

import (
	"context"
	"fmt"
	"image"
	"time"

	"patina/devices"
	"patina/paint/bake"
	"patina/paint/protect"
	"patina/paint/view"
)

// run is one call of Paint: it remembers the first error, so that the stages after
// it do nothing and Paint reads as the list of its stages.
type run struct {
	ctx     context.Context
	req     Request
	tell    func(Event)
	times   []StageTime
	notices []string
	network NetworkUse
	err     error

	protected []bool // of each triangle, nil for none
}

func begin(ctx context.Context, req Request, report func(Event)) *run {
	r := &run{ctx: ctx, req: req, tell: report, err: req.Validate()}
	if r.err == nil {
		r.protected, r.err = protect.Mask(ctx, req.Mesh, req.Settings.Protect)
	}
	if r.err == nil {
		r.err = req.checkRoom(devices.MainMemory(), r.protected)
	}
	return r
}

// stage runs one stage unless an earlier one failed or the job is cancelled. A job
// that is cancelled during a stage ends there, even if the stage still got done.
func (r *run) stage(stage Stage, do func(ctx context.Context) error) {
	if r.err == nil {
		r.err = context.Cause(r.ctx)
	}
	if r.err != nil {
		return
	}
	start := time.Now()
	r.report(StageStarted{Stage: stage, At: start})
	err := do(r.ctx)
	if err == nil {
		err = context.Cause(r.ctx)
	}
	if err != nil {
		r.err = &stageError{stage, err}
		return
	}
	r.times = append(r.times, StageTime{stage, time.Since(start)})
}

func (r *run) report(ev Event) {
	switch ev := ev.(type) {
	case Notice:
		r.notices = append(r.notices, ev.Text)
	case Planned:
		r.network.Plan = &ev.Plan
	case Measured:
		r.network.Stages = append(r.network.Stages, ev.Row)
	}
	r.tell(ev)
}

func (r *run) steps(stage Stage) func(done, total int) {
	return func(done, total int) { r.report(StepDone{stage, done, total}) }
}

func (r *run) end(passes []view.Passes, painted []view.Painted, atlas *bake.Atlas) (*Result, error) {
	if r.err != nil {
		return nil, r.err
	}
	pictures, err := atlas.Pictures(r.ctx)
	if err != nil {
		return nil, err
	}
	r.explainKept(pictures)
	return &Result{
		Settings: r.req.Settings, Atlas: atlas, Pictures: pictures, Textures: r.encode(pictures),
		Passes: passes, Painted: painted, Coverage: atlas.Coverage(),
		Times: r.times, Notices: r.notices, Network: r.network,
	}, nil
}

// encode returns the pictures in 8 bits.
func (r *run) encode(pictures []*bake.Picture) []*image.NRGBA {
	textures := make([]*image.NRGBA, len(pictures))
	for slot, p := range pictures {
		switch {
		case p == nil:
		case r.req.Settings.Dither:
			textures[slot] = p.DitheredImage()
		default:
			textures[slot] = p.Image()
		}
	}
	return textures
}

// stageError says in which stage a job failed.
type stageError struct {
	stage Stage
	err   error
}

func (e *stageError) Error() string { return fmt.Sprintf("%s: %v", e.stage, e.err) }
func (e *stageError) Unwrap() error { return e.err }
