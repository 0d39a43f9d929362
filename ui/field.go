package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"patina/ui/project"
)

const labelWidth = 88

// fields are the settings of a panel: each shows the project's text, writes what is
// typed into the project, and says below what is wrong with it.
type fields struct {
	project *project.Project
	tips    tips
	changed func() // called after the project changed
	all     []field
}

type field struct {
	setting project.Setting
	show    func()
	enable  fyne.Disableable
	problem *widget.Label // nil where another field shows it
}

func (f *fields) tipOf(s project.Setting) tip {
	return f.tips.of(func() string { return f.project.Explain(s) })
}

// set writes text into the project.
func (f *fields) set(s project.Setting, text string) {
	// The error stays with the setting and is shown below its field.
	_ = f.project.Set(s, text)
	f.changed()
}

// entry is a row to type in, with suggestions if there are options.
func (f *fields) entry(s project.Setting, options ...string) fyne.CanvasObject {
	e := f.bareEntry(s, options...)
	return f.row(s, e, f.problem(s))
}

func (f *fields) bareEntry(s project.Setting, options ...string) *tipEntry {
	e := newEntry(f.tipOf(s), options, func(text string) { f.set(s, text) })
	e.PlaceHolder = project.Placeholder(s)
	f.all = append(f.all, field{setting: s, enable: e, show: func() { e.showText(f.project.Text(s)) }})
	return e
}

// choice is a row to choose from a list.
func (f *fields) choice(s project.Setting, options func() []string) fyne.CanvasObject {
	return f.choiceFor(s, options, func(text string) { f.set(s, text) })
}

// choiceFor is a row to choose from a list; chosen says what choosing does.
func (f *fields) choiceFor(s project.Setting, options func() []string, chosen func(string)) fyne.CanvasObject {
	c := newSelect(options(), f.tipOf(s), chosen)
	f.all = append(f.all, field{setting: s, enable: c, show: func() {
		c.Options = options()
		c.Selected = f.project.Text(s)
		c.Refresh()
	}})
	return f.row(s, c, nil)
}

// toggle is a row that is on or off.
func (f *fields) toggle(s project.Setting) fyne.CanvasObject {
	c := newCheck(s.Title(), f.tipOf(s), func(on bool) {
		f.project.SetSwitch(s, on)
		f.changed()
	})
	f.all = append(f.all, field{setting: s, enable: c, show: func() {
		c.Checked = f.project.Switch(s)
		c.Refresh()
	}})
	return c
}

// problem is the line that says what is wrong with a setting.
func (f *fields) problem(s project.Setting) *widget.Label {
	label := widget.NewLabel("")
	label.Wrapping, label.Importance = fyne.TextWrapWord, widget.DangerImportance
	label.Hide()
	f.all = append(f.all, field{setting: s, problem: label})
	return label
}

// row puts the name of a setting before its control, and what is wrong below it.
func (f *fields) row(s project.Setting, control fyne.CanvasObject, problem *widget.Label) fyne.CanvasObject {
	name := container.New(fixedWidth(labelWidth), newLabel(s.Title(), f.tipOf(s)))
	line := container.NewBorder(nil, nil, name, nil, control)
	if problem == nil {
		return line
	}
	return container.NewVBox(line, problem)
}

// refresh shows the project in all fields.
func (f *fields) refresh() {
	for _, field := range f.all {
		if field.show != nil {
			field.show()
		}
		if field.enable != nil {
			f.enable(field)
		}
		if field.problem != nil {
			showProblem(field.problem, f.project.Problem(field.setting))
		}
	}
}

func (f *fields) enable(field field) {
	_, ignored := f.project.Ignored(field.setting)
	setEnabled(field.enable, !ignored)
}

func showProblem(label *widget.Label, problem error) {
	text := ""
	if problem != nil {
		text = project.Sentence(problem.Error())
	}
	if label.Text != text {
		label.SetText(text)
	}
	show(label, text != "")
}

// heading starts a section of a panel.
func heading(text string) fyne.CanvasObject {
	l := widget.NewLabelWithStyle(strings.ToUpper(text), fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	l.Importance, l.SizeName = widget.LowImportance, "helperText"
	return l
}

// fixedWidth lays one object out at a width and its own height.
type fixedWidth float32

var _ fyne.Layout = fixedWidth(0)

// Layout implements fyne.Layout.
func (w fixedWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	layout.NewStackLayout().Layout(objects, size)
}

// MinSize implements fyne.Layout.
func (w fixedWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(w), layout.NewStackLayout().MinSize(objects).Height)
}
