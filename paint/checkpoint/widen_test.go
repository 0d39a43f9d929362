package checkpoint

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"patina/paint/tensor"
)

func widenedFrom(t *testing.T, w *Weights, folder string) *Weights {
	t.Helper()
	wide, err := w.Widened(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { wide.Close() })
	return wide
}

func TestWidenedWeightsHaveTheSameNumbers(t *testing.T) {
	w := open(t, "testdata/tiny_torch.bin")
	wide := widenedFrom(t, w, filepath.Join(t.TempDir(), "new", "folder"))
	if !slices.Equal(wide.Keys(), w.Keys()) || wide.has(F16) {
		t.Fatalf("keys %v", wide.Keys())
	}
	for _, key := range w.Keys() {
		before, _ := w.Entry(key)
		after, _ := wide.Entry(key)
		a, err := w.Read(before)
		if err != nil {
			t.Fatal(err)
		}
		b, err := wide.Read(after)
		if err != nil || !slices.Equal(after.Shape, before.Shape) || !equal(a, b) {
			t.Errorf("%s: %v became %v, %v", key, a, b, err)
		}
	}
}

func equal(a, b tensor.Tensor) bool {
	if a.I64 != nil {
		return slices.Equal(a.I64, b.I64)
	}
	return slices.Equal(a.Float32().F32, b.F32)
}

func TestTheCopyIsWrittenOnce(t *testing.T) {
	source, folder := filepath.Join(t.TempDir(), "a.safetensors"), t.TempDir()
	save(t, source, stored("a", F16, 0, 64), stored("b", F32, 3, 2))
	written := func() (string, time.Time) {
		wide := widenedFrom(t, open(t, source), folder)
		info, err := os.Stat(wide.Name())
		if err != nil {
			t.Fatal(err)
		}
		return wide.Name(), info.ModTime()
	}
	path, first := written()
	if again, second := written(); again != path || second != first {
		t.Error("the copy was written twice")
	}
	if err := os.Truncate(path, 100); err != nil {
		t.Fatal(err)
	}
	written()
	if _, err := OpenWeights(path); err != nil {
		t.Error("a damaged copy was used:", err)
	}
	if err := os.Chtimes(source, first, first.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if other, _ := written(); other == path {
		t.Error("a copy of another state of the file was used")
	}
}

func TestWeightsWithoutFloat16AreNotCopied(t *testing.T) {
	path, folder := filepath.Join(t.TempDir(), "a.safetensors"), t.TempDir()
	save(t, path, stored("a", F32, 1, 4))
	w := open(t, path)
	if widenedFrom(t, w, folder) != w {
		t.Error("they were copied")
	}
}

func TestACancelledCopyLeavesNothing(t *testing.T) {
	path, folder := filepath.Join(t.TempDir(), "a.safetensors"), t.TempDir()
	save(t, path, stored("a", F16, 1, 4))
	reason := errors.New("the artist pressed Cancel")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(reason)
	if _, err := open(t, path).Widened(ctx, folder); !errors.Is(err, reason) {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
