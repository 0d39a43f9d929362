package ort_test

import (
	"context"
	"errors"
	"os"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"patina/paint/onnx"
	"patina/paint/ort"
	"patina/paint/ort/orttest"
	"patina/paint/tensor"
)

// chain is a graph that multiplies x [n, n] by a constant so many times.
func chain(t testing.TB, n, times int) onnx.Model {
	t.Helper()
	g := onnx.New("chain")
	x := g.Input("x", onnx.Float32, n, n)
	weight := tensor.New(n, n)
	for i := range n {
		weight.F32[i*n+(i+1)%n] = 1
	}
	w := g.Constant(weight)
	for range times {
		x = g.Gemm(x, w, onnx.Value{})
	}
	g.Output("y", x)
	m, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A run of forty times the work is cancelled while the first is at it: it must not
// take half as long as it would have.
func TestACancelledRunStopsEarly(t *testing.T) {
	short, long := load(t, chain(t, 512, 100)), load(t, chain(t, 512, 4000))
	in := map[string]tensor.Tensor{"x": noise(512, 512)}
	measure := func(ctx context.Context, s *ort.Session) (time.Duration, error) {
		start := time.Now()
		_, err := s.Run(ctx, in)
		return time.Since(start), err
	}
	whole, err := measure(context.Background(), short)
	if err != nil {
		t.Fatal(err)
	}
	reason := errors.New("the artist pressed Cancel")
	ctx, cancel := context.WithCancelCause(context.Background())
	timer := time.AfterFunc(whole, func() { cancel(reason) })
	defer timer.Stop()
	took, err := measure(ctx, long)
	if !errors.Is(err, reason) {
		t.Errorf("got %v, want the cause", err)
	}
	if took > 20*whole {
		t.Errorf("it went on for %v; a fortieth of the work takes %v", took, whole)
	}
	if _, err := measure(ctx, short); !errors.Is(err, reason) {
		t.Errorf("with an ended context: got %v, want the cause", err)
	}
	if _, err := orttest.Open(t).Load(ctx, chain(t, 4, 4)); !errors.Is(err, reason) {
		t.Errorf("Load: got %v, want the cause", err)
	}
	if _, err := measure(context.Background(), short); err != nil {
		t.Errorf("the next run: %v", err)
	}
}

func load(t *testing.T, m onnx.Model) *ort.Session {
	t.Helper()
	s, err := orttest.Open(t).Load(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestWrongInputsAreNamed(t *testing.T) {
	session, err := orttest.Open(t).Load(context.Background(), chain(t, 4, 1))
	if err != nil {
		t.Fatal(err)
	}
	for want, in := range map[string]map[string]tensor.Tensor{
		`"x" is missing`: {"y": noise(4, 4)},
		"is float32 [4 5], expected float32 [4 4]": {"x": noise(4, 5)},
		"is float16 [4 4]":                         {"x": noise(4, 4).Float16()},
		"is int64 [4 4], expected float32":         {"x": tensor.OfInts(make([]int64, 16), 4, 4)},
	} {
		if _, err := session.Run(context.Background(), in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if err := errors.Join(session.Close(), session.Close()); err != nil {
		t.Error(err)
	}
	if _, err := session.Run(context.Background(), map[string]tensor.Tensor{"x": noise(4, 4)}); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("after Close: got %v", err)
	}
}

func TestABrokenModelIsAnError(t *testing.T) {
	runtime := orttest.Open(t)
	g := onnx.New("lost")
	g.Output("y", g.Gemm(g.Input("x", onnx.Float32, 1, 2), g.External("w", onnx.Float32, t.TempDir()+"/missing", 0, 3, 2), onnx.Value{}))
	lost, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []onnx.Model{lost, {Bytes: []byte("nonsense"), Inputs: lost.Inputs, Outputs: lost.Outputs}} {
		if s, err := runtime.Load(context.Background(), m); err == nil || s != nil || !strings.Contains(err.Error(), "cannot load a network") {
			t.Errorf("got %v", err)
		}
	}
}

func TestEveryTypeGoesInAndOut(t *testing.T) {
	g := onnx.New("types")
	g.Output("half", g.Input("h", onnx.Float16, 2, 2))
	g.Output("ints", g.Add(g.Input("i", onnx.Int64, 3), g.Constant(tensor.OfInts([]int64{1 << 40}, 1))))
	m, err := g.Model()
	if err != nil {
		t.Fatal(err)
	}
	h := noise(2, 2).Float16()
	out := orttest.Run(t, m, map[string]tensor.Tensor{"h": h, "i": tensor.OfInts([]int64{1, -2, 3}, 3)})
	if !slices.Equal(out["half"].F16, h.F16) || !slices.Equal(out["ints"].I64, []int64{1<<40 + 1, 1<<40 - 2, 1<<40 + 3}) {
		t.Errorf("got %v", out)
	}
}

func TestOneSessionServesSeveralGoroutines(t *testing.T) {
	session, err := orttest.Open(t).Load(context.Background(), chain(t, 16, 16))
	if err != nil {
		t.Fatal(err)
	}
	x := noise(16, 16)
	var wait sync.WaitGroup
	for range 6 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for range 20 {
				out, err := session.Run(context.Background(), map[string]tensor.Tensor{"x": x})
				if err != nil || !slices.Equal(out["y"].F32, x.F32) {
					t.Errorf("got %v", err)
					return
				}
			}
		}()
	}
	wait.Wait()
	if err := session.Close(); err != nil {
		t.Error(err)
	}
}

// Sessions that are loaded, run and closed again and again leave no memory behind.
func TestMemoryStaysFlat(t *testing.T) {
	if _, err := os.Stat("/proc/self/statm"); err != nil {
		t.Skip("SKIPPED: memory is measured on Linux only:", err)
	}
	model, in := chain(t, 512, 8), map[string]tensor.Tensor{"x": noise(512, 512)}
	after := func(runs int) int {
		for range runs {
			orttest.Run(t, model, in)
		}
		debug.FreeOSMemory()
		return resident(t)
	}
	before := after(10)
	if grown := after(50) - before; grown > 32<<20 {
		t.Errorf("50 sessions left %d MB behind", grown>>20)
	}
}

// resident returns the bytes of the process that are in memory.
func resident(t *testing.T) int {
	t.Helper()
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.Atoi(strings.Fields(string(b))[1])
	if err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize()
}

func BenchmarkGemm2048(b *testing.B) {
	session, err := orttest.Open(b).Load(context.Background(), chain(b, 2048, 1))
	if err != nil {
		b.Fatal(err)
	}
	defer session.Close()
	in := map[string]tensor.Tensor{"x": noise(2048, 2048)}
	for b.Loop() {
		if _, err := session.Run(context.Background(), in); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(2*2048*2048*2048*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
}
