//go:build cgo && linux && alone

package multiview

import (
	"testing"

	"patina/devices"
	"patina/paint"
	"patina/paint/ort/orttest"
	"patina/paint/painttest"
)

// What a job takes at most on the processor is foretold: no more than 5 per cent too low
// and 10 per cent too high, for the first job of a process and for those after it. The race
// detector, which keeps much beside Go's heap, would be measured with it.
func TestMemoryIsForetoldForJobs(t *testing.T) {
	p := open(t, painttest.TinyCheckpoints(t), orttest.Open(t))
	p.machine.Used, p.machine.BesideGo = devices.InUse, devices.InUseBesideGo
	for job, size := range []int{256, 256} {
		req := short(t, devices.Auto)
		req.Settings.ViewSize = size
		var predicted, measured devices.Bytes
		h := &heard{each: func(ev paint.Event) {
			if m, ok := ev.(paint.Measured); ok {
				t.Logf("job %d, %d pixels, %s: predicted %d KB, measured %d KB", job, size, m.Stage, m.Predicted>>10, m.Measured>>10)
				predicted, measured = max(predicted, m.Predicted), max(measured, m.Measured)
			}
		}}
		if _, err := listen(t, t.Context(), p, req, h); err != nil {
			t.Fatal(err)
		}
		if off := 100 * (float64(predicted)/float64(measured) - 1); off < -5 || off > 10 {
			t.Errorf("job %d, %d pixels: predicted %d KB, measured %d KB, %+.1f %%", job, size, predicted>>10, measured>>10, off)
		}
	}
}
