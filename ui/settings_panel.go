package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"patina/ui/project"
)

// settingsPanel holds the choices of a job.
type settingsPanel struct {
	*fyne.Container
	fields
	lock *tipCheck
	dice *tipButton
	rig  *rigRow

	models *modelRow
}

func newSettingsPanel(p *project.Project, t tips, ask asker, models modelKeeper, looks looker, changed func()) *settingsPanel {
	s := &settingsPanel{fields: fields{project: p, tips: t, changed: changed}}
	painter := s.choiceFor(project.PainterName, func() []string {
		var titles []string
		for _, c := range p.Painters() {
			titles = append(titles, c.Title)
		}
		return titles
	}, models.choosePainter)
	s.models = newModelRow(p, t, models)
	s.rig = newRigRow(&s.fields, ask, looks)
	reset := newButton("Reset to defaults", theme.MediaReplayIcon(),
		t.text("Brings back the default of every setting. Saved rigs stay."), func() {
			p.Reset()
			changed()
		})
	s.Container = container.NewVBox(
		heading("Settings"),
		painter,
		s.models.Container,
		s.choice(project.Quality, p.PresetNames),
		s.seedRow(),
		s.entry(project.Steps, "15", "30", "50"),
		s.entry(project.ViewSize, "256", "512", "768", "1024"),
		s.entry(project.TextureSize, "1024", "2048", "4096", "8192"),
		s.entry(project.Padding),
		s.choice(project.Fill, func() []string { return project.Choices(project.Fill) }),
		container.NewGridWithColumns(2, s.toggle(project.HealSeams), s.toggle(project.Gradients)),
		container.NewGridWithColumns(2, s.toggle(project.KeepExposure), s.toggle(project.Dither)),
		widget.NewSeparator(),
		heading("Cameras"),
		s.rig.Container,
		widget.NewSeparator(),
		heading("Model"),
		s.modelSettings(models),
		widget.NewSeparator(),
		reset,
	)
	return s
}

// seedRow is the seed with its dice and its lock.
func (s *settingsPanel) seedRow() fyne.CanvasObject {
	s.dice = newButton("", diceIcon, s.tips.text("Picks a new seed. (Ctrl+R)"), func() {
		s.project.RollSeed()
		s.changed()
	})
	s.lock = newCheck("Lock", s.tips.text("Keeps the seed: every Paint makes the same texture again. Unlocked, each Paint gets a new seed, which is shown here. Typing a seed locks it."),
		func(on bool) {
			s.project.LockSeed(on)
			s.changed()
		})
	entry := s.bareEntry(project.Seed)
	control := container.NewBorder(nil, nil, nil, container.NewHBox(s.dice, s.lock), entry)
	return s.row(project.Seed, control, s.problem(project.Seed))
}

func (s *settingsPanel) refresh() {
	s.fields.refresh()
	s.lock.Checked = s.project.SeedLocked
	s.lock.Refresh()
	_, ignored := s.project.Ignored(project.Seed)
	setEnabled(s.lock, !ignored)
	setEnabled(s.dice, !ignored)
	s.rig.refresh()
	s.models.refresh()
}
