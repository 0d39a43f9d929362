//go:build cgo

package nvml

import (
	"context"
	"fmt"
	"strings"

	library "github.com/NVIDIA/go-nvml/pkg/nvml"

	"patina/devices"
)

// Cards returns NVIDIA's cards; it is a devices.Source. The error says what the driver
// complains about when it is installed and does not work.
func Cards(ctx context.Context) ([]devices.Card, error) { return cards(ctx, library.New()) }

// driver is what is asked of the library.
type driver interface {
	Init() library.Return
	Shutdown() library.Return
	SystemGetDriverVersion() (string, library.Return)
	DeviceGetCount() (int, library.Return)
	DeviceGetHandleByIndex(index int) (library.Device, library.Return)
}

func cards(ctx context.Context, l driver) ([]devices.Card, error) {
	switch r := l.Init(); r {
	case library.SUCCESS:
	case library.ERROR_LIBRARY_NOT_FOUND, library.ERROR_DRIVER_NOT_LOADED, library.ERROR_NO_PERMISSION:
		return nil, nil
	default:
		return nil, complaint(r)
	}
	defer l.Shutdown()
	n, r := l.DeviceGetCount()
	if r != library.SUCCESS {
		return nil, complaint(r)
	}
	version, _ := l.SystemGetDriverVersion() // "" where it is not told
	var list []devices.Card
	for i := range n {
		if cause := context.Cause(ctx); cause != nil {
			return nil, cause
		}
		c, r := card(l, i)
		if r != library.SUCCESS {
			continue // lost, or not this user's
		}
		c.Driver = version
		list = append(list, c)
	}
	return list, nil
}

func complaint(r library.Return) error {
	return fmt.Errorf("NVIDIA's driver says %q: reinstall it or restart the machine, else its cards cannot be used", r)
}

func card(l driver, index int) (devices.Card, library.Return) {
	d, r := l.DeviceGetHandleByIndex(index)
	if r != library.SUCCESS {
		return devices.Card{}, r
	}
	name, r := d.GetName()
	if r != library.SUCCESS {
		return devices.Card{}, r
	}
	memory, r := d.GetMemoryInfo()
	if r != library.SUCCESS {
		return devices.Card{}, r
	}
	c := devices.Card{
		Vendor: "NVIDIA", Name: name, Index: index,
		Total: devices.Bytes(memory.Total), Free: devices.Bytes(memory.Free),
	}
	if pci, r := d.GetPciInfo(); r == library.SUCCESS {
		c.Address = address(pci.BusId[:])
	}
	return c, library.SUCCESS
}

// address returns a bus address as sysfs writes it: NVML's domain has eight digits, that
// of sysfs four, and both mean the same.
func address(id []int8) string {
	var b strings.Builder
	for _, c := range id {
		if c == 0 {
			break
		}
		b.WriteByte(byte(c))
	}
	text := strings.ToLower(b.String())
	if domain, rest, ok := strings.Cut(text, ":"); ok && len(domain) == 8 {
		return domain[4:] + ":" + rest
	}
	return text
}
