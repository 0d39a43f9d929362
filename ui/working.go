package ui

import (
	"context"
	"time"

	"patina/ui/project"
)

// working is something other than a job that takes time: opening or saving. It
// shows in the banner with the time it has taken, and can be cancelled.
type working struct {
	what   string
	since  time.Time
	cancel context.CancelFunc
	done   chan struct{}
}

// patience is how long something may take before the banner speaks of it.
const patience = 150 * time.Millisecond

// begin runs work in the background and end on Fyne's goroutine with its error. One
// thing is under way at a time; the project says so before begin is called. Work
// that must not be cut short by closing is run to its end.
func (w *Window) begin(what string, finishOnClose bool, work func(ctx context.Context) error, end func(err error)) {
	parent := w.tasks.ctx
	if finishOnClose {
		parent = context.WithoutCancel(parent)
	}
	ctx, cancel := context.WithCancel(parent)
	current := &working{what: what, since: w.now(), cancel: cancel, done: make(chan struct{})}
	w.working = current
	w.tasks.every(patience, current.done, func() { w.post(w.tick) })
	w.tasks.run(func(context.Context) {
		defer cancel()
		err := work(ctx)
		close(current.done)
		w.post(func() {
			w.working = nil
			w.banner.Hide()
			end(err)
			w.refresh()
		})
	})
	w.refresh()
}

// showWorking says in the banner what is under way, once it has taken a while.
func (w *Window) showWorking(now time.Time) {
	if w.working == nil || now.Sub(w.working.since) < patience {
		return
	}
	w.banner.busy(w.working.what+"… "+project.Duration(now.Sub(w.working.since)), "Cancel", w.working.cancel)
}
