//go:build cgo

package multiview

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"patina/paint"
	"patina/paint/ort/orttest"
	"patina/paint/painttest"
	"patina/paint/raster"
)

// live opens a tiny checkpoint to be run by ONNX Runtime.
func live(t testing.TB, folder string) *Painter {
	t.Helper()
	return open(t, filepath.Join(painttest.TinyCheckpoints(t), folder), orttest.Open(t))
}

func TestTheSeedDecidesEveryBit(t *testing.T) {
	p := live(t, PaintFolder)
	req := request(t)
	first, _ := mustPaint(t, p, req)
	if again, _ := mustPaint(t, p, req); !bytes.Equal(again, first) {
		t.Error("the same request painted something else")
	}
	for name, change := range map[string]func(*paint.Settings){
		"seed":     func(s *paint.Settings) { s.Seed++ },
		"steps":    func(s *paint.Settings) { s.Steps++ },
		"guidance": func(s *paint.Settings) { s.Diffusion.GuidanceScale = 4 },
		"views":    func(s *paint.Settings) { s.Rig.Views[1].Azimuth = 120 },
		"noise":    func(s *paint.Settings) { s.Diffusion.Noise = "cuda" },
		"bugs":     func(s *paint.Settings) { s.Diffusion.Reproduce = true },
	} {
		other := request(t)
		change(&other.Settings)
		if got, _ := mustPaint(t, p, other); bytes.Equal(got, first) {
			t.Errorf("another %s painted the same", name)
		}
	}
	other := request(t)
	other.Reference = gradient(0, 255, opaque)
	if got, _ := mustPaint(t, p, other); bytes.Equal(got, first) {
		t.Error("another reference painted the same")
	}
}

func TestAJobFromMeshToTexture(t *testing.T) {
	p := &paint.Painter{Passes: raster.Renderer{}, Views: live(t, PaintFolder)}
	req := request(t)
	stage, textures := paint.Stage(""), 0
	result, err := p.Paint(t.Context(), req, func(ev paint.Event) {
		switch ev := ev.(type) {
		case paint.StageStarted:
			stage = ev.Stage
		case paint.TexturePreview:
			if stage == paint.StageViews {
				textures++
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Painted) != 3 || result.Textures[0] == nil || 2*result.Coverage.Seen < result.Coverage.Texels || textures == 0 {
		t.Errorf("%d views, coverage %v, %d textures while denoising", len(result.Painted), result.Coverage, textures)
	}
}

func TestTurboPaints(t *testing.T) {
	p := live(t, TurboFolder)
	req := request(t)
	req.Settings.Steps = p.Defaults().Steps
	first, h := mustPaint(t, p, req)
	if len(h.steps) != 10 || h.notices != nil {
		t.Errorf("%d steps, notices %q", len(h.steps), h.notices)
	}
	if again, _ := mustPaint(t, p, req); !bytes.Equal(again, first) {
		t.Error("the same request painted something else")
	}
}

func TestDelightPaints(t *testing.T) {
	p := live(t, PaintFolder)
	req := request(t)
	lit, _ := mustPaint(t, p, req)
	req.Settings.Diffusion.Delight = true
	first, _ := mustPaint(t, p, req)
	again, _ := mustPaint(t, p, req)
	if bytes.Equal(first, lit) || !bytes.Equal(first, again) {
		t.Errorf("delight changes the views: %v, always alike: %v", !bytes.Equal(first, lit), bytes.Equal(first, again))
	}
}

func TestAtTheModelsSmallestSize(t *testing.T) {
	p := live(t, PaintFolder)
	p.smallest = MinViewSize
	req := request(t)
	req.Mesh = painttest.Sphere(8)
	req.Settings.ViewSize, req.Settings.Steps = MinViewSize, 2
	painted, h, err := paintWith(t, t.Context(), p, req)
	if err != nil || len(painted) != 3 || painted[0].Image.Rect.Dx() != MinViewSize || len(h.steps) != 2 {
		t.Errorf("%d views, %d steps, %v", len(painted), len(h.steps), err)
	}
}

func TestAStoppedRunEndsInTheSameBits(t *testing.T) {
	p := live(t, PaintFolder)
	req := request(t)
	req.Settings.Steps = 4
	want, _ := mustPaint(t, p, req)
	ctx, cancel := context.WithCancelCause(t.Context())
	h := &heard{each: func(ev paint.Event) {
		if s, ok := ev.(paint.StepDone); ok && s.Done == 2 {
			cancel(errPower)
		}
	}}
	if _, err := listen(t, ctx, p, req, h); err != errPower || len(h.steps) != 2 {
		t.Fatalf("%d steps, %v", len(h.steps), err)
	}
	got, h := mustPaint(t, p, req)
	if !bytes.Equal(got, want) || len(h.steps) != 2 {
		t.Errorf("after %d more steps the pixels are the same: %v", len(h.steps), bytes.Equal(got, want))
	}
}

// A run is stopped while ONNX Runtime computes, not after it.
func TestCancelInterruptsAStep(t *testing.T) {
	p := live(t, PaintFolder)
	p.smallest = MinViewSize
	req := request(t)
	req.Settings.ViewSize, req.Settings.Steps = MinViewSize, 200
	ctx, cancel := context.WithCancelCause(t.Context())
	h := &heard{}
	h.each = func(ev paint.Event) {
		if s, ok := ev.(paint.StepDone); ok && s.Done == 1 {
			go func() {
				time.Sleep(20 * time.Millisecond)
				cancel(errPower)
			}()
		}
	}
	_, err := listen(t, ctx, p, req, h)
	if !errors.Is(err, errPower) || len(h.steps) > 3 {
		t.Errorf("%d steps, %v", len(h.steps), err)
	}
}

func TestJobsLeaveNoMemoryBehind(t *testing.T) {
	jobs, limit := 50, 16.0 // MB
	if raceDetector() {
		jobs, limit = 10, 64 // it is slow and keeps memory of its own
	}
	p := live(t, PaintFolder)
	req := request(t)
	req.Settings.Steps = 1
	job := func(n int) {
		for range n {
			mustPaint(t, p, req)
		}
	}
	job(5)
	before := resident(t)
	job(jobs)
	after := resident(t)
	t.Logf("resident before %.1f MB, after %d jobs %.1f MB", before, jobs, after)
	if after > before+limit {
		t.Errorf("%d jobs left %.1f MB", jobs, after-before)
	}
}

// raceDetector tells whether the tests run with the race detector.
func raceDetector() bool {
	b, ok := debug.ReadBuildInfo()
	if !ok {
		return false
	}
	for _, s := range b.Settings {
		if s.Key == "-race" && s.Value == "true" {
			return true
		}
	}
	return false
}

// resident returns the memory of the process in MB, after a collection.
func resident(t *testing.T) float64 {
	t.Helper()
	runtime.GC()
	debug.FreeOSMemory()
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("SKIPPED: the system does not tell how much memory is used:", err)
	}
	pages, err := strconv.ParseFloat(strings.Fields(string(b))[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	return pages * float64(os.Getpagesize()) / (1 << 20)
}
