package devices

import (
	"os"
	"path/filepath"
	"testing"
)

func TestALedgerLearns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cache", "memory.json")
	l, err := OpenLedger(path)
	if err != nil {
		t.Fatal(err)
	}
	job := Observation{Component: "unet", Device: "cuda:0", Shape: "6x512", Predicted: 100 * MB, Measured: 110 * MB}
	if got := l.Correct("unet", "cuda:0", "6x512", 100*MB); got != 100*MB {
		t.Errorf("without a job: got %v", got)
	}
	record := func(o Observation) {
		t.Helper()
		if err := l.Record(o); err != nil {
			t.Fatal(err)
		}
	}
	record(job)
	for _, test := range []struct {
		name, component string
		device          ID
		shape           string
		want            Bytes
	}{
		{"the same job", "unet", "cuda:0", "6x512", 110 * MB},
		{"another shape", "unet", "cuda:0", "6x768", 110 * MB},
		{"another device", "unet", "cpu", "6x512", 100 * MB},
		{"another component", "vae", "cuda:0", "6x512", 100 * MB},
	} {
		if got := l.Correct(test.component, test.device, test.shape, 100*MB); got != test.want {
			t.Errorf("%s: got %d bytes, want %d", test.name, got, test.want)
		}
	}
	job.Measured = 90 * MB // this time; it has taken more before
	record(job)
	if got := l.Correct("unet", "cuda:0", "6x512", 100*MB); got != 110*MB {
		t.Errorf("got %v, less than was measured", got)
	}
	record(Observation{Component: "unet", Device: "cuda:0", Shape: "1x256", Predicted: 10 * MB, Measured: 100 * MB})
	if got := l.Correct("unet", "cuda:0", "4x512", 100*MB); got != 200*MB {
		t.Errorf("a measurement far off makes %v of 100 MB, want 200", got)
	}
	again, err := OpenLedger(path)
	if err != nil || len(again.rows) != 2 {
		t.Fatalf("got %+v, %v", again, err)
	}
	if got, want := again.Correct("unet", "cuda:0", "6x512", 100*MB), l.Correct("unet", "cuda:0", "6x512", 100*MB); got != want {
		t.Errorf("after opening again: got %v, want %v", got, want)
	}
}

func TestALedgerStaysSmallAndSane(t *testing.T) {
	path := filepath.Join(t.TempDir(), "memory.json")
	l, err := OpenLedger(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range Bytes(keptRows) {
		l.rows = append(l.rows, Observation{"old", "cpu", string(rune(i)), 1, 1})
	}
	for _, o := range []Observation{{}, {"unet", "cpu", "", 0, 5}, {"unet", "cpu", "", 5, 0}, {"unet", "cpu", "", -5, 5}} {
		if err := l.Record(o); err != nil || len(l.rows) != keptRows || l.rows[keptRows-1].Component != "old" {
			t.Errorf("%+v was written down: %v", o, err)
		}
	}
	if err := l.Record(Observation{"unet", "cpu", "", 5, 6}); err != nil || len(l.rows) != keptRows {
		t.Errorf("%d rows, %v", len(l.rows), err)
	}
	if err := os.WriteFile(path, []byte("nonsense"), 0o644); err != nil {
		t.Fatal(err)
	}
	if l, err := OpenLedger(path); err != nil || len(l.rows) != 0 {
		t.Errorf("got %+v, %v", l, err)
	}
	if _, err := OpenLedger(t.TempDir()); err == nil {
		t.Error("a folder opens as a ledger")
	}
	var none *Ledger
	if got := none.Correct("unet", "cpu", "", 5); got != 5 || none.Record(Observation{"unet", "cpu", "", 5, 6}) != nil {
		t.Errorf("no ledger makes %v of 5 bytes", got)
	}
}
