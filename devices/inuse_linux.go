package devices

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unsafe"
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

// InUseBesideGo returns the part of InUse that is not Go's heap: what libraries took, and
// mapped files. How much of Go's heap is garbage at the moment makes no difference to it.
func InUseBesideGo() (Bytes, error) {
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return 0, errResident
	}
	defer f.Close()
	return beside(f, goHeap())
}

// span is a range of addresses.
type span struct{ from, to uint64 }

// mostHeap is more than any heap is long.
const mostHeap = 1 << 36

// goHeap returns where Go's heap lies: in one piece around any object of it, and far from
// where systems put programs and what they map (runtime/malloc.go).
func goHeap() span {
	object := uint64(uintptr(unsafe.Pointer(new([1 << 16]byte))))
	return span{object - min(object, mostHeap), object + mostHeap}
}

// beside sums the memory of a file such as /proc/self/smaps that does not begin in a span.
func beside(smaps io.Reader, heap span) (sum Bytes, err error) {
	counts, known := false, false
	for lines := bufio.NewScanner(smaps); lines.Scan(); {
		key, value, _ := strings.Cut(lines.Text(), ":")
		if key == "Pss" {
			known = true
			if n, err := strconv.ParseUint(strings.TrimSpace(strings.TrimSuffix(value, "kB")), 10, 50); err == nil && counts {
				sum += Bytes(n) << 10
			}
			continue
		}
		if from, _, ok := strings.Cut(lines.Text(), "-"); ok {
			if at, err := strconv.ParseUint(from, 16, 64); err == nil {
				counts = at < heap.from || at >= heap.to
			}
		}
	}
	if !known {
		return 0, errResident
	}
	return sum, nil
}

// ResetPeak lets PeakInUse begin anew at what the process has now.
func ResetPeak() error {
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		return fmt.Errorf("the peak of the memory cannot be measured anew: %w", err)
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
