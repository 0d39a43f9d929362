package ui

import (
	"context"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"patina/ui/project"
)

// save saves where Save goes by default, and asks where that is nowhere.
func (w *Window) save() { w.saveThen(func() {}) }

func (w *Window) saveThen(then func()) {
	path := w.project.DefaultSavePath()
	if w.project.Result == nil || path == "" {
		w.saveAsThen(then)
		return
	}
	w.saveTo(path, then)
}

func (w *Window) saveAs() { w.saveAsThen(func() {}) }

// saveTo asks before it replaces a file that this result was not saved as.
func (w *Window) saveTo(path string, then func()) {
	_, err := os.Stat(path)
	if err != nil || w.project.Result.SavedAs == path {
		w.write(path, then)
		return
	}
	w.askSure("Replace file", filepath.Base(path)+" is already there. Replace it?", "Replace", func() { w.write(path, then) })
}

// write saves in the background and calls then when the result is safe.
func (w *Window) write(path string, then func()) {
	result := w.project.Result
	save, err := w.project.Save(path)
	if err != nil {
		w.complain(err)
		return
	}
	w.begin("Saving "+filepath.Base(path), true, func(ctx context.Context) error { return save(ctx) }, func(err error) {
		if err != nil {
			w.project.SaveFailed()
			w.complain(err)
			return
		}
		w.project.Saved(result, path)
		w.banner.inform("Saved as " + path + ".")
		then()
	})
}

// saveAsFormat saves a file, or exports into a folder after asking whether files that
// are there already may be replaced.
func (w *Window) saveAsFormat(path string, format project.Format, then func()) {
	if !format.IsExport() {
		w.saveTo(path, then)
		return
	}
	if entries, err := os.ReadDir(path); err != nil || len(entries) == 0 {
		w.export(path, format, then)
		return
	}
	w.askSure("Export into folder", filepath.Base(path)+" is already there. Files of the same names are replaced.", "Export", func() { w.export(path, format, then) })
}

// export writes in the background, as write does.
func (w *Window) export(path string, format project.Format, then func()) {
	result := w.project.Result
	export, err := w.project.Export(path, format)
	if err != nil {
		w.complain(err)
		return
	}
	w.begin("Exporting "+filepath.Base(path), true, export, func(err error) {
		if err != nil {
			w.project.SaveFailed()
			w.complain(err)
			return
		}
		w.project.Exported(result, path)
		w.banner.inform("Exported into " + path + ".")
		then()
	})
}

// saveForm asks where to save: Fyne's own dialog would empty the file before
// anything is written.
type saveForm struct {
	window  *Window
	name    *tipEntry
	format  *widget.Select
	folder  string
	shown   *widget.Label // the folder
	keeps   *widget.Label // what the format holds
	problem *widget.Label
}

func (w *Window) saveAsThen(then func()) {
	if w.project.Result == nil {
		_, err := w.project.Save("x.glb")
		w.complain(err)
		return
	}
	f := newSaveForm(w)
	d := dialog.NewCustomWithoutButtons("Save as", f.content(), w.win)
	save := widget.NewButton("Save", func() {
		if path, ok := f.path(); ok {
			d.Hide()
			w.saveAsFormat(path, f.chosen(), then)
		}
	})
	save.Importance = widget.HighImportance
	f.name.OnSubmitted = func(string) { save.OnTapped() }
	d.SetButtons([]fyne.CanvasObject{widget.NewButton("Cancel", d.Hide), save})
	d.Resize(fyne.NewSize(min(560, w.win.Canvas().Size().Width*0.9), 0))
	d.Show()
	w.win.Canvas().Focus(f.name)
}

func newSaveForm(w *Window) *saveForm {
	f := &saveForm{window: w, name: newEntry(w.tips.text(""), nil, nil), shown: widget.NewLabel(""), keeps: widget.NewLabel(""), problem: widget.NewLabel("")}
	f.name.SetText(w.project.DefaultSaveName())
	var titles []string
	for _, format := range project.Formats() {
		titles = append(titles, format.Label())
	}
	f.format = widget.NewSelect(titles, func(string) { f.keeps.SetText(f.chosen().Keeps) })
	f.keeps.Wrapping, f.problem.Wrapping, f.shown.Truncation = fyne.TextWrapWord, fyne.TextWrapWord, fyne.TextTruncateEllipsis
	f.keeps.Importance, f.problem.Importance = widget.LowImportance, widget.DangerImportance
	f.problem.Hide()
	f.format.SetSelectedIndex(0)
	f.setFolder(w.startFolder())
	return f
}

func (f *saveForm) content() fyne.CanvasObject {
	choose := widget.NewButton("Choose…", f.chooseFolder)
	return container.NewVBox(
		widget.NewForm(
			widget.NewFormItem("Name", f.name),
			widget.NewFormItem("Format", f.format),
			widget.NewFormItem("", f.keeps),
			widget.NewFormItem("Folder", container.NewBorder(nil, nil, nil, choose, f.shown)),
		),
		f.problem,
	)
}

func (f *saveForm) chosen() project.Format { return project.Formats()[f.format.SelectedIndex()] }

func (f *saveForm) setFolder(folder string) {
	f.folder = folder
	f.shown.SetText(folder)
}

// path returns where to save, or says in the form why it cannot.
func (f *saveForm) path() (path string, ok bool) {
	path, err := project.SavePath(f.folder, f.name.Text, f.chosen())
	showProblem(f.problem, err)
	return path, err == nil
}

func (f *saveForm) chooseFolder() {
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err == nil && folder != nil {
			f.setFolder(folder.Path())
		}
	}, f.window.win)
	if start, err := storage.ListerForURI(storage.NewFileURI(f.folder)); err == nil {
		d.SetLocation(start)
	}
	d.Show()
	d.Resize(f.window.dialogSize())
}

// startFolder is where the result was saved last, the mesh's own folder, or the
// artist's home.
func (w *Window) startFolder() string {
	if path := w.project.DefaultSavePath(); path != "" {
		return filepath.Dir(path)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}
