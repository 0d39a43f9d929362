package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"
)

// beforeLosing goes on with what would lose an unsaved result only when the artist
// saved it or wants to lose it. loses says whether it would.
func (w *Window) beforeLosing(loses bool, what string, goOn func()) {
	if !loses || !w.project.Unsaved() {
		goOn()
		return
	}
	text := widget.NewLabel("The painted mesh is not saved yet. Save it first?")
	d := dialog.NewCustomWithoutButtons(what, text, w.win)
	then := func(f func()) func() {
		return func() {
			d.Hide()
			f()
		}
	}
	save := widget.NewButton("Save", then(func() { w.saveThen(goOn) }))
	save.Importance = widget.HighImportance
	discard := widget.NewButton("Discard", then(goOn))
	discard.Importance = widget.DangerImportance
	d.SetButtons([]fyne.CanvasObject{widget.NewButton("Go back", d.Hide), discard, save})
	d.Show()
	w.win.Canvas().Focus(save)
}

// close asks about an unsaved result, ends what runs, and closes the window when it
// has ended. Fyne's goroutine never waits for it.
func (w *Window) close() {
	if w.closing {
		return
	}
	w.beforeLosing(true, "Close Patina", w.Quit)
}

// Quit ends what runs and closes the window without asking.
func (w *Window) Quit() {
	if w.closing {
		return
	}
	w.closing = true
	w.cancel()
	w.tasks.stop()
	w.banner.inform("Closing…")
	keep := w.project.Keep()
	go func() {
		w.tasks.wait.Wait()
		// The window is going: there is nobody left to tell that this failed.
		_ = keep()
		if w.parts.Release != nil {
			w.parts.Release()
		}
		w.post(w.win.Close)
	}()
}
