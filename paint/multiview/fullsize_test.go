//go:build cgo && fullsize

package multiview

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"patina/devices"
	"patina/paint"
	"patina/paint/network"
	"patina/paint/onnx"
	"patina/paint/ort/orttest"
	"patina/paint/painttest"
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
	p, err := Open(painttest.FullSizeCheckpoint(t, folder), machineWith(&timedRuntime{orttest.Open(t), t}, folder))
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
	peak := statusOf(t, "VmHWM")
	t.Logf("%d views in %v, peak memory %.2f GB", len(painted), time.Since(start).Round(time.Second), peak)
	if peak > 14 {
		t.Errorf("it took %.2f GB, more than 14", peak)
	}
}

// timedRuntime logs what loading and running takes.
type timedRuntime struct {
	network.Runtime
	t *testing.T
}

func (r *timedRuntime) LoadOn(ctx context.Context, model onnx.Model, on devices.ID, opt network.Options) (network.Session, error) {
	start := time.Now()
	s, err := r.Runtime.LoadOn(ctx, model, on, opt)
	r.t.Logf("%s: loaded in %v; %.2f GB resident, of which %.2f GB in files", opt.Component, time.Since(start).Round(time.Millisecond), statusOf(r.t, "VmRSS"), statusOf(r.t, "RssFile"))
	return &timedNetwork{s, opt.Component, r.t}, err
}

type timedNetwork struct {
	network.Session
	name string
	t    *testing.T
}

func (n *timedNetwork) RunOn(ctx context.Context, in map[string]network.Value) (map[string]network.Value, error) {
	start := time.Now()
	out, err := n.Session.RunOn(ctx, in)
	n.t.Logf("%s: ran in %v; peak %.2f GB", n.name, time.Since(start).Round(time.Millisecond), statusOf(n.t, "VmHWM"))
	return out, err
}

// statusOf returns a line of /proc/self/status in GB.
func statusOf(t *testing.T, name string) float64 {
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
