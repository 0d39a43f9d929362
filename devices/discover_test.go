package devices

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// recorded writes a machine of testdata/machines into a folder: parts that begin with
// "-- path --".
func recorded(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "machines", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	for _, part := range strings.Split(string(b), "\n-- ")[1:] {
		path, content, _ := strings.Cut(part, " --")
		path = filepath.Join(root, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(strings.TrimPrefix(content, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func needsLinux(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("SKIPPED: /proc and /sys are looked at on Linux only")
	}
}

// all are the providers of a library that has them all.
var all = []Provider{CUDA, WebGPU, CPU}

func TestRecordedMachines(t *testing.T) {
	needsLinux(t)
	radeon := Device{Name: "Radeon RX 7900 XTX", Vendor: "AMD", Card: "0000:0a:00.0", Driver: "amdgpu 6.12.9-amd64", Total: 25753026560, Free: 24679284736}
	for name, want := range map[string][]Device{
		"workstation": {
			{ID: "cuda:0", Provider: CUDA, Name: "NVIDIA graphics 0x27b8", Vendor: "NVIDIA", Card: "0000:41:00.0", Driver: "nvidia 580.65.06"},
			radeon.by(WebGPU),
			{ID: "cpu", Provider: CPU, Name: "Intel(R) Xeon(R) Silver 4310", Cores: 4, Total: 65843092 << 10, Free: 50 * GB, Unified: true},
		},
		"laptop": {
			{ID: "webgpu:0", Provider: WebGPU, Name: "Intel graphics 0xa7a0", Vendor: "Intel", Card: "0000:00:02.0", Driver: "i915 6.8.0", Total: 16 * GB, Free: 8 * GB, Unified: true},
			{ID: "cpu", Provider: CPU, Name: "13th Gen Intel(R) Core(TM) i7-1360P", Cores: 1, Total: 16 * GB, Free: 8 * GB, Unified: true},
		},
		"intelcards": {
			{ID: "webgpu:0", Provider: WebGPU, Name: "Intel graphics 0x56a0", Vendor: "Intel", Card: "0000:03:00.0", Driver: "i915", Total: 16 * GB, Free: 15 * GB},
			{ID: "cpu", Provider: CPU, Name: "AMD Ryzen 5 5600", Cores: 1, Total: 32 * GB, Free: 16 * GB, Unified: true},
		},
		"apu": {
			{ID: "webgpu:0", Provider: WebGPU, Name: "AMD graphics 0x15bf", Vendor: "AMD", Card: "0000:c1:00.0", Driver: "amdgpu", Total: 32 * GB, Free: 24 * GB, Unified: true},
			{ID: "cpu", Provider: CPU, Name: "AMD Ryzen 7 7840U", Cores: 1, Total: 32 * GB, Free: 24 * GB, Unified: true},
		},
		"container1": {
			{ID: "webgpu:0", Provider: WebGPU, Name: "software graphics", Driver: "AMD EPYC", Total: 8 * GB, Free: 6 * GB, Unified: true},
			{ID: "cpu", Provider: CPU, Name: "AMD EPYC", Cores: 1, Total: 8 * GB, Free: 6 * GB, Unified: true},
		},
		"container2": {
			{ID: "webgpu:0", Provider: WebGPU, Name: "software graphics", Driver: "AMD EPYC", Total: 4 * GB, Free: 2 * GB, Unified: true},
			{ID: "cpu", Provider: CPU, Name: "AMD EPYC", Cores: 1, Total: 4 * GB, Free: 2 * GB, Unified: true},
		},
	} {
		got, err := Discover(context.Background(), Options{Root: recorded(t, name), Providers: all})
		if err != nil || len(got) != len(want) {
			t.Errorf("%s: got %+v, %v", name, got, err)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: got  %+v\nwant %+v", name, got[i], want[i])
			}
		}
	}
}

// by returns the device as the first one of a provider.
func (d Device) by(p Provider) Device {
	d.ID, d.Provider = NewID(p, 0), p
	return d
}

// A card under xe has the memory of its tiles, all of which counts as free.
func TestTilesAreSummed(t *testing.T) {
	cards := treeAt(recorded(t, "intelcards")).drmCards()
	want := Card{Vendor: "Intel", Name: "Intel graphics 0xe20b", Address: "0000:07:00.0", Driver: "xe", Index: 1, Total: 16 * GB, Free: 16 * GB}
	if len(cards) != 2 || cards[1] != want {
		t.Errorf("got %+v, want %+v", cards, want)
	}
}

// What makes no sense counts as not told; that there is a processor is never in doubt.
func TestADamagedMachine(t *testing.T) {
	needsLinux(t)
	list, err := Discover(context.Background(), Options{Root: recorded(t, "damaged"), Providers: all})
	if err == nil || !strings.Contains(err.Error(), "meminfo") {
		t.Errorf("got %v", err)
	}
	d, ok := Find(list, Processor)
	if !ok || d.Total != 0 || d.Free != 0 || d.Cores < 1 {
		t.Errorf("got %+v", d)
	}
	for _, d := range list {
		if d.Free > d.Total || d.Free < 0 {
			t.Errorf("%s: %v free of %v", d.ID, d.Free, d.Total)
		}
	}
	if list, err := Discover(context.Background(), Options{Root: t.TempDir()}); err == nil || len(list) != 1 {
		t.Errorf("without /proc: got %v, %v", list, err)
	}
}

// This machine, whatever it is.
func TestDiscoversThisMachine(t *testing.T) {
	list, err := Discover(context.Background(), Options{Providers: []Provider{CPU}})
	if err != nil {
		t.Fatal(err)
	}
	d, ok := Find(list, Processor)
	if !ok || d.Total < 100*MB || d.Free <= 0 || d.Free > d.Total || d.Cores < 1 || d.Name == "" {
		t.Errorf("got %+v", d)
	}
	if d.Proven {
		t.Error("a device is proven before anything ran on it")
	}
}

func TestSourcesKnowBetter(t *testing.T) {
	needsLinux(t)
	card := Card{Vendor: "NVIDIA", Name: "NVIDIA L4", Address: "0000:41:00.0", Driver: "580.65.06", Total: 24 * GB, Free: 23 * GB}
	second := card
	second.Address, second.Index = "0000:81:00.0", 1
	broken := errors.New("the driver says no")
	list, err := Discover(context.Background(), Options{
		Root: recorded(t, "workstation"), Providers: append(all, DirectML, CoreML),
		Sources: []Source{
			func(context.Context) ([]Card, error) { return []Card{card, second}, nil },
			func(context.Context) ([]Card, error) { return nil, broken },
		},
	})
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	for id, name := range map[ID]string{"cuda:0": "NVIDIA L4", "cuda:1": "NVIDIA L4", "webgpu:0": "NVIDIA L4", "cpu": "Intel(R) Xeon(R) Silver 4310"} {
		if d, ok := Find(list, id); !ok || d.Name != name {
			t.Errorf("%s: got %+v, want %s", id, d, name)
		}
	}
	if _, ok := Find(list, "coreml:0"); ok {
		t.Error("CoreML drives a card that is not Apple's")
	}
}

func TestDiscoverStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	enough := errors.New("enough")
	_, err := Discover(ctx, Options{Sources: []Source{func(context.Context) ([]Card, error) {
		cancel(enough)
		return nil, nil
	}}})
	if err != enough {
		t.Errorf("got %v", err)
	}
	if _, err := Discover(ctx, Options{}); err != enough {
		t.Errorf("got %v", err)
	}
}
