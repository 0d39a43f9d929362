package devices

import "fmt"

// Policy says what memory on a device is traded for. Auto, On and Off are the artist's
// words for offload; they lead to one of the others, which may also be asked for by
// name.
type Policy uint8

// The policies.
const (
	Auto Policy = iota // the fastest plan that fits
	On                 // offload, whatever would fit without it
	Off                // no offload

	Resident     // all components stay on their devices for the whole job
	Offload      // a component is on its device for its stage only
	OffloadViews // and works through views in batches and pictures in tiles
	OnCPU        // everything on the processor
)

var policyNames = [...]string{"auto", "on", "off", "resident", "offload", "offload views", "cpu"}

// String returns the policy as settings and the command line write it.
func (p Policy) String() string {
	if int(p) < len(policyNames) {
		return policyNames[p]
	}
	return fmt.Sprintf("policy %d", uint8(p))
}

// ParsePolicy reads what String writes; "offload-views" too.
func ParsePolicy(text string) (Policy, error) {
	if text == "offload-views" {
		return OffloadViews, nil
	}
	for i, name := range policyNames {
		if text == name {
			return Policy(i), nil
		}
	}
	return Auto, fmt.Errorf("%q is no way to use memory: write auto, on or off", text)
}

// MarshalText implements encoding.TextMarshaler.
func (p Policy) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *Policy) UnmarshalText(text []byte) (err error) {
	*p, err = ParsePolicy(string(text))
	return err
}
