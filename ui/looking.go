package ui

import "context"

// addCameras implements looker.
func (w *Window) addCameras() {
	w.adding = true
	w.lookAround()
}

// lookAround implements looker. It looks in the background, one time after the other:
// what has changed meanwhile is looked at by the refresh at the end.
func (w *Window) lookAround() {
	if w.looking || w.closing {
		return
	}
	find := w.project.LookAround()
	if w.adding {
		find = w.project.AddCameras()
	}
	if w.adding = false; find == nil {
		return
	}
	w.looking = true
	w.tasks.run(func(ctx context.Context) {
		found := find(ctx)
		w.post(func() {
			w.looking = false
			if ctx.Err() == nil {
				w.project.UseLook(found)
				w.refresh()
			}
		})
	})
}
