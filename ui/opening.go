package ui

import (
	"context"
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"patina/ui/project"
)

// dropped opens what was dropped into the window.
func (w *Window) dropped(files []fyne.URI) {
	paths := make([]string, len(files))
	for i, f := range files {
		paths[i] = f.Path()
	}
	w.openPaths(paths)
}

func (w *Window) openPaths(paths []string) {
	d := w.project.Dropped(paths)
	if !d.Usable() {
		w.banner.complain(d.Sentence)
		return
	}
	if d.Models != "" {
		w.banner.inform(d.Sentence)
		w.addModels(d.Models)
		return
	}
	w.beforeLosing(d.Mesh != "", "Open "+filepath.Base(d.Mesh), func() {
		w.openDrop(d, project.Open)
	})
}

// openDrop opens what was dropped, and offers to unwrap a mesh whose UVs are missing or
// cannot be painted well.
func (w *Window) openDrop(d project.Drop, open func(context.Context, project.Drop) (project.Opened, error)) {
	w.open(d.Name(), d.Sentence, func(ctx context.Context) (project.Opened, error) { return open(ctx, d) }, func(err error) {
		unwrap := func(opener func() func(context.Context, project.Drop) (project.Opened, error)) func() {
			return func() {
				w.beforeLosing(err == nil, "Unwrap "+filepath.Base(d.Mesh), func() {
					w.banner.Hide()
					w.openDrop(d, opener())
				})
			}
		}
		advice := ""
		if err == nil && d.Mesh != "" {
			advice = w.project.UVAdvice()
		}
		switch {
		case project.LacksUVs(err):
			w.banner.offerUnwrap(project.Sentence(err.Error()), unwrap(w.project.OpenUnwrapped))
		case advice != "" && w.project.LacksSomeUVs():
			w.banner.offerUnwrap(advice, unwrap(w.project.OpenUnwrapped))
		case advice != "":
			w.banner.adviseUnwrap(advice, unwrap(w.project.OpenUnwrappedAnew))
		default:
			w.complain(err)
		}
	})
}

func (w *Window) openSample() {
	if w.parts.Sample == nil || w.busy() {
		return
	}
	w.beforeLosing(true, "Open the sample", func() {
		w.open("the sample", "Opens the sample mesh and its reference.", w.parts.Sample, w.complain)
	})
}

// busy says so when something is under way that opening has to wait for.
func (w *Window) busy() bool {
	d := w.project.Dropped([]string{"sample.glb"})
	if !d.Usable() {
		w.banner.complain(d.Sentence)
	}
	return !d.Usable()
}

// open reads in the background and then shows what it read; when that fails, what
// was open stays, and failed is told why.
func (w *Window) open(name, sentence string, read func(ctx context.Context) (project.Opened, error), failed func(error)) {
	var opened project.Opened
	w.project.Opening = name
	w.banner.inform(sentence)
	w.begin("Opening "+name, false, func(ctx context.Context) (err error) {
		opened, err = read(ctx)
		return err
	}, func(err error) {
		w.project.Opening = ""
		if err == nil {
			err = w.project.Use(opened)
		}
		failed(err)
	})
}

// complain shows an error as a sentence; cancelling is none.
func (w *Window) complain(err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		w.banner.complain(project.Sentence(err.Error()))
	}
}

func (w *Window) openMesh()      { w.chooseFile(project.MeshExtensions, w.project.MeshPath) }
func (w *Window) openReference() { w.chooseFile(project.ImageExtensions, w.project.ReferencePath) }

// chooseFile asks for a file with one of the extensions and opens it.
func (w *Window) chooseFile(extensions []string, last string) {
	w.askFile(extensions, last, func(path string) { w.openPaths([]string{path}) })
}

// askFile asks for a file with one of the extensions, starting where the last one
// was.
func (w *Window) askFile(extensions []string, last string, chosen func(path string)) {
	d := dialog.NewFileOpen(func(f fyne.URIReadCloser, err error) {
		if err != nil {
			w.complain(err)
			return
		}
		if f == nil {
			return
		}
		path := f.URI().Path()
		// Only the name is wanted: opening is done in the background.
		_ = f.Close()
		chosen(path)
	}, w.win)
	d.SetFilter(storage.NewExtensionFileFilter(extensions))
	if folder, err := storage.ListerForURI(storage.NewFileURI(filepath.Dir(last))); err == nil && last != "" {
		d.SetLocation(folder)
	}
	d.Show()
	// A file dialog can be given a size only while it is on show.
	d.Resize(w.dialogSize())
}

// dialogSize leaves a margin around a large dialog.
func (w *Window) dialogSize() fyne.Size {
	size := w.win.Canvas().Size()
	return fyne.NewSize(min(900, size.Width*0.85), min(640, size.Height*0.85))
}
