package ui

import (
	"context"
	"time"

	"patina/devices"
	"patina/paint"
	"patina/ui/project"
)

const (
	// deviceInterval is how often devices are measured while the window is shown.
	deviceInterval = 2 * time.Second
	// planDelay is how long settings have to rest before their plan is asked for.
	planDelay = 300 * time.Millisecond
)

// deviceWatch measures devices and plans the job ahead in the background. Its fields
// belong to Fyne's goroutine; its goroutines are tasks of the window.
type deviceWatch struct {
	project  *project.Project
	tasks    *tasks
	tips     tips
	post     func(func())
	changed  func() // called when something new is known
	interval time.Duration
	delay    time.Duration

	found   []devices.Device // as measured last, in order of preference
	trouble string           // why the last measurement failed, "" when it did not
	known   bool             // whether there was a measurement
	again   chan struct{}    // asks for the next measurement now

	outlook project.Outlook
	looking *look // the plan that was asked for last, nil when none was
}

// look is a question for a plan.
type look struct {
	settings paint.Settings
	have     []devices.Device // when it was asked
	answered bool
	cancel   context.CancelFunc
}

func newDeviceWatch(p *project.Project, t *tasks, tips tips, post func(func()), changed func()) *deviceWatch {
	return &deviceWatch{
		project: p, tasks: t, tips: tips, post: post, changed: changed,
		interval: deviceInterval, delay: planDelay, again: make(chan struct{}, 1),
	}
}

// start measures devices at intervals until the window closes. One measurement ends before
// the next begins, however slow it is.
func (d *deviceWatch) start() {
	monitor, interval := d.project.Monitor(), d.interval
	d.tasks.run(func(ctx context.Context) {
		for {
			found, err := monitor.Devices(ctx)
			if ctx.Err() != nil {
				return
			}
			d.post(func() { d.measured(found, err) })
			select {
			case <-ctx.Done():
				return
			case <-d.again:
			case <-time.After(interval):
			}
		}
	})
}

// measure asks for a measurement before the interval is over.
func (d *deviceWatch) measure() {
	select {
	case d.again <- struct{}{}:
	default: // one is on its way
	}
}

// measured takes in a measurement. One that failed leaves what was known.
func (d *deviceWatch) measured(found []devices.Device, err error) {
	d.known, d.trouble = true, ""
	if err != nil {
		d.trouble = project.Sentence(err.Error())
	}
	if found != nil {
		d.found = found
	}
	d.lookAhead()
	d.changed()
}

// describe says why there is nothing to show, "" when there is.
func (d *deviceWatch) describe() string {
	if !d.known {
		return "Looking for devices…"
	}
	return d.trouble
}

// lookAhead asks for the plan of the job that Paint would start, unless that is known.
func (d *deviceWatch) lookAhead() {
	if d.tasks.ctx.Err() != nil {
		return // the window closes
	}
	req, ok := d.project.Ahead()
	if !ok {
		unknown := d.looking == nil || !d.looking.answered
		if unknown || !d.project.Running() {
			d.forget()
		}
		return
	}
	same := d.looking != nil && project.SamePlan(d.looking.settings, req.Settings)
	if same && !(d.looking.answered && moved(d.looking.have, d.found)) {
		return
	}
	if d.looking != nil {
		d.looking.cancel()
	}
	if !same {
		d.outlook = project.Outlook{}
	}
	d.ask(req)
}

// forget drops the plan: there is no job that it is of.
func (d *deviceWatch) forget() {
	if d.looking != nil {
		d.looking.cancel()
	}
	d.looking, d.outlook = nil, project.Outlook{}
}

// ask looks ahead in the background, once settings have rested.
func (d *deviceWatch) ask(req paint.Request) {
	ctx, cancel := context.WithCancel(d.tasks.ctx)
	asked := &look{settings: req.Settings, have: d.found, cancel: cancel}
	d.looking = asked
	monitor, delay := d.project.Monitor(), d.delay
	d.tasks.run(func(context.Context) {
		defer cancel()
		select {
		case <-ctx.Done():
			return
		case <-time.After(delay):
		}
		outlook, err := project.LookAhead(ctx, monitor, req, asked.have)
		if err != nil {
			return // another question has taken its place, or the window closes
		}
		d.post(func() { d.answer(asked, outlook) })
	})
}

// answer takes in a plan, unless it is of settings that have changed since.
func (d *deviceWatch) answer(asked *look, outlook project.Outlook) {
	if d.looking != asked {
		return
	}
	asked.answered = true
	d.outlook = outlook
	d.changed()
}

// moved tells whether devices came, went, or have so much more or less memory free that a
// plan may be another.
func moved(before, now []devices.Device) bool {
	if len(before) != len(now) {
		return true
	}
	for _, d := range now {
		old, known := devices.Find(before, d.ID)
		if !known || old.Proven != d.Proven {
			return true
		}
		change := max(d.Free-old.Free, old.Free-d.Free)
		if change > max(256*devices.MB, d.Total/50) {
			return true
		}
	}
	return false
}
