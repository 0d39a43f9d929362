package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"patina/ui/project"
)

// fieldsOf returns all fields of the panels.
func (h *harness) fieldsOf() []field {
	return slices.Concat(h.w.settings.all, h.w.reference.all, h.w.uvs.all)
}

func (h *harness) control(s project.Setting) any {
	for _, f := range h.fieldsOf() {
		if f.setting == s && f.enable != nil {
			return f.enable
		}
	}
	return nil
}

func (h *harness) entry(s project.Setting) *tipEntry {
	h.t.Helper()
	e, ok := h.control(s).(*tipEntry)
	if !ok {
		h.t.Fatalf("%s has no field to type in", s)
	}
	return e
}

func (h *harness) problemOf(s project.Setting) *widget.Label {
	for _, f := range h.fieldsOf() {
		if f.setting == s && f.problem != nil {
			return f.problem
		}
	}
	return nil
}

func TestEverySettingHasAControlWithATooltip(t *testing.T) {
	h := newHarness(t)
	tipsShown := map[string]bool{}
	for _, o := range test.LaidOutObjects(h.w.win.Content()) {
		if c, ok := o.(tipped); ok {
			tipsShown[c.tipText()] = true
		}
	}
	for _, s := range project.Settings() {
		if !tipsShown[h.p.Explain(s)] {
			t.Errorf("no control in the window shows the tooltip of %s", s)
		}
		if s != project.ReferenceView && h.control(s) == nil {
			t.Errorf("%s has no control", s)
		}
	}
}

func TestEveryControlHasATooltip(t *testing.T) {
	h := newHarness(t)
	for _, o := range test.LaidOutObjects(h.w.win.Content()) {
		if c, ok := o.(tipped); ok && len(c.tipText()) < 10 {
			t.Errorf("%T has the tooltip %q", o, c.tipText())
		}
		if b, ok := o.(*widget.Button); ok && b.Text != "" {
			t.Errorf("the button %q has no tooltip", b.Text)
		}
	}
}

func TestProblemsShowBelowTheirField(t *testing.T) {
	h := newHarness(t)
	h.entry(project.ViewSize).SetText("12")
	problem := h.problemOf(project.ViewSize)
	if !problem.Visible() || !strings.Contains(problem.Text, "between 64 and 4096") {
		t.Errorf("visible %v: %q", problem.Visible(), problem.Text)
	}
	if !strings.HasPrefix(h.w.jobs.ready.Text, "Nothing is open") {
		t.Errorf("ready %q", h.w.jobs.ready.Text)
	}
	h.entry(project.ViewSize).SetText("512")
	if problem.Visible() {
		t.Error("the problem stays after it was mended")
	}
}

func TestCustomCamerasAreValidatedWhileTyping(t *testing.T) {
	h := newHarness(t)
	azimuths := h.entry(project.Azimuths)
	h.w.win.Canvas().Focus(azimuths)
	azimuths.SetText("0, 120, 240")
	problem := h.problemOf(project.Cameras)
	if !problem.Visible() || !strings.Contains(problem.Text, "3 azimuths, 6 elevations") {
		t.Errorf("visible %v: %q", problem.Visible(), problem.Text)
	}
	h.entry(project.Elevations).SetText("0,0,0")
	h.entry(project.Weights).SetText("")
	if problem.Visible() || len(h.p.Settings.Rig.Views) != 3 {
		t.Errorf("problem %q, %d views", problem.Text, len(h.p.Settings.Rig.Views))
	}
	rig := h.control(project.Cameras).(*tipSelect)
	if rig.Selected != project.CustomCameras {
		t.Errorf("the rig is called %q", rig.Selected)
	}
	h.w.win.Canvas().Unfocus()
	rig.SetSelected("8 around")
	if azimuths.Text != "0, 45, 90, 135, 180, 225, 270, 315" {
		t.Errorf("azimuths %q", azimuths.Text)
	}
}

func TestTypingIsNotOverwritten(t *testing.T) {
	h := newHarness(t)
	entry := h.entry(project.Azimuths)
	h.w.win.Canvas().Focus(entry)
	entry.SetText("")
	test.Type(entry, "0, 90, 180, 270, 0, 180")
	if entry.Text != "0, 90, 180, 270, 0, 180" {
		t.Errorf("typed text became %q", entry.Text)
	}
}

func TestSettingsThatThePainterIgnoresRest(t *testing.T) {
	h := newHarness(t)
	if !h.entry(project.Steps).Disabled() || !h.w.settings.dice.Disabled() || !strings.Contains(h.entry(project.Steps).tipText(), "does not use this") {
		t.Error("steps and seed can be set though projection ignores them")
	}
	h.control(project.PainterName).(*tipSelect).SetSelected("Network")
	if h.entry(project.Steps).Disabled() || h.w.settings.dice.Disabled() || strings.Contains(h.entry(project.Steps).tipText(), "does not use this") {
		t.Error("steps and seed cannot be set though the network uses them")
	}
}

func TestDiceAndLock(t *testing.T) {
	h := newHarness(t)
	h.control(project.PainterName).(*tipSelect).SetSelected("Network")
	before := h.entry(project.Seed).Text
	test.Tap(h.w.settings.dice)
	if h.entry(project.Seed).Text == before {
		t.Error("the dice does not roll")
	}
	h.entry(project.Seed).SetText("42")
	if !h.w.settings.lock.Checked || h.p.Settings.Seed != 42 {
		t.Error("a typed seed is not locked")
	}
	test.Tap(h.w.settings.lock)
	if h.p.SeedLocked {
		t.Error("the lock does not open")
	}
}

func TestSavingAndDeletingARig(t *testing.T) {
	h := newHarness(t)
	if !h.w.settings.rig.remove.Disabled() {
		t.Error("a preset can be deleted")
	}
	h.w.settings.rig.save()
	h.overlayButton("Save").OnTapped()
	if !h.dialogOpen() {
		t.Fatal("a rig without a name was saved")
	}
	h.w.win.Canvas().Focused().(*tipEntry).SetText("mine")
	h.overlayButton("Save").OnTapped()
	if h.dialogOpen() || h.p.Text(project.Cameras) != "mine" || h.w.settings.rig.remove.Disabled() {
		t.Fatalf("dialog %v, rig %q", h.dialogOpen(), h.p.Text(project.Cameras))
	}
	test.Tap(h.w.settings.rig.remove)
	test.Tap(h.overlayButton("Delete"))
	if h.p.RigIsSaved("mine") {
		t.Error("the rig was not deleted")
	}
}

func TestSwitchesOfTheReference(t *testing.T) {
	h := newHarness(t)
	test.Tap(h.control(project.Mirror).(*tipCheck))
	if h.p.Switch(project.Mirror) {
		t.Error("mirror stays on")
	}
	h.w.resetSettings()
	if !h.control(project.Mirror).(*tipCheck).Checked {
		t.Error("reset does not show in the panel")
	}
}
