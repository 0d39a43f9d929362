package ui

import (
	"context"
	"time"

	"patina/devices"
)

// refreshDevices shows what is new about devices and the plan.
func (w *Window) refreshDevices() {
	w.devices.refresh()
	w.jobs.refresh(w.now())
}

// takeOffer changes offload to what fits.
func (w *Window) takeOffer(offer devices.Plan) {
	w.project.TakeOffer(offer)
	w.refresh()
}

// releaseMemory gives back what is kept for the next job.
func (w *Window) releaseMemory() { w.withMemory(w.project.Monitor().Release) }

// keepMemory changes how long that is kept.
func (w *Window) keepMemory(d time.Duration) {
	monitor := w.project.Monitor()
	w.withMemory(func() error { return monitor.KeepFor(d) })
}

// withMemory does something with what is kept, in the background, and measures devices
// after it.
func (w *Window) withMemory(do func() error) {
	if w.closing {
		return
	}
	w.tasks.run(func(context.Context) {
		err := do()
		w.post(func() {
			w.complain(err)
			w.watch.measure()
			w.refreshDevices()
		})
	})
}
