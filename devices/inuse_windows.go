package devices

import (
	"errors"
	"fmt"
	"unsafe"

	"golang.org/x/sys/windows"
)

var getProcessMemoryInfo = kernel32.NewProc("K32GetProcessMemoryInfo")

// memoryCounters is PROCESS_MEMORY_COUNTERS.
type memoryCounters struct {
	size, faults             uint32
	peakWorking, working     uintptr
	peakPaged, paged         uintptr
	peakNonPaged, nonPaged   uintptr
	pagefile, peakOfPagefile uintptr
}

func counters() (memoryCounters, error) {
	var c memoryCounters
	c.size = uint32(unsafe.Sizeof(c))
	ok, _, err := getProcessMemoryInfo.Call(uintptr(windows.CurrentProcess()), uintptr(unsafe.Pointer(&c)), uintptr(c.size))
	if ok == 0 {
		return c, fmt.Errorf("the system does not tell how much memory the program uses: %w", err)
	}
	return c, nil
}

// InUse returns the memory that this process has now, mapped files included.
func InUse() (Bytes, error) {
	c, err := counters()
	return Bytes(c.working), err
}

// PeakInUse returns the most memory that this process had since it began.
func PeakInUse() (Bytes, error) {
	c, err := counters()
	return Bytes(c.peakWorking), err
}

// ResetPeak says that the peak counts from the beginning here.
func ResetPeak() error {
	return errors.New("the peak of the memory cannot be measured anew on this system")
}
