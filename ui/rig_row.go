package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"patina/ui/project"
)

// rigRow chooses, types, saves and deletes the cameras.
type rigRow struct {
	*fyne.Container
	fields *fields
	ask    asker
	remove *tipButton
}

// asker asks the artist things in dialogs.
type asker interface {
	// askName asks for a name and hands it to accept, which says what is wrong with it.
	askName(title, label string, accept func(name string) error)
	// askSure asks before something is lost.
	askSure(title, question, yes string, accept func())
}

func newRigRow(f *fields, ask asker) *rigRow {
	r := &rigRow{fields: f, ask: ask}
	save := newButton("Save rig…", theme.DocumentSaveIcon(), f.tips.text("Keeps these cameras under a name, for this and later projects."), r.save)
	r.remove = newButton("Delete", theme.DeleteIcon(), f.tips.text("Forgets the saved rig. Presets cannot be deleted."), r.delete)
	r.Container = container.NewVBox(
		f.choice(project.Cameras, f.project.Rigs),
		f.list(project.Azimuths),
		f.list(project.Elevations),
		f.list(project.Weights),
		f.list(project.Distance),
		f.list(project.OrthoScale),
		f.problem(project.Cameras),
		container.NewGridWithColumns(2, save, r.remove),
	)
	return r
}

// list is a row without a line for problems: those of the cameras show under all of
// them, so that no field moves while somebody types in it.
func (f *fields) list(s project.Setting) fyne.CanvasObject {
	return f.row(s, f.bareEntry(s), nil)
}

func (r *rigRow) save() {
	r.ask.askName("Save rig", "Name", func(name string) error {
		err := r.fields.project.SaveRig(name)
		r.fields.changed()
		return err
	})
}

func (r *rigRow) delete() {
	name := r.fields.project.Text(project.Cameras)
	r.ask.askSure("Delete rig", "Delete the saved rig \""+name+"\"? The cameras stay as they are.", "Delete", func() {
		r.fields.project.DeleteRig(name)
		r.fields.changed()
	})
}

func (r *rigRow) refresh() {
	setEnabled(r.remove, r.fields.project.RigIsSaved(r.fields.project.Text(project.Cameras)))
}

func setEnabled(w fyne.Disableable, on bool) {
	switch {
	case on && w.Disabled():
		w.Enable()
	case !on && !w.Disabled():
		w.Disable()
	}
}
