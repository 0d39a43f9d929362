package devices

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestIDs(t *testing.T) {
	for text, want := range map[string]ID{
		"cpu": "cpu", " CPU ": "cpu", "cuda": "cuda:0", "cuda:1": "cuda:1", "WebGPU:0": "webgpu:0", "directml:2": "directml:2", "coreml": "coreml:0",
	} {
		got, err := ParseID(text)
		if err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "gpu", "cuda:", "cuda:-1", "cuda:x", "cpu:0", "cuda:0:0", "cuda:99999999"} {
		if got, err := ParseID(text); err == nil {
			t.Errorf("%q: got %q, want an error", text, got)
		}
	}
	if got := NewID(CUDA, 3); got != "cuda:3" || got.Provider() != CUDA || NewID(CPU, 0) != Processor || Processor.Provider() != CPU {
		t.Errorf("got %q", got)
	}
}

func FuzzParseID(f *testing.F) {
	f.Add("cuda:1")
	f.Fuzz(func(t *testing.T, text string) {
		id, err := ParseID(text)
		if err != nil {
			return
		}
		if again, err := ParseID(string(id)); err != nil || again != id || !slices.Contains(providers, id.Provider()) {
			t.Errorf("%q reads as %q, and that as %q, %v", text, id, again, err)
		}
	})
}

func TestBytesReadAsArtistsKnowThem(t *testing.T) {
	for b, want := range map[Bytes]string{
		0: "0 MB", 12 * MB: "12 MB", 102 * MB: "102 MB", 103 * MB: "0.1 GB", GB: "1.0 GB", 1946 * MB: "1.9 GB", 80 * GB: "80.0 GB", -2 * GB: "-2.0 GB",
	} {
		if got := b.String(); got != want {
			t.Errorf("%d: got %q, want %q", int64(b), got, want)
		}
	}
}

func TestOrderOfDevices(t *testing.T) {
	list := []Device{
		{ID: "cpu", Provider: CPU, Proven: true},
		{ID: "cuda:2", Provider: CUDA, Index: 2},
		{ID: "webgpu:0", Provider: WebGPU, Proven: true},
		{ID: "cuda:0", Provider: CUDA, Proven: true, Total: 8 * GB},
		{ID: "directml:0", Provider: DirectML, Proven: true},
		{ID: "cuda:1", Provider: CUDA, Index: 1, Proven: true, Total: 24 * GB},
	}
	slices.SortFunc(list, Compare)
	var got []ID
	for _, d := range list {
		got = append(got, d.ID)
	}
	if want := []ID{"cuda:1", "cuda:0", "directml:0", "webgpu:0", "cpu", "cuda:2"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestDevicesReadAsALine(t *testing.T) {
	d := Device{Name: "NVIDIA L4", Provider: CUDA, Total: 23040 * MB, Free: 22426 * MB}
	if got, want := d.String(), "NVIDIA L4 (CUDA), 21.9 of 22.5 GB free"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	d.Total = 0
	if got, want := d.String(), "NVIDIA L4 (CUDA)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestPoliciesAreWords(t *testing.T) {
	for p := Auto; p <= OnCPU; p++ {
		b, err := json.Marshal(p)
		var again Policy
		if err == nil {
			err = json.Unmarshal(b, &again)
		}
		if err != nil || again != p {
			t.Errorf("%s: got %s, %v", p, again, err)
		}
	}
	if p, err := ParsePolicy("offload-views"); err != nil || p != OffloadViews {
		t.Errorf("got %v, %v", p, err)
	}
	if _, err := ParsePolicy("maybe"); err == nil {
		t.Error("maybe is a policy")
	}
	if got := Policy(99).String(); got != "policy 99" {
		t.Errorf("got %q", got)
	}
}

func TestTransfersReadAsALine(t *testing.T) {
	transfer := Transfer{Component: "unet", From: "cpu", To: "cuda:0", Done: 922 * MB, Total: 1946 * MB, Seconds: 0.6}
	if got, want := transfer.String(), "unet to cuda:0, 0.9 of 1.9 GB"; got != want || transfer.Finished() {
		t.Errorf("got %q, want %q", got, want)
	}
	transfer.Done = transfer.Total
	if got, want := transfer.String(), "unet to cuda:0, 1.9 GB in 0.6 s"; got != want || !transfer.Finished() {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFootprintsInHalfPrecision(t *testing.T) {
	f := Footprint{Weights: 8, Activations: 4, Overhead: 1, Crossings: 2, Smaller: []Cut{{Tiles: 4, Activations: 2}}}
	half := f.On(Device{Half: true})
	if half.Total() != 7 || half.Crossings != 1 || half.Smaller[0].Activations != 1 || f.Smaller[0].Activations != 2 {
		t.Errorf("got %+v of %+v", half, f)
	}
	f.Single = true
	if got := f.On(Device{Half: true}); got.Total() != 13 {
		t.Errorf("what must be float32 takes %d bytes, want 13", got.Total())
	}
	if got := f.On(Device{}); got.Total() != 13 {
		t.Errorf("without half precision it takes %d bytes, want 13", got.Total())
	}
}
