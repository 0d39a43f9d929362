package devices

import "errors"

// Choices are what an artist may decide about a plan besides the policy. The zero value
// leaves everything open.
type Choices struct {
	Device  ID            // compute there; "" is the best one that is proven
	Devices map[string]ID // components that compute elsewhere than the rest
	Cap     Bytes         // of memory that the plan may need on each device; 0 is no cap
	Speeds  Speeds        // what devices were measured to do; others are estimated
}

// Speed is how fast a device is.
type Speed struct {
	Compute  float64 `json:"compute"`  // floating point operations in a second
	Transfer float64 `json:"transfer"` // bytes in a second between it and the processor's memory
}

// Speeds are those of devices by ID.
type Speeds map[ID]Speed

// ErrNoFit is what Place returns, wrapped in a NoFitError, when a component does not fit.
var ErrNoFit = errors.New("the job does not fit into the memory")

// NoFitError says what lacks how much on which device, and which plan would fit.
type NoFitError struct {
	Policy    Policy
	Component string // that needs most when it does not fit
	Device    Device
	Needs     Bytes // on the device, with the margin
	Has       Bytes // free on the device, or allowed
	Fits      *Plan // a plan that would fit; nil when none does
}

// Unwrap returns ErrNoFit.
func (e *NoFitError) Unwrap() error { return ErrNoFit }

// Place decides where each component computes. need is in the order of the stages, have
// what Prove returned. It is pure: the same arguments give the same plan. The error is a
// *NoFitError when something does not fit, or says what is wrong with a choice.
func Place(need []Footprint, have []Device, policy Policy, choices Choices) (Plan, error) {
	return Plan{}, errors.New("not placed")
}
