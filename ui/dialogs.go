package ui

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"patina/ui/project"
)

// askName implements asker.
func (w *Window) askName(title, label string, accept func(name string) error) {
	entry, problem := newEntry(w.tips.text(""), nil, nil), widget.NewLabel("")
	problem.Importance, problem.Wrapping = widget.DangerImportance, fyne.TextWrapWord
	problem.Hide()
	d := dialog.NewCustomWithoutButtons(title, container.NewVBox(widget.NewForm(widget.NewFormItem(label, entry)), problem), w.win)
	ok := widget.NewButton("Save", func() {
		err := accept(entry.Text)
		showProblem(problem, err)
		if err == nil {
			d.Hide()
		}
	})
	ok.Importance = widget.HighImportance
	entry.OnSubmitted = func(string) { ok.OnTapped() }
	d.SetButtons([]fyne.CanvasObject{widget.NewButton("Cancel", d.Hide), ok})
	d.Resize(fyne.NewSize(380, 0))
	d.Show()
	w.win.Canvas().Focus(entry)
}

// askSure implements asker.
func (w *Window) askSure(title, question, yes string, accept func()) {
	d := dialog.NewConfirm(title, question, func(sure bool) {
		if sure {
			accept()
		}
	}, w.win)
	d.SetConfirmText(yes)
	d.SetDismissText("Go back")
	d.SetConfirmImportance(widget.DangerImportance)
	d.Show()
}

// enlarge shows a picture large; making it may take a while, so that is done in the
// background.
func (w *Window) enlarge(title string, picture func() *image.NRGBA) {
	img := &canvas.Image{FillMode: canvas.ImageFillContain}
	size := w.win.Canvas().Size()
	side := min(size.Width, size.Height) * 0.75
	img.SetMinSize(fyne.NewSquareSize(side))
	dialog.ShowCustom(title, "Close", img, w.win)
	pixels := int(2 * side)
	w.tasks.run(func(context.Context) {
		large := shrink(picture(), pixels)
		w.post(func() {
			img.Image = large
			img.Refresh()
		})
	})
}

// explainSettings lists all settings with what they mean and cost, for those who
// do not hover.
func (w *Window) explainSettings() {
	var text string
	for _, s := range project.Settings() {
		text += "## " + s.Title() + "\n\n" + s.Help().Meaning + " *" + s.Help().Cost + "*\n\n"
	}
	rich := widget.NewRichTextFromMarkdown(text)
	rich.Wrapping = fyne.TextWrapWord
	d := dialog.NewCustom("Settings explained", "Close", container.NewVScroll(rich), w.win)
	d.Resize(w.dialogSize())
	d.Show()
}

func (w *Window) showShortcuts() {
	var rows []fyne.CanvasObject
	for _, s := range shortcutTable() {
		keys := widget.NewLabelWithStyle(s[0], fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
		rows = append(rows, keys, widget.NewLabel(s[1]))
	}
	grid := container.NewVScroll(container.New(layout.NewFormLayout(), rows...))
	d := dialog.NewCustom("Shortcuts", "Close", grid, w.win)
	d.Resize(fyne.NewSize(520, w.dialogSize().Height))
	d.Show()
}

func (w *Window) about() {
	name := widget.NewLabelWithStyle("Patina "+w.project.Version(), fyne.TextAlignCenter, fyne.TextStyle{Bold: true})
	text := widget.NewLabel("Paints a mesh from a picture.\n" + w.parts.Licence)
	text.Alignment = fyne.TextAlignCenter
	dialog.ShowCustom("About", "Close", container.NewVBox(name, text), w.win)
}
