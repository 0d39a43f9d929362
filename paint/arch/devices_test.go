//go:build cgo

package arch

import (
	"context"
	"math"
	"strings"
	"testing"

	"patina/devices"
	networks "patina/paint/network"
	"patina/paint/onnx"
	"patina/paint/ort/orttest"
	"patina/paint/tensor"
)

// narrowVAE has two levels.
func narrowVAE() VAEConfig {
	c := tinyVAE()
	c.BlockOutChannels = []int{32, 64}
	return c
}

// sample is a network of a kind, with inputs.
type sample struct {
	kind  string
	model onnx.Model
	in    map[string]tensor.Tensor
}

// everyKind returns a small network of each kind that a job runs.
func everyKind(t testing.TB) []sample {
	t.Helper()
	config, views := smallUNet(), Multiview{Views: 2, View: Size{8, 8}, References: 1, Reference: Size{8, 8}}
	blind, both := views, save(t, paint(config, views))
	blind.Unconditional = true
	vae := save(t, record(func(w func(string) source) {
		newNetwork("", w("")).vaeEncoder(narrowVAE(), 1, Size{16, 16})
		newNetwork("", w("")).vaeDecoder(narrowVAE(), 1, Size{8, 8})
	}))
	clip := save(t, record(func(w func(string) source) { newNetwork("", w("text_model.")).clipText(tinyCLIP()) }))
	plain := save(t, record(func(w func(string) source) { newNetwork("", w("")).plainUNet(config, 2, Size{8, 8}, 7) }))
	list := []sample{
		{kind: "reference unet", model: must(t)(ReferenceUNet(config, both, views))},
		{kind: "time embedding", model: must(t)(TimeEmbedding(config, both, views.Views))},
		{kind: "multiview unet", model: must(t)(MultiviewUNet(config, both, views))},
		{kind: "unconditional multiview unet", model: must(t)(MultiviewUNet(config, both, blind))},
		{kind: "plain unet", model: must(t)(PlainUNet(config, plain, 2, Size{8, 8}, 7))},
		{kind: "vae encoder", model: must(t)(VAEEncoder(narrowVAE(), vae, 1, Size{16, 16}))},
		{kind: "vae decoder", model: must(t)(VAEDecoder(narrowVAE(), vae, 1, Size{8, 8}))},
		{kind: "text encoder", model: must(t)(CLIPText(tinyCLIP(), clip))},
	}
	for i := range list {
		list[i].in = inputsOf(list[i].model)
	}
	return list
}

// inputsOf returns inputs that a network could be given: small integers, the time 999,
// and noise.
func inputsOf(m onnx.Model) map[string]tensor.Tensor {
	in := map[string]tensor.Tensor{}
	for _, v := range m.Inputs {
		switch {
		case v.Type == onnx.Int64:
			in[v.Name] = networks.Empty(v.Type, v.Shape...)
			for i := range in[v.Name].I64 {
				in[v.Name].I64[i] = int64(i)
			}
		case v.Name == "timestep":
			in[v.Name] = tensor.Of([]float32{999}, 1)
		default:
			in[v.Name] = seeded("input."+v.Name, v.Shape...)
		}
	}
	return in
}

// pipeline is one whose components compute on a device.
type pipeline devices.ID

func (p pipeline) ExecutionDevice() (devices.ID, bool) { return devices.ID(p), true }

// runAt runs a network on a device, where its inputs are made as the rule says.
func runAt(t *testing.T, s sample, on devices.ID, opt networks.Options) map[string]tensor.Tensor {
	t.Helper()
	ctx, runtime := context.Background(), orttest.Open(t)
	opt.Component = s.kind
	session, err := runtime.LoadOn(ctx, s.model, on, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	placed := map[string]networks.Value{}
	for name, x := range s.in {
		v, err := runtime.Upload(ctx, x, devices.ExecutionDevice(pipeline(on), devices.Processor), opt)
		if err != nil {
			t.Fatal(err)
		}
		defer v.Close()
		placed[name] = v
	}
	results, err := session.RunOn(ctx, placed)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]tensor.Tensor{}
	for name, v := range results {
		defer v.Close()
		if v.On() != on {
			t.Errorf("%s: the output %s is on %s", s.kind, name, v.On())
		}
		if out[name], err = v.Download(ctx); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// farthest returns the largest difference between outputs, as a part of the largest
// element that is wanted.
func farthest(t *testing.T, got, want map[string]tensor.Tensor) float64 {
	t.Helper()
	worst := 0.0
	for name, w := range want {
		most, off := 0.0, 0.0
		for i, v := range w.F32 {
			d := math.Abs(float64(got[name].F32[i] - v))
			if !(d <= off) {
				off = d
			}
			most = max(most, math.Abs(float64(v)))
		}
		if !(off/most <= worst) {
			worst = off / most
		}
	}
	return worst
}

// In float16 every kind of network computes what it does in float32, to three digits.
func TestEveryNetworkComputesInHalfPrecision(t *testing.T) {
	for _, s := range everyKind(t) {
		off := farthest(t, runAt(t, s, devices.Processor, networks.Options{Half: true}), orttest.Run(t, s.model, s.in))
		t.Logf("%s: float16 differs by %.2g of the largest element", s.kind, off)
		if !(off <= 1e-2) {
			t.Errorf("%s: float16 differs by %g of the largest element, allowed are 1e-2", s.kind, off)
		}
		if off == 0 {
			t.Errorf("%s: float16 is exact, so that it was not used", s.kind)
		}
	}
}

// One input on another device than the network is refused by name, whichever it is.
func TestInputsOnAnotherDeviceAreNamed(t *testing.T) {
	ctx, runtime := context.Background(), orttest.Open(t)
	there := orttest.Devices(t)
	for _, on := range there {
		s := everyKind(t)[2]
		session, err := runtime.LoadOn(ctx, s.model, on, networks.Options{Component: s.kind})
		if err != nil {
			t.Fatal(err)
		}
		defer session.Close()
		placed := map[string]networks.Value{}
		for name, x := range s.in {
			if placed[name], err = runtime.Upload(ctx, x, on, networks.Options{}); err != nil {
				t.Fatal(err)
			}
			defer placed[name].Close()
		}
		for _, other := range there {
			for name, right := range placed {
				if other == on {
					continue
				}
				wrong, err := runtime.Upload(ctx, s.in[name], other, networks.Options{})
				if err != nil {
					t.Fatal(err)
				}
				defer wrong.Close()
				placed[name] = wrong
				_, err = session.RunOn(ctx, placed)
				if err == nil || !strings.Contains(err.Error(), `"`+name+`" is on `+string(other)+", expected on "+string(on)) {
					t.Errorf("%s on %s given to %s: got %v", name, other, on, err)
				}
				placed[name] = right
			}
		}
	}
}
