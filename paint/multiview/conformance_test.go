//go:build cgo && !race

package multiview

import (
	"fmt"
	"testing"

	"patina/devices"
	"patina/paint"
	"patina/paint/ort/orttest"
	"patina/paint/painttest"
)

// Every component runs under every policy on every device there is, on inputs that the
// rule has placed, and paints what the processor paints but for rounding.
func TestEveryComponentUnderEveryPolicyOnEveryDevice(t *testing.T) {
	runtime, models := orttest.Open(t), painttest.TinyCheckpoints(t)
	p, req := onDevice(t, runtime, models, devices.Processor, devices.OnCPU)
	want, _ := mustPaint(t, p, req)
	for _, id := range orttest.Devices(t) {
		for _, policy := range []devices.Policy{devices.OnCPU, devices.Resident, devices.Offload, devices.OffloadViews} {
			if id == devices.Processor && policy != devices.OnCPU {
				continue // there is nothing to offload from
			}
			t.Run(fmt.Sprintf("%s/%s", id, policy), func(t *testing.T) {
				p, req := onDevice(t, runtime, models, id, policy)
				conform(t, p, req, want)
			})
		}
	}
}

// conform paints and holds the result against the processor's.
func conform(t *testing.T, p *Painter, req paint.Request, want []byte) {
	t.Helper()
	policy := req.Settings.Offload
	if testing.Short() && policy != devices.OnCPU {
		t.Skip("a graphics driver that computes on the processor takes a minute for each policy")
	}
	if _, err := p.Plan(t.Context(), req); policy == devices.OffloadViews && err != nil {
		t.Log("nothing is large enough to be cut:", err)
		return
	}
	got, h := mustPaint(t, p, req)
	off := farthestByte(got, want)
	t.Logf("%d of 255 off at most", off)
	if off > 3 || h.notices != nil {
		t.Errorf("%d of 255 off, notices %q", off, h.notices)
	}
	if err := p.machine.Release(); err != nil || p.machine.pool.open() != 0 {
		t.Errorf("%d sessions are open, %v", p.machine.pool.open(), err)
	}
}

func farthestByte(a, b []byte) (most int) {
	for i := range a {
		d := int(a[i]) - int(b[i])
		most = max(most, d, -d)
	}
	return most
}
