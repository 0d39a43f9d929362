package ort

import (
	"context"
	"errors"
	"os"
	"runtime"
	"testing"

	"patina/devices"
	"patina/paint/network"
	"patina/paint/onnx"
)

// A load that is cancelled returns while ONNX Runtime still computes what constants lead
// to, and the next one waits for the end of that.
func TestALoadIsGivenUpWhileConstantsAreFolded(t *testing.T) {
	path, err := Find()
	if err != nil && os.Getenv("REQUIRE_ORT") == "" {
		t.Skip("SKIPPED:", err)
	}
	r, err := Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	reason := errors.New("the artist pressed Cancel")
	ctx, cancel := context.WithCancelCause(t.Context())
	opt := network.Options{Report: func(devices.Transfer) {}}
	go func() {
		for !r.busy() {
			runtime.Gosched()
		}
		cancel(reason)
	}()
	_, err = r.LoadOn(ctx, folding(t, 1024, 20), devices.Processor, opt)
	if !errors.Is(err, reason) {
		t.Errorf("got %v", err)
	}
	if !r.busy() {
		t.Error("when the load was given up, all constants were computed already")
	}
	hurried, stop := context.WithCancelCause(t.Context())
	stop(reason)
	if _, err := r.LoadOn(hurried, folding(t, 8, 1), devices.Processor, opt); !errors.Is(err, reason) {
		t.Errorf("a load that waits: %v", err)
	}
	s, err := r.LoadOn(t.Context(), folding(t, 8, 1), devices.Processor, opt)
	if err != nil || len(r.loading) != 0 {
		t.Fatalf("the next load: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if r.mutex.Lock(); r.devices[devices.Processor] != nil {
		t.Error("the session that was given up is still open")
	}
	r.mutex.Unlock()
}

// busy tells whether something is being loaded.
func (r *Runtime) busy() bool { return len(r.loading) > 0 }

// folding multiplies constants of n x n again and again, all of it before the first run.
func folding(t *testing.T, n, times int) onnx.Model {
	t.Helper()
	g := onnx.New("folding")
	y, factor := g.Constant(wave(n, 1)), g.Constant(wave(n, 2))
	for range times {
		y = g.Gemm(y, factor, onnx.Value{})
	}
	g.Output("y", g.Add(g.Input("x", onnx.Float32, n, n), y))
	m, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	return m
}
