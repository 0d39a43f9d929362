package paint

import (
	"image"
	"time"

	"patina/paint/bake"
	"patina/paint/view"
)

// Result is what a job made. Nothing in it is shared with the painter.
type Result struct {
	Settings Settings       // those of the request
	Atlas    *bake.Atlas    // float textures and provenance, one for each material slot
	Textures []*image.NRGBA // the same in 8 bits, nil where a slot has no triangles
	Passes   []view.Passes  // of the rig's views
	Painted  []view.Painted // the views that were baked
	Coverage bake.Coverage
	Times    []StageTime // in the order in which the stages ran
	Notices  []string
}

// StageTime says how long a stage took.
type StageTime struct {
	Stage    Stage
	Duration time.Duration
}

// Duration returns the time of all stages together.
func (r *Result) Duration() time.Duration {
	var sum time.Duration
	for _, t := range r.Times {
		sum += t.Duration
	}
	return sum
}
