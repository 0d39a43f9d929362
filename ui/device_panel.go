package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"patina/devices"
	"patina/ui/project"
)

// devicePanel shows what networks can run on, and chooses where they do.
type devicePanel struct {
	*fyne.Container
	project *project.Project
	watch   *deviceWatch
	rows    []*deviceRow
	list    *fyne.Container
	problem *widget.Label // why devices are not known
	device  *tipSelect
	offload segments
	auto    *widget.Label // what Auto would do and why
	parts   *partsRow
	keep    *tipSelect
	most    *tipSelect // memory of the whole program
	release *tipButton
	profile *profileRow
}

func newDevicePanel(w *Window) *devicePanel {
	p, t := w.project, w.tips
	d := &devicePanel{project: p, watch: w.watch, list: container.NewVBox(), problem: widget.NewLabel(""), auto: widget.NewLabel("")}
	d.problem.Wrapping, d.problem.Importance = fyne.TextWrapWord, widget.LowImportance
	d.auto.Wrapping, d.auto.Importance = fyne.TextWrapWord, widget.LowImportance
	where := d.explained(t, "The device that models compute on. Automatic takes the best one on which a network has run, and the others beside it where they help.\nCosts nothing.")
	d.device = newSelect(nil, where, func(title string) {
		p.SetDevice(project.DeviceTitled(d.watch.found, title))
		w.refresh()
	})
	for _, policy := range project.OffloadChoices() {
		name := policy.String()
		d.offload.add(strings.ToUpper(name[:1])+name[1:], d.explained(t, project.ExplainOffload(policy)), func() {
			p.SetOffload(policy)
			w.refresh()
		})
	}
	when := d.explained(t, "Whether the parts of a model leave their device between uses: what memory is traded for.")
	d.release = newButton("Give memory back", theme.DeleteIcon(),
		t.text("Frees the memory that is kept so that the next job starts sooner. A job that runs keeps what it uses."), w.releaseMemory)
	kept := t.text("When the memory is given back that is kept after a job so that the next one starts sooner: after so long without a job.\nCosts other programs that memory until then.")
	d.keep = newSelect(project.KeepTitles(), kept, func(title string) { w.keepMemory(project.KeepTitled(title)) })
	d.profile = newProfileRow(w, d.explained(t, project.ExplainProfile(nil)))
	capped := t.text("Keeps the whole program below so much memory, or says why it cannot: for machines that do other work too. Jobs that are planned from now on keep to it.\nCosts time where it makes offload or smaller tiles necessary.")
	d.most = newSelect(nil, capped, func(title string) {
		p.Monitor().SetCap(project.CapTitled(title))
		w.watch.forget() // the plan was made with another cap
		w.keep()
		w.refresh()
	})
	d.parts = newPartsRow(w, d.explained)
	d.Container = container.NewVBox(
		widget.NewSeparator(), heading("Devices"), d.list, d.problem,
		named("Compute on", where, d.device),
		d.parts.Container,
		named("Offload", when, d.offload.Container),
		d.auto,
		named("Use at most", capped, d.most),
		named("Free after", kept, d.keep),
		d.release,
		d.profile.Container,
	)
	return d
}

// explained is a tooltip that also says when the painter makes no use of the control.
func (d *devicePanel) explained(t tips, text string) tip {
	return t.of(func() string {
		if d.ignored() {
			return text + "\nThe painter runs no model, so this makes no difference."
		}
		return text
	})
}

// ignored tells whether the painter computes nothing on devices.
func (d *devicePanel) ignored() bool { return !d.project.Painter().RunsModel() }

// named puts a name before a control.
func named(name string, t tip, control fyne.CanvasObject) fyne.CanvasObject {
	return container.NewBorder(nil, nil, container.New(fixedWidth(labelWidth), newLabel(name, t)), nil, control)
}

// refresh shows what is known and chosen.
func (d *devicePanel) refresh() {
	found := d.watch.found
	for len(d.rows) < len(found) {
		row := newDeviceRow(d.watch.tips)
		d.rows = append(d.rows, row)
		d.list.Add(row.Container)
	}
	for i, row := range d.rows {
		show(row.Container, i < len(found))
		if i < len(found) {
			row.set(found[i])
		}
	}
	showText(d.problem, d.watch.describe())
	d.device.Options, d.device.Selected = project.DeviceTitles(found), project.DeviceTitle(found, d.project.Settings.Device)
	d.device.Refresh()
	setEnabled(d.device, !d.ignored())
	d.keep.Selected = project.KeepTitle(d.project.Monitor().KeptFor())
	d.keep.Refresh()
	d.most.Options, d.most.Selected = project.CapTitles(found), project.CapTitle(d.project.Monitor().Cap())
	d.most.Refresh()
	d.parts.refresh(found, !d.ignored())
	d.refreshOffload()
	d.profile.refresh(!d.ignored())
}

func (d *devicePanel) refreshOffload() {
	chosen := -1
	if word, ok := d.project.OffloadWord(); ok {
		chosen = int(word - devices.Auto)
	}
	d.offload.choose(chosen, !d.ignored())
	text := ""
	if !d.ignored() {
		text = d.watch.outlook.Auto
	}
	showText(d.auto, text)
}

// showText shows a line, or hides it when it has nothing to say.
func showText(label *widget.Label, text string) {
	if label.Text != text {
		label.SetText(text)
	}
	show(label, text != "")
}
