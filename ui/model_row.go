package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"patina/ui/project"
)

// modelKeeper does what the panel asks for with models.
type modelKeeper interface {
	// choosePainter paints with the painter of that title from now on.
	choosePainter(title string)
	// askModelFolder asks for a folder and adds the models in it.
	askModelFolder()
	// verifyModel says whether the files of the chosen model are what they were.
	verifyModel()
	// removeModel asks which model to take from the list.
	removeModel()
	// doingWithModel says what is being done with a model, "" when nothing is.
	doingWithModel() string
	// stopModelTask ends that.
	stopModelTask()
	// askLatents asks for a file of latents.
	askLatents(chosen func(path string))
}

// modelRow adds, verifies and removes models, and says what is being done with one.
type modelRow struct {
	*fyne.Container
	project *project.Project
	keeper  modelKeeper
	verify  *tipButton
	remove  *tipButton
	doing   *widget.Label
	stop    *tipButton
	task    *fyne.Container // what is being done
}

func newModelRow(p *project.Project, t tips, keeper modelKeeper) *modelRow {
	r := &modelRow{project: p, keeper: keeper}
	add := newButton("Add model folder…", theme.FolderNewIcon(), t.text("Adds a model folder as downloaded, or a folder that holds some; dropping it into the window does the same. (Ctrl+M)"), keeper.askModelFolder)
	r.verify = newButton("Verify", theme.ConfirmIcon(), t.text("Reads all files of the chosen model and says which changed since it was added. Takes seconds for each GB."), keeper.verifyModel)
	r.remove = newButton("Remove…", theme.DeleteIcon(), t.text("Takes a model from the list. Its folder stays where it is."), keeper.removeModel)
	r.doing = widget.NewLabel("")
	r.doing.Truncation = fyne.TextTruncateEllipsis
	r.stop = newButton("Stop", nil, t.text("Stops what is being done with the model."), keeper.stopModelTask)
	r.task = container.NewBorder(nil, nil, nil, r.stop, r.doing)
	r.Container = container.NewVBox(add, container.NewGridWithColumns(2, r.verify, r.remove), r.task)
	return r
}

func (r *modelRow) refresh() {
	_, chosen := r.project.ChosenModel()
	doing := r.keeper.doingWithModel()
	setEnabled(r.verify, chosen && doing == "")
	setEnabled(r.remove, len(r.project.Models()) > 0)
	if r.doing.Text != doing {
		r.doing.SetText(doing)
	}
	show(r.task, doing != "")
}

// modelSettings are the settings that only painters with a model look at.
func (s *settingsPanel) modelSettings(models modelKeeper) fyne.CanvasObject {
	choices := func(setting project.Setting) fyne.CanvasObject {
		return s.choice(setting, func() []string { return project.Choices(setting) })
	}
	return container.NewVBox(
		choices(project.Scheduler),
		choices(project.Sigmas),
		s.entry(project.Guidance, "1", "2", "3", "5"),
		choices(project.Noise),
		s.latentsRow(models),
		s.entry(project.Strength),
		container.NewGridWithColumns(2, s.toggle(project.Delight), s.toggle(project.KeepReference)),
		s.toggle(project.Reproduce),
	)
}

// latentsRow is the file of latents with a button to choose it.
func (s *settingsPanel) latentsRow(models modelKeeper) fyne.CanvasObject {
	choose := newButton("", theme.FolderOpenIcon(), s.tips.text("Chooses a file of latents to start from."), func() {
		models.askLatents(func(path string) { s.set(project.Latents, path) })
	})
	entry := s.bareEntry(project.Latents)
	s.all = append(s.all, field{setting: project.Latents, enable: choose})
	return s.row(project.Latents, container.NewBorder(nil, nil, nil, choose, entry), s.problem(project.Latents))
}
