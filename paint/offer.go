package paint

import (
	"errors"
	"fmt"

	"patina/devices"
)

// OutOfMemoryError is how a job ends when a device ran out of memory and the artist's
// word on offload forbids to go on with less. Finished steps are kept: the same job goes
// on from there when Offload is changed.
type OutOfMemoryError struct {
	Component string         // that had no room, "" when that is not known
	Device    devices.ID     // that it had no room on, "" when that is not known
	Policy    devices.Policy // what the artist asked for
	Offer     *devices.Plan  // the plan that would fit, nil when there is none
	Err       error          // what the runtime said
}

// Error says what had no room and what to do.
func (e *OutOfMemoryError) Error() string {
	where := "the machine"
	if e.Device != "" {
		where = string(e.Device)
	}
	text := where + " ran out of memory"
	if e.Component != "" {
		text = fmt.Sprintf("%s for the %s", text, e.Component)
	}
	switch {
	case e.Offer == nil:
		return text + ": close other programs, or choose fewer views or a smaller view size"
	case e.Policy == devices.Auto:
		return fmt.Sprintf("%s: paint again with %s", text, policyPhrase(e.Offer.Policy))
	}
	return fmt.Sprintf("%s with offload %s: choose auto, or paint with %s", text, e.Policy, policyPhrase(e.Offer.Policy))
}

// Unwrap returns what the runtime said.
func (e *OutOfMemoryError) Unwrap() error { return e.Err }

func policyPhrase(p devices.Policy) string {
	switch p {
	case devices.OnCPU:
		return "everything on the processor"
	case devices.OffloadViews:
		return "offload and views in tiles"
	case devices.Resident:
		return "everything kept on its device"
	}
	return "offload"
}

// Offer returns the plan that would fit where a job failed because it did not, before it
// started or on the way: what a button can offer. Painting again with Settings.Offload
// set to the plan's Policy, or to devices.Auto, takes it.
func Offer(err error) (devices.Plan, bool) {
	var ran *OutOfMemoryError
	if errors.As(err, &ran) && ran.Offer != nil {
		return *ran.Offer, true
	}
	var fit *devices.NoFitError
	if errors.As(err, &fit) && fit.Fits != nil {
		return *fit.Fits, true
	}
	return devices.Plan{}, false
}
