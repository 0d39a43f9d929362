package multiview

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"patina/paint/scheduler"
)

// Defaults are what the makers of a model chose.
type Defaults struct {
	Scheduler     scheduler.Name
	Steps         int
	GuidanceScale float64
	ViewSize      int     // pixels per side, 0 where the model has no preference
	DraftStrength float64 // how much of a draft is repainted, below 1; 1 means that jobs start from noise
	MixGuesses    bool    // whether what a projection guesses improves the views, see paint.Layered
	Presets       []Preset
}

// Preset is a point of time and quality that the makers of a model measured.
type Preset struct {
	Name  string `json:"name"`
	Steps int    `json:"steps"`
}

// Defaults returns what Settings stand for that leave the choice to the model, and the
// number of steps that it is meant to take (reference sections 2.4 and 2.7).
func (p *Painter) Defaults() Defaults {
	d := Defaults{Scheduler: scheduler.EulerAncestral, Steps: 30, GuidanceScale: 2, DraftStrength: 1}
	if p.model.turbo {
		d.Scheduler, d.Steps, d.GuidanceScale = scheduler.LCM, len(scheduler.TurboTimesteps()), 1
	}
	return p.model.wishes.over(d)
}

// wishes are what a model_index.json says under _patina, which other programs skip. Its
// zero value wishes nothing.
type wishes struct {
	Scheduler     scheduler.Name `json:"scheduler"`
	GuidanceScale float64        `json:"guidance_scale"`
	ViewSize      int            `json:"view_size"`
	DraftStrength float64        `json:"draft_strength"`
	Agree         bool           `json:"agree"` // whether views are to show the same of the same place
	MixGuesses    bool           `json:"mix_guesses"`
	Steps         int            `json:"steps"`
	Presets       []Preset       `json:"presets"`
}

func openWishes(dir string) (wishes, error) {
	path := filepath.Join(dir, "model_index.json")
	b, err := os.ReadFile(path)
	if err != nil {
		return wishes{}, fmt.Errorf("cannot open %s: %w", path, err)
	}
	var index struct {
		Patina wishes `json:"_patina"`
	}
	if err := json.Unmarshal(b, &index); err != nil {
		return wishes{}, fmt.Errorf("cannot open %s: its _patina is damaged: %w", path, err)
	}
	if err := index.Patina.check(); err != nil {
		return wishes{}, fmt.Errorf("cannot open %s: its _patina says %w", path, err)
	}
	return index.Patina, nil
}

func (w wishes) check() error {
	switch {
	case w.ViewSize != 0 && (w.ViewSize < MinViewSize || w.ViewSize > MaxViewSize || w.ViewSize%ViewSizeStep != 0):
		return fmt.Errorf("views of %d pixels, which no model paints", w.ViewSize)
	case !(w.DraftStrength >= 0 && w.DraftStrength <= 1):
		return fmt.Errorf("a draft strength of %g, which must lie between 0 and 1", w.DraftStrength)
	case !(w.GuidanceScale >= 0 && w.GuidanceScale <= 30):
		return fmt.Errorf("a guidance scale of %g, which must lie between 0 and 30", w.GuidanceScale)
	case w.Steps < 0 || w.Steps > scheduler.MaxSteps:
		return fmt.Errorf("%d steps, which must lie between 1 and %d", w.Steps, scheduler.MaxSteps)
	}
	if w.Scheduler != "" {
		if _, err := scheduler.Named(string(w.Scheduler)); err != nil {
			return err
		}
	}
	for _, p := range w.Presets {
		if p.Name == "" || p.Steps < 1 || p.Steps > scheduler.MaxSteps {
			return fmt.Errorf("a preset %q of %d steps, which must lie between 1 and %d", p.Name, p.Steps, scheduler.MaxSteps)
		}
	}
	return nil
}

// over returns defaults with all that is wished.
func (w wishes) over(d Defaults) Defaults {
	d.Scheduler = orDefault(w.Scheduler, d.Scheduler)
	d.Steps = orDefault(w.Steps, d.Steps)
	d.GuidanceScale = orDefault(w.GuidanceScale, d.GuidanceScale)
	d.DraftStrength = orDefault(w.DraftStrength, d.DraftStrength)
	d.ViewSize, d.Presets, d.MixGuesses = w.ViewSize, w.Presets, w.MixGuesses
	return d
}
