package ui

import (
	"context"
	"time"

	"patina/paint"
	"patina/ui/project"
)

// tickInterval is how often the times of a running job are shown.
const tickInterval = 200 * time.Millisecond

// paint starts a job, or says what it lacks.
func (w *Window) paint() {
	req, painter, err := w.project.Begin()
	if err != nil {
		w.complain(err)
		return
	}
	w.banner.Hide()
	w.original = false
	w.keep()
	job := paint.Start(w.tasks.ctx, painter, req)
	w.job = job
	done := make(chan struct{})
	w.tasks.every(tickInterval, done, func() { w.post(w.tick) })
	w.tasks.run(func(ctx context.Context) {
		defer close(done)
		w.pump(ctx, job)
	})
	w.refresh()
}

// pump brings the events of a job to Fyne's goroutine, so many a second; the job's
// mailbox drops what became stale meanwhile.
func (w *Window) pump(ctx context.Context, job *paint.Job) {
	pace := newPace()
	for ev := range job.Events() {
		select {
		case <-time.After(pace.delay(time.Now())):
		case <-ctx.Done():
		}
		w.post(func() { w.apply(ev) })
	}
}

// apply takes in an event and shows what it changed.
func (w *Window) apply(ev paint.Event) {
	w.project.Apply(ev)
	if !w.project.Running() {
		w.ended()
	}
	w.refresh()
	if w.parts.Observe != nil {
		w.parts.Observe(ev)
	}
}

// ended is called when the job has ended in any way.
func (w *Window) ended() {
	w.job = nil
	w.keep()
	switch job := w.project.Job; {
	case job.Offer != nil:
		offer := *job.Offer
		w.banner.offerPlan(job.Failure, project.OfferTitle(offer), func() {
			w.takeOffer(offer)
			w.paint()
		})
	case job.Failure != "":
		w.banner.complain(job.Failure)
	}
}

// cancel asks the job, or what is measured, to end and says at once that it was asked.
func (w *Window) cancel() {
	w.stopProfile()
	if w.job == nil {
		return
	}
	w.job.Cancel()
	w.project.Cancelling()
	w.refresh()
}

// keep writes settings, rigs and speeds in the background.
func (w *Window) keep() {
	write := w.project.Keep()
	w.tasks.run(func(context.Context) {
		if err := write(); err != nil {
			w.post(func() { w.complain(err) })
		}
	})
}
