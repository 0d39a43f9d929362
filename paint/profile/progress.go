package profile

import (
	"slices"

	"patina/devices"
	"patina/paint"
)

// Progress is how far a measurement is.
type Progress struct {
	Policy      devices.Policy // under which the job is painted now
	Number, Of  int            // of that policy, from 1, among all
	Stage       paint.Stage    // of that job, "" before the first
	Done, Total int            // steps of the stage; Total is 0 until it tells
}

// after returns the progress once ev has happened.
func (p Progress) after(ev paint.Event) Progress {
	switch ev := ev.(type) {
	case paint.StageStarted:
		p.Stage, p.Done, p.Total = ev.Stage, 0, 0
	case paint.StepDone:
		if ev.Stage == p.Stage {
			p.Done, p.Total = ev.Done, ev.Total
		}
	}
	return p
}

// Fraction is how much of all is done, 0 to 1, by policies, stages and steps.
func (p Progress) Fraction() float64 {
	if p.Of == 0 {
		return 0
	}
	stages := paint.Stages()
	job := float64(max(0, slices.Index(stages, p.Stage)))
	if p.Total > 0 {
		job += float64(p.Done) / float64(p.Total)
	}
	return min(1, (float64(p.Number-1)+job/float64(len(stages)))/float64(p.Of))
}
