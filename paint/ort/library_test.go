package ort_test

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patina/paint/ort"
	"patina/paint/ort/orttest"
)

func TestFindLooksWhereTheVariablePoints(t *testing.T) {
	library := orttest.Library(t)
	for _, place := range []string{library, filepath.Dir(library)} {
		t.Setenv(ort.Variable, place)
		if got, err := ort.Find(); err != nil || got != library {
			t.Errorf("%s: got %s, %v", place, got, err)
		}
	}
	nowhere := t.TempDir()
	t.Setenv(ort.Variable, nowhere)
	if _, err := ort.Find(); !errors.Is(err, ort.ErrLibrary) || !strings.Contains(err.Error(), nowhere) || !strings.Contains(err.Error(), ort.Version) {
		t.Errorf("got %v", err)
	}
}

func TestFindLooksInTheDataFolder(t *testing.T) {
	name := filepath.Base(orttest.Library(t))
	data := t.TempDir()
	t.Setenv(ort.Variable, "")
	t.Setenv("XDG_DATA_HOME", data)
	t.Setenv("LOCALAPPDATA", data)
	t.Setenv("HOME", data)
	for _, folder := range []string{data, filepath.Join(data, "Library", "Application Support")} {
		folder = filepath.Join(folder, "patina", "onnxruntime", ort.Version)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := ort.Find(); err != nil || !strings.HasPrefix(got, data) {
		t.Errorf("got %s, %v", got, err)
	}
}

// elfHeader is a library for Linux that consists of its header only.
func elfHeader(machine uint16) []byte {
	b := append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 57)...)
	binary.LittleEndian.PutUint16(b[16:], 3)
	binary.LittleEndian.PutUint16(b[18:], machine)
	binary.LittleEndian.PutUint32(b[20:], 1)
	binary.LittleEndian.PutUint16(b[52:], 64)
	return b
}

// machoHeader is one for macOS.
func machoHeader(cpu uint32) []byte {
	b := make([]byte, 32)
	binary.LittleEndian.PutUint32(b, 0xfeedfacf)
	binary.LittleEndian.PutUint32(b[4:], cpu)
	binary.LittleEndian.PutUint32(b[12:], 6)
	return b
}

// peHeader is one for Windows.
func peHeader(machine uint16) []byte {
	b := make([]byte, 128+24)
	copy(b, "MZ")
	binary.LittleEndian.PutUint32(b[60:], 128)
	copy(b[128:], "PE\x00\x00")
	binary.LittleEndian.PutUint16(b[132:], machine)
	return b
}

// A library that is not the one expected is refused before it is opened, with what it
// is instead.
func TestWrongLibrariesAreRefused(t *testing.T) {
	library := orttest.Library(t)
	whole, err := os.ReadFile(library)
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte(nil), whole...)
	damaged[len(damaged)/2] ^= 1
	path := filepath.Join(t.TempDir(), "libonnxruntime.so.1")
	for want, b := range map[string][]byte{
		"damaged or no library":     []byte("hello"),
		"no library (":              whole[:len(whole)/2],
		"it is for linux/EM_S390":   elfHeader(22),
		"it is for darwin/CpuPpc64": machoHeader(0x01000012),
		"it is for windows/another": peHeader(0x14c),
		"not the library of":        damaged,
	} {
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := ort.Verify(path, nil); !errors.Is(err, ort.ErrLibrary) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if err := ort.Verify(filepath.Join(path, "missing"), nil); !errors.Is(err, ort.ErrLibrary) {
		t.Errorf("got %v", err)
	}
	if err := ort.Verify(library, nil); err != nil {
		t.Error(err)
	}
}

func TestAProcessHasOneRuntime(t *testing.T) {
	runtime := orttest.Open(t)
	if again := orttest.Open(t); again != runtime {
		t.Error("a second runtime was made")
	}
	if _, err := ort.Open("/another/library", nil); !errors.Is(err, ort.ErrLibrary) || !strings.Contains(err.Error(), "restart") {
		t.Errorf("got %v", err)
	}
}
