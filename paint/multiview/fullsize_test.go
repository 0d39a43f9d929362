//go:build cgo && fullsize

package multiview

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"patina/paint"
	"patina/paint/onnx"
	"patina/paint/ort/orttest"
	"patina/paint/painttest"
	"patina/paint/tensor"
)

// fullSizeVariable names a folder with 12 GB of room.
const fullSizeVariable = "PATINA_FULL_SIZE"

// A checkpoint as large as the published one paints six views of 512 pixels in one
// step, within 14 GB of memory. Times and memory are logged.
func TestAJobAtFullSize(t *testing.T) {
	folder := os.Getenv(fullSizeVariable)
	if folder == "" {
		t.Fatalf("it takes minutes and 12 GB of disk: set %s to a folder for them", fullSizeVariable)
	}
	loader := &timedLoader{ortLoader{orttest.Open(t)}, t}
	p, err := Open(painttest.FullSizeCheckpoint(t, folder), loader, filepath.Join(folder, "widened"))
	if err != nil {
		t.Fatal(err)
	}
	req := paint.Request{Mesh: painttest.BumpySphere(2000), Reference: twoColours(), Settings: paint.DefaultSettings()}
	req.Settings.Steps = 1
	start := time.Now()
	painted, _, err := paintWith(t, t.Context(), p, req)
	if err != nil {
		t.Fatal(err)
	}
	peak := memory(t, "VmHWM")
	t.Logf("%d views in %v, peak memory %.2f GB", len(painted), time.Since(start).Round(time.Second), peak)
	if peak > 14 {
		t.Errorf("it took %.2f GB, more than 14", peak)
	}
}

// timedLoader logs what loading and running takes.
type timedLoader struct {
	ortLoader
	t *testing.T
}

func (l *timedLoader) Load(ctx context.Context, model onnx.Model) (Network, error) {
	start := time.Now()
	n, err := l.ortLoader.Load(ctx, model)
	l.t.Logf("%s: loaded in %v; %.2f GB resident, of which %.2f GB in files", kindOf(model), time.Since(start).Round(time.Millisecond), memory(l.t, "VmRSS"), memory(l.t, "RssFile"))
	return &timedNetwork{n, kindOf(model), l.t}, err
}

type timedNetwork struct {
	Network
	kind string
	t    *testing.T
}

func (n *timedNetwork) Run(ctx context.Context, in map[string]tensor.Tensor) (map[string]tensor.Tensor, error) {
	start := time.Now()
	out, err := n.Network.Run(ctx, in)
	n.t.Logf("%s: ran in %v; peak %.2f GB", n.kind, time.Since(start).Round(time.Millisecond), memory(n.t, "VmHWM"))
	return out, err
}

// memory returns a line of /proc/self/status in GB.
func memory(t *testing.T, name string) float64 {
	t.Helper()
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("SKIPPED: the system does not tell how much memory is used:", err)
	}
	_, rest, _ := strings.Cut(string(b), name+":")
	kilobytes, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes / (1 << 20)
}
