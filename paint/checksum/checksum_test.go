package checksum

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const ofHello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func sumOf(t *testing.T, s *Sums, path string) string {
	t.Helper()
	got, err := s.Of(path)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A file is read again when its size or its time of change is another, and only then.
func TestSumsAreRemembered(t *testing.T) {
	dir := t.TempDir()
	file, kept := filepath.Join(dir, "library"), filepath.Join(dir, "cache", "sums.json")
	write(t, file, "hello")
	if got := sumOf(t, nil, file); got != ofHello {
		t.Errorf("got %s", got)
	}
	if got := sumOf(t, Open(kept), file); got != ofHello {
		t.Errorf("got %s", got)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, "jello") // as long
	if err := os.Chtimes(file, time.Time{}, info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if got := sumOf(t, Open(kept), file); got != ofHello {
		t.Errorf("a file of the same size and time was read again: %s", got)
	}
	if err := os.Chtimes(file, time.Time{}, info.ModTime().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	changed := sumOf(t, Open(kept), file)
	write(t, file, "hello, world")
	if err := os.Chtimes(file, time.Time{}, info.ModTime().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	if longer := sumOf(t, Open(kept), file); changed == ofHello || longer == changed {
		t.Errorf("a changed file was not read: %s, %s", changed, longer)
	}
}

func TestSumsThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	file, kept := filepath.Join(dir, "library"), filepath.Join(dir, "sums.json")
	write(t, file, "hello")
	for _, text := range []string{"null", "{", "[]", `{"` + file + `":{"size":5,"sha256":"short"}}`} {
		write(t, kept, text)
		if got := sumOf(t, Open(kept), file); got != ofHello {
			t.Errorf("%s: got %s", text, got)
		}
	}
	if _, err := Open(kept).Of(filepath.Join(dir, "missing")); err == nil || !strings.Contains(err.Error(), "missing") {
		t.Errorf("got %v", err)
	}
	if got := sumOf(t, Open(filepath.Join(file, "below")), file); got != ofHello {
		t.Errorf("where nothing can be kept: %s", got)
	}
}
