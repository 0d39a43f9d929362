package main

import (
	"context"
	"crypto/sha256"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"patina/assets/training/objects"
	"patina/paint/checkpoint"
	"patina/paint/raster"
	"patina/paint/view"
)

// written makes a small file and returns its path.
func written(t *testing.T, workers int) string {
	t.Helper()
	dir := t.TempDir()
	o := options{first: 5, count: 3, out: dir, size: 48, references: 2, workers: workers}
	if err := o.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "objects-5.safetensors")
}

func TestFilesDoNotDependOnWorkers(t *testing.T) {
	var sums [][32]byte
	for _, workers := range []int{1, 3} {
		b, err := os.ReadFile(written(t, workers))
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, sha256.Sum256(b))
	}
	if sums[0] != sums[1] {
		t.Errorf("one worker writes %x, three write %x", sums[0], sums[1])
	}
}

func TestFilesOpenAsWeights(t *testing.T) {
	w, err := checkpoint.OpenWeights(written(t, 2))
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	want := map[string][]int{
		"views": {3, 6, 48, 48, 3}, "normals": {3, 6, 48, 48, 3}, "positions": {3, 6, 48, 48, 3}, "masks": {3, 6, 48, 48},
		"references": {3, 2, 48, 48, 3}, "reference_masks": {3, 2, 48, 48}, "cameras": {3, 2, 2},
	}
	if len(w.Keys()) != len(want) {
		t.Errorf("the file holds %v", w.Keys())
	}
	for key, shape := range want {
		if e, ok := w.Entry(key); !ok || !slices.Equal(e.Shape, shape) {
			t.Errorf("%s has the shape %v, want %v", key, e.Shape, shape)
		}
	}
	checkCameras(t, w)
}

func checkCameras(t *testing.T, w *checkpoint.Weights) {
	t.Helper()
	e, _ := w.Entry("cameras")
	read, err := w.Read(e)
	if err != nil {
		t.Fatal(err)
	}
	for i, angle := range read.F32 {
		if angle < -40 || angle > 40 {
			t.Errorf("angle %d of the cameras is %g degrees", i, angle)
		}
	}
}

func TestPassesAreTheRenderers(t *testing.T) {
	o := objects.New(7)
	s := newShard(1, 48, 1)
	if err := s.fill(context.Background(), 0, o, 48, 1); err != nil {
		t.Fatal(err)
	}
	passes, err := raster.Renderer{}.RenderPasses(context.Background(), o.Mesh, view.Default().Views, 48)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range passes {
		normals, positions := p.NormalImage(), p.PositionImage()
		for k, seen := range p.Mask {
			if (s.masks.of(0, i)[k] == 255) != seen ||
				!slices.Equal(s.normals.of(0, i)[3*k:3*k+3], normals.Pix[4*k:4*k+3]) ||
				!slices.Equal(s.positions.of(0, i)[3*k:3*k+3], positions.Pix[4*k:4*k+3]) {
				t.Fatalf("view %d differs from the renderer's at pixel %d", i, k)
			}
			if !seen && !slices.Equal(s.views.of(0, i)[3*k:3*k+3], []byte{255, 255, 255}) {
				t.Fatalf("view %d is not white at pixel %d, where nothing is seen", i, k)
			}
		}
	}
}

func TestRefusesWhatCannotBe(t *testing.T) {
	good := options{count: 1, out: t.TempDir(), size: 64, references: 1, workers: 1}
	for name, spoil := range map[string]func(*options){
		"size": func(o *options) { o.size = 8 }, "references": func(o *options) { o.references = 0 },
		"workers": func(o *options) { o.workers = 0 }, "out": func(o *options) { o.out = "" },
	} {
		o := good
		spoil(&o)
		if err := o.run(context.Background()); err == nil {
			t.Errorf("a wrong --%s is accepted", name)
		}
	}
}
