package devices

import (
	"fmt"
	"math"
)

// Bytes is an amount of memory.
type Bytes int64

// Units of memory. A GB of memory is 2^30 bytes, as the makers of cards and the system's
// own monitors count it.
const (
	MB Bytes = 1 << 20
	GB Bytes = 1 << 30
)

// String returns the amount as artists know it: "1.9 GB", or "12 MB" below a tenth of a
// GB.
func (b Bytes) String() string {
	if b > -GB/10 && b < GB/10 {
		return fmt.Sprintf("%.0f MB", float64(b)/float64(MB))
	}
	return fmt.Sprintf("%.1f GB", float64(b)/float64(GB))
}

// times returns b times a factor, and no more than fits.
func (b Bytes) times(factor float64) Bytes {
	return Bytes(math.Min(float64(b)*factor, math.MaxInt64/2))
}
