//go:build !linux && !windows

package devices

import (
	"errors"
	"fmt"
	"runtime"

	"golang.org/x/sys/unix"
)

// PeakInUse returns the most memory that this process had since it began.
func PeakInUse() (Bytes, error) {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return 0, fmt.Errorf("the system does not tell how much memory the program uses: %w", err)
	}
	n := Bytes(u.Maxrss)
	if runtime.GOOS != "darwin" {
		n <<= 10 // told in kilobytes
	}
	return n, nil
}

// InUse returns what PeakInUse does: what a process has now takes cgo to ask here.
func InUse() (Bytes, error) { return PeakInUse() }

// ResetPeak says that the peak counts from the beginning here.
func ResetPeak() error {
	return errors.New("the peak of the memory cannot be measured anew on this system")
}
