package devices

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Provider is an execution provider of ONNX Runtime: what drives a device.
type Provider string

// The providers, from the one that is preferred to the one that is always there.
// DirectML and CoreML stand on different systems and never meet.
const (
	CUDA     Provider = "cuda"
	DirectML Provider = "directml"
	CoreML   Provider = "coreml"
	WebGPU   Provider = "webgpu"
	CPU      Provider = "cpu"
)

var providers = []Provider{CUDA, DirectML, CoreML, WebGPU, CPU}

var providerNames = map[Provider]string{CUDA: "CUDA", DirectML: "DirectML", CoreML: "CoreML", WebGPU: "WebGPU", CPU: "CPU"}

// String returns the name that the provider's makers write.
func (p Provider) String() string {
	if name, ok := providerNames[p]; ok {
		return name
	}
	return string(p)
}

// ID names a device in settings, plans and errors: "cpu", "cuda:0", "webgpu:0".
type ID string

// Processor is the device that every machine has.
const Processor ID = "cpu"

// NewID returns the name of the device with an index of a provider.
func NewID(p Provider, index int) ID {
	if p == CPU {
		return Processor
	}
	return ID(string(p) + ":" + strconv.Itoa(index))
}

// ParseID reads what an artist writes for a device: "cpu", "cuda:1", or "cuda" for its
// first one, in any case.
func ParseID(text string) (ID, error) {
	name, number, hasNumber := strings.Cut(strings.ToLower(strings.TrimSpace(text)), ":")
	p := Provider(name)
	index := 0
	if hasNumber {
		n, err := strconv.ParseUint(number, 10, 16)
		if err != nil || p == CPU {
			return "", unknownDevice(text)
		}
		index = int(n)
	}
	if !slices.Contains(providers, p) {
		return "", unknownDevice(text)
	}
	return NewID(p, index), nil
}

func unknownDevice(text string) error {
	return fmt.Errorf("%q is no device: write cpu, or cuda, directml, coreml or webgpu with a number, such as cuda:0", text)
}

// Provider returns what drives the device.
func (id ID) Provider() Provider {
	name, _, _ := strings.Cut(string(id), ":")
	return Provider(name)
}

// Device is a processor that networks can run on, as one provider drives it: a card that
// two providers can drive is two devices with the same Card.
type Device struct {
	ID       ID       `json:"id"`
	Provider Provider `json:"provider"`
	Name     string   `json:"name"`             // of the hardware, as its makers write it
	Vendor   string   `json:"vendor,omitempty"` // "NVIDIA", "AMD", "Intel", "Apple", or "" when unknown
	Index    int      `json:"index"`            // among the devices of its provider
	Card     string   `json:"card,omitempty"`   // address of the hardware, "" when it is not known or the processor itself
	Driver   string   `json:"driver,omitempty"` // version, "" when unknown
	Cores    int      `json:"cores,omitempty"`  // physical ones of the processor, 0 for other devices

	Total Bytes `json:"total"` // memory; 0 when nobody tells
	Free  Bytes `json:"free"`  // of it now, for this process

	Unified bool   `json:"unified"`          // its memory is that of the processor
	Half    bool   `json:"half"`             // computes in float16; networks then take half the memory
	Proven  bool   `json:"proven"`           // a network has run on it
	Reason  string `json:"reason,omitempty"` // why it is not proven, as a sentence, when it is not
}

// String returns the device as a list shows it: "NVIDIA L4 (CUDA), 21.9 of 22.5 GB free".
func (d Device) String() string {
	name := fmt.Sprintf("%s (%s)", d.Name, d.Provider)
	if d.Total == 0 {
		return name
	}
	return fmt.Sprintf("%s, %s of %s free", name, number(d.Free), d.Total)
}

// number returns b in GB without the unit.
func number(b Bytes) string { return fmt.Sprintf("%.1f", float64(b)/float64(GB)) }

// Compare orders devices by preference: those that are proven first, then by provider,
// then the one with more memory, then by index.
func Compare(a, b Device) int {
	return cmp.Or(
		-compareBool(a.Proven, b.Proven),
		cmp.Compare(slices.Index(providers, a.Provider), slices.Index(providers, b.Provider)),
		-cmp.Compare(a.Total, b.Total),
		cmp.Compare(a.Index, b.Index),
	)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// Find returns the device with an ID, or false.
func Find(list []Device, id ID) (Device, bool) {
	i := slices.IndexFunc(list, func(d Device) bool { return d.ID == id })
	if i < 0 {
		return Device{}, false
	}
	return list[i], true
}
