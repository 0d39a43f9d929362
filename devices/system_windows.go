package devices

import (
	"context"
	"fmt"
	"runtime"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// system is this machine; root is looked at on Linux only.
type system struct{ root string }

var (
	kernel32             = windows.NewLazySystemDLL("kernel32.dll")
	globalMemoryStatusEx = kernel32.NewProc("GlobalMemoryStatusEx")
)

// memoryStatus is MEMORYSTATUSEX.
type memoryStatus struct {
	length, load                     uint32
	totalPhysical, availablePhysical uint64
	totalPage, availablePage         uint64
	totalVirtual, availableVirtual   uint64
	availableExtended                uint64
}

func (s system) processor() (Device, error) {
	d := Device{ID: Processor, Provider: CPU, Name: processorName(), Cores: runtime.NumCPU(), Unified: true}
	var status memoryStatus
	status.length = uint32(unsafe.Sizeof(status))
	if ok, _, err := globalMemoryStatusEx.Call(uintptr(unsafe.Pointer(&status))); ok == 0 {
		return d, fmt.Errorf("the system does not tell how much memory there is: %w", err)
	}
	d.Total, d.Free = Bytes(status.totalPhysical), Bytes(status.availablePhysical)
	return d, nil
}

func processorName() string {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, `HARDWARE\DESCRIPTION\System\CentralProcessor\0`, registry.QUERY_VALUE)
	if err != nil {
		return "Processor"
	}
	defer key.Close()
	name, _, err := key.GetStringValue("ProcessorNameString")
	if err != nil {
		return "Processor"
	}
	return name
}

// cards returns what DXGI lists.
func (s system) cards(ctx context.Context) ([]Card, error) { return dxgiCards(ctx) }
