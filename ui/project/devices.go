package project

import (
	"context"
	"errors"
	"slices"
	"time"

	"patina/devices"
	"patina/paint"
	"patina/paint/profile"
)

// DeviceMonitor is what models run on, as the window asks for it. Its methods take time
// and may be called on any goroutine; main has one.
type DeviceMonitor interface {
	// Machine is what a profile needs. Devices are proven, or have the reason why not, and
	// tell the memory that is free now.
	profile.Machine
	// KeptFor returns how long memory is kept for the next job after the last one; 0 keeps
	// none. It returns at once.
	KeptFor() time.Duration
	// KeepFor changes that, for what is kept now too.
	KeepFor(d time.Duration) error
	// Cap returns what the whole program may use of the memory, 0 for no cap; SetCap changes
	// it for jobs that are planned from then on. Both return at once.
	Cap() devices.Bytes
	SetCap(most devices.Bytes)
}

// errNoMonitor is what the monitor of a project without one says.
var errNoMonitor = errors.New("this machine's devices are not known")

type noMonitor struct{}

func (noMonitor) Devices(context.Context) ([]devices.Device, error) { return nil, errNoMonitor }

func (noMonitor) Plan(context.Context, paint.Request) (devices.Plan, error) {
	return devices.Plan{}, errNoMonitor
}

func (noMonitor) Release() error { return nil }

func (noMonitor) Library() string { return "" }

func (noMonitor) Learn(devices.Speeds) {}

func (noMonitor) KeptFor() time.Duration { return 0 }

func (noMonitor) KeepFor(time.Duration) error { return nil }

func (noMonitor) Cap() devices.Bytes { return 0 }

func (noMonitor) SetCap(devices.Bytes) {}

// Monitor returns what models run on.
func (p *Project) Monitor() DeviceMonitor { return p.monitor }

// SetOffload changes when networks leave their device between uses: devices.Auto, On, Off,
// or a policy that a failed job offered.
func (p *Project) SetOffload(policy devices.Policy) { p.Settings.Offload = policy }

// SetDevice changes which device computes; "" is the best one that is proven.
func (p *Project) SetDevice(id devices.ID) { p.Settings.Device = id }

// SetPartDevice puts a part of the model, of diffusion.Parts, on a device of its own; ""
// takes it where the rest is.
func (p *Project) SetPartDevice(part string, id devices.ID) {
	changed := map[string]devices.ID{}
	for name, at := range p.Settings.Devices {
		changed[name] = at
	}
	if delete(changed, part); id != "" {
		changed[part] = id
	}
	if p.Settings.Devices = changed; len(changed) == 0 {
		p.Settings.Devices = nil
	}
}

// transfer keeps the newest state of each copy between devices.
func (j *Job) transfer(t devices.Transfer) {
	i := slices.IndexFunc(j.Transfers, func(o devices.Transfer) bool {
		return o.Component == t.Component && o.From == t.From && o.To == t.To
	})
	if i < 0 {
		j.Transfers = append(j.Transfers, t)
		return
	}
	j.Transfers[i] = t
}

// Moving returns the copies that are not at their end yet.
func (j *Job) Moving() []devices.Transfer {
	return slices.DeleteFunc(slices.Clone(j.Transfers), devices.Transfer.Finished)
}
