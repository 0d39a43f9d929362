package ui

import (
	"context"
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"patina/paint/catalogue"
	"patina/ui/project"
)

// askModelFolder implements modelKeeper.
func (w *Window) askModelFolder() {
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		switch {
		case err != nil:
			w.complain(err)
		case folder != nil:
			w.openPaths([]string{folder.Path()})
		}
	}, w.win)
	d.Show()
	// A file dialog can be given a size only while it is on show.
	d.Resize(w.dialogSize())
}

// addModels adds the models in a folder to the list and paints with the first.
func (w *Window) addModels(dir string) {
	var found []catalogue.Model
	w.beginModel("Looking into "+filepath.Base(dir), func(context.Context, *modelTask) (err error) {
		found, err = catalogue.FindPainting(dir)
		return err
	}, func(err error) {
		if err != nil {
			w.complain(err)
			return
		}
		for _, m := range found {
			w.project.ListModel(m)
		}
		w.keep()
		w.useModel(found[0])
	})
}

// openLastModel goes on with the model that painted when Patina was closed.
func (w *Window) openLastModel() {
	if m, ok := w.project.LastModel(); ok {
		w.openModel(m.Model)
	}
	if c, ok := w.project.LastPainter(); ok {
		w.openPainter(c)
	}
}

// openPainter opens a painter of the program's in the background and paints with it from
// then on; when that fails, the painter stays what it was.
func (w *Window) openPainter(c project.Painter) {
	var opened project.Painter
	w.beginModel("Preparing "+c.Title, func(ctx context.Context, t *modelTask) (err error) {
		opened, err = c.Open(ctx, t.progress)
		return err
	}, func(err error) {
		if err != nil {
			w.complain(err)
			return
		}
		w.project.UsePainter(c, opened)
		w.keep()
	})
	w.project.OpeningModel = c.Title
	w.refresh()
}

// choosePainter implements modelKeeper: a model that is not open yet is opened first.
func (w *Window) choosePainter(title string) {
	if m, ok := w.project.Unopened(title); ok {
		w.useModel(m.Model)
		return
	}
	if c, ok := w.project.UnopenedPainter(title); ok {
		w.openPainter(c)
		return
	}
	w.stopModel()
	// Titles come from the project, so it knows them.
	_ = w.project.Set(project.PainterName, title)
	w.refresh()
}

// useModel opens a model once its licence is accepted.
func (w *Window) useModel(m catalogue.Model) {
	w.refresh() // the menu shows the painter, which is another until then
	records := w.project.Records()
	if _, accepted := records.Accepted(m.Entry.ID); accepted {
		w.openModel(m)
		return
	}
	w.askLicence(m, func() {
		w.complain(records.Accept(m.Entry.ID, w.now()))
		w.openModel(m)
	})
}

// openModel opens a model in the background and paints with it from then on; when that
// fails, the painter stays what it was.
func (w *Window) openModel(m catalogue.Model) {
	var painter project.Painter
	w.beginModel("Opening "+m.Entry.Name, func(ctx context.Context, _ *modelTask) (err error) {
		painter, err = w.project.OpenModel(ctx, m)
		return err
	}, func(err error) {
		if err != nil {
			w.complain(err)
			return
		}
		w.project.UseModel(m, painter)
		w.keep()
		if !w.project.Records().Remembered(m.Dir) {
			w.rememberModel(m, nil)
		}
	})
	w.project.OpeningModel = m.Entry.Name
	w.refresh()
}

// rememberModel hashes the files of a model, to tell later whether they changed.
// Nothing waits for it; then is called with its end, if anybody wants to know.
func (w *Window) rememberModel(m catalogue.Model, then func()) {
	w.beginModel("Remembering the files", func(ctx context.Context, t *modelTask) error {
		return w.project.Records().Remember(ctx, m.Dir, t.progress)
	}, func(err error) {
		w.complain(err)
		if err == nil && then != nil {
			then()
		}
	})
}

// verifyModel implements modelKeeper.
func (w *Window) verifyModel() {
	m, ok := w.project.ChosenModel()
	if !ok {
		return
	}
	var report catalogue.Report
	w.beginModel("Verifying the files", func(ctx context.Context, t *modelTask) (err error) {
		report, err = w.project.Records().Verify(ctx, m.Dir, t.progress)
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, catalogue.ErrNotRemembered):
			w.rememberModel(m.Model, func() {
				w.banner.inform(m.Entry.Name + ": there was nothing to compare with; the files are remembered from now on.")
			})
		case err != nil:
			w.complain(err)
		case report.Same():
			w.banner.inform(m.Entry.Name + ": " + report.String() + ".")
		default:
			w.banner.complain(m.Entry.Name + ": " + report.String() + ". Download the model again if you did not change it yourself.")
		}
	})
}

// removeModel implements modelKeeper. It asks which, because a model that cannot be
// opened any more cannot be chosen either.
func (w *Window) removeModel() {
	dirs := map[string]string{}
	var titles []string
	for _, c := range w.project.Painters() {
		if c.Model != "" {
			dirs[c.Title] = c.Model
			titles = append(titles, c.Title)
		}
	}
	which := widget.NewSelect(titles, nil)
	which.Selected = titles[0]
	if _, chosen := w.project.ChosenModel(); chosen {
		which.Selected = w.project.Text(project.PainterName)
	}
	text := widget.NewLabel("Takes the model from the list. Its folder stays where it is.")
	d := dialog.NewCustomConfirm("Remove model", "Remove", "Go back", container.NewVBox(which, text), func(sure bool) {
		if sure {
			w.forgetModel(dirs[which.Selected])
		}
	}, w.win)
	d.SetConfirmImportance(widget.DangerImportance)
	d.Show()
}

func (w *Window) forgetModel(dir string) {
	w.stopModel()
	w.project.RemoveModel(dir)
	w.keep()
	w.refresh()
}

// doingWithModel implements modelKeeper.
func (w *Window) doingWithModel() string {
	if w.model == nil {
		return ""
	}
	return w.model.String()
}

// stopModelTask implements modelKeeper.
func (w *Window) stopModelTask() {
	w.stopModel()
	w.refresh()
}

// askLatents implements modelKeeper.
func (w *Window) askLatents(chosen func(path string)) {
	w.askFile(project.LatentsExtensions, w.project.Text(project.Latents), chosen)
}
