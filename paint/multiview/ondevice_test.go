//go:build cgo

package multiview

import (
	"context"
	"strings"
	"testing"

	"patina/devices"
	"patina/paint"
	"patina/paint/network"
	"patina/paint/ort"
	"patina/paint/ort/orttest"
	"patina/paint/painttest"
	"patina/paint/tensor"
)

// onDevice opens a tiny checkpoint on a machine with the processor and a device, and
// returns the request that computes there.
func onDevice(t testing.TB, runtime *ort.Runtime, models string, id devices.ID, policy devices.Policy) (*Painter, paint.Request) {
	t.Helper()
	var cards []devices.Device
	if id != devices.Processor {
		d := roomy
		d.ID, d.Provider, d.Name = id, id.Provider(), string(id)
		cards = append(cards, d)
	}
	p := open(t, models, runtime, cards...)
	req := short(t, policy)
	req.Settings.Rig.Views = req.Settings.Rig.Views[:2] // a view more is a minute more where a processor draws
	req.Settings.Device, req.Settings.Steps, req.Settings.Diffusion.Delight = id, 1, true
	p.delight.steps = 1 // what WebGPU needs on a processor is minutes for more
	return p, req
}

// A tensor on another device than the network's is refused before ONNX Runtime sees it.
func TestATensorOnTheWrongDeviceIsRefused(t *testing.T) {
	id := orttest.WebGPU(t)
	p, req := onDevice(t, orttest.Open(t), painttest.TinyCheckpoints(t), id, devices.Offload)
	r := begun(t, p, req)
	err := r.use(decoder, func(l *loaded) error {
		latents := network.Host(tensor.New(1, 4, 8, 8))
		_, err := l.session.RunOn(context.Background(), map[string]network.Value{"latents": latents})
		return err
	})
	for _, part := range []string{"VAE decoder", `"latents"`, "is on cpu, expected on " + string(id)} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("got %v, want %q in it", err, part)
		}
	}
}
