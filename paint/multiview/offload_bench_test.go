//go:build cgo

package multiview

import (
	"path/filepath"
	"testing"

	"patina/devices"
	"patina/paint"
	"patina/paint/ort/orttest"
	"patina/paint/painttest"
	"patina/paint/view"
)

// BenchmarkOffload measures a job of ten steps on the processor, with sessions that stay
// and sessions that are loaded for their stage, which is what offload costs besides
// copies.
func BenchmarkOffload(b *testing.B) {
	runtime, folder := orttest.Open(b), filepath.Join(painttest.TinyCheckpoints(b), PaintFolder)
	for name, resident := range map[string]bool{"resident": true, "offload": false} {
		b.Run(name, func(b *testing.B) {
			p := open(b, folder, runtime)
			p.machine.FreeAfter = 1 << 40
			req := short(b, devices.Auto)
			req.Settings.Steps, req.Settings.ViewSize = 10, 128
			passes := rendered(b, req)
			b.ResetTimer()
			for range b.N {
				job(b, p, req, passes, resident)
			}
			b.StopTimer()
			if err := p.machine.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// job paints as PaintViews does, with every component resident or none.
func job(b *testing.B, p *Painter, req paint.Request, passes []view.Passes, resident bool) {
	b.Helper()
	r, err := p.begin(b.Context(), req, passes, func(paint.Event) {})
	if err != nil {
		b.Fatal(err)
	}
	for i := range r.plan.Components {
		r.plan.Components[i].Resident = resident
	}
	_, err = r.paint()
	if r.end(err); err != nil {
		b.Fatal(err)
	}
}
