//go:build !race

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patina/paint/multiview"
	"patina/paint/ort/orttest"
	"patina/paint/painttest"
)

// A tiny model paints noise, but it goes all the way.
func TestModelsAreMeasured(t *testing.T) {
	t.Setenv("PATINA_ONNXRUNTIME", filepath.Dir(orttest.Library(t)))
	o := options{
		first: heldOut, count: 1, size: multiview.MinViewSize, texture: 128, steps: 1,
		model: painttest.TinyCheckpoints(t), cache: t.TempDir(), out: t.TempDir(),
	}
	if err := o.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile(filepath.Join(o.out, "measures.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| model |", "| model, reference kept |", "Views of the model differ by "} {
		if !strings.Contains(string(table), want) {
			t.Errorf("measures.md lacks %q: %s", want, table)
		}
	}
}
