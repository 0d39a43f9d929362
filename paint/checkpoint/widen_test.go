package checkpoint

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"patina/paint/tensor"
)

func widenedFrom(t *testing.T, w *Weights, folder string) *Weights {
	t.Helper()
	wide, err := w.Widened(context.Background(), folder, nil)
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

func TestWeightsWithoutFloat16AreNotCopied(t *testing.T) {
	path, folder := filepath.Join(t.TempDir(), "a.safetensors"), t.TempDir()
	save(t, path, stored("a", F32, 1, 4))
	w := open(t, path)
	if widenedFrom(t, w, folder) != w || w.WidenedSize() != 0 {
		t.Error("they were copied")
	}
}

func TestACancelledCopyLeavesNothing(t *testing.T) {
	path, folder := filepath.Join(t.TempDir(), "a.safetensors"), t.TempDir()
	save(t, path, stored("a", F16, 1, 4))
	reason := errors.New("the artist pressed Cancel")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(reason)
	if _, err := open(t, path).Widened(ctx, folder, nil); !errors.Is(err, reason) {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
