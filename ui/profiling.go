package ui

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"patina/devices"
	"patina/paint"
	"patina/paint/profile"
	"patina/ui/project"
)

// profiling is a profile that is measured in the background.
type profiling struct {
	since  time.Time
	cancel context.CancelFunc

	mutex sync.Mutex
	at    profile.Progress
}

// note takes in how far the profile is; it may be called on any goroutine.
func (p *profiling) note(at profile.Progress, _ paint.Event) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.at = at
}

// progress returns how far the profile is.
func (p *profiling) progress() profile.Progress {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.at
}

// askProfile says what a profile costs before it begins.
func (w *Window) askProfile() {
	if w.profiling != nil {
		return
	}
	text := widget.NewLabel(project.ExplainProfile(w.watch.outlook.Plan))
	text.Wrapping = fyne.TextWrapWord
	d := dialog.NewCustomConfirm("Measure this machine", "Measure", "Go back", text, func(sure bool) {
		if sure {
			w.measureProfile()
		}
	}, w.win)
	d.Resize(fyne.NewSize(min(520, w.dialogSize().Width), 0))
	d.Show()
}

// measureProfile measures in the background, and shows what came of it.
func (w *Window) measureProfile() {
	job, err := w.project.BeginProfile()
	if err != nil {
		w.complain(err)
		return
	}
	ctx, cancel := context.WithCancel(w.tasks.ctx)
	current := &profiling{since: w.now(), cancel: cancel}
	w.profiling = current
	done := make(chan struct{})
	w.tasks.every(tickInterval, done, func() { w.post(w.refreshDevices) })
	w.tasks.run(func(context.Context) {
		defer cancel()
		defer close(done)
		measured, err := job.Measure(ctx, current.note)
		w.post(func() { w.profiled(ctx, measured, err) })
	})
	w.refresh()
}

// profiled takes in a profile, or why there is none.
func (w *Window) profiled(ctx context.Context, p devices.Profile, err error) {
	w.profiling = nil
	w.project.EndProfile()
	w.watch.forget() // the plan was made with other speeds
	w.refresh()
	switch {
	case ctx.Err() != nil && errors.Is(err, context.Cause(ctx)):
		w.banner.inform("The measurement was stopped. Nothing was changed.")
	case err != nil:
		w.complain(err)
	}
	if len(p.Rows) > 0 && !errors.Is(err, context.Canceled) {
		w.showProfile(p)
	}
}

// stopProfile asks the measurement to end.
func (w *Window) stopProfile() {
	if w.profiling != nil {
		w.profiling.cancel()
	}
}

// showProfile shows a profile as a table, with what it has shown in sentences.
func (w *Window) showProfile(p devices.Profile) {
	head := profile.Head()
	rows := append([][]string{head}, profile.Table(p)...)
	grid := container.New(newTableLayout(len(head)))
	for i, row := range rows {
		for j, text := range row {
			cell := widget.NewLabel(text)
			cell.TextStyle.Bold = i == 0
			if j > 2 {
				cell.Alignment = fyne.TextAlignTrailing
			}
			grid.Add(cell)
		}
	}
	findings := widget.NewLabel(strings.Join(profile.Findings(p), "\n"))
	title := "What " + p.Model + " costs here"
	d := dialog.NewCustomWithoutButtons(title, container.NewBorder(nil, findings, nil, nil, container.NewScroll(grid)), w.win)
	copied := widget.NewButton("Copy", func() { w.app.Clipboard().SetContent(plainProfile(p)) })
	d.SetButtons([]fyne.CanvasObject{copied, widget.NewButton("Close", d.Hide)})
	d.Resize(w.dialogSize())
	d.Show()
}

// plainProfile is a profile as text that a spreadsheet takes.
func plainProfile(p devices.Profile) string {
	var lines []string
	for _, row := range append([][]string{profile.Head()}, profile.Table(p)...) {
		lines = append(lines, strings.Join(row, "\t"))
	}
	return strings.Join(append(lines, profile.Findings(p)...), "\n")
}
