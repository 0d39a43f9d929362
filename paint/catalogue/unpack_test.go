package catalogue

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
)

var carried = fstest.MapFS{
	"small/model_index.json":          {Data: []byte("{}")},
	"small/unet/weights.safetensors":  {Data: []byte("numbers")},
	"another/file that is not wanted": {Data: []byte("?")},
}

func TestAModelIsUnpackedWholeAndMended(t *testing.T) {
	cache := t.TempDir()
	dir, err := Unpack(t.Context(), carried, "small", cache, nobody)
	if err != nil {
		t.Fatal(err)
	}
	weights := filepath.Join(dir, "unet", "weights.safetensors")
	if err := os.WriteFile(weights, []byte("damaged"), 0o644); err != nil {
		t.Fatal(err)
	}
	again, err := Unpack(t.Context(), carried, "small", cache, nobody)
	if err != nil || again != dir {
		t.Fatalf("got %s, then %s: %v", dir, again, err)
	}
	if b, err := os.ReadFile(weights); err != nil || string(b) != "numbers" {
		t.Errorf("damage stays: %q, %v", b, err)
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 2 {
		t.Errorf("got %v, %v", list, err)
	}
}

func TestAnotherModelGetsAnotherFolder(t *testing.T) {
	cache := t.TempDir()
	first, err := Unpack(t.Context(), carried, "small", cache, nobody)
	if err != nil {
		t.Fatal(err)
	}
	newer := fstest.MapFS{"small/model_index.json": {Data: []byte("{} ")}}
	if second, err := Unpack(t.Context(), newer, "small", cache, nobody); err != nil || second == first {
		t.Errorf("got %s twice: %v", second, err)
	}
}

func TestWhatCannotBeUnpackedIsSaid(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Unpack(t.Context(), carried, "small", file, nobody); err == nil {
		t.Error("unpacked into a file")
	}
	if _, err := Unpack(t.Context(), carried, "missing", t.TempDir(), nobody); err == nil {
		t.Error("unpacked what is not there")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Unpack(ctx, carried, "small", t.TempDir(), nobody); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
