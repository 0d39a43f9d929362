package jsonfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhatIsWrittenIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "file.json")
	if _, err := Read[[]int](path, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a file: %v", err)
	}
	if got, err := ReadOrEmpty[[]int](path); got != nil || err != nil {
		t.Errorf("without a file: %v, %v", got, err)
	}
	if err := Write(path, []int{1, 2}); err != nil {
		t.Fatal(err)
	}
	if got, err := Read(path, func(list []int) error { return nil }); err != nil || len(got) != 2 {
		t.Errorf("got %v, %v", got, err)
	}
	odd := errors.New("no list is that short")
	if got, err := Read(path, func([]int) error { return odd }); got != nil || !errors.Is(err, odd) || !errors.Is(err, ErrDamaged) {
		t.Errorf("what is not valid: %v, %v", got, err)
	}
	if err := Write(path, func() {}); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("what is no JSON: %v", err)
	}
	if err := Write(filepath.Join(path, "below"), 1); err == nil || strings.Count(err.Error(), path) != 1 {
		t.Errorf("below a file: %v", err)
	}
}

func TestDamagedFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file.json")
	for _, text := range []string{"", "{", `"text"`, "[1", `[{"a":1}]`} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if got, err := Read[[]int](path, nil); !errors.Is(err, ErrDamaged) || got != nil {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
		if got, err := ReadOrEmpty[[]int](path); got != nil || err != nil {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
	if _, err := ReadOrEmpty[int](filepath.Dir(path)); err == nil || strings.Contains(err.Error(), path) {
		t.Errorf("a folder: %v", err)
	}
	told := PutAside(path, errors.New("it is torn"), "it is forgotten")
	if !strings.Contains(told, path+" could not be read (it is torn), so it is forgotten. It now stands aside as file.json.damaged.") {
		t.Errorf("told is %q", told)
	}
	if _, err := os.Stat(path + ".damaged"); err != nil {
		t.Error(err)
	}
	if told := PutAside(path, errors.New("gone"), "so what"); strings.Contains(told, "aside") {
		t.Errorf("what is not there stands aside: %q", told)
	}
}
