package project

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"patina/paint"
	"patina/paint/bake"
	"patina/paint/view"
)

// Set reads a setting from what the artist typed or chose. Text that is not valid
// is kept together with the error, which says in words what may be typed; the
// Settings keep their last valid value, and Request refuses until it is mended.
func (p *Project) Set(s Setting, text string) error {
	if p.Text(s) == text {
		return p.Problem(s)
	}
	err := p.set(s, strings.TrimSpace(text))
	if isCamera(s) {
		s = Cameras
	}
	p.problems[s] = err
	delete(p.text, s)
	if err != nil {
		p.text[s] = text
	}
	return err
}

// Text returns a setting as it is shown, valid or not.
func (p *Project) Text(s Setting) string {
	if text, ok := p.text[s]; ok && s != Cameras {
		return text
	}
	if isCamera(s) {
		return p.cameras.get(s)
	}
	switch s {
	case PainterName:
		return p.Painter().Title
	case Seed:
		return strconv.FormatUint(p.Settings.Seed, 10)
	case Fill:
		return fillTitle(p.Settings.Fill)
	case Tiles:
		return p.tilingTitle()
	case Atlases:
		return strconv.Itoa(p.atlases)
	case ReferenceView:
		return describe(p.Settings.Reference.View)
	case Quality:
		return p.preset()
	}
	if slices.Contains(ModelSettings(), s) {
		return modelText(p.Settings.Diffusion, s)
	}
	if n := number(&p.Settings, s); n != nil {
		return strconv.Itoa(*n)
	}
	return ""
}

// Problem returns what is wrong with the text of a setting, nil when nothing is.
// The camera settings share one.
func (p *Project) Problem(s Setting) error {
	if isCamera(s) {
		s = Cameras
	}
	return p.problems[s]
}

// Ignored tells whether the chosen painter does not look at a setting, and says so
// in a sentence.
func (p *Project) Ignored(s Setting) (sentence string, ignored bool) {
	painter := p.Painter()
	if reason := painter.Reasons[s]; reason != "" {
		return Sentence(reason), true
	}
	if underTop(s) && painter.RunsModel() && !(painter.Drafts && s == ReferenceView) && !p.Settings.Diffusion.KeepReference {
		return "The model uses this only to keep the reference.", true
	}
	if s == Strength && p.Settings.Diffusion.Latents == "" && !painter.Drafts && !slices.Contains(painter.Ignores, s) {
		return "Choose latents to start from first.", true
	}
	if s == Tiles && !p.hasTiles() {
		return "The UVs of the mesh lie in one tile.", true
	}
	if s == Quality && len(painter.Presets) == 0 {
		return fmt.Sprintf("The painter %q has no presets.", painter.Title), true
	}
	if !slices.Contains(painter.Ignores, s) {
		return "", false
	}
	return fmt.Sprintf("The painter %q does not use this.", painter.Title), true
}

// underTop tells whether a setting is about laying the reference onto the mesh, which
// a model does only over what it painted.
func underTop(s Setting) bool { return s == ReferenceView || s == FindView || s == Mirror }

// Explain returns the tooltip of a setting: what it means, what it costs, and
// whether the painter uses it.
func (p *Project) Explain(s Setting) string {
	h := s.Help()
	text := h.Meaning + "\n" + h.Cost
	if s == PainterName {
		text += "\n" + p.Painter().Description
	}
	if sentence, ignored := p.Ignored(s); ignored {
		text += "\n" + sentence
	}
	return text
}

// Switch tells whether a setting that is on or off is on. It panics for others.
func (p *Project) Switch(s Setting) bool { return *p.toggle(s) }

// SetSwitch turns a setting on or off. It panics for settings that are no switch.
func (p *Project) SetSwitch(s Setting, on bool) { *p.toggle(s) = on }

func (p *Project) toggle(s Setting) *bool {
	switch s {
	case KeepExposure:
		return &p.Settings.KeepExposure
	case Gradients:
		return &p.Settings.Gradients
	case HealSeams:
		return &p.Settings.HealSeams
	case Dither:
		return &p.Settings.Dither
	case FindView:
		return &p.Settings.Reference.FindView
	case KeyBackground:
		return &p.Settings.Reference.KeyBackground
	case Mirror:
		return &p.Settings.Reference.Mirror
	case Delight:
		return &p.Settings.Diffusion.Delight
	case KeepReference:
		return &p.Settings.Diffusion.KeepReference
	case Reproduce:
		return &p.Settings.Diffusion.Reproduce
	}
	panic("project: " + string(s) + " is not a switch")
}

// UseView makes v the camera that the reference was taken with.
func (p *Project) UseView(v view.View) error {
	v.Weight = 1
	if err := v.Validate(); err != nil {
		return err
	}
	p.Settings.Reference.View = v
	return nil
}

// ResetView makes the front the camera of the reference.
func (p *Project) ResetView() { p.Settings.Reference.View = view.Front() }

// Reset brings back the default of every setting. What is open stays open, the model
// that paints among it, what is protected stays so, and saved rigs stay saved.
func (p *Project) Reset() {
	s := p.defaults()
	if c := p.Painter(); c.Model != "" {
		s.Painter, s.Diffusion.Model = c.Painter.Name(), c.Model
		s = c.suit(untouched{true, true, true}, s)
	}
	s.Protect = p.Settings.Protect
	p.use(s)
	p.SeedLocked, p.atlases = false, 1
}

func (p *Project) defaults() paint.Settings {
	s := paint.DefaultSettings()
	s.Painter = p.painters[0].Painter.Name()
	return p.painters[0].suit(untouched{true, true, true}, s)
}

// use takes over valid settings and forgets what was typed.
func (p *Project) use(s paint.Settings) {
	p.Settings = s
	p.cameras = textOf(s.Rig)
	clear(p.text)
	clear(p.problems)
}

func (p *Project) set(s Setting, text string) error {
	if isCamera(s) {
		return p.setCamera(s, text)
	}
	switch s {
	case PainterName:
		return p.setPainter(text)
	case Seed:
		return p.setSeed(text)
	case Fill:
		return p.setFill(text)
	case Atlases:
		return p.setAtlases(text)
	case Quality:
		p.setPreset(text)
		return nil
	}
	if slices.Contains(ModelSettings(), s) {
		return p.setModelSetting(s, text)
	}
	candidate := p.Settings
	n := number(&candidate, s)
	if n == nil {
		panic("project: " + string(s) + " is not set by text")
	}
	if err := parseInt(text, n); err != nil {
		return err
	}
	if err := candidate.Validate(); err != nil {
		return err
	}
	p.Settings = candidate
	return nil
}

func number(s *paint.Settings, setting Setting) *int {
	switch setting {
	case Steps:
		return &s.Steps
	case ViewSize:
		return &s.ViewSize
	case TextureSize:
		return &s.TextureSize
	case Padding:
		return &s.Padding
	}
	return nil
}

func parseInt(text string, n *int) error {
	parsed, err := strconv.Atoi(text)
	if err != nil {
		return fmt.Errorf("%s is not a whole number", quoted(text))
	}
	*n = parsed
	return nil
}

func (p *Project) setPainter(title string) error {
	for _, c := range p.Painters() {
		switch {
		case c.Title == title && c.Painter == nil:
			return errors.New(title + " is not open yet")
		case c.Title == title:
			p.choose(c)
			return nil
		}
	}
	return errors.New("there is no painter called " + quoted(title))
}

func quoted(text string) string {
	if text == "" {
		return "nothing"
	}
	return strconv.Quote(text)
}

// describe names a camera in words that fit on one line.
func describe(v view.View) string {
	if v == view.Front() {
		return "front"
	}
	return fmt.Sprintf("azimuth %.0f°, elevation %.0f°", v.Azimuth, v.Elevation)
}

func fillTitle(f bake.FillMethod) string {
	if f == bake.Smooth {
		return "Smooth"
	}
	return "Texture"
}

func (p *Project) setFill(text string) error {
	for _, f := range []bake.FillMethod{bake.Textured, bake.Smooth} {
		if fillTitle(f) == text {
			p.Settings.Fill = f
			return nil
		}
	}
	return errors.New("there is no fill called " + quoted(text))
}
