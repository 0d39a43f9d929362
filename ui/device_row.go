package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"patina/devices"
	"patina/ui/project"
)

// deviceRow shows a device: its name, what drives it, and how much of its memory is in
// use. The tooltip says why one cannot be used.
type deviceRow struct {
	*fyne.Container
	device devices.Device
	name   *tipLabel
	memory *tipLabel
	used   *bar
}

func newDeviceRow(t tips) *deviceRow {
	r := &deviceRow{used: newBar()}
	explain := t.of(func() string { return project.ExplainDevice(r.device) })
	r.name, r.memory = newLabel("", explain), newLabel("", explain)
	r.memory.Importance, r.memory.SizeName = widget.LowImportance, theme.SizeNameCaptionText
	r.Container = container.New(layout.NewCustomPaddedVBoxLayout(-7), r.name, r.memory, container.New(layout.NewCustomPaddedLayout(4, 4, 6, 6), r.used))
	return r
}

func (r *deviceRow) set(d devices.Device) {
	if r.device == d {
		return
	}
	r.device = d
	r.name.Importance = widget.MediumImportance
	if !d.Proven {
		r.name.Importance = widget.LowImportance
	}
	r.name.SetText(d.Name)
	text, used := project.Memory(d)
	r.memory.SetText(text)
	r.used.set(used, d.Proven)
	show(r.used, d.Proven && d.Total > 0)
}
