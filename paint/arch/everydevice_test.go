//go:build cgo && !race

package arch

import (
	"testing"

	networks "patina/paint/network"
	"patina/paint/ort/orttest"
)

// Every kind of network runs wholly on every device that the machine has, on inputs made
// there, and computes what the processor does.
func TestEveryNetworkComputesTheSameOnEveryDevice(t *testing.T) {
	for _, s := range everyKind(t) {
		want := orttest.Run(t, s.model, s.in)
		for _, on := range orttest.Devices(t) {
			t.Run(s.kind+" on "+string(on), func(t *testing.T) {
				off := farthest(t, runAt(t, s, on, networks.Options{}), want)
				t.Logf("differs by %.2g of the largest element", off)
				if !(off <= 1e-4) {
					t.Errorf("differs by %g of the largest element, allowed are 1e-4", off)
				}
			})
		}
	}
}
