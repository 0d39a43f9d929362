package project

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"patina/paint/view"
)

// CustomCameras is the name of a rig that the artist typed and has not saved.
const CustomCameras = "Custom"

// cameraText is the rig as it is typed.
type cameraText struct {
	name, azimuths, elevations, weights, distance, scale string
}

// rigList holds the rigs that the artist saved.
type rigList []view.Rig

func isCamera(s Setting) bool {
	return slices.Contains([]Setting{Cameras, Azimuths, Elevations, Weights, Distance, OrthoScale}, s)
}

func textOf(r view.Rig) cameraText {
	t := cameraText{name: r.Name}
	for i, list := range []*string{&t.azimuths, &t.elevations, &t.weights} {
		entries := make([]string, len(r.Views))
		for k, v := range r.Views {
			entries[k] = format([]float64{v.Azimuth, v.Elevation, v.Weight}[i])
		}
		*list = strings.Join(entries, ", ")
	}
	t.distance, t.scale = format(r.Views[0].Distance), format(r.Views[0].Lens.Scale)
	return t
}

func format(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

func (t cameraText) get(s Setting) string {
	if s == Cameras {
		return t.name
	}
	return *t.field(s)
}

func (t *cameraText) field(s Setting) *string {
	switch s {
	case Azimuths:
		return &t.azimuths
	case Elevations:
		return &t.elevations
	case Weights:
		return &t.weights
	case Distance:
		return &t.distance
	}
	return &t.scale
}

// rig reads the typed rig.
func (t cameraText) rig() (view.Rig, error) {
	r, err := view.ParseRig(t.azimuths, t.elevations, t.weights)
	if err != nil {
		return view.Rig{}, err
	}
	distance, err := parseFloat("distance", t.distance)
	if err != nil {
		return view.Rig{}, err
	}
	scale, err := parseFloat("ortho scale", t.scale)
	if err != nil {
		return view.Rig{}, err
	}
	one := view.Front()
	one.Distance, one.Lens = distance, view.Orthographic(scale)
	if scale == 0 {
		return view.Rig{}, fmt.Errorf("ortho scale must lie between 0.01 and 100, got 0")
	}
	if err := one.Validate(); err != nil {
		return view.Rig{}, err
	}
	r.Name = t.name
	return r.WithLens(distance, one.Lens), nil
}

func parseFloat(name, text string) (float64, error) {
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		return 0, fmt.Errorf("%s: %s is not a number", name, quoted(text))
	}
	return f, nil
}

// setCamera chooses a rig by name, or changes one list or number, which makes the
// rig a custom one.
func (p *Project) setCamera(s Setting, text string) error {
	if s == Cameras {
		return p.chooseRig(text)
	}
	*p.cameras.field(s) = text
	p.cameras.name = CustomCameras
	rig, err := p.cameras.rig()
	if err == nil {
		p.Settings.Rig = rig
	}
	return err
}

func (p *Project) chooseRig(name string) error {
	if name == CustomCameras {
		p.cameras.name = CustomCameras
		p.Settings.Rig.Name = CustomCameras
		return p.problems[Cameras]
	}
	for _, r := range append(view.Presets(), p.rigs...) {
		if r.Name == name {
			p.Settings.Rig = r
			p.cameras = textOf(r)
			return nil
		}
	}
	return fmt.Errorf("there is no rig called %s", quoted(name))
}

// Rigs returns the names to choose from: the presets, the saved rigs, and
// CustomCameras.
func (p *Project) Rigs() []string {
	var names []string
	for _, r := range append(view.Presets(), p.rigs...) {
		names = append(names, r.Name)
	}
	return append(names, CustomCameras)
}

// RigIsSaved tells whether the rig of that name is one that the artist saved, so
// that it can be deleted.
func (p *Project) RigIsSaved(name string) bool { return p.savedRig(name) >= 0 }

func (p *Project) savedRig(name string) int {
	return slices.IndexFunc(p.rigs, func(r view.Rig) bool { return r.Name == name })
}

// SaveRig keeps the present cameras under a name; a saved rig of that name is
// replaced. The error says why the name or the cameras cannot be saved.
func (p *Project) SaveRig(name string) error {
	name = strings.TrimSpace(name)
	if err := p.problems[Cameras]; err != nil {
		return err
	}
	if err := rigName(name); err != nil {
		return err
	}
	p.Settings.Rig.Name, p.cameras.name = name, name
	saved := view.Rig{Name: name, Views: slices.Clone(p.Settings.Rig.Views)}
	if i := p.savedRig(name); i >= 0 {
		p.rigs[i] = saved
	} else {
		p.rigs = append(p.rigs, saved)
	}
	return nil
}

func rigName(name string) error {
	switch {
	case name == "":
		return fmt.Errorf("give the rig a name")
	case len(name) > 60:
		return fmt.Errorf("the name of a rig has at most 60 characters")
	case name == CustomCameras || slices.ContainsFunc(view.Presets(), func(r view.Rig) bool { return r.Name == name }):
		return fmt.Errorf("%q is the name of a preset: choose another", name)
	}
	return nil
}

// DeleteRig forgets a saved rig; the cameras stay as they are.
func (p *Project) DeleteRig(name string) {
	i := p.savedRig(name)
	if i < 0 {
		return
	}
	p.rigs = slices.Delete(p.rigs, i, i+1)
	if p.Settings.Rig.Name == name {
		p.Settings.Rig.Name, p.cameras.name = CustomCameras, CustomCameras
	}
}
