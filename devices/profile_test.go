package devices

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

func measured() Profile {
	return Profile{
		Date: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Model: "hunyuan3d-paint-v2-0", Library: "1.29.0", Difference: 0.002,
		Devices: []Device{{ID: "cuda:0", Provider: CUDA, Name: "L4"}},
		Rows: []Row{
			{Policy: Resident, Device: "cuda:0", Stage: "denoise", Steps: 30, Seconds: 50, FLOP: 600e12, Predicted: 4 * GB, Measured: 4 * GB},
			{Policy: Resident, Device: "cuda:0", Stage: "decode", Seconds: 10, FLOP: 120e12},
			{Policy: Offload, Device: "cuda:0", Stage: "denoise", Steps: 30, Seconds: 52, FLOP: 600e12, Moved: 4e9, Moving: 2},
			{Policy: Offload, Device: "cuda:0", Stage: "decode", Seconds: 11, FLOP: 120e12, Moved: 1e9, Moving: 1},
			{Policy: OnCPU, Device: "cpu", Stage: "denoise", Seconds: 6000, FLOP: 600e12},
			{Policy: OnCPU, Device: "cpu", Stage: "export", Seconds: 3},
		},
	}
}

func TestProfilesComeBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "profile.json")
	p := measured()
	if err := p.Save(path); err != nil {
		t.Fatal(err)
	}
	if again, err := OpenProfile(path); err != nil || !reflect.DeepEqual(again, p) {
		t.Errorf("got %+v, %v", again, err)
	}
	if err := os.WriteFile(path, []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{path, path + ".missing"} {
		if _, err := OpenProfile(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("got %v", err)
		}
	}
}

func TestWhatAProfileTeaches(t *testing.T) {
	p := measured()
	cost, ok := p.OffloadCost()
	if !ok || math.Abs(cost-0.05) > 1e-9 {
		t.Errorf("offload costs %.3f, %v, want 0.05", cost, ok)
	}
	if _, ok := (Profile{Rows: p.Rows[:2]}).OffloadCost(); ok {
		t.Error("offload has a cost that nobody measured")
	}
	speeds := p.Speeds()
	if got := speeds["cuda:0"]; got.Compute != 1440e12/120 || math.Abs(got.Transfer-5e9/3) > 1 {
		t.Errorf("got %+v", got)
	}
	if got := speeds["cpu"]; got.Compute != 1e11 || got.Transfer != 0 {
		t.Errorf("got %+v", got)
	}
}

// A plan for what was profiled takes the time that was measured.
func TestEstimatesOfTimeRestOnProfiles(t *testing.T) {
	need := []Footprint{{Component: "unet", Stage: "denoise", Weights: 2e9, FLOP: 600e12}}
	have := machine(-24)
	guess, err := Place(need, have, Auto, Choices{})
	if err != nil || guess.Measured || guess.Seconds <= 0 {
		t.Errorf("got %+v, %v", guess, err)
	}
	p, err := Place(need, have, Offload, Choices{Speeds: measured().Speeds()})
	if want := 50 + 2e9/(5e9/3); err != nil || !p.Measured || math.Abs(p.Seconds-want) > 0.01 || p.Transfers != 2e9 {
		t.Errorf("got %.2f s and %v moved, %v, want %.2f s", p.Seconds, p.Transfers, err, want)
	}
}
