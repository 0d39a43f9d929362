//go:build cgo

package arch

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"patina/paint/checkpoint"
	"patina/paint/onnx"
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

// subjectVariable names the subject that a process of its own measures.
const subjectVariable = "PATINA_SUBJECT"

// measure runs a subject in a process of its own, and returns what its graph says and
// the bytes that the process had before it was loaded and at most.
func (s subject) measure(t *testing.T) measured {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(os.Args[0], "-test.run=^TestRunsASubject$")
	c.Env = append(os.Environ(), subjectVariable+"="+string(text))
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%+v: %v\n%s", s, err, out)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	var m measured
	if err := json.Unmarshal([]byte(line), &m); err != nil {
		t.Fatalf("%+v: %v\n%s", s, err, out)
	}
	return m
}

// measured is what running a subject has shown.
type measured struct {
	Memory          onnx.Memory
	Inputs, Outputs int64
	FLOP            int64
	Before, Peak    int64
	Seconds         float64
}

// TestRunsASubject is what the process of measure runs.
func TestRunsASubject(t *testing.T) {
	text := os.Getenv(subjectVariable)
	if text == "" {
		return // nobody asks
	}
	var s subject
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	model := s.model(t)
	m := measured{Memory: model.Memory, FLOP: model.FLOP}
	in := map[string]tensor.Tensor{}
	for _, v := range model.Inputs {
		in[v.Name] = seeded("input."+v.Name, v.Shape...)
		m.Inputs += 4 * int64(in[v.Name].Len())
	}
	for _, v := range model.Outputs {
		m.Outputs += 4 * int64(tensor.Count(v.Shape))
	}
	runtime := orttest.Open(t)
	m.Before = memory(t, "VmRSS")
	session, err := runtime.Load(context.Background(), model)
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	start := time.Now()
	if _, err := session.Run(context.Background(), in); err != nil {
		t.Fatal(err)
	}
	m.Peak, m.Seconds = memory(t, "VmHWM"), time.Since(start).Seconds()
	if err := json.NewEncoder(os.Stdout).Encode(m); err != nil {
		t.Fatal(err)
	}
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

// unet is the published network at another width, with heads as wide. Below 64 channels
// the text is as narrow as that of the tiny checkpoints.
func (s subject) unet() UNetConfig {
	c := DefaultUNetConfig()
	c.BlockOutChannels = []int{s.Width, 2 * s.Width, 4 * s.Width, 4 * s.Width}
	heads := max(1, s.Width/64)
	c.Heads = perLevel{heads, 2 * heads, 4 * heads, 4 * heads}
	c.CrossAttentionDim, c.TimeEmbeddingDim, c.LinearProjection = 1024, 4*s.Width, true
	if s.Width < 64 {
		c.CrossAttentionDim, c.NormGroups = 32, 8
	}
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
