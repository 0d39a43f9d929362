package devices

import (
	"errors"
	"fmt"
	"os"
)

var errResident = errors.New("the system does not tell how much memory the program uses")

// InUse returns the memory that this process has now, mapped files included. A page
// of a file that is mapped twice, as the weights are that two sessions share, counts
// once, and one that other processes have too counts in part.
func InUse() (Bytes, error) { return treeAt("/").resident() }

func (t tree) resident() (Bytes, error) {
	if n, ok := fields(t.read("proc/self/smaps_rollup"))["Pss"]; ok {
		return n, nil
	}
	if n, ok := fields(t.read("proc/self/status"))["VmRSS"]; ok { // kernels before 4.14
		return n, nil
	}
	return 0, errResident
}

// ResetPeak lets PeakInUse begin anew at what the process has now.
func ResetPeak() error {
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		return fmt.Errorf("the peak of the memory cannot be measured anew: %w", withoutPath(err))
	}
	return nil
}

// PeakInUse returns the most memory that this process had since it began or ResetPeak
// was called, mapped files included. It misses nothing, but counts a page of a file as
// often as it is mapped.
func PeakInUse() (Bytes, error) {
	if n, ok := fields(treeAt("/").read("proc/self/status"))["VmHWM"]; ok {
		return n, nil
	}
	return 0, errResident
}
