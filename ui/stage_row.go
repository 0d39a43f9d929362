package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"patina/ui/project"
)

// stageRow is one line of the stage list: an icon for its state, its name, how far
// it is, and how long it has taken.
type stageRow struct {
	*fyne.Container
	icon  *widget.Icon
	title *widget.Label
	state *widget.Label
	bar   *bar
}

func newStageRow() *stageRow {
	r := &stageRow{icon: widget.NewIcon(nil), title: widget.NewLabel(""), state: widget.NewLabel(""), bar: newBar()}
	r.state.Alignment = fyne.TextAlignTrailing
	r.title.Truncation = fyne.TextTruncateEllipsis // or the panel grows and shrinks with the state
	line := container.NewBorder(nil, nil, r.icon, r.state, r.title)
	r.Container = container.NewVBox(line, r.bar)
	return r
}

func (r *stageRow) set(row project.StageRow, now time.Time) {
	r.icon.SetResource(stageIcon(row.State))
	r.title.SetText(row.Title)
	r.title.Importance = widget.MediumImportance
	if row.State == project.StageWaiting {
		r.title.Importance = widget.LowImportance
	}
	r.title.Refresh()
	r.state.SetText(describeStage(row, now))
	r.bar.set(row.Fraction(), row.State == project.StageRunning)
}

func describeStage(row project.StageRow, now time.Time) string {
	elapsed := project.Duration(row.Elapsed(now))
	switch row.State {
	case project.StageWaiting:
		return ""
	case project.StageFailed:
		return "failed, " + elapsed
	case project.StageCancelled:
		return "cancelled, " + elapsed
	case project.StageRunning:
		if row.Work.Kind != "" {
			return fmt.Sprintf("%s %d/%d   %s", row.Work.Title(), row.Work.Done, row.Work.Total, elapsed)
		}
		if row.Total > 0 {
			return fmt.Sprintf("%d/%d   %s", row.Done, row.Total, elapsed)
		}
	}
	return elapsed
}

func stageIcon(s project.StageState) fyne.Resource {
	switch s {
	case project.StageRunning:
		return theme.MediaPlayIcon()
	case project.StageDone:
		return theme.ConfirmIcon()
	case project.StageFailed:
		return theme.ErrorIcon()
	case project.StageCancelled:
		return theme.CancelIcon()
	}
	return theme.RadioButtonIcon()
}

// bar is a thin line that fills from the left.
type bar struct {
	widget.BaseWidget
	back, fill *canvas.Rectangle
	fraction   float32
}

const barHeight = 3

func newBar() *bar {
	b := &bar{back: canvas.NewRectangle(darkColors[theme.ColorNameInputBackground]), fill: canvas.NewRectangle(accent)}
	b.ExtendBaseWidget(b)
	return b
}

// set shows a fraction; a bar that is not active is dimmed.
func (b *bar) set(fraction float64, active bool) {
	b.fraction = float32(fraction)
	b.fill.FillColor = darkColors[theme.ColorNameInputBorder]
	if active {
		b.fill.FillColor = accent
	}
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *bar) CreateRenderer() fyne.WidgetRenderer { return &barRenderer{b} }

type barRenderer struct{ bar *bar }

func (r *barRenderer) Layout(size fyne.Size) {
	r.bar.back.Resize(size)
	r.bar.fill.Resize(fyne.NewSize(size.Width*r.bar.fraction, size.Height))
}

func (r *barRenderer) MinSize() fyne.Size { return fyne.NewSize(20, barHeight) }

func (r *barRenderer) Refresh() {
	r.Layout(r.bar.Size())
	r.bar.back.Refresh()
	r.bar.fill.Refresh()
}

func (r *barRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.bar.back, r.bar.fill}
}

func (r *barRenderer) Destroy() {}
