package ui

import (
	"context"

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

// releaseMemory gives back in the background what is kept for the next job.
func (w *Window) releaseMemory() {
	if w.closing {
		return
	}
	monitor := w.project.Monitor()
	w.tasks.run(func(context.Context) {
		err := monitor.Release()
		w.post(func() {
			w.complain(err)
			w.watch.measure()
		})
	})
}
