//go:build !linux

package devices

import "runtime/metrics"

// InUseBesideGo returns the part of InUse that is not Go's memory: what libraries took,
// and mapped files.
func InUseBesideGo() (Bytes, error) {
	all, err := InUse()
	if err != nil {
		return 0, err
	}
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return max(0, all-Bytes(samples[0].Value.Uint64()-samples[1].Value.Uint64())), nil
}
