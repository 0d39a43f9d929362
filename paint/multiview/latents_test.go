package multiview

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"patina/paint/checkpoint"
	"patina/paint/painttest"
	"patina/paint/tensor"
)

func nothing(io.Writer) error { return nil }

func TestLatentsRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "latents.safetensors")
	want := tensor.Of([]float32{1, -2, 0.1, 4e-9, 5, 6, 7, 8}, 1, 4, 1, 2)
	if err := WriteLatents(path, want); err != nil {
		t.Fatal(err)
	}
	got, err := ReadLatents(path, 1, 4, 1, 2)
	if err != nil || !slices.Equal(got.F32, want.F32) || !slices.Equal(got.Shape, want.Shape) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestLatentsThatCannotBeUsedSayWhy(t *testing.T) {
	for name, c := range map[string]struct {
		key   string
		dtype checkpoint.DType
		data  any
		shape []int
		want  string
	}{
		"other key":   {"z", checkpoint.F32, make([]float32, 8), []int{1, 4, 1, 2}, `it holds no tensor "latents"`},
		"other shape": {"latents", checkpoint.F32, make([]float32, 8), []int{1, 4, 2, 1}, "its latents have the shape [1 4 2 1], and this job needs [1 4 1 2]"},
		"whole":       {"latents", checkpoint.I64, make([]int64, 8), []int{1, 4, 1, 2}, "whole numbers"},
		"double":      {"latents", checkpoint.F64, make([]float64, 8), []int{1, 4, 1, 2}, "float64"},
		"infinite":    {"latents", checkpoint.F32, []float32{0, 0, float32(math.Inf(1)), 0, 0, 0, 0, 0}, []int{1, 4, 1, 2}, "some of its latents are not finite"},
	} {
		path := filepath.Join(t.TempDir(), name+".safetensors")
		var b bytes.Buffer
		err := checkpoint.WriteSafetensors(&b, []checkpoint.StoredTensor{{
			Key: c.key, DType: c.dtype, Shape: c.shape,
			Write: func(w io.Writer) error { return binary.Write(w, binary.LittleEndian, c.data) },
		}})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadLatents(path, 1, 4, 1, 2); err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
	if _, err := ReadLatents(filepath.Join(t.TempDir(), "no.safetensors"), 1); err == nil || !strings.Contains(err.Error(), "no.safetensors") {
		t.Errorf("got %v", err)
	}
}

func TestSavedLatentsAreWhereTheNextJobStarts(t *testing.T) {
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{})
	p.SaveLatents = filepath.Join(t.TempDir(), "latents.safetensors")
	req := request(t)
	first, _ := mustPaint(t, p, req)
	loader := p.machine.Runtime.(*fakeRuntime)
	saved, err := ReadLatents(p.SaveLatents, 3, 4, 8, 8)
	if err != nil {
		t.Fatal(err)
	}

	req.Settings.Diffusion.Latents, p.SaveLatents = p.SaveLatents, ""
	req.Settings.Steps, req.Settings.Diffusion.Strength = 10, 0.05 // no whole step
	calls := loader.runs["seeing"]
	if kept, h := mustPaint(t, p, req); !bytes.Equal(kept, first) || loader.runs["seeing"] != calls || h.notices != nil {
		t.Errorf("without a step to take the views changed, after %d calls", loader.runs["seeing"]-calls)
	}
	req.Settings.Diffusion.Strength = 0.5
	calls = loader.runs["seeing"]
	if some, _ := mustPaint(t, p, req); bytes.Equal(some, first) || loader.runs["seeing"]-calls != 5 {
		t.Errorf("at half the strength %d steps were taken", loader.runs["seeing"]-calls)
	}
	req.Settings.Diffusion.Strength = 0
	_, h := mustPaint(t, p, req)
	if len(h.notices) != 1 || !strings.Contains(h.notices[0], "choose a denoise strength below 1") {
		t.Errorf("notices %q", h.notices)
	}
	req.Settings.ViewSize = 128
	if _, _, err := paintWith(t, t.Context(), p, req); err == nil || !strings.Contains(err.Error(), "[3 4 16 16]") {
		t.Errorf("latents of another size: %v", err)
	}
	if saved.Len() != 3*4*64 {
		t.Errorf("%v", saved.Shape)
	}
}

func TestLatentsThatCannotBeSavedAreAnError(t *testing.T) {
	p := open(t, painttest.TinyCheckpoints(t), &fakeRuntime{})
	p.SaveLatents = filepath.Join(t.TempDir(), "nowhere", "latents.safetensors")
	if _, _, err := paintWith(t, t.Context(), p, request(t)); err == nil || !strings.Contains(err.Error(), p.SaveLatents) {
		t.Errorf("got %v", err)
	}
}
