package project

import (
	"fmt"
	"slices"
	"time"

	"patina/devices"
)

// AutomaticDevice stands for the best device that is proven.
const AutomaticDevice = "Automatic"

// DeviceTitles returns what Settings.Device may be set to among the devices that were
// found: those that are proven, after AutomaticDevice.
func DeviceTitles(have []devices.Device) []string {
	titles := []string{AutomaticDevice}
	for _, d := range have {
		if d.Proven {
			titles = append(titles, deviceTitle(have, d.ID))
		}
	}
	return titles
}

// DeviceTitle returns the device that was chosen as it is shown. One that is not among
// those that can be used says so.
func DeviceTitle(have []devices.Device, id devices.ID) string {
	if id == "" {
		return AutomaticDevice
	}
	if d, found := devices.Find(have, id); found && !d.Proven {
		return deviceTitle(have, id) + ", cannot be used"
	} else if !found && len(have) > 0 {
		return string(id) + ", not found"
	}
	return deviceTitle(have, id)
}

// DeviceTitled returns the device that DeviceTitles names, "" for AutomaticDevice.
func DeviceTitled(have []devices.Device, title string) devices.ID {
	i := slices.IndexFunc(have, func(d devices.Device) bool { return deviceTitle(have, d.ID) == title })
	if i < 0 {
		return ""
	}
	return have[i].ID
}

// deviceTitle names a device; where two have a name, their numbers tell them apart.
func deviceTitle(have []devices.Device, id devices.ID) string {
	d, found := devices.Find(have, id)
	if !found {
		return string(id)
	}
	twin := func(o devices.Device) bool { return o.Name == d.Name && o.Provider == d.Provider && o.ID != d.ID }
	if slices.ContainsFunc(have, twin) {
		return fmt.Sprintf("%s (%s %d)", d.Name, d.Provider, d.Index)
	}
	return fmt.Sprintf("%s (%s)", d.Name, d.Provider)
}

// ExplainDevice returns the tooltip of a device: what it is, and why it cannot be used when
// it cannot.
func ExplainDevice(d devices.Device) string {
	text := d.Name + ", driven by " + d.Provider.String() + " as " + string(d.ID) + "."
	if !d.Proven {
		reason := d.Reason
		if reason == "" {
			reason = "no network has run on it yet"
		}
		return text + "\nCannot be used: " + reason
	}
	if d.Total > 0 {
		text += fmt.Sprintf("\n%s of memory, %s free now", d.Total, d.Free)
		if d.Unified {
			text += ", shared with the whole machine"
		}
		text += "."
	}
	if d.Cores > 0 {
		text += fmt.Sprintf("\n%d cores.", d.Cores)
	}
	if d.Half {
		text += "\nComputes in half precision, so that networks take half the memory."
	}
	if d.Driver != "" {
		text += "\nDriver " + d.Driver + "."
	}
	return text
}

// Memory returns how a device's memory is shown beside its provider, and the part of it
// that is in use, 0 to 1.
func Memory(d devices.Device) (text string, used float64) {
	switch {
	case !d.Proven:
		return d.Provider.String() + ", cannot be used", 0
	case d.Total <= 0:
		return d.Provider.String(), 0
	}
	free := min(max(d.Free, 0), d.Total)
	text = fmt.Sprintf("%s, %.1f of %s free", d.Provider, float64(free)/float64(devices.GB), d.Total)
	return text, float64(d.Total-free) / float64(d.Total)
}

// OffloadChoices are the artist's words for offload.
func OffloadChoices() []devices.Policy {
	return []devices.Policy{devices.Auto, devices.On, devices.Off}
}

// ExplainOffload returns the tooltip of an OffloadChoice: what it means and what it costs.
func ExplainOffload(p devices.Policy) string {
	switch p {
	case devices.On:
		return "Each part of the model is on its device for its stage only, so that a small card is enough.\nCosts the time in which the parts travel, a few per cent of most jobs."
	case devices.Off:
		return "All parts stay on their devices, which is fastest.\nNeeds most memory: a job that does not fit is refused."
	}
	return "Takes the fastest way that fits into the memory that is free, and goes on with less when a device runs out of it.\nCosts nothing."
}

// OfferTitle is what a button says that takes a plan which fits.
func OfferTitle(p devices.Plan) string {
	switch p.Policy {
	case devices.OnCPU:
		return "Use the processor"
	case devices.OffloadViews:
		return "Use offload and tiles"
	case devices.Resident:
		return "Keep all on its device"
	}
	return "Use offload"
}

// TakeOffer makes the next job go by a plan that fits. A job that failed because it did not
// fit is the same job with it: its seed stays.
func (p *Project) TakeOffer(offer devices.Plan) {
	p.SetOffload(offer.Policy)
	if p.Job != nil && p.Job.State == JobFailed {
		p.seedUsed = false
	}
}

// OffloadWord returns which of OffloadChoices is chosen; ok is false when a plan was taken
// that none of them stands for.
func (p *Project) OffloadWord() (word devices.Policy, ok bool) {
	switch policy := p.Settings.Offload; policy {
	case devices.Offload, devices.OffloadViews:
		return devices.On, true
	case devices.Resident:
		return devices.Off, true
	default:
		return policy, policy <= devices.Off
	}
}

// forever is longer than a window is open: what is kept so long is given back at the end.
const forever = 365 * 24 * time.Hour

// keepTimes are how long memory may be kept for the next job.
var keepTimes = []time.Duration{0, time.Minute, 5 * time.Minute, 30 * time.Minute, forever}

// KeepTitles returns after what memory may be given back, as it is shown.
func KeepTitles() []string {
	var titles []string
	for _, d := range keepTimes {
		titles = append(titles, KeepTitle(d))
	}
	return titles
}

// KeepTitle returns after what memory is given back, as it is shown.
func KeepTitle(d time.Duration) string {
	switch {
	case d <= 0:
		return "Each job"
	case d >= forever:
		return "Closing"
	case d == time.Minute:
		return "1 minute"
	case d%time.Minute == 0:
		return fmt.Sprintf("%d minutes", d/time.Minute)
	}
	return d.String()
}

// KeepTitled returns the time that KeepTitles names.
func KeepTitled(title string) time.Duration {
	return keepTimes[max(0, slices.Index(KeepTitles(), title))]
}

// NoCap stands for all memory that is free.
const NoCap = "No limit"

// caps are what the whole program may be kept below.
var caps = []devices.Bytes{2 * devices.GB, 4 * devices.GB, 6 * devices.GB, 8 * devices.GB, 12 * devices.GB, 16 * devices.GB, 24 * devices.GB, 32 * devices.GB, 48 * devices.GB, 64 * devices.GB}

// CapTitles returns what the memory of the program may be capped at, on a machine with
// devices that were found: less than all there is.
func CapTitles(have []devices.Device) []string {
	titles := []string{NoCap}
	processor, _ := devices.Find(have, devices.Processor)
	for _, most := range caps {
		if most < processor.Total {
			titles = append(titles, CapTitle(most))
		}
	}
	return titles
}

// CapTitle returns a cap as it is shown.
func CapTitle(most devices.Bytes) string {
	if most <= 0 {
		return NoCap
	}
	return most.String()
}

// CapTitled returns the cap that CapTitles names, 0 for NoCap.
func CapTitled(title string) devices.Bytes {
	for _, most := range caps {
		if CapTitle(most) == title {
			return most
		}
	}
	return 0
}

// PartTitle names a part of a model, of diffusion.Parts.
func PartTitle(part string) string {
	switch part {
	case "unet":
		return "UNet on"
	case "vae":
		return "VAE on"
	case "text":
		return "Text on"
	}
	return part + " on"
}

// PartsApart tells whether parts of a model can be put on devices of their own: where there
// are several besides the processor, or where one was pinned already.
func (p *Project) PartsApart(have []devices.Device) bool {
	cards := 0
	for _, d := range have {
		if d.Proven && d.Provider != devices.CPU {
			cards++
		}
	}
	return cards > 1 || len(p.Settings.Devices) > 0
}
