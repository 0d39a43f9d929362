//go:build cgo && measure

package arch

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"patina/paint/checkpoint"
	"patina/paint/onnx"
	"patina/paint/ort"
	"patina/paint/ort/orttest"
	"patina/paint/tensor"
)

// subject is a component of some size whose memory is measured, in a process of its own.
type subject struct {
	Component string `json:"component"`
	Width     int    `json:"width"` // channels of the first level
	Views     int    `json:"views"`
	Size      int    `json:"size"` // pixels of a view, or of the picture, per side
}

// subjects are measured by default: what the tests paint with, and what takes seconds.
// MEASURE, a list in JSON, names others, such as the published width of 320 (128 for the
// autoencoder), which takes minutes.
var subjects = []subject{
	{"conditional", 64, 3, 128}, {"conditional", 64, 6, 256}, {"unconditional", 64, 6, 256}, {"reference", 64, 6, 256},
	{"conditional", 64, 4, 384}, {"conditional", 64, 6, 512}, {"conditional", 128, 6, 256}, {"reference", 128, 6, 512},
	{"encoder", 32, 1, 256}, {"encoder", 64, 1, 512}, {"decoder", 32, 1, 256}, {"decoder", 64, 1, 256}, {"decoder", 64, 1, 512},
}

// TestMeasure prints a row of devices/measurements.json for each subject.
func TestMeasure(t *testing.T) {
	orttest.Open(t)
	if text := os.Getenv("MEASURE"); text != "" {
		if err := json.Unmarshal([]byte(text), &subjects); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range subjects {
		b, _ := json.Marshal(s)
		c := exec.Command(os.Args[0], "-test.run=TestMeasureOne")
		c.Env = append(os.Environ(), "MEASURE_ONE="+string(b))
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("%+v: %v\n%s", s, err, out)
		}
		row, _, _ := strings.Cut(string(out), "\n")
		fmt.Println(row)
	}
}

func TestMeasureOne(t *testing.T) {
	text := os.Getenv("MEASURE_ONE")
	if text == "" {
		t.Skip("SKIPPED: TestMeasure runs this in processes of its own")
	}
	var s subject
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	model := s.model(t)
	in := map[string]tensor.Tensor{}
	for _, v := range model.Inputs {
		in[v.Name] = seeded("input."+v.Name, v.Shape...)
	}
	runtime := orttest.Open(t)
	before := memory(t, "VmRSS")
	session, err := runtime.Load(context.Background(), model)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	start := time.Now()
	if _, err := session.Run(context.Background(), in); err != nil {
		t.Fatal(err)
	}
	row, err := json.Marshal(s.row(model, memory(t, "VmHWM")-before, time.Since(start)))
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(string(row))
}

func (s subject) row(model onnx.Model, measured int64, took time.Duration) any {
	outputs := int64(0)
	for _, v := range model.Outputs {
		outputs += 4 * int64(tensor.Count(v.Shape))
	}
	return struct {
		Date     string `json:"date"`
		Device   string `json:"device"`
		Provider string `json:"provider"`
		Library  string `json:"library"`
		subject
		Precision string  `json:"precision"`
		Weights   int64   `json:"weights"`
		Folded    int64   `json:"folded"`
		Outputs   int64   `json:"outputs"`
		Touched   int64   `json:"touched"`
		Measured  int64   `json:"measured"`
		Seconds   float64 `json:"seconds"`
		FLOP      int64   `json:"flop"`
	}{
		time.Now().Format(time.DateOnly), processorName(), "cpu", ort.Version, s, "float32",
		model.Memory.Weights, model.Memory.Folded, outputs, model.Memory.Touched, measured, math.Round(took.Seconds()*100) / 100, model.FLOP,
	}
}

func processorName() string {
	b, _ := os.ReadFile("/proc/cpuinfo")
	_, rest, _ := strings.Cut(string(b), "model name")
	name, _, _ := strings.Cut(rest, "\n")
	return fmt.Sprintf("%s, %d cores", strings.Trim(name, "\t :"), runtime.NumCPU())
}

func (s subject) model(t *testing.T) onnx.Model {
	size := Size{s.Size / 8, s.Size / 8}
	m := Multiview{Views: s.Views, View: size, References: 1, Reference: size, Unconditional: s.Component == "unconditional"}
	config, vae := s.unet(), DefaultVAEConfig()
	vae.BlockOutChannels = []int{s.Width, 2 * s.Width, 4 * s.Width, 4 * s.Width}
	switch s.Component {
	case "conditional", "unconditional":
		return must(t)(MultiviewUNet(config, filled(t, func(w func(string) source) { newNetwork("", w("unet.")).multiviewUNet(config, m) }), m))
	case "reference":
		return must(t)(ReferenceUNet(config, filled(t, func(w func(string) source) { newNetwork("", w("unet_dual.")).referenceUNet(w("unet."), config, m) }), m))
	case "encoder":
		return must(t)(VAEEncoder(vae, filled(t, func(w func(string) source) { newNetwork("", w("")).vaeEncoder(vae, 1, Size{8, 8}) }), 1, Size{s.Size, s.Size}))
	case "decoder":
		return must(t)(VAEDecoder(vae, filled(t, func(w func(string) source) { newNetwork("", w("")).vaeDecoder(vae, 1, Size{1, 1}) }), 1, size))
	}
	t.Fatalf("%q is no component", s.Component)
	return onnx.Model{}
}

// unet is the published network at another width, with heads as wide.
func (s subject) unet() UNetConfig {
	c := DefaultUNetConfig()
	c.BlockOutChannels = []int{s.Width, 2 * s.Width, 4 * s.Width, 4 * s.Width}
	heads := max(1, s.Width/64)
	c.Heads = perLevel{heads, 2 * heads, 4 * heads, 4 * heads}
	c.CrossAttentionDim, c.TimeEmbeddingDim, c.LinearProjection = 1024, 4*s.Width, true
	return c
}

// filled writes float32 weights that are small and not zero: pages of zeros are not
// counted as others are.
func filled(t *testing.T, build func(weights func(prefix string) source)) *checkpoint.Weights {
	t.Helper()
	header, size := map[string]any{}, int64(0)
	for _, e := range record(build) {
		e.DType = checkpoint.F32
		header[e.Key] = map[string]any{"dtype": "F32", "shape": e.Shape, "data_offsets": []int64{size, size + e.Size()}}
		size += e.Size()
	}
	text, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, strings.Repeat(" ", 64-(len(text)+8)%64)...)
	path := filepath.Join(t.TempDir(), "weights.safetensors")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := make([]byte, 0, 1<<20)
	for _, v := range seeded("block", 1<<18).F32 {
		block = binary.LittleEndian.AppendUint32(block, math.Float32bits(0.02*v))
	}
	_, err = f.Write(append(binary.LittleEndian.AppendUint64(nil, uint64(len(text))), text...))
	for i, left := 0, size; left > 0 && err == nil; i++ { // no two tensors have the same elements
		part := block[4*(i%1000):]
		part = part[:min(left, int64(len(part)))]
		_, err = f.Write(part)
		left -= int64(len(part))
	}
	if err != nil {
		t.Fatal(err)
	}
	return open(t, path)
}

// memory returns a line of /proc/self/status in bytes.
func memory(t *testing.T, name string) int64 {
	t.Helper()
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("SKIPPED: memory is measured on Linux only:", err)
	}
	_, rest, _ := strings.Cut(string(b), name+":")
	n, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n << 10
}
