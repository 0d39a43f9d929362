package ui

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

// modelTask is what is being done with a model in the background: opening it, or
// hashing its files. Another one ends it.
type modelTask struct {
	what        string
	cancel      context.CancelFunc
	done, total atomic.Int64 // bytes
}

// progress notes how far the task is; it may be called on any goroutine.
func (t *modelTask) progress(done, total int64) {
	t.total.Store(total)
	t.done.Store(done)
}

// String says what is being done and how far it is.
func (t *modelTask) String() string {
	if total := t.total.Load(); total > 0 {
		return fmt.Sprintf("%s… %d %%", t.what, 100*t.done.Load()/total)
	}
	return t.what + "…"
}

// modelTick is how often the progress of a task is shown.
const modelTick = 200 * time.Millisecond

// beginModel does work in the background and then calls end on Fyne's goroutine with
// its error, unless another task has taken its place.
func (w *Window) beginModel(what string, work func(ctx context.Context, t *modelTask) error, end func(err error)) {
	w.stopModel()
	ctx, cancel := context.WithCancel(w.tasks.ctx)
	task := &modelTask{what: what, cancel: cancel}
	w.model = task
	ended := make(chan struct{})
	w.tasks.every(modelTick, ended, func() { w.post(w.settings.models.refresh) })
	w.tasks.run(func(context.Context) {
		defer cancel()
		err := work(ctx, task)
		close(ended)
		w.post(func() {
			if w.model != task {
				return
			}
			w.model, w.project.OpeningModel = nil, ""
			end(err)
			w.refresh()
		})
	})
	w.refresh()
}

// stopModel ends what is being done with a model; nothing more is heard of it.
func (w *Window) stopModel() {
	if w.model != nil {
		w.model.cancel()
		w.model, w.project.OpeningModel = nil, ""
	}
}
