package ui

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"patina/ui/project"
)

// resultPanel tells what the last job made and saves it.
type resultPanel struct {
	*fyne.Container
	project *project.Project
	summary *widget.Label
	saved   *widget.Label
	save    *tipButton
}

func newResultPanel(p *project.Project, t tips, save, saveAs func()) *resultPanel {
	r := &resultPanel{project: p, summary: widget.NewLabel(""), saved: widget.NewLabel("")}
	r.summary.Wrapping, r.saved.Wrapping = fyne.TextWrapWord, fyne.TextWrapBreak
	r.save = newButton("Save", theme.DocumentSaveIcon(), t.of(func() string {
		if path := p.DefaultSavePath(); path != "" {
			return "Saves the painted mesh as " + filepath.Base(path) + ". (Ctrl+S)"
		}
		return "Asks where to save the painted mesh. (Ctrl+S)"
	}), save)
	as := newButton("Save as…", nil, t.text("Saves the painted mesh as GLB, glTF or OBJ, the textures alone, or both for Blender, Unity, Unreal or Godot. (Ctrl+Shift+S)"), saveAs)
	r.Container = container.NewVBox(
		widget.NewSeparator(), heading("Result"), r.summary, r.saved,
		container.NewGridWithColumns(2, r.save, as),
	)
	return r
}

func (r *resultPanel) refresh() {
	result := r.project.Result
	show(r.Container, result != nil)
	if result == nil {
		return
	}
	r.summary.SetText(strings.Join(result.Summary(), "\n"))
	r.saved.SetText(r.describeSaved(result))
	r.save.Importance = widget.MediumImportance
	if r.project.Unsaved() {
		r.save.Importance = widget.HighImportance
	}
	setEnabled(r.save, r.project.Saving == "")
	r.save.Refresh()
}

func (r *resultPanel) describeSaved(result *project.Result) string {
	switch {
	case r.project.Saving != "":
		return "Saving " + filepath.Base(r.project.Saving) + "…"
	case result.SavedAs != "":
		return "Saved as " + result.SavedAs
	case result.Exported != "":
		return "Exported into " + result.Exported
	}
	return "Not saved yet."
}

// noticesPanel lists what the artist should know.
type noticesPanel struct {
	*fyne.Container
	project *project.Project
	list    *widget.Label
}

func newNoticesPanel(p *project.Project, t tips, clipboard func(string)) *noticesPanel {
	n := &noticesPanel{project: p, list: widget.NewLabel("")}
	n.list.Wrapping = fyne.TextWrapWord
	copy := newButton("", theme.ContentCopyIcon(), t.text("Copies the notices to the clipboard."), func() { clipboard(n.list.Text) })
	clear := newButton("", theme.ContentClearIcon(), t.text("Clears the notices."), func() {
		p.DismissNotices()
		n.refresh()
	})
	copy.Importance, clear.Importance = widget.LowImportance, widget.LowImportance
	n.Container = container.NewVBox(
		widget.NewSeparator(),
		container.NewBorder(nil, nil, nil, container.NewHBox(copy, clear), heading("Notices")),
		n.list,
	)
	return n
}

func (n *noticesPanel) refresh() {
	notices := n.project.Notices()
	show(n.Container, len(notices) > 0)
	if text := strings.Join(notices, "\n\n"); text != n.list.Text {
		n.list.SetText(text)
	}
}
