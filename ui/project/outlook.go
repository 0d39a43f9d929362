package project

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"patina/devices"
	"patina/paint"
	"patina/paint/view"
)

// Outlook is what the job that Paint would start needs of the devices.
type Outlook struct {
	Plan    *devices.Plan // by which its networks would compute; nil when there is none
	Problem string        // why there is none, as a sentence
	Offer   *devices.Plan // that would fit where the artist's choices do not; nil when there is none
	Auto    string        // what offload Auto would do and why, as a sentence; "" when that is not known
}

// Ahead returns the job that Paint would start; ok is false when it cannot start as things
// stand, or runs no networks.
func (p *Project) Ahead() (req paint.Request, ok bool) {
	if !p.Painter().RunsModel() {
		return paint.Request{}, false
	}
	req, err := p.Request()
	return req, err == nil
}

// SamePlan tells whether two jobs need the same of the devices, whatever else is different
// about them.
func SamePlan(a, b paint.Settings) bool { return reflect.DeepEqual(planned(a), planned(b)) }

// planned leaves of settings what a plan depends on.
func planned(s paint.Settings) paint.Settings {
	return paint.Settings{
		Painter: s.Painter, Steps: s.Steps, ViewSize: s.ViewSize,
		Rig:       view.Rig{Views: make([]view.View, len(s.Rig.Views))},
		Diffusion: s.Diffusion,
		Offload:   s.Offload, Device: s.Device, Devices: s.Devices,
	}
}

// LookAhead asks a monitor what a job would need. have are the devices, for their names.
// It takes time, touches no project and may run anywhere. The error is context.Cause(ctx)
// when ctx ends first; that there is no plan is part of the outlook.
func LookAhead(ctx context.Context, m DeviceMonitor, req paint.Request, have []devices.Device) (Outlook, error) {
	plan, err := m.Plan(ctx, req)
	var o Outlook
	if err == nil {
		o.Plan = &plan
	} else {
		o.Problem = Sentence(err.Error())
		if offer, ok := paint.Offer(err); ok {
			o.Offer = &offer
		}
	}
	if ctx.Err() == nil {
		o.Auto = explainAuto(ctx, m, req, have)
	}
	if ctx.Err() != nil {
		return Outlook{}, context.Cause(ctx)
	}
	return o, nil
}

// explainAuto says what Auto would do, and asks what Off would need to say why.
func explainAuto(ctx context.Context, m DeviceMonitor, req paint.Request, have []devices.Device) string {
	chosen := req.Settings.Device
	req.Settings.Offload = devices.Auto
	plan, err := m.Plan(ctx, req)
	var full *devices.NoFitError
	switch {
	case errors.As(err, &full):
		return fmt.Sprintf("Auto finds no way that fits: the least is %s and %s can be used.", full.Needs, max(full.Has, 0))
	case err != nil:
		return ""
	}
	where := cardsOf(plan, have)
	switch plan.Policy {
	case devices.Resident:
		return fmt.Sprintf("Auto keeps everything on %s: there is room for all of it.", where)
	case devices.Offload:
		return fmt.Sprintf("Auto brings each part to %s for its stage only: %s.", where, whyNotResident(ctx, m, req))
	case devices.OffloadViews:
		return fmt.Sprintf("Auto brings each part to %s for its stage only and works in tiles: %s.", where, whyNotResident(ctx, m, req))
	}
	return "Auto computes on the processor: " + whyProcessor(chosen, have) + "."
}

// whyNotResident says what Off would need.
func whyNotResident(ctx context.Context, m DeviceMonitor, req paint.Request) string {
	req.Settings.Offload = devices.Off
	_, err := m.Plan(ctx, req)
	var full *devices.NoFitError
	if errors.As(err, &full) {
		return fmt.Sprintf("all at once they need %s and %s can be used", full.Needs, max(full.Has, 0))
	}
	return "all at once they do not fit"
}

func whyProcessor(chosen devices.ID, have []devices.Device) string {
	card := func(d devices.Device) bool { return d.Proven && d.Provider != devices.CPU }
	switch {
	case chosen == devices.Processor:
		return "it was chosen"
	case slices.ContainsFunc(have, card):
		return "the other devices have too little room, even with offload"
	}
	return "no other device is there that can be used"
}

// cardsOf names the devices that a plan uses besides the processor.
func cardsOf(p devices.Plan, have []devices.Device) string {
	var names []string
	for _, id := range slices.Sorted(maps.Keys(p.Peak)) {
		if id != devices.Processor {
			names = append(names, deviceTitle(have, id))
		}
	}
	return strings.Join(names, " and ")
}

// Describe returns the lines of a plan: where each component computes, for how long it is
// there, and how much it needs.
func Describe(p devices.Plan, have []devices.Device) string {
	var lines []string
	for _, c := range p.Components {
		line := fmt.Sprintf("%s on %s: %s + %s working", c.Component, deviceTitle(have, c.Device), c.Weights, c.Working)
		if !c.Resident && c.Device != devices.Processor {
			line += ", for its stage"
		}
		if c.Tiles > 1 {
			line += fmt.Sprintf(", in %d tiles", c.Tiles)
		}
		if c.ViewsPerBatch > 0 {
			line += fmt.Sprintf(", %d views at once", c.ViewsPerBatch)
		}
		lines = append(lines, line)
	}
	if p.Transfers > 0 {
		lines = append(lines, fmt.Sprintf("%s travel between devices.", p.Transfers))
	}
	if p.Seconds > 0 && !p.Measured {
		lines = append(lines, "The time is a guess until patina profile has measured this machine.")
	}
	return strings.Join(lines, "\n")
}
