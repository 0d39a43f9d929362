package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"patina/devices"
	"patina/ui/project"
)

// transferList shows the components that are on their way between devices; it hides while
// there are none.
type transferList struct {
	*fyne.Container
	rows []*transferRow
}

func newTransferList() *transferList { return &transferList{Container: container.NewVBox()} }

func (l *transferList) refresh(p *project.Project) {
	var moving []devices.Transfer
	if p.Running() {
		moving = p.Job.Moving()
	}
	for len(l.rows) < len(moving) {
		row := newTransferRow()
		l.rows = append(l.rows, row)
		l.Add(row.Container)
	}
	for i, row := range l.rows {
		show(row.Container, i < len(moving))
		if i < len(moving) {
			row.set(moving[i])
		}
	}
	show(l.Container, len(moving) > 0)
}

// transferRow is a line of the list: what goes where, and how much of it is there.
type transferRow struct {
	*fyne.Container
	what  *widget.Label
	bytes *widget.Label
	bar   *bar
}

func newTransferRow() *transferRow {
	r := &transferRow{what: widget.NewLabel(""), bytes: widget.NewLabel(""), bar: newBar()}
	r.what.Truncation = fyne.TextTruncateEllipsis
	r.what.SizeName, r.bytes.SizeName = theme.SizeNameCaptionText, theme.SizeNameCaptionText
	r.Container = container.NewVBox(container.NewBorder(nil, nil, nil, r.bytes, r.what), r.bar)
	return r
}

func (r *transferRow) set(t devices.Transfer) {
	r.what.SetText(fmt.Sprintf("%s: %s → %s", t.Component, t.From, t.To))
	r.bytes.SetText(fmt.Sprintf("%s of %s", t.Done, t.Total))
	r.bar.set(float64(t.Done)/float64(t.Total), true)
}
