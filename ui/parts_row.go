package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"patina/devices"
	"patina/paint/diffusion"
	"patina/ui/project"
)

// partsRow puts parts of a model on devices of their own; it hides where there is but one
// device to choose.
type partsRow struct {
	*fyne.Container
	window *Window
	parts  map[string]*tipSelect // by part
}

func newPartsRow(w *Window, explained func(tips, string) tip) *partsRow {
	r := &partsRow{Container: container.NewVBox(), window: w, parts: map[string]*tipSelect{}}
	for _, part := range diffusion.Parts() {
		where := explained(w.tips, "The device that this part of the model computes on. Automatic is where the rest does.\nCosts the time in which values travel between devices.")
		r.parts[part] = newSelect(nil, where, func(title string) {
			w.project.SetPartDevice(part, project.DeviceTitled(w.watch.found, title))
			w.refresh()
		})
		r.Add(named(project.PartTitle(part), where, r.parts[part]))
	}
	return r
}

func (r *partsRow) refresh(found []devices.Device, possible bool) {
	for part, choice := range r.parts {
		choice.Options, choice.Selected = project.DeviceTitles(found), project.DeviceTitle(found, r.window.project.Settings.Devices[part])
		choice.Refresh()
		setEnabled(choice, possible)
	}
	show(r.Container, r.window.project.PartsApart(found))
}
