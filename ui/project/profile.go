package project

import (
	"errors"
	"fmt"

	"patina/devices"
	"patina/paint/profile"
)

// BeginProfile notes that a profile is measured, and returns what is: the job that Paint
// would start. The error says in a sentence what is missing; then nothing has changed.
func (p *Project) BeginProfile() (profile.Job, error) {
	req, err := p.Request()
	if err != nil {
		return profile.Job{}, err
	}
	if !p.Painter().RunsModel() {
		return profile.Job{}, errors.New("a profile measures a model, and the painter runs none: choose another painter")
	}
	p.Profiling = true
	return profile.Job{Painter: p.Painter().Painter, Request: req, Machine: p.monitor, File: p.profile}, nil
}

// EndProfile notes that none is measured any more.
func (p *Project) EndProfile() { p.Profiling = false }

// ExplainProfile says what a profile is good for and what it costs. plan is that of the
// job, nil where there is none.
func ExplainProfile(plan *devices.Plan) string {
	text := "Paints what is open with the settings as they are: with everything kept on its device, with offload, and on the processor, as far as each fits. " +
		"Says what each cost in time and memory, whether the pictures agree, and makes the time estimates those of this machine.\n" +
		"Costs the time of up to three jobs, that on the processor being the longest; fewer steps make them shorter. Nothing that was painted is changed."
	if plan != nil && plan.Seconds > 0 {
		text += fmt.Sprintf("\nAs things stand a job takes about %s.", Duration(seconds(plan.Seconds)))
	}
	return text
}

// DescribeProfile says how far a profile is.
func DescribeProfile(at profile.Progress) string {
	if at.Of == 0 {
		return "0 %"
	}
	text := fmt.Sprintf("%.0f %%, %d of %d: %s", 100*at.Fraction(), at.Number, at.Of, at.Policy)
	switch {
	case at.Stage == "":
		return text
	case at.Total == 0:
		return text + ", " + string(at.Stage)
	}
	return fmt.Sprintf("%s, %s %d/%d", text, at.Stage, at.Done, at.Total)
}
