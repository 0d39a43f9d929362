package ort_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"patina/devices"
	"patina/paint/network"
	"patina/paint/onnx"
	"patina/paint/ort"
	"patina/paint/ort/orttest"
	"patina/paint/painttest"
	"patina/paint/tensor"
)

// Runtimes are what network says they are, on every device.
func TestEveryDeviceIsARuntime(t *testing.T) {
	for _, on := range orttest.Devices(t) {
		t.Run(string(on), func(t *testing.T) { painttest.TestRuntime(t, orttest.Open(t), on) })
	}
}

func TestTensorsOfEveryTypeComeBackFromADevice(t *testing.T) {
	ctx, runtime := context.Background(), orttest.Open(t)
	for _, on := range orttest.Devices(t) {
		for _, want := range []tensor.Tensor{noise(3, 5), noise(2, 7).Float16(), tensor.OfInts([]int64{1 << 40, -2, 3}, 3), tensor.Of([]float32{4})} {
			v, err := runtime.Upload(ctx, want, on, network.Options{})
			if err != nil {
				t.Fatal(err)
			}
			got, err := v.Download(ctx)
			if err != nil || !slices.Equal(got.Shape, want.Shape) || !slices.Equal(got.F32, want.F32) || !slices.Equal(got.F16, want.F16) || !slices.Equal(got.I64, want.I64) {
				t.Errorf("on %s: got %v, want %v (%v)", on, got, want, err)
			}
			if err := errors.Join(v.Close(), v.Close()); err != nil {
				t.Error(err)
			}
		}
	}
}

// What a session made can be used when the session is gone, and the device is opened
// again after all of it was closed.
func TestValuesOutliveTheirSession(t *testing.T) {
	ctx, runtime := context.Background(), orttest.Open(t)
	for _, on := range orttest.Devices(t) {
		for range 2 {
			s, err := runtime.LoadOn(ctx, chain(t, 16, 3), on, network.Options{})
			if err != nil {
				t.Fatal(err)
			}
			x := noise(16, 16)
			v, err := runtime.Upload(ctx, x, on, network.Options{})
			if err != nil {
				t.Fatal(err)
			}
			out, err := s.RunOn(ctx, map[string]network.Value{"x": v})
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(s.Close(), v.Close()); err != nil {
				t.Fatal(err)
			}
			y, err := out["y"].Download(ctx)
			if err != nil || !slices.Equal(y.F32[:13], x.F32[3:16]) {
				t.Errorf("on %s: got %v, want %v from the third on (%v)", on, y.F32[:13], x.F32[:16], err)
			}
			network.CloseAll(out)
		}
	}
}

// integers is a network that WebGPU cannot run all of.
func integers(t *testing.T) onnx.Model {
	t.Helper()
	g := onnx.New("integers")
	i := g.Input("i", onnx.Int64, 2)
	g.Output("y", g.Gather(g.Constant(noise(4, 3)), g.Add(i, g.Constant(tensor.OfInts([]int64{1}, 1)))))
	m, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A network of which the device cannot run an operator is refused, unless that is
// allowed; then it is known which.
func TestOperatorsDoNotMoveToTheProcessorUnasked(t *testing.T) {
	on, ctx := orttest.WebGPU(t), context.Background()
	if _, err := orttest.Open(t).LoadOn(ctx, integers(t), on, network.Options{Component: "numbers"}); err == nil || !strings.Contains(err.Error(), "cannot load numbers on "+string(on)) {
		t.Errorf("got %v", err)
	}
	s, err := orttest.Open(t).LoadOn(ctx, integers(t), on, network.Options{Lenient: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	out, err := s.Run(ctx, map[string]tensor.Tensor{"i": tensor.OfInts([]int64{2, 0}, 2)})
	if err != nil || !slices.Equal(out["y"].F32, slices.Concat(noise(4, 3).F32[9:], noise(4, 3).F32[3:6])) {
		t.Errorf("got %v, %v", out, err)
	}
	elsewhere, err := s.(*ort.Session).Elsewhere()
	if err != nil || elsewhere["Add"] != 1 {
		t.Errorf("the processor runs %v, %v", elsewhere, err)
	}
}

func TestDevicesAreProven(t *testing.T) {
	var runtime devices.Prober = orttest.Open(t)
	ctx := context.Background()
	for _, on := range orttest.Devices(t) {
		if _, err := runtime.Probe(ctx, devices.Device{ID: on}); err != nil {
			t.Errorf("%s: %v", on, err)
		}
	}
	for id, want := range map[devices.ID]string{
		"webgpu:1": "drives the first card only", "coreml:3": "one device", "abacus:0": "no provider drives", "webgpu:x": "no device has the name",
	} {
		if _, err := runtime.Probe(ctx, devices.Device{ID: id}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", id, err, want)
		}
	}
	reason := errors.New("the artist left")
	ended, cancel := context.WithCancelCause(ctx)
	cancel(reason)
	if _, err := runtime.Probe(ended, devices.Device{ID: devices.Processor}); !errors.Is(err, reason) {
		t.Errorf("got %v, want the cause", err)
	}
}

func TestMemoryUseIsCounted(t *testing.T) {
	ctx := context.Background()
	s, err := orttest.Open(t).Load(ctx, chain(t, 1024, 3))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Run(ctx, map[string]tensor.Tensor{"x": noise(1024, 1024)}); err != nil {
		t.Fatal(err)
	}
	use, ok := s.MemoryUse()
	if !ok || use.Peak < 8<<20 || use.Reserved < use.Peak || use.InUse > use.Peak {
		t.Errorf("two steps of 4 MB between take %+v, %v", use, ok)
	}
}

// In a loop of so many steps what conditions it crosses once, and latents once each way
// in a step.
func TestALoopMovesWhatItMust(t *testing.T) {
	const steps, n = 5, 16
	ctx, runtime := context.Background(), orttest.Open(t)
	g := onnx.New("step")
	g.Output("y", g.Add(g.Input("latents", onnx.Float32, n, n), g.Gemm(g.Input("conditioning", onnx.Float32, n, n), g.Constant(noise(n, n)), onnx.Value{})))
	model, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	for _, on := range orttest.Devices(t) {
		moved := map[devices.ID]devices.Bytes{} // by where to
		opt := network.Options{Component: "step", Report: func(t devices.Transfer) {
			if t.Finished() {
				moved[t.To] += t.Total
			}
		}}
		s, err := runtime.LoadOn(ctx, model, on, opt)
		if err != nil {
			t.Fatal(err)
		}
		conditioning, err := runtime.Upload(ctx, noise(n, n), devices.ExecutionDevice(s, on), opt)
		if err != nil {
			t.Fatal(err)
		}
		latents := noise(n, n)
		for range steps {
			latents = step(t, s, conditioning, latents, opt)
		}
		weights, tensors := devices.Bytes(model.Weights), devices.Bytes(4*n*n)
		want := map[devices.ID]devices.Bytes{on: weights + (1+steps)*tensors, devices.Processor: steps * tensors}
		if on == devices.Processor {
			want = map[devices.ID]devices.Bytes{}
		}
		if !maps.Equal(moved, want) {
			t.Errorf("on %s: moved %v, want %v", on, moved, want)
		}
		if err := errors.Join(conditioning.Close(), s.Close()); err != nil {
			t.Error(err)
		}
	}
}

// step is one step of a loop whose state is on the processor.
func step(t *testing.T, s network.Session, conditioning network.Value, latents tensor.Tensor, opt network.Options) tensor.Tensor {
	t.Helper()
	ctx := context.Background()
	v, err := orttest.Open(t).Upload(ctx, latents, s.On(), opt)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	out, err := s.RunOn(ctx, map[string]network.Value{"latents": v, "conditioning": conditioning})
	if err != nil {
		t.Fatal(err)
	}
	defer network.CloseAll(out)
	y, err := out["y"].Download(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return y
}
