package devices

import (
	"context"
	"slices"
)

// Prober runs a network of one node on a device; paint/ort has one.
type Prober interface {
	// Probe returns what it found out about a device that ran the network, or an error
	// that says why it did not. The error is context.Cause(ctx) when ctx ends first.
	Probe(ctx context.Context, d Device) (Proof, error)
}

// Proof is what running a network on a device has shown.
type Proof struct {
	Half bool `json:"half"` // it also ran in float16
}

// Prove asks the prober for every candidate of which proofs, which may be nil, know
// nothing. It returns all of them in order of preference: those on which a network has
// run are Proven, the others have a Reason. The error is context.Cause(ctx) when ctx
// ends first, or says why proofs could not be kept; the devices are good even then.
func Prove(ctx context.Context, candidates []Device, prober Prober, proofs *Proofs) ([]Device, error) {
	list := slices.Clone(candidates)
	var unkept error
	for i := range list {
		if err := proofs.prove(ctx, &list[i], prober); err != nil {
			if cause := context.Cause(ctx); cause != nil {
				return nil, cause
			}
			unkept = err
		}
	}
	slices.SortFunc(list, Compare)
	return list, unkept
}
