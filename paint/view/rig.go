package view

import (
	"fmt"
	"strconv"
	"strings"
)

// MaxViews is the most cameras a rig may have.
const MaxViews = 64

// Rig is the ordered set of views of a job. Painters and bakers treat earlier
// views as more important where weights tie.
type Rig struct {
	Name  string `json:"name"`
	Views []View `json:"views"`
}

// The lists of the reference pipeline's six views (reference section 1.10).
const (
	DefaultAzimuths   = "0,90,180,270,0,180"
	DefaultElevations = "0,0,0,0,90,-90"
	DefaultWeights    = "1,0.1,0.5,0.1,0.05,0.05"
)

// Presets returns the rigs that Patina brings: the reference's six views, and 8,
// 10 and 12 views with cameras around the mesh. The caller may change them.
func Presets() []Rig {
	return []Rig{
		preset("6 reference views", DefaultAzimuths, DefaultElevations, DefaultWeights),
		preset("8 around", "0,45,90,135,180,225,270,315", "0,0,0,0,0,0,0,0", "1,0.2,0.1,0.2,0.5,0.2,0.1,0.2"),
		preset("10 around", "0,45,90,135,180,225,270,315,0,180", "0,0,0,0,0,0,0,0,90,-90",
			"1,0.2,0.1,0.2,0.5,0.2,0.1,0.2,0.05,0.05"),
		preset("12 around", "0,90,180,270,45,135,225,315,0,180,0,180", "0,0,0,0,20,20,20,20,-20,-20,90,-90",
			"1,0.1,0.5,0.1,0.2,0.2,0.2,0.2,0.1,0.1,0.05,0.05"),
	}
}

// Default returns the reference's six views.
func Default() Rig { return Presets()[0] }

func preset(name, azimuths, elevations, weights string) Rig {
	r, err := ParseRig(azimuths, elevations, weights)
	if err != nil {
		panic(fmt.Sprintf("view: preset %q: %v", name, err))
	}
	r.Name = name
	return r
}

// ParseRig reads a rig from comma-separated lists of azimuths and elevations in
// degrees and of weights, with the default distance and lens. An empty list of
// weights means 1 for every view. The error says which list and which entry is
// wrong.
func ParseRig(azimuths, elevations, weights string) (Rig, error) {
	a, err := parseList("azimuths", azimuths)
	if err != nil {
		return Rig{}, err
	}
	e, err := parseList("elevations", elevations)
	if err != nil {
		return Rig{}, err
	}
	w, err := parseList("weights", weights)
	if err != nil {
		return Rig{}, err
	}
	if len(e) != len(a) || (len(w) != len(a) && len(w) != 0) {
		return Rig{}, fmt.Errorf("the lists of a rig must be equally long: %d azimuths, %d elevations, %d weights", len(a), len(e), len(w))
	}
	r := Rig{Name: "custom"}
	for i := range a {
		v := At(a[i], e[i])
		if len(w) > 0 {
			v.Weight = w[i]
		}
		r.Views = append(r.Views, v)
	}
	return r, r.Validate()
}

// WithLens returns a copy of the rig with every view at the given distance and
// with the given lens.
func (r Rig) WithLens(distance float64, lens Lens) Rig {
	views := make([]View, len(r.Views))
	for i, v := range r.Views {
		v.Distance, v.Lens = distance, lens
		views[i] = v
	}
	return Rig{Name: r.Name, Views: views}
}

// Validate returns an error that names the first view that cannot be used and why.
func (r Rig) Validate() error {
	if len(r.Views) == 0 {
		return fmt.Errorf("a rig needs at least one view")
	}
	if len(r.Views) > MaxViews {
		return fmt.Errorf("a rig has at most %d views, got %d", MaxViews, len(r.Views))
	}
	var weight float64
	for i, v := range r.Views {
		if err := v.Validate(); err != nil {
			return fmt.Errorf("view %d: %w", i+1, err)
		}
		weight += v.Weight
	}
	if weight == 0 {
		return fmt.Errorf("at least one view needs a weight above 0")
	}
	return nil
}

func parseList(name, list string) ([]float64, error) {
	if strings.TrimSpace(list) == "" {
		return nil, nil
	}
	var out []float64
	for i, field := range strings.Split(list, ",") {
		x, err := strconv.ParseFloat(strings.TrimSpace(field), 64)
		if err != nil {
			return nil, fmt.Errorf("%s: entry %d is %q, which is not a number", name, i+1, strings.TrimSpace(field))
		}
		out = append(out, x)
	}
	return out, nil
}
