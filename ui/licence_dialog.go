package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"patina/paint/catalogue"
)

// askLicence shows what the artist accepts with a model, before its first use.
func (w *Window) askLicence(m catalogue.Model, accept func()) {
	e := m.Entry
	parts := []string{e.About, m.Terms(), e.Needs(), "Patina asks this once for each model."}
	text := widget.NewLabel(strings.Join(notEmpty(parts), "\n\n"))
	text.Wrapping = fyne.TextWrapWord
	folder := widget.NewLabel(m.Dir)
	folder.Wrapping, folder.Importance = fyne.TextWrapBreak, widget.LowImportance
	d := dialog.NewCustomWithoutButtons("Licence of "+e.Name, container.NewVScroll(container.NewVBox(text, folder)), w.win)
	yes := widget.NewButton("Accept the licence", func() {
		d.Hide()
		accept()
	})
	yes.Importance = widget.HighImportance
	no := widget.NewButton("Do not use the model", d.Hide)
	d.SetButtons([]fyne.CanvasObject{no, yes})
	size := w.dialogSize()
	d.Resize(fyne.NewSize(min(560, size.Width), min(400, size.Height)))
	d.Show()
	w.win.Canvas().Focus(no) // nobody accepts by pressing a key too often
}

func notEmpty(texts []string) (kept []string) {
	for _, t := range texts {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return kept
}
