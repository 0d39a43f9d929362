package painttest

import (
	"context"
	"errors"
	"testing"

	"patina/devices"
	"patina/paint/network"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

func TestTheFakeIsARuntime(t *testing.T) {
	for _, on := range []devices.ID{devices.Processor, "cuda:0"} {
		r := &Runtime{}
		TestRuntime(t, r, on)
		if now, peak := r.Held(on); r.Open() != 0 || now != 0 || peak < 24 {
			t.Errorf("on %s: %d open, %d bytes held, %d at most", on, r.Open(), now, peak)
		}
	}
}

// loop is a job in small: a network, conditioning that stays, and latents that go there
// and back in each step.
func loop(ctx context.Context, r network.Runtime, model onnx.Model, on devices.ID, steps int) (err error) {
	opt := network.Options{Component: "doubling"}
	s, err := r.LoadOn(ctx, model, on, opt)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	for range steps {
		if _, err := s.Run(ctx, map[string]tensor.Tensor{"x": tensor.New(2, 3)}); err != nil {
			return err
		}
	}
	return nil
}

// Whichever allocation of a job fails, the job says that memory is used up and leaves
// nothing behind.
func TestEveryAllocationMayFail(t *testing.T) {
	const steps, on = 3, devices.ID("cuda:0")
	model, ctx := doubling(t), context.Background()
	whole := &Runtime{Working: func(onnx.Model) devices.Bytes { return 100 }}
	if err := loop(ctx, whole, model, on, steps); err != nil {
		t.Fatal(err)
	}
	if whole.Allocations() != 1+3*steps || whole.Moved(devices.Processor, on) != devices.Bytes(model.Weights)+24*steps || whole.Moved(on, devices.Processor) != 24*steps {
		t.Errorf("%d allocations, %d bytes there, %d back", whole.Allocations(), whole.Moved(devices.Processor, on), whole.Moved(on, devices.Processor))
	}
	for n := 1; n <= whole.Allocations(); n++ {
		r := &Runtime{Working: whole.Working, Fail: n}
		err := loop(ctx, r, model, on, steps)
		if now, _ := r.Held(on); !errors.Is(err, network.ErrOutOfMemory) || r.Open() != 0 || now != 0 {
			t.Errorf("allocation %d fails: got %v, %d open, %d bytes held", n, err, r.Open(), now)
		}
	}
}

func TestADeviceOfTheFakeFillsUp(t *testing.T) {
	ctx, r := context.Background(), &Runtime{Capacity: map[devices.ID]devices.Bytes{"cuda:0": 50}}
	var values []network.Value
	for range 2 {
		v, err := r.Upload(ctx, tensor.New(2, 3), "cuda:0", network.Options{})
		if err != nil {
			t.Fatal(err)
		}
		values = append(values, v)
	}
	if _, err := r.Upload(ctx, tensor.New(2, 3), "cuda:0", network.Options{}); !errors.Is(err, network.ErrOutOfMemory) {
		t.Errorf("got %v", err)
	}
	values[0].Close()
	if _, err := r.Upload(ctx, tensor.New(2, 3), "cuda:0", network.Options{}); err != nil {
		t.Error(err)
	}
}

func TestTheFakeComputesWhatItIsTold(t *testing.T) {
	r := &Runtime{Compute: func(_ onnx.Model, in, out map[string]tensor.Tensor) error {
		for i, v := range in["x"].F32 {
			out["y"].F32[i] = 2 * v
		}
		return nil
	}}
	s, err := r.LoadOn(context.Background(), doubling(t), "webgpu:0", network.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := s.Run(context.Background(), map[string]tensor.Tensor{"x": tensor.Of([]float32{1, 2, 3, 4, 5, 6}, 2, 3)})
	if err != nil || out["y"].F32[5] != 12 {
		t.Errorf("got %v, %v", out, err)
	}
}
