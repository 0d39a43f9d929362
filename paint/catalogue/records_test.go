package catalogue

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestAcceptanceIsKept(t *testing.T) {
	config := filepath.Join(t.TempDir(), "new", "config")
	r, notice := OpenRecords(config)
	if _, ok := r.Accepted("a"); ok || notice != "" {
		t.Fatalf("accepted %v, notice %q", ok, notice)
	}
	when := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	if err := r.Accept("a", when); err != nil {
		t.Fatal(err)
	}
	again, notice := OpenRecords(config)
	if got, ok := again.Accepted("a"); !ok || !got.Equal(when) || notice != "" {
		t.Errorf("accepted %v at %v, notice %q", ok, got, notice)
	}
	if _, ok := again.Accepted("b"); ok {
		t.Error("another model is accepted")
	}
}

func TestDamagedRecordsArePutAside(t *testing.T) {
	config := t.TempDir()
	path := filepath.Join(config, licencesFile)
	write(t, path, `{"a": "yesterday"}`)
	r, notice := OpenRecords(config)
	if _, ok := r.Accepted("a"); ok || !strings.Contains(notice, path) || !strings.Contains(notice, licencesFile+".damaged") {
		t.Errorf("accepted %v, notice %q", ok, notice)
	}
	if b, err := os.ReadFile(path + ".damaged"); err != nil || !strings.Contains(string(b), "yesterday") {
		t.Errorf("put aside %q, %v", b, err)
	}
	if _, notice := OpenRecords(config); notice != "" {
		t.Errorf("told again: %q", notice)
	}
}

func TestRecordsWithoutAFolderStayInMemory(t *testing.T) {
	r, _ := OpenRecords("")
	if err := r.Accept("a", time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, ok := r.Accepted("a"); !ok {
		t.Error("forgotten at once")
	}
}

func nobody(int64, int64) {}

// remembered returns records and a model with three files that they remember.
func remembered(t *testing.T) (*Records, string) {
	t.Helper()
	dir := folder(t, "model", map[string]string{
		indexFile: paintIndex, "unet/config.json": "{}", "unet/weights": strings.Repeat("w", 3<<20), ".cache/x": "no", ".hidden": "no",
	})
	r, _ := OpenRecords(t.TempDir())
	var done, total int64
	if err := r.Remember(t.Context(), dir, func(d, all int64) { done, total = d, all }); err != nil {
		t.Fatal(err)
	}
	if want := int64(len(paintIndex) + 2 + 3<<20); done != want || total != want {
		t.Errorf("progress ended at %d of %d, want %d", done, total, want)
	}
	return r, dir
}

func TestVerifySaysWhichFileChanged(t *testing.T) {
	r, dir := remembered(t)
	report, err := r.Verify(t.Context(), dir, nobody)
	if err != nil || !report.Same() || report.String() != "every file is what it was when the model was added" {
		t.Fatalf("%v, %v", report, err)
	}
	write(t, filepath.Join(dir, ".cache", "y"), "not the model's")
	write(t, filepath.Join(dir, "unet", "weights"), strings.Repeat("w", 3<<20-1)+"x")
	write(t, filepath.Join(dir, "extra"), "")
	if err := os.Remove(filepath.Join(dir, indexFile)); err != nil {
		t.Fatal(err)
	}
	report, err = r.Verify(t.Context(), dir, nobody)
	if err != nil || report.Same() || !slices.Equal(report.Changed, []string{"unet/weights"}) ||
		!slices.Equal(report.Missing, []string{indexFile}) || !slices.Equal(report.Added, []string{"extra"}) {
		t.Errorf("%+v, %v", report, err)
	}
	if got := report.String(); got != "unet/weights is changed; model_index.json is missing; extra is new" {
		t.Errorf("report %q", got)
	}
}

func TestVerifyNeedsAMemory(t *testing.T) {
	r, dir := remembered(t)
	r.Forget(dir)
	if _, err := r.Verify(t.Context(), dir, nobody); !errors.Is(err, ErrNotRemembered) || r.Remembered(dir) {
		t.Errorf("got %v", err)
	}
	write(t, r.manifestPath(dir), "{")
	if _, err := r.Verify(t.Context(), dir, nobody); !errors.Is(err, ErrNotRemembered) {
		t.Errorf("a damaged manifest gives %v", err)
	}
}

func TestHashingStopsWhenCancelled(t *testing.T) {
	r, dir := remembered(t)
	ctx, cancel := context.WithCancelCause(t.Context())
	enough := errors.New("enough")
	calls := 0
	_, err := r.Verify(ctx, dir, func(int64, int64) {
		if calls++; calls == 2 {
			cancel(enough)
		}
	})
	if !errors.Is(err, enough) || calls != 2 {
		t.Errorf("after %d calls: %v", calls, err)
	}
	if err := r.Remember(ctx, dir, nobody); !errors.Is(err, enough) || !r.Remembered(dir) {
		t.Errorf("remembering: %v, remembered %v", err, r.Remembered(dir))
	}
}

func TestFilesBehindLinksAreHashed(t *testing.T) {
	r, dir := remembered(t)
	blob := filepath.Join(t.TempDir(), "blob")
	write(t, blob, "one")
	if err := os.Symlink(blob, filepath.Join(dir, "linked")); err != nil {
		t.Skipf("links cannot be made here: %v", err)
	}
	if err := r.Remember(t.Context(), dir, nobody); err != nil {
		t.Fatal(err)
	}
	write(t, blob, "two")
	if report, err := r.Verify(t.Context(), dir, nobody); err != nil || !slices.Equal(report.Changed, []string{"linked"}) {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestRememberNamesWhatItCannotRead(t *testing.T) {
	r, _ := OpenRecords(t.TempDir())
	dir := filepath.Join(t.TempDir(), "gone")
	if err := r.Remember(t.Context(), dir, nobody); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("got %v", err)
	}
}
