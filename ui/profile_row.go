package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"patina/ui/project"
)

// profileRow begins a profile, and shows how far it is.
type profileRow struct {
	*fyne.Container
	window *Window
	begin  *tipButton
	doing  *widget.Label
	used   *bar
	stop   *tipButton
	task   *fyne.Container // what is being measured
}

func newProfileRow(w *Window, t tip) *profileRow {
	r := &profileRow{window: w, doing: widget.NewLabel(""), used: newBar()}
	r.begin = newButton("Measure this machine…", theme.InfoIcon(), t, w.askProfile)
	r.stop = newButton("Stop", theme.MediaStopIcon(), w.tips.text("Stops the measurement within one step; nothing is changed. (Esc)"), w.stopProfile)
	r.doing.Wrapping, r.doing.SizeName = fyne.TextWrapWord, theme.SizeNameCaptionText
	r.task = container.NewVBox(container.NewBorder(nil, nil, nil, r.stop, r.doing), r.used)
	r.Container = container.NewVBox(r.begin, r.task)
	return r
}

func (r *profileRow) refresh(possible bool) {
	current := r.window.profiling
	setEnabled(r.begin, possible && current == nil && !r.window.project.Running())
	show(r.task, current != nil)
	if current == nil {
		return
	}
	at := current.progress()
	r.doing.SetText(project.DescribeProfile(at) + ", " + project.Duration(r.window.now().Sub(current.since)))
	r.used.set(at.Fraction(), true)
}
