//go:build cgo && fullsize

package arch

import (
	"context"
	"encoding/binary"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"patina/paint/atomicfile"
	"patina/paint/checkpoint"
	"patina/paint/onnx"
	"patina/paint/ort"
	"patina/paint/ort/orttest"
	"patina/paint/tensor"
)

// fullSizeVariable names a folder with 12 GB of room, in which the checkpoint is kept
// for the next time.
const fullSizeVariable = "PATINA_FULL_SIZE"

// The published checkpoint's layout at full size, with other numbers: it is opened,
// built and run for one step, and the time and memory that takes are logged.
func TestAStepAtFullSize(t *testing.T) {
	folder := os.Getenv(fullSizeVariable)
	if folder == "" {
		t.Fatalf("it takes minutes and 12 GB of disk: set %s to a folder for them", fullSizeVariable)
	}
	orttest.Open(t)
	opened, err := checkpoint.Open(fullSize(t, folder))
	if err != nil {
		t.Fatal(err)
	}
	config := DefaultUNetConfig()
	if err := opened.Config("unet", &config); err != nil {
		t.Fatal(err)
	}
	half, err := opened.Weights("unet")
	if err != nil {
		t.Fatal(err)
	}
	defer half.Close()
	clock := start(t)
	weights, err := half.Widened(context.Background(), filepath.Join(folder, "cache"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer weights.Close()
	clock.lap("widened")

	m := Multiview{Views: 6, View: Size{64, 64}, References: 1, Reference: Size{64, 64}}
	reference := loaded(t, "reference", must(t)(ReferenceUNet(config, weights, m)))
	in := reference.run(t, map[string]tensor.Tensor{"reference": seeded("input.ref", 1, 4, 64, 64)})
	if err := reference.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"sample", "normals", "positions"} {
		in[name] = seeded("input."+name, 6, 4, 64, 64)
	}
	in["embedding"] = embedded(t, config, weights, 500, 21, 12, 15, 18, 43, 37)
	seen := loaded(t, "conditional branch", must(t)(MultiviewUNet(config, weights, m)))
	m.Unconditional = true
	unseen := loaded(t, "unconditional branch", must(t)(MultiviewUNet(config, weights, m)))
	clock = start(t)
	seen.run(t, in)
	unseen.run(t, in)
	clock.lap("one step")
	if peak := peakMemory(t); peak > 14<<30 {
		t.Errorf("it took %.1f GB of memory, more than 14", float64(peak)/(1<<30))
	}
}

// fullSize returns the folder of the checkpoint, which it writes unless it is there.
func fullSize(t *testing.T, folder string) string {
	t.Helper()
	dir := filepath.Join(folder, "hunyuan3d-paint-v2-0")
	weights := filepath.Join(dir, "unet", "diffusion_pytorch_model.safetensors")
	if _, err := os.Stat(weights); err == nil {
		return dir
	}
	if err := os.MkdirAll(filepath.Dir(weights), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"model_index.json": `{"_class_name": "HunyuanPaintPipeline", "unet": ["modules", "UNet2p5DConditionModel"]}`,
		"unet/config.json": paintConfig,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var list []checkpoint.StoredTensor
	for _, e := range paint(publishedUNet(t), tinyViews) {
		list = append(list, checkpoint.StoredTensor{Key: e.Key, DType: checkpoint.F16, Shape: e.Shape, Write: func(w io.Writer) error {
			return binary.Write(w, binary.LittleEndian, seeded(e.Key, e.Shape...).Float16().F16)
		}})
	}
	if err := atomicfile.Write(weights, func(w io.Writer) error { return checkpoint.WriteSafetensors(w, list) }); err != nil {
		t.Fatal(err)
	}
	return dir
}

// timed is a session whose runs are logged.
type timed struct {
	*ort.Session
	name string
	flop int64
}

func loaded(t *testing.T, name string, model onnx.Model) timed {
	t.Helper()
	clock := start(t)
	session, err := orttest.Open(t).Load(context.Background(), model)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	clock.lap(name + " loaded")
	return timed{session, name, model.FLOP}
}

// run checks that numbers come out.
func (s timed) run(t *testing.T, in map[string]tensor.Tensor) map[string]tensor.Tensor {
	t.Helper()
	clock := start(t)
	out, err := s.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %.0f GFLOP/s", s.name, float64(s.flop)/time.Since(clock.start).Seconds()/1e9)
	clock.lap(s.name + " run")
	for output, v := range out {
		for _, x := range v.F32 {
			if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
				t.Fatalf("%s: %s has %v in it", s.name, output, x)
			}
		}
	}
	return out
}

// stopwatch logs how long things take, and the memory they have taken so far.
type stopwatch struct {
	t     *testing.T
	start time.Time
}

func start(t *testing.T) stopwatch { return stopwatch{t, time.Now()} }

func (s stopwatch) lap(name string) {
	s.t.Helper()
	s.t.Logf("%-28s %6.1f s, peak memory %.2f GB", name, time.Since(s.start).Seconds(), float64(peakMemory(s.t))/(1<<30))
}

// peakMemory returns the bytes that the process had in memory at most, mapped files
// included.
func peakMemory(t *testing.T) int64 {
	t.Helper()
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("SKIPPED: memory is measured on Linux only:", err)
	}
	for _, line := range strings.Split(string(b), "\n") {
		if kilobytes, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			n, err := strconv.ParseInt(strings.Fields(kilobytes)[0], 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			return n << 10
		}
	}
	t.Fatal("the system does not tell the peak memory")
	return 0
}
