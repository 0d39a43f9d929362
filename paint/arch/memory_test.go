//go:build cgo

package arch

import (
	"testing"

	"patina/devices"
	"patina/paint/ort/orttest"
)

// What a process has in memory at most while it runs a network is foretold from the
// graph: no more than 5 per cent too low and 10 per cent too high. devices has the table
// of larger networks, up to the published width.
func TestMemoryIsForetold(t *testing.T) {
	orttest.Open(t)
	for _, s := range []subject{{"conditional", 16, 6, 256}, {"reference", 16, 1, 256}, {"encoder", 32, 1, 256}, {"decoder", 32, 1, 256}} {
		m := s.measure(t)
		f := devices.Estimate(s.Component, "", devices.Working{
			Weights: devices.Bytes(m.Memory.Weights), Folded: devices.Bytes(m.Memory.Folded), Touched: devices.Bytes(m.Memory.Touched),
			Outputs: devices.Bytes(m.Outputs), Operators: m.Memory.Operators,
		})
		peak, foretold := devices.Bytes(m.Peak), devices.Bytes(m.Before)+devices.Base(devices.CPU)+f.Total()
		off := 100 * (float64(foretold)/float64(peak) - 1)
		t.Logf("%-11s %d wide, %d x %d: foretold %d MB, took %d MB, %+.1f %%", s.Component, s.Width, s.Views, s.Size, foretold/devices.MB, peak/devices.MB, off)
		if off < -5 || off > 10 {
			t.Errorf("%+v: foretold %d bytes, took %d", s, foretold, peak)
		}
	}
}
