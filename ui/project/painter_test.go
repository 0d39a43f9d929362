package project

import (
	"context"
	"path/filepath"
	"testing"

	"patina/paint"
)

// carried is a painter of the program's that has to be opened.
func carried(opens *int) Painter {
	return Painter{
		Title: "Built-in", Description: "Small.", Name: "builtin", BuiltIn: true,
		Open: func(_ context.Context, progress func(done, total int64)) (Painter, error) {
			*opens++
			progress(1, 2)
			return Painter{Title: "?", Steps: 80, ViewSize: 256, KeepsReference: true, Painter: &paint.Painter{Views: named("builtin")}}, nil
		},
	}
}

// A painter of the program's is opened when it is chosen, and again at the next start if it
// was the last one, with the settings that were kept for it.
func TestAPainterIsOpenedWhenItIsChosen(t *testing.T) {
	opens := 0
	options := Options{
		Folder:   filepath.Join(t.TempDir(), "config"),
		Painters: []Painter{{Title: "Plain", Painter: &paint.Painter{Views: named("plain")}}, carried(&opens)},
	}
	use := func(p *Project, c Painter) {
		t.Helper()
		opened, err := c.Open(t.Context(), func(_, _ int64) {})
		if err != nil {
			t.Fatal(err)
		}
		p.UsePainter(c, opened)
	}
	p := New(options)
	if _, ok := p.LastPainter(); ok || opens != 0 || p.Set(PainterName, "Built-in") == nil || p.Painter().Title != "Plain" {
		t.Errorf("opened %d times before it was chosen; %q paints", opens, p.Painter().Title)
	}
	c, ok := p.UnopenedPainter("Built-in")
	if !ok {
		t.Fatal("it cannot be opened")
	}
	use(p, c)
	if got := p.Painter(); got.Title != "Built-in" || !got.RunsModel() || p.Settings.Painter != "builtin" || p.Settings.Steps != 80 || p.Settings.ViewSize != 256 || !p.Settings.Diffusion.KeepReference {
		t.Errorf("%q paints with %+v", got.Title, p.Settings)
	}
	if _, again := p.UnopenedPainter("Built-in"); again {
		t.Error("it would be opened again")
	}
	p.Settings.Steps, p.Settings.ViewSize = 30, 512 // what suits the plain one
	if err := p.Keep()(); err != nil {
		t.Fatal(err)
	}
	p = New(options)
	last, ok := p.LastPainter()
	if !ok || opens != 1 || p.Painter().Title != "Plain" {
		t.Fatalf("at the next start: opened %d times, last %v", opens, ok)
	}
	if err := p.Keep()(); err != nil { // as the window does while it is being opened
		t.Fatal(err)
	}
	use(p, last)
	if p.Settings.Steps != 30 || p.Settings.ViewSize != 512 || p.Settings.Painter != "builtin" {
		t.Errorf("kept settings became %+v", p.Settings)
	}
	if err := p.Set(PainterName, "Plain"); err != nil || p.Settings.Painter != "plain" {
		t.Errorf("%q paints, %v", p.Settings.Painter, err)
	}
	if _, ok := p.LastPainter(); ok {
		t.Error("a painter that was left would be opened at the next start")
	}
}

// On a fresh machine Patina begins with the painter that is first; from then on with the
// one that painted last.
func TestTheFirstPainterIsThatOfTheOptions(t *testing.T) {
	opens := 0
	options := Options{
		Folder: filepath.Join(t.TempDir(), "config"), First: "builtin",
		Painters: []Painter{{Title: "Plain", Painter: &paint.Painter{Views: named("plain")}}, carried(&opens)},
	}
	p := New(options)
	first, ok := p.LastPainter()
	if !ok || first.Name != "builtin" {
		t.Fatalf("it begins with %q, %v", first.Name, ok)
	}
	opened, err := first.Open(t.Context(), func(_, _ int64) {})
	if err != nil {
		t.Fatal(err)
	}
	p.UsePainter(first, opened)
	if p.Settings.Painter != "builtin" || p.Settings.Steps != 80 || p.Settings.ViewSize != 256 {
		t.Errorf("%q paints in %d steps at %d pixels", p.Settings.Painter, p.Settings.Steps, p.Settings.ViewSize)
	}
	if err := p.Set(PainterName, "Plain"); err != nil {
		t.Fatal(err)
	}
	if err := p.Keep()(); err != nil {
		t.Fatal(err)
	}
	if other, ok := New(options).LastPainter(); ok {
		t.Errorf("after the plain one painted, it begins with %q", other.Name)
	}
}

// A painter that the options name comes before the last one, with the settings that suit it.
func TestTheOptionsNameThePainter(t *testing.T) {
	opens := 0
	folder := filepath.Join(t.TempDir(), "config")
	for _, c := range []struct {
		name string
		ok   bool
	}{{"builtin", true}, {"plain", false}} {
		p := New(Options{
			Folder: folder, Painter: c.name,
			Painters: []Painter{{Title: "Plain", Painter: &paint.Painter{Views: named("plain")}}, carried(&opens)},
		})
		first, ok := p.LastPainter()
		if ok != c.ok {
			t.Fatalf("%s: there is a painter to open: %v", c.name, ok)
		}
		if !ok {
			continue
		}
		opened, err := first.Open(t.Context(), func(_, _ int64) {})
		if err != nil {
			t.Fatal(err)
		}
		p.UsePainter(first, opened)
		if p.Settings.Painter != c.name || p.Settings.Steps != 80 || p.Settings.ViewSize != 256 {
			t.Errorf("%q paints in %d steps at %d pixels", p.Settings.Painter, p.Settings.Steps, p.Settings.ViewSize)
		}
		if err := p.Keep()(); err != nil {
			t.Fatal(err)
		}
	}
}
