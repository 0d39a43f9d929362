package devices

// Footprint is what a component needs where it computes, in float32.
type Footprint struct {
	Component string `json:"component"`
	Stage     string `json:"stage"` // in which it computes; the components of a stage are on their devices together

	Weights     Bytes `json:"weights"`     // exact, from the headers of the files
	Packed      Bytes `json:"packed"`      // of them, what the processor copies for the component alone, even where it shares the rest
	Activations Bytes `json:"activations"` // working memory at its peak, inputs and outputs included
	Overhead    Bytes `json:"overhead"`    // what a loaded network costs besides, in any precision

	Shares  string `json:"shares,omitempty"` // components of the same name here read the same weights, which a device holds once
	Single  bool   `json:"single,omitempty"` // must compute in float32, even where half precision is faster
	Smaller []Cut  `json:"smaller,omitempty"`

	FLOP      int64 `json:"flop"`      // floating point operations of the whole job
	Loads     int   `json:"loads"`     // times it is loaded in a job under offload; 0 counts as 1
	Crossings Bytes `json:"crossings"` // inputs and outputs that cross between devices in the whole job when it is not on the processor
}

// Cut is a way to need less working memory for more time. A footprint lists its cuts
// from the largest to the smallest.
type Cut struct {
	ViewsPerBatch int     `json:"viewsPerBatch,omitempty"` // views computed at once; 0 is all
	Tiles         int     `json:"tiles,omitempty"`         // parts that a picture is computed in; 0 is one
	Activations   Bytes   `json:"activations"`
	Slowdown      float64 `json:"slowdown"` // time relative to no cut, at least 1
}

// On returns the footprint in the precision of a device: half of the weights and
// activations where it computes in half precision.
func (f Footprint) On(d Device) Footprint {
	if !d.Half || f.Single {
		return f
	}
	f.Weights /= 2
	f.Packed /= 2
	f.Activations /= 2
	f.Crossings /= 2
	cuts := make([]Cut, len(f.Smaller))
	for i, c := range f.Smaller {
		c.Activations /= 2
		cuts[i] = c
	}
	f.Smaller = cuts
	return f
}

// Total returns all bytes that the component needs while it computes.
func (f Footprint) Total() Bytes { return f.Weights + f.Activations + f.Overhead }
