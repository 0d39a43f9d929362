package devices

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/sys/unix"
)

// system is this machine; root is looked at on Linux only.
type system struct{ root string }

func (s system) processor() (Device, error) {
	name, _ := unix.Sysctl("machdep.cpu.brand_string")
	cores, _ := unix.SysctlUint32("hw.physicalcpu")
	d := Device{ID: Processor, Provider: CPU, Name: name, Cores: max(1, int(cores)), Unified: true}
	total, err := unix.SysctlUint64("hw.memsize")
	if err != nil {
		return d, fmt.Errorf("the system does not tell how much memory there is: %w", err)
	}
	d.Total = Bytes(total)
	d.Free = d.Total / 2
	if level, err := unix.SysctlUint32("kern.memorystatus_level"); err == nil { // per cent that can be had
		d.Free = d.Total * Bytes(min(level, 100)) / 100
	}
	return d, nil
}

// cards returns the graphics of an Apple processor, which have no memory of their own.
func (s system) cards(context.Context) ([]Card, error) {
	name, _ := unix.Sysctl("machdep.cpu.brand_string")
	if !strings.HasPrefix(name, "Apple") {
		return nil, nil
	}
	release, _ := unix.Sysctl("kern.osrelease")
	return []Card{{Vendor: "Apple", Name: name, Driver: release, Unified: true}}, nil
}
