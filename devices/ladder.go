package devices

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// ladder is a job on a machine: all its plans, from the fastest to the one that needs
// least.
type ladder struct {
	need      []Footprint
	processor Device
	cards     []Device // that the plans may use besides, the one with most free memory first
	pinned    map[string]Device
	choices   Choices
}

func newLadder(need []Footprint, have []Device, choices Choices) (*ladder, error) {
	l := &ladder{need: need, choices: choices, pinned: map[string]Device{}}
	var ok bool
	if l.processor, ok = Find(have, Processor); !ok {
		l.processor = Device{ID: Processor, Provider: CPU, Name: "the processor", Unified: true}
	}
	if err := l.choose(have); err != nil {
		return nil, err
	}
	for component, id := range choices.Devices {
		d, err := usable(have, id)
		if err != nil {
			return nil, fmt.Errorf("%s cannot compute there: %w", component, err)
		}
		if !slices.ContainsFunc(need, func(f Footprint) bool { return f.Component == component }) {
			return nil, fmt.Errorf("%q is no component of the model, so that it cannot be put on %s", component, id)
		}
		l.pinned[component] = d
	}
	return l, nil
}

// choose takes the pinned device, or all cards of the best provider.
func (l *ladder) choose(have []Device) error {
	if l.choices.Device != "" {
		d, err := usable(have, l.choices.Device)
		if err == nil && d.Provider != CPU {
			l.cards = []Device{d}
		}
		return err
	}
	sorted := slices.Clone(have)
	slices.SortStableFunc(sorted, Compare)
	for _, d := range sorted {
		if d.Proven && d.Provider != CPU && (len(l.cards) == 0 || d.Provider == l.cards[0].Provider) {
			l.cards = append(l.cards, d)
		}
	}
	slices.SortStableFunc(l.cards, func(a, b Device) int { return -cmp.Compare(a.Free, b.Free) })
	return nil
}

// usable returns a device that networks have run on. The processor needs no proof.
func usable(have []Device, id ID) (Device, error) {
	d, ok := Find(have, id)
	switch {
	case !ok:
		return d, fmt.Errorf("there is no device %s: choose another one", id)
	case !d.Proven && d.Provider != CPU:
		return d, fmt.Errorf("%s (%s) cannot be used: %s", d.Name, id, d.Reason)
	}
	return d, nil
}

// devices returns all that plans may use.
func (l *ladder) devices() []Device {
	list := append([]Device{l.processor}, l.cards...)
	for _, d := range l.pinned {
		if _, ok := Find(list, d.ID); !ok {
			list = append(list, d)
		}
	}
	slices.SortFunc(list, func(a, b Device) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// plans returns every way to do the job: on one card, then on all of them, then on the
// processor.
func (l *ladder) plans() []Plan {
	var list []Plan
	for _, policy := range []Policy{Resident, Offload, OffloadViews} {
		for n := 1; n <= len(l.cards); n += max(1, len(l.cards)-1) {
			list = append(list, l.rungs(l.draft(policy, l.cards[:n]))...)
		}
	}
	return append(list, l.rungs(l.draft(OnCPU, []Device{l.processor}))...)
}

// rungs returns the plans of a draft: as it is, and where the policy cuts, with more and
// more cut.
func (l *ladder) rungs(d draft) []Plan {
	var list []Plan
	if d.policy != OffloadViews || !d.canCut() {
		list = append(list, l.finish(d))
	}
	if d.policy == OffloadViews || d.policy == OnCPU {
		for l.cut(&d) {
			list = append(list, l.finish(d))
		}
	}
	return list
}

// draft is a plan under construction: for each footprint where and how it computes.
type draft struct {
	policy Policy
	lines  []line
	once   Bytes // see Choices
}

type line struct {
	Footprint // in the device's precision
	device    Device
	resident  bool
	cut       Cut // Activations are those of the footprint where nothing is cut
	left      []Cut
}

// draft puts every component on one of the cards: where several can be used, on the one
// that has most left of what it is given. Components that share weights stay together.
func (l *ladder) draft(policy Policy, cards []Device) draft {
	d := draft{policy: policy, once: l.choices.Once}
	together := map[string]Device{}
	given := map[ID]Bytes{}
	stage := ""
	for _, f := range l.need {
		if policy != Resident && f.Stage != stage {
			clear(given)
			clear(together)
		}
		stage = f.Stage
		device, ok := l.pinned[f.Component]
		if !ok && f.Shares != "" {
			device, ok = together[f.Shares]
		}
		if !ok {
			device = l.roomiest(cards, given)
		}
		if f.Shares != "" {
			together[f.Shares] = device
		}
		on := f.On(device)
		given[device.ID] += on.Total()
		d.lines = append(d.lines, line{on, device, policy == Resident, Cut{Activations: on.Activations, Slowdown: 1}, on.Smaller})
	}
	return d
}

func (l *ladder) roomiest(cards []Device, given map[ID]Bytes) Device {
	return slices.MaxFunc(cards, func(a, b Device) int {
		return cmp.Compare(l.budget(a)-given[a.ID], l.budget(b)-given[b.ID])
	})
}

func (d draft) canCut() bool {
	return slices.ContainsFunc(d.lines, func(n line) bool { return len(n.left) > 0 })
}

// cut makes the component smaller that needs most working memory in the fullest stage of
// the device that is nearest to its budget, and tells whether there was one.
func (l *ladder) cut(d *draft) bool {
	var full Device
	stage, room := "", Bytes(math.MaxInt64)
	for _, device := range l.devices() {
		if s, peak := d.fullest(device); peak > 0 && l.budget(device)-peak < room {
			full, stage, room = device, s, l.budget(device)-peak
		}
	}
	largest := -1
	for i, n := range d.lines {
		here := n.device.ID == full.ID && n.Stage == stage && len(n.left) > 0
		if here && (largest < 0 || n.cut.Activations > d.lines[largest].cut.Activations) {
			largest = i
		}
	}
	if largest < 0 {
		return false
	}
	n := &d.lines[largest]
	n.cut, n.left = n.left[0], n.left[1:]
	return true
}
