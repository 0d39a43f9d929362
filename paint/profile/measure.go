// Package profile measures what a job costs under each policy that fits: it paints the
// same job again and again, compares what was painted, and keeps the figures for the
// estimates of later jobs.
package profile

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"patina/devices"
	"patina/paint"
)

// Machine is what models run on. Its methods take time and may be called on any goroutine.
type Machine interface {
	// Devices returns those that were found, in order of preference.
	Devices(ctx context.Context) ([]devices.Device, error)
	// Plan returns where the networks of a job would compute as things stand, and what that
	// costs. The error is a *devices.NoFitError when it does not fit; paint.Offer finds what
	// would.
	Plan(ctx context.Context, req paint.Request) (devices.Plan, error)
	// Release gives back what is kept for the next job.
	Release() error
	// Library returns the version of ONNX Runtime, "" when it is not there.
	Library() string
	// Learn takes in how fast the devices are.
	Learn(devices.Speeds)
}

// Job is what is measured.
type Job struct {
	Painter *paint.Painter
	Request paint.Request // whose word on offload is of no account
	Machine Machine
	File    string // that the profile is kept in, "" for none
}

// policies are compared, the first one being what the others cost more than.
func policies() []devices.Policy {
	return []devices.Policy{devices.Resident, devices.Offload, devices.OnCPU}
}

// Measure paints the job under each policy, with the same seed and from the start, and
// keeps the profile. A policy that does not fit is left out with a Notice; it is an error
// when none fits. tell is called on the calling goroutine with every event and how far
// all is. When ctx ends first the error is its cause, and nothing is kept.
func (j Job) Measure(ctx context.Context, tell func(Progress, paint.Event)) (devices.Profile, error) {
	p := devices.Profile{Date: time.Now(), Model: j.model(), Library: j.Machine.Library()}
	var err error
	if p.Devices, err = j.Machine.Devices(ctx); p.Devices == nil && err != nil {
		return p, err
	}
	if err := j.compare(ctx, &p, tell); err != nil {
		return p, err
	}
	j.Machine.Learn(p.Speeds())
	if j.File == "" {
		return p, nil
	}
	return p, p.Save(j.File)
}

// model names what is measured.
func (j Job) model() string {
	if dir := j.Request.Settings.Diffusion.Model; dir != "" {
		return filepath.Base(dir)
	}
	return j.Painter.Name()
}

// compare adds what the job took under each policy.
func (j Job) compare(ctx context.Context, p *devices.Profile, tell func(Progress, paint.Event)) error {
	var first *paint.Result
	var reasons []error
	list := policies()
	for i := 0; i < len(list); i++ {
		at := Progress{Policy: list[i], Number: i + 1, Of: len(list)}
		result, err := j.paint(ctx, at, tell)
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case err != nil:
			reasons = append(reasons, fmt.Errorf("%s is left out: %w", list[i], err))
			tell(at, paint.Notice{Text: reasons[len(reasons)-1].Error()})
			if list[i] == devices.Offload {
				list = slices.Insert(list, i+1, devices.OffloadViews) // needs less
			}
			continue
		}
		if first == nil {
			first = result
		}
		p.Rows = append(p.Rows, result.Network.Stages...)
		p.Difference = max(p.Difference, difference(first, result))
	}
	if first == nil {
		return errors.Join(reasons...)
	}
	return nil
}

// paint runs the job once, and gives back what it leaves on devices.
func (j Job) paint(ctx context.Context, at Progress, tell func(Progress, paint.Event)) (*paint.Result, error) {
	req := j.Request
	req.Settings.Offload, req.Anew = at.Policy, true
	if _, err := j.Machine.Plan(ctx, req); err != nil {
		return nil, err // before the passes are rendered
	}
	running := paint.Start(ctx, j.Painter, req)
	var failed error
	for ev := range running.Events() {
		at = at.after(ev)
		tell(at, ev)
		if ev, ok := ev.(paint.Failed); ok {
			failed = ev.Err // without the name of the stage
		}
	}
	result, err := running.Wait()
	if failed != nil {
		err = failed
	}
	return result, errors.Join(err, j.Machine.Release())
}
