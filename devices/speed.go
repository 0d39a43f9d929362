package devices

// Speed is how fast a device is.
type Speed struct {
	Compute  float64 `json:"compute"`  // floating point operations in a second
	Transfer float64 `json:"transfer"` // bytes in a second between it and the processor's memory; 0 when nobody measured
}

// Speeds are those of devices by ID.
type Speeds map[ID]Speed

// perCore is what a core of a processor was measured to do in these networks, with AVX2
// (MultiviewUNet at full width).
const perCore = 30e9

// estimates are guesses for cards that nobody has measured yet: a middling card of five
// years ago.
var estimates = map[Provider]Speed{
	CUDA:     {12e12, 8e9},
	DirectML: {5e12, 6e9},
	CoreML:   {3e12, 20e9},
	WebGPU:   {2e12, 4e9},
}

// of returns the speed of a device, and whether it was measured.
func (s Speeds) of(d Device) (Speed, bool) {
	estimate := estimates[d.Provider]
	if d.Provider == CPU {
		estimate = Speed{perCore * float64(max(1, d.Cores)), 1e10}
	}
	measured, ok := s[d.ID]
	if !ok || measured.Compute <= 0 {
		return estimate, false
	}
	if measured.Transfer <= 0 {
		measured.Transfer = estimate.Transfer
	}
	return measured, true
}

// seconds returns how long the networks of a draft compute and weights travel, and
// whether that rests on measured speeds alone.
func (l *ladder) seconds(d draft) (float64, bool) {
	sum, known := 0.0, true
	for _, n := range d.lines {
		speed, measured := l.choices.Speeds.of(n.device)
		known = known && measured
		sum += float64(n.FLOP) * n.cut.Slowdown / speed.Compute
	}
	for _, device := range l.devices() {
		on := draft{policy: d.policy}
		for _, n := range d.lines {
			if n.device.ID == device.ID {
				on.lines = append(on.lines, n)
			}
		}
		speed, _ := l.choices.Speeds.of(device)
		sum += float64(on.transfers()) / speed.Transfer
	}
	return sum, known
}
