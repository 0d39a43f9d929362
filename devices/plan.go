package devices

// Placement is a line of a plan: where a component computes, and how.
type Placement struct {
	Component string `json:"component"`
	Stage     string `json:"stage"`
	Device    ID     `json:"device"`
	Resident  bool   `json:"resident"` // stays there for the whole job; else it is loaded for its stage and closed after it

	ViewsPerBatch int `json:"viewsPerBatch,omitempty"` // views computed at once; 0 is all
	Tiles         int `json:"tiles,omitempty"`         // parts that a picture is computed in; 0 is one

	Weights Bytes `json:"weights"` // on the device, in its precision
	Working Bytes `json:"working"` // activations and overhead beside them, at their peak
}

// ExecutionDevice implements Executor: a component executes where the plan puts it,
// wherever it waits.
func (p Placement) ExecutionDevice() (ID, bool) { return p.Device, p.Device != "" }

// Plan says where each component of a job computes and what that costs.
type Plan struct {
	Policy     Policy       `json:"policy"`     // what the artist's word led to: Resident, Offload, OffloadViews or OnCPU
	Components []Placement  `json:"components"` // in the order of the stages
	Peak       map[ID]Bytes `json:"peak"`       // memory that is predicted at most on each device
	Free       map[ID]Bytes `json:"free"`       // that it was when the plan was made
	Transfers  Bytes        `json:"transfers"`  // that cross between devices in the whole job
	Seconds    float64      `json:"seconds"`    // an estimate of the time that networks compute and weights travel
	Measured   bool         `json:"measured"`   // Seconds rests on measured speeds, else on guesses

	during  map[place]Bytes // what each device needs in each stage
	cheaper []Plan          // the plans that need less, in the order in which to try them
}

// place is a device in a stage.
type place struct {
	stage  string
	device ID
}

// During returns the memory that is predicted for a device in a stage.
func (p Plan) During(stage string, on ID) Bytes { return p.during[place{stage, on}] }

// Component returns the placement of a component, or false when the plan does not know
// it.
func (p Plan) Component(name string) (Placement, bool) {
	for _, c := range p.Components {
		if c.Component == name {
			return c, true
		}
	}
	return Placement{}, false
}

// Cheaper returns the plan to take when this one ran out of memory, or false when there
// is none left: the next one that is predicted to need less on the devices that this one
// uses.
func (p Plan) Cheaper() (Plan, bool) {
	if len(p.cheaper) == 0 {
		return Plan{}, false
	}
	next := p.cheaper[0]
	next.cheaper = p.cheaper[1:]
	return next, true
}
