package paint

import (
	"image"
	"time"

	"patina/devices"
	"patina/paint/bake"
	"patina/paint/imageio"
	"patina/paint/view"
)

// Result is what a job made. Nothing in it is shared with the painter.
type Result struct {
	Settings Settings        // those of the request
	Atlas    *bake.Atlas     // provenance, and textures as they were baked, one for each material slot
	Pictures []*bake.Picture // the finished textures, nil where a slot has no triangles that are painted
	Textures []*image.NRGBA  // the same in 8 bits
	Passes   []view.Passes   // of the rig's views
	Painted  []view.Painted  // the views that were baked
	Coverage bake.Coverage
	Times    []StageTime // in the order in which the stages ran
	Notices  []string
	Network  NetworkUse // zero for painters without networks
}

// Fine returns the colours of the finished textures as they are, not rounded, for files of
// more than 8 bits. What it returns has no size where Pictures is nil.
func (r *Result) Fine() []imageio.Rows {
	fine := make([]imageio.Rows, len(r.Pictures))
	for slot, p := range r.Pictures {
		if p != nil {
			fine[slot] = imageio.Rows{Width: p.Width, Height: p.Height, Row: p.Row}
		}
	}
	return fine
}

// NetworkUse is what the networks of a job took.
type NetworkUse struct {
	Plan   *devices.Plan // by which the job ended; nil without networks
	Stages []devices.Row // in the order in which they ran
}

// Moved returns how many bytes crossed between devices, and the seconds that took.
func (n NetworkUse) Moved() (bytes devices.Bytes, seconds float64) {
	for _, s := range n.Stages {
		bytes += s.Moved
		seconds += s.Moving
	}
	return bytes, seconds
}

// Peak returns the most memory that any stage was measured to use on a device.
func (n NetworkUse) Peak(on devices.ID) (most devices.Bytes) {
	for _, s := range n.Stages {
		if s.Device == on {
			most = max(most, s.Measured)
		}
	}
	return most
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
