package painttest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"patina/devices"
	"patina/paint/network"
	"patina/paint/onnx"
	"patina/paint/tensor"
)

// doubling is a network that takes x [2, 3] and a weight of the same shape.
func doubling(t testing.TB) onnx.Model {
	t.Helper()
	g := onnx.New("doubling")
	x := g.Input("x", onnx.Float32, 2, 3)
	g.Output("y", g.Add(x, g.Add(x, g.Constant(tensor.New(2, 3)))))
	m, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestRuntime is the conformance test of a network.Runtime: it holds what a runtime says
// and reports on a device against what package network promises, but for the numbers
// that a network computes.
func TestRuntime(t *testing.T, r network.Runtime, on devices.ID) {
	ctx, model := context.Background(), doubling(t)
	var transfers []devices.Transfer
	opt := network.Options{Component: "doubling", Report: func(t devices.Transfer) { transfers = append(transfers, t) }}
	s, err := r.LoadOn(ctx, model, on, opt)
	if err != nil {
		t.Fatal(err)
	}
	x, err := r.Upload(ctx, tensor.New(2, 3), on, opt)
	if err != nil {
		t.Fatal(err)
	}
	out, err := s.RunOn(ctx, map[string]network.Value{"x": x})
	if err != nil {
		t.Fatal(err)
	}
	y := out["y"]
	if s.On() != on || x.On() != on || y.On() != on || y.Type() != onnx.Float32 || network.Bytes(y) != 24 {
		t.Errorf("session, input and output are on %s, %s and %s, the output has %d bytes", s.On(), x.On(), y.On(), network.Bytes(y))
	}
	if got, err := y.Download(ctx); err != nil || got.Len() != 6 {
		t.Errorf("downloaded %v, %v", got, err)
	}
	testTransfers(t, transfers, on, devices.Bytes(model.Weights))
	testRefusals(t, r, s, x)
	testCancelled(t, r, s, x, model)
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Error(err)
	}
	if got, err := y.Download(ctx); err != nil || got.Len() != 6 {
		t.Errorf("what a run left after its session was closed: %v, %v", got, err)
	}
	if err := errors.Join(y.Close(), y.Close(), x.Close()); err != nil {
		t.Error(err)
	}
	if _, err := s.RunOn(ctx, map[string]network.Value{"x": x}); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("a closed session: got %v", err)
	}
}

// testTransfers sees that weights, input and output were reported, in order and whole.
func testTransfers(t *testing.T, got []devices.Transfer, on devices.ID, weights devices.Bytes) {
	t.Helper()
	if on == devices.Processor {
		if len(got) > 0 {
			t.Errorf("nothing is copied on the processor, reported were %v", got)
		}
		return
	}
	var finished []devices.Transfer
	for _, tr := range got {
		if tr.Finished() {
			tr.Seconds = 0
			finished = append(finished, tr)
		}
	}
	want := []devices.Transfer{
		{Component: "doubling", From: devices.Processor, To: on, Done: weights, Total: weights},
		{Component: "doubling", From: devices.Processor, To: on, Done: 24, Total: 24},
		{Component: "doubling", From: on, To: devices.Processor, Done: 24, Total: 24},
	}
	if len(finished) != len(want) || finished[0] != want[0] || finished[1] != want[1] || finished[2] != want[2] {
		t.Errorf("reported %+v, want %+v", finished, want)
	}
}

// elsewhere pretends that a value is on a device that no machine has.
type elsewhere struct{ network.Value }

func (elsewhere) On() devices.ID { return "cuda:99" }

// testRefusals sees that wrong inputs are refused with their names.
func testRefusals(t *testing.T, r network.Runtime, s network.Session, x network.Value) {
	t.Helper()
	ctx := context.Background()
	turned, err := r.Upload(ctx, tensor.New(3, 2), s.On(), network.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer turned.Close()
	for want, in := range map[string]map[string]network.Value{
		`doubling: the input "x" is missing`:                                   {"z": x},
		`doubling: the input "x" is float32 [3 2], expected float32 [2 3]`:     {"x": turned},
		`doubling: the input "x" is on cuda:99, expected on ` + string(s.On()): {"x": elsewhere{x}},
	} {
		if _, err := s.RunOn(ctx, in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// testCancelled sees that nothing begins when ctx has ended, and that the cause comes
// back as it is.
func testCancelled(t *testing.T, r network.Runtime, s network.Session, x network.Value, model onnx.Model) {
	t.Helper()
	reason := errors.New("the artist pressed Cancel")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(reason)
	_, load := r.LoadOn(ctx, model, s.On(), network.Options{})
	_, upload := r.Upload(ctx, tensor.New(1), s.On(), network.Options{})
	_, run := s.RunOn(ctx, map[string]network.Value{"x": x})
	_, download := x.Download(ctx)
	for what, err := range map[string]error{"LoadOn": load, "Upload": upload, "RunOn": run, "Download": download} {
		if !errors.Is(err, reason) {
			t.Errorf("%s: got %v, want the cause", what, err)
		}
	}
}
