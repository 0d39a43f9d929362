package devices

import "slices"

// base is what a provider takes of a device's memory as soon as anything is on it: on the
// processor what the library takes, as measured; on cards what drivers are known to take
// for a context and the libraries of kernels, which differs from one to the next.
var base = map[Provider]Bytes{CPU: fitted.Library, CUDA: 600 * MB, DirectML: 200 * MB, CoreML: 100 * MB, WebGPU: 100 * MB}

// left is what networks leave in the heap of a process that were closed, in pieces too
// small to be given back: 2 MB after a part of an autoencoder, 4 to 6 MB after a UNet, and
// no more after the next ones.
const left = 3 * MB

// Once returns what a job takes of the processor's memory besides its components: what the
// library takes and what networks leave, unless networks were loaded in the process, or
// jobs have run in it, so that it is taken already.
func Once(loaded, ran bool) Bytes {
	switch {
	case ran:
		return 0
	case loaded:
		return left
	}
	return base[CPU] + left
}

// Base returns what a provider takes of a device's memory besides what components do.
func Base(p Provider) Bytes { return base[p] }

// pools names the providers whose sessions share one store of working memory. With the
// others each session keeps the most that it ever needed until it is closed.
var pools = map[Provider]bool{CPU: true, WebGPU: true}

// Margin returns what a plan leaves free on a device for the rest of the system: on the
// processor, and where memory is unified, a tenth and at least 1.5 GB; on cards, which
// little else uses, a twentieth and at least 300 MB.
func Margin(d Device) Bytes {
	if d.Provider == CPU || d.Unified {
		return max(GB+GB/2, d.Total/10)
	}
	return max(300*MB, d.Total/20)
}

// budget returns what a plan may need on a device.
func (l *ladder) budget(d Device) Bytes {
	budget := d.Free - Margin(d)
	if l.choices.Cap > 0 {
		budget = min(budget, l.choices.Cap)
	}
	return budget
}

// fits tells whether a plan stays within the budget of every device.
func (l *ladder) fits(p Plan) bool {
	for _, d := range l.devices() {
		if p.Peak[d.ID] > 0 && p.Peak[d.ID] > l.budget(d) {
			return false
		}
	}
	return true
}

// stages returns the stages in order, each once.
func (d draft) stages() []string {
	var list []string
	for _, n := range d.lines {
		if !slices.Contains(list, n.Stage) {
			list = append(list, n.Stage)
		}
	}
	return list
}

// fullest returns the stage in which a device needs most memory, and how much.
func (d draft) fullest(device Device) (stage string, peak Bytes) {
	for _, s := range d.stages() {
		if need := d.during(s, device); need > peak {
			stage, peak = s, need
		}
	}
	return stage, peak
}

// during returns the memory that a device needs during a stage.
func (d draft) during(stage string, device Device) Bytes {
	weights, working, total := map[string]Bytes{}, Bytes(0), Bytes(0)
	present := false
	for _, n := range d.lines {
		if n.device.ID != device.ID || (n.Stage != stage && !n.resident) {
			continue
		}
		present = true
		key := n.Shares
		if key == "" {
			key = n.Component + "\x00"
		}
		weights[key] = max(weights[key], n.Weights-n.Packed)
		total += n.Packed + n.Overhead
		if pools[device.Provider] {
			working = max(working, n.cut.Activations)
		} else {
			working += n.cut.Activations
		}
	}
	if !present {
		return 0
	}
	for _, w := range weights {
		total += w
	}
	return total + working + d.besides(device)
}

// besides returns what a device holds from the first network of a job on, whichever stage
// it is.
func (d draft) besides(device Device) Bytes {
	if device.Provider == CPU {
		return d.once
	}
	return base[device.Provider]
}

// finish makes a plan of a draft.
func (l *ladder) finish(d draft) Plan {
	p := Plan{Policy: d.policy, Peak: map[ID]Bytes{}, Free: map[ID]Bytes{}, during: map[place]Bytes{}}
	for _, n := range d.lines {
		p.Components = append(p.Components, Placement{
			Component: n.Component, Stage: n.Stage, Device: n.device.ID, Resident: n.resident,
			ViewsPerBatch: n.cut.ViewsPerBatch, Tiles: n.cut.Tiles,
			Weights: n.Weights, Working: n.cut.Activations + n.Overhead,
		})
	}
	for _, device := range l.devices() {
		if _, peak := d.fullest(device); peak > 0 {
			p.Peak[device.ID], p.Free[device.ID] = peak, device.Free
		}
		for _, stage := range d.stages() {
			p.during[place{stage, device.ID}] = d.during(stage, device)
		}
	}
	p.Transfers = d.transfers()
	p.Seconds, p.Measured = l.seconds(d)
	return p
}

// transfers returns the bytes that go to devices and come from them. Weights that
// several components of a stage share go once.
func (d draft) transfers() Bytes {
	sum := Bytes(0)
	sent := map[string]bool{}
	for _, n := range d.lines {
		if n.device.Provider == CPU {
			continue
		}
		sum += n.Crossings
		loads := Bytes(max(1, n.Loads))
		key := string(n.device.ID) + "\x00" + n.Shares
		if n.resident {
			loads = 1
		} else {
			key += "\x00" + n.Stage
		}
		if n.Shares == "" || !sent[key] {
			sum += n.Weights * loads
		}
		sent[key] = true
	}
	return sum
}
