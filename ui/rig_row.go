package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"patina/ui/project"
)

// rigRow chooses, types, saves and deletes the cameras.
type rigRow struct {
	*fyne.Container
	fields *fields
	ask    asker
	looks  looker
	seen   *widget.Label
	more   *tipButton
	remove *tipButton
}

// looker finds out what the cameras see.
type looker interface {
	// lookAround measures the coverage of the cameras if it is not known.
	lookAround()
	// addCameras adds cameras that show most more.
	addCameras()
}

// asker asks the artist things in dialogs.
type asker interface {
	// askName asks for a name and hands it to accept, which says what is wrong with it.
	askName(title, label string, accept func(name string) error)
	// askSure asks before something is lost.
	askSure(title, question, yes string, accept func())
}

func newRigRow(f *fields, ask asker, looks looker) *rigRow {
	r := &rigRow{fields: f, ask: ask, looks: looks, seen: widget.NewLabel("")}
	r.seen.Wrapping = fyne.TextWrapWord
	r.more = newButton("Add cameras", theme.ContentAddIcon(), f.tips.text("Adds up to six cameras that show most of what the others do not see, at angles that the painter knows.\nTime and memory grow with the number of cameras."), looks.addCameras)
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
		container.NewBorder(nil, nil, nil, r.more, r.seen),
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
	r.looks.lookAround()
	if text := r.fields.project.CoverageText(); text != r.seen.Text {
		r.seen.SetText(text)
	}
	setEnabled(r.more, r.fields.project.AddCameras() != nil)
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
