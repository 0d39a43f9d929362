package project

import (
	"time"

	"patina/paint"
)

// Work is what a stage does before or after its steps, and how far it is with that.
type Work struct {
	Kind        paint.Work // "" for none
	Done, Total int
	Begun       time.Time
}

// Title says in the artist's words what is done.
func (w Work) Title() string {
	switch w.Kind {
	case paint.Encoding:
		return "reading"
	case paint.Decoding:
		return "finishing"
	case paint.Mixing:
		return "mixing"
	}
	return string(w.Kind)
}

// afterSteps tells whether a stage works on though all of its steps are done.
func (r StageRow) afterSteps() bool { return r.Work.Kind != "" && r.Total > 0 && r.Done >= r.Total }

// remaining estimates how long the work still takes: what the last jobs leave of the
// stage, or where there were none, what its own progress says.
func (w Work) remaining(now time.Time, byMemory time.Duration, remembered bool) (left time.Duration, known bool) {
	if remembered {
		return max(0, byMemory), true
	}
	if w.Done == 0 {
		return 0, false
	}
	return seconds(now.Sub(w.Begun).Seconds() * float64(w.Total-w.Done) / float64(w.Done)), true
}
