package devices

import (
	"errors"
	"fmt"
	"slices"
)

// Choices are what an artist may decide about a plan besides the policy. The zero value
// leaves everything open.
type Choices struct {
	Device  ID            // compute there; "" is the best one that is proven
	Devices map[string]ID // components that compute elsewhere than the rest, by name
	Cap     Bytes         // of memory that the plan may need on each device; 0 is no cap
	Speeds  Speeds        // what devices were measured to do; others are estimated
	Once    Bytes         // that the processor holds besides components, see Once
}

// ErrNoFit is what Place returns, wrapped in a NoFitError, when a job does not fit.
var ErrNoFit = errors.New("the job does not fit into the memory")

// NoFitError says what lacks how much on which device, and which plan would fit.
type NoFitError struct {
	Policy    Policy // that was asked for
	Component string // that needs most on the device when it does not fit
	Device    Device
	Needs     Bytes // that the device would have to have for the job
	Has       Bytes // of them: what is free or allowed, less the margin
	Tried     Plan  // the plan that needs least of those that the policy allows
	Fits      *Plan // a plan that would fit under another policy or on other devices; nil when none does
}

// Unwrap returns ErrNoFit.
func (e *NoFitError) Unwrap() error { return ErrNoFit }

// Error says what lacks how much, where, and what would help.
func (e *NoFitError) Error() string {
	text := fmt.Sprintf("%s needs %s on %s and %s can be used there", e.Component, e.Needs, e.Device.Name, max(e.Has, 0))
	switch {
	case e.Fits != nil && e.Fits.Policy == OnCPU:
		return text + "; the job fits on the processor, which is slower"
	case e.Fits != nil:
		return text + fmt.Sprintf("; it fits with the policy %q", e.Fits.Policy)
	}
	return text + "; choose smaller or fewer views, or close other programs"
}

// Place decides where each component computes. need is in the order of the stages, have
// what Prove returned; devices that are not proven count for nothing, but for the
// processor. It is pure: the same arguments give the same plan.
//
// Auto takes the fastest plan that fits, On the fastest that offloads, Off the one that
// keeps everything on its device; without a device besides the processor all three lead
// to OnCPU. The error is a *NoFitError when no plan of the policy fits, or says what is
// wrong with a choice.
func Place(need []Footprint, have []Device, policy Policy, choices Choices) (Plan, error) {
	l, err := newLadder(need, have, choices)
	if err != nil {
		return Plan{}, err
	}
	var fitting []Plan
	var tried *Plan
	for _, p := range l.plans() {
		if l.fits(p) {
			fitting = append(fitting, p)
		} else if l.allows(policy, p) {
			tried = &p
		}
	}
	i := slices.IndexFunc(fitting, func(p Plan) bool { return l.allows(policy, p) })
	if i < 0 {
		return Plan{}, l.noFit(policy, tried, fitting)
	}
	p := fitting[i]
	p.cheaper = cheaper(p, fitting[i+1:])
	return p, nil
}

// allows tells whether a policy may lead to a plan. Where there is nothing besides the
// processor, offload has no meaning.
func (l *ladder) allows(policy Policy, p Plan) bool {
	if len(l.cards) == 0 && p.Policy == OnCPU {
		return policy <= Off || policy == OnCPU
	}
	switch policy {
	case Auto:
		return true
	case On:
		return p.Policy == Offload || p.Policy == OffloadViews
	case Off:
		return p.Policy == Resident
	}
	return p.Policy == policy
}

// cheaper returns the plans of a list that need less than p on one of the devices that p
// uses and on none more, each less than the one before.
func cheaper(p Plan, list []Plan) []Plan {
	var kept []Plan
	for _, next := range list {
		if needsLess(next, p) {
			kept = append(kept, next)
			p = next
		}
	}
	return kept
}

func needsLess(a, b Plan) bool {
	less := false
	for id, peak := range b.Peak {
		if a.Peak[id] > peak {
			return false
		}
		less = less || a.Peak[id] < peak
	}
	return less
}

// noFit says why a policy has no plan.
func (l *ladder) noFit(policy Policy, tried *Plan, fitting []Plan) error {
	if tried == nil {
		return fmt.Errorf("no device that was found can run the job with the policy %q", policy)
	}
	e := &NoFitError{Policy: policy, Tried: *tried}
	most := Bytes(0)
	for _, d := range l.devices() {
		if lack := tried.Peak[d.ID] - l.budget(d); tried.Peak[d.ID] > 0 && lack > most {
			most = lack
			e.Device, e.Needs, e.Has = d, tried.Peak[d.ID], l.budget(d)
		}
	}
	largest := Bytes(-1)
	for _, c := range tried.Components {
		if c.Device == e.Device.ID && c.Weights+c.Working > largest {
			largest = c.Weights + c.Working
			e.Component = c.Component
		}
	}
	if len(fitting) > 0 {
		e.Fits = &fitting[0]
		e.Fits.cheaper = cheaper(fitting[0], fitting[1:])
	}
	return e
}
