package project

import "patina/paint"

// RunsModel tells whether the painter runs a model, whoever's it is.
func (c Painter) RunsModel() bool { return c.Model != "" || c.BuiltIn }

// steps is how many steps a painter takes by default.
func (c Painter) steps() int {
	if c.Steps > 0 {
		return c.Steps
	}
	return paint.DefaultSettings().Steps
}

func (c Painter) viewSize() int {
	if c.ViewSize > 0 {
		return c.ViewSize
	}
	return paint.DefaultSettings().ViewSize
}

// untouched tells which settings still are as they suit a painter.
type untouched struct{ steps, viewSize, keepReference bool }

func (c Painter) suits(s paint.Settings) untouched {
	return untouched{s.Steps == c.steps(), s.ViewSize == c.viewSize(), s.Diffusion.KeepReference == c.KeepsReference}
}

// suit returns settings of which the untouched ones are as they suit the painter.
func (c Painter) suit(u untouched, s paint.Settings) paint.Settings {
	if u.steps {
		s.Steps = c.steps()
	}
	if u.viewSize {
		s.ViewSize = c.viewSize()
	}
	if u.keepReference {
		s.Diffusion.KeepReference = c.KeepsReference
	}
	return s
}

// Custom stands for steps that are none of the presets'.
const Custom = "Custom"

// PresetNames returns the presets of the painter, the fastest first, and Custom; none
// where it has no presets.
func (p *Project) PresetNames() []string {
	var names []string
	for _, preset := range p.Painter().Presets {
		names = append(names, preset.Name)
	}
	if names != nil {
		names = append(names, Custom)
	}
	return names
}

// preset returns the name of the preset that the settings are.
func (p *Project) preset() string {
	for _, preset := range p.Painter().Presets {
		if preset.Steps == p.Settings.Steps {
			return preset.Name
		}
	}
	return Custom
}

func (p *Project) setPreset(name string) {
	for _, preset := range p.Painter().Presets {
		if preset.Name == name {
			p.Settings.Steps = preset.Steps
			delete(p.text, Steps)
			delete(p.problems, Steps)
		}
	}
}
