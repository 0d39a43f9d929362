package project

import (
	"slices"
	"testing"

	"patina/paint"
)

// suited is a project with a painter that has views, steps and presets of its own
// before one that has none.
func suited() *Project {
	return New(Options{Painters: []Painter{
		{
			Title: "Small", BuiltIn: true, Steps: 16, ViewSize: 256, KeepsReference: true, Drafts: true,
			Presets: []Preset{{"Fast", 4}, {"Balanced", 16}}, Painter: &paint.Painter{Views: named("small")},
		},
		{Title: "Plain", Painter: &paint.Painter{Views: named("plain")}},
	}})
}

func TestSettingsSuitThePainterUntilTouched(t *testing.T) {
	p := suited()
	if s := p.Settings; s.Steps != 16 || s.ViewSize != 256 || !s.Diffusion.KeepReference {
		t.Errorf("the first painter starts with %d steps, %d pixels, %v", s.Steps, s.ViewSize, s.Diffusion.KeepReference)
	}
	if err := p.Set(Steps, "7"); err != nil {
		t.Fatal(err)
	}
	if err := p.Set(PainterName, "Plain"); err != nil {
		t.Fatal(err)
	}
	standard := paint.DefaultSettings()
	if s := p.Settings; s.Steps != 7 || s.ViewSize != standard.ViewSize || s.Diffusion.KeepReference {
		t.Errorf("the other one gets %d steps, %d pixels, %v", s.Steps, s.ViewSize, s.Diffusion.KeepReference)
	}
	p.Reset()
	if p.Settings.Steps != 16 || p.Painter().Title != "Small" {
		t.Errorf("reset brings back %d steps of %s", p.Settings.Steps, p.Painter().Title)
	}
}

func TestPresetsSetTheSteps(t *testing.T) {
	p := suited()
	if got := p.PresetNames(); !slices.Equal(got, []string{"Fast", "Balanced", Custom}) || p.Text(Quality) != "Balanced" {
		t.Errorf("got %v, now %s", got, p.Text(Quality))
	}
	if err := p.Set(Quality, "Fast"); err != nil || p.Settings.Steps != 4 {
		t.Errorf("Fast takes %d steps: %v", p.Settings.Steps, err)
	}
	if err := p.Set(Steps, "9"); err != nil || p.Text(Quality) != Custom {
		t.Errorf("9 steps are called %s: %v", p.Text(Quality), err)
	}
	if err := p.Set(PainterName, "Plain"); err != nil {
		t.Fatal(err)
	}
	if _, ignored := p.Ignored(Quality); !ignored || p.PresetNames() != nil {
		t.Error("a painter without presets offers some")
	}
}

func TestAStrengthNeedsSomethingToStartFrom(t *testing.T) {
	p := suited()
	if err := p.Set(Strength, "0.5"); err != nil || p.Settings.Diffusion.Strength != 0.5 {
		t.Errorf("a painter that drafts refuses a strength: %v", err)
	}
	if sentence, ignored := p.Ignored(Strength); ignored {
		t.Error(sentence)
	}
}

func TestWhatSuitsThePainterReachesTheJob(t *testing.T) {
	p := suited()
	use(t, p, openedMesh())
	use(t, p, openedReference())
	if d := begin(t, p).Settings.Diffusion; !d.KeepReference {
		t.Error("the reference is not kept, although it suits the painter")
	}
	p.SetSwitch(KeepReference, false)
	if _, ignored := p.Ignored(ReferenceView); ignored {
		t.Error("the camera of the reference is ignored, although drafts are made with it")
	}
}
