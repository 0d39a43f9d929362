package main

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"patina/paint"
	"patina/paint/projection"
	"patina/paint/raster"
	"patina/paint/view"
)

const testSize = 96

func subjectOf(t *testing.T, seed uint64) *subject {
	t.Helper()
	s, err := newObject(context.Background(), seed, testSize, 256)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// oracle paints the truth.
type oracle struct{ *subject }

func (oracle) Name() string { return "oracle" }

func (o oracle) PaintViews(context.Context, paint.Request, []view.Passes, func(paint.Event)) ([]view.Painted, error) {
	var out []view.Painted
	for i, l := range o.sights {
		out = append(out, view.Painted{View: l.View, Image: o.truth[i]})
	}
	return out, nil
}

func TestTheTruthBeatsTheBaselines(t *testing.T) {
	s := subjectOf(t, 4)
	o := options{size: testSize, texture: 256, out: t.TempDir()}
	p := &painters{projection: &projection.Painter{Passes: raster.Renderer{}}, model: oracle{s}, steps: 1}
	r, err := o.measure(context.Background(), s, p)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"model", "model, reference kept", "projection", "mean colour"}
	for i, m := range r.Methods {
		if m.Name != names[i] {
			t.Fatalf("method %d is %q, want %q", i, m.Name, names[i])
		}
	}
	model := r.Methods[0]
	for _, other := range r.Methods[2:] {
		if model.Unseen.PSNR < other.Unseen.PSNR+2 || model.All.SSIM < other.All.SSIM || model.Unseen.Perceptual > other.Unseen.Perceptual || model.Unseen.Colour > other.Unseen.Colour {
			t.Errorf("the truth measures %+v, %s %+v", model, other.Name, other)
		}
	}
	if !(model.Disagreement < 8) || !math.IsNaN(float64(r.Methods[2].Disagreement)) {
		t.Errorf("the true views disagree by %g, those of the projection by %g", model.Disagreement, r.Methods[2].Disagreement)
	}
}

func TestRegionsSplitTheSurface(t *testing.T) {
	s := subjectOf(t, 4)
	all, unseen := s.regions()
	share := func(view int) float64 {
		var n, total float64
		for i, in := range all[view] {
			if in {
				total++
				if unseen[view][i] {
					n++
				}
			}
		}
		return n / total
	}
	if front, back := share(0), share(2); front > 0.2 || back < 0.95 {
		t.Errorf("the reference does not show %g of the front and %g of the back", front, back)
	}
}

func TestRunWritesTablesAndSheets(t *testing.T) {
	o := options{first: heldOut, count: 1, size: 64, texture: 128, out: filepath.Join(t.TempDir(), "measures")}
	if err := o.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(o.out, "measures.json"))
	if err != nil {
		t.Fatal(err)
	}
	var results []struct {
		Subject string
		Methods []struct{ Name string }
	}
	if err := json.Unmarshal(text, &results); err != nil || len(results) != 1 || len(results[0].Methods) != 2 {
		t.Errorf("measures.json holds %s (%v)", text, err)
	}
	table, err := os.ReadFile(filepath.Join(o.out, "measures.md"))
	if err != nil || !strings.Contains(string(table), "| projection |") || strings.Contains(string(table), "Views of the model") {
		t.Errorf("measures.md holds %s (%v)", table, err)
	}
	if sheets, _ := filepath.Glob(filepath.Join(o.out, "*-900000000.png")); len(sheets) != 1 {
		t.Errorf("the sheets are %v", sheets)
	}
}

func TestMeansLeaveOutWhatWasNotMeasured(t *testing.T) {
	values := []number{2, number(math.NaN()), 4, number(math.Inf(1))}
	i := -1
	got := mean(make([]result, len(values)), func(result) number { i++; return values[i] })
	if got != 3 {
		t.Errorf("got %g, want 3", got)
	}
	if b, err := json.Marshal(number(math.NaN())); err != nil || string(b) != "null" {
		t.Errorf("nothing measured is %s in JSON (%v)", b, err)
	}
}

func TestRefusesWhatIsMissing(t *testing.T) {
	for want, o := range map[string]options{
		"--out":       {},
		"nowhere.glb": {out: t.TempDir(), meshes: paths{"nowhere.glb"}, size: 64},
	} {
		if err := o.run(context.Background()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q in it", err, want)
		}
	}
}
