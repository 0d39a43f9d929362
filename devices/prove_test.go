package devices

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// bench is a prober that knows which devices work, and counts how often it is asked.
type bench struct {
	works map[ID]Proof
	asked map[ID]int
	crash ID // the program ends while this one is tried
}

var errCrash = errors.New("the program has ended")

func (b *bench) Probe(ctx context.Context, d Device) (Proof, error) {
	b.asked[d.ID]++
	if d.ID == b.crash {
		panic(errCrash)
	}
	if err := context.Cause(ctx); err != nil {
		return Proof{}, err
	}
	proof, ok := b.works[d.ID]
	if !ok {
		return proof, errors.New("no supported adapters")
	}
	return proof, nil
}

func newBench(works map[ID]Proof) *bench { return &bench{works: works, asked: map[ID]int{}} }

func found() []Device {
	return []Device{
		{ID: "cuda:0", Provider: CUDA, Name: "L4", Driver: "580"}, {ID: "webgpu:0", Provider: WebGPU, Name: "L4"}, {ID: "cpu", Provider: CPU, Name: "Ryzen"},
	}
}

func opened(t *testing.T, path, library string) *Proofs {
	t.Helper()
	p, err := OpenProofs(path, library)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A device counts after a network has run on it, and is not asked again until the
// library, the driver or the device itself is another one.
func TestListsAreNotBelieved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cache", "devices.json")
	b := newBench(map[ID]Proof{"webgpu:0": {Half: true}, "cpu": {}})
	list, err := Prove(context.Background(), found(), b, opened(t, path, "1.29"))
	if err != nil || len(list) != 3 || list[0].ID != "webgpu:0" || !list[0].Proven || !list[0].Half || list[1].ID != "cpu" || list[1].Half {
		t.Fatalf("got %+v, %v", list, err)
	}
	if last := list[2]; last.ID != "cuda:0" || last.Proven || last.Reason != "no supported adapters" {
		t.Errorf("got %+v", last)
	}
	again, err := Prove(context.Background(), found(), b, opened(t, path, "1.29"))
	if err != nil || b.asked["webgpu:0"] != 1 || b.asked["cuda:0"] != 2 || again[0] != list[0] {
		t.Errorf("asked %v; got %+v, %v", b.asked, again, err)
	}
	if _, err := Prove(context.Background(), found(), b, opened(t, path, "1.30")); err != nil || b.asked["webgpu:0"] != 2 {
		t.Errorf("another library is not asked about: %v, %v", b.asked, err)
	}
	newer := found()
	newer[2].Driver = "microcode 7"
	if _, err := Prove(context.Background(), newer, b, opened(t, path, "1.29")); err != nil || b.asked["cpu"] != 3 {
		t.Errorf("another driver is not asked about: %v, %v", b.asked, err)
	}
	if _, err := Prove(context.Background(), found(), b, nil); err != nil {
		t.Error(err)
	}
}

// A driver that ends the program is not tried again, until the artist asks for it.
func TestADriverThatEndsTheProgram(t *testing.T) {
	path := filepath.Join(t.TempDir(), "devices.json")
	b := newBench(map[ID]Proof{"cuda:0": {}, "webgpu:0": {}, "cpu": {}})
	b.crash = "cuda:0"
	func() {
		defer func() {
			if recover() != errCrash {
				t.Fatal("the program has not ended")
			}
		}()
		Prove(context.Background(), found(), b, opened(t, path, "1"))
	}()
	b.crash = ""
	list, err := Prove(context.Background(), found(), b, opened(t, path, "1"))
	cuda, _ := Find(list, "cuda:0")
	if err != nil || cuda.Proven || !strings.Contains(cuda.Reason, "ended the program") || b.asked["cuda:0"] != 1 || !list[0].Proven {
		t.Errorf("got %+v, %v, asked %v", list, err, b.asked)
	}
	p := opened(t, path, "1")
	if err := p.Forget(); err != nil {
		t.Fatal(err)
	}
	list, err = Prove(context.Background(), found(), b, p)
	if err != nil || list[0].ID != "cuda:0" || !list[0].Proven {
		t.Errorf("after Forget: got %+v, %v", list, err)
	}
}

func TestProvingStopsWhenAsked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "devices.json")
	enough := errors.New("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(enough)
	b := newBench(nil)
	if list, err := Prove(ctx, found(), b, opened(t, path, "1")); list != nil || err != enough {
		t.Errorf("got %v, %v", list, err)
	}
	list, err := Prove(context.Background(), found(), newBench(map[ID]Proof{"cuda:0": {}}), opened(t, path, "1"))
	if err != nil || !list[0].Proven {
		t.Errorf("what was stopped counts as a crash: got %+v, %v", list, err)
	}
}

func TestProofsThatCannotBeKept(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "devices.json")
	for _, damaged := range []string{"{", "null", `{"a":7}`, "[]"} {
		if err := os.WriteFile(path, []byte(damaged), 0o644); err != nil {
			t.Fatal(err)
		}
		if list, err := Prove(context.Background(), found(), newBench(map[ID]Proof{"cpu": {}}), opened(t, path, "1")); err != nil || !list[0].Proven {
			t.Errorf("%s: got %v, %v", damaged, list, err)
		}
	}
	if _, err := OpenProofs(dir, "1"); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("a folder opens as a file: %v", err)
	}
	taken := filepath.Join(dir, "taken.json")
	p := opened(t, taken, "1")
	if err := os.Mkdir(taken, 0o755); err != nil {
		t.Fatal(err)
	}
	list, err := Prove(context.Background(), found(), newBench(map[ID]Proof{"cpu": {}}), p)
	if err == nil || len(list) != 3 || !list[0].Proven {
		t.Errorf("got %v, %v", list, err)
	}
}
