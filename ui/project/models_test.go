package project

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"patina/paint"
	"patina/paint/catalogue"
	"patina/paint/diffusion"
)

// writeModel makes a folder that is taken for a paint model.
func writeModel(t *testing.T, in, name string) string {
	t.Helper()
	dir := filepath.Join(in, name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "model_index.json"), []byte(`{"_class_name": "HunyuanPaintPipeline"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// modelIn returns the catalogue's model with a name in a folder.
func modelIn(dir, id string) catalogue.Model {
	e, known := catalogue.ByID(id)
	if !known {
		e = catalogue.Other(dir)
	}
	return catalogue.Model{Dir: dir, Entry: e}
}

var (
	paintModel = modelIn("/models/hunyuan3d-paint-v2-0", "hunyuan3d-paint-v2-0")
	turboModel = modelIn("/models/hunyuan3d-paint-v2-0-turbo", "hunyuan3d-paint-v2-0-turbo")
)

// opened is what OpenModel gives for a model with so many steps.
func opened(steps int) Painter {
	return Painter{Steps: steps, Painter: &paint.Painter{Views: named("diffusion")}}
}

func titles(p *Project) (all []string) {
	for _, c := range p.Painters() {
		all = append(all, c.Title)
	}
	return all
}

func TestAModelBecomesThePainter(t *testing.T) {
	p, _ := ready(t)
	p.ListModel(turboModel)
	p.ListModel(turboModel)
	if got := titles(p); !slices.Equal(got, []string{"Projection", "Network", "Hunyuan3D-Paint Turbo"}) {
		t.Fatalf("painters %q", got)
	}
	if err := p.Set(PainterName, "Hunyuan3D-Paint Turbo"); err == nil || p.Settings.Painter != "projection" {
		t.Errorf("a model that is not open paints: %v", err)
	}
	if m, ok := p.Unopened("Hunyuan3D-Paint Turbo"); !ok || m.Dir != turboModel.Dir {
		t.Errorf("unopened %v, %v", m, ok)
	}
	p.UseModel(turboModel, opened(10))
	if _, ok := p.Unopened("Hunyuan3D-Paint Turbo"); ok || p.Settings.Steps != 10 || p.Text(PainterName) != "Hunyuan3D-Paint Turbo" {
		t.Errorf("steps %d, painter %q", p.Settings.Steps, p.Text(PainterName))
	}
	if m, ok := p.ChosenModel(); !ok || m.Dir != turboModel.Dir || !strings.Contains(p.Explain(PainterName), "Community License") {
		t.Errorf("chosen %v, %v: %s", m, ok, p.Explain(PainterName))
	}
	if req := begin(t, p); req.Settings.Painter != "diffusion" || req.Settings.Diffusion.Model != turboModel.Dir {
		t.Errorf("request %+v", req.Settings)
	}
}

func TestStepsFollowThePainterUntilTheyAreTyped(t *testing.T) {
	p, _ := newTestProject(t, "")
	p.UseModel(turboModel, opened(10))
	_ = p.Set(PainterName, "Projection")
	if p.Settings.Steps != 30 {
		t.Errorf("%d steps after the turbo model", p.Settings.Steps)
	}
	_ = p.Set(Steps, "17")
	_ = p.Set(PainterName, "Hunyuan3D-Paint Turbo")
	if p.Settings.Steps != 17 {
		t.Errorf("typed steps became %d", p.Settings.Steps)
	}
	p.Reset()
	if m, ok := p.ChosenModel(); !ok || m.Dir != turboModel.Dir || p.Settings.Steps != 10 {
		t.Errorf("reset leaves %v with %d steps", m, p.Settings.Steps)
	}
}

func TestModelsOfOneNameAreToldApart(t *testing.T) {
	p, _ := newTestProject(t, "")
	p.ListModel(modelIn("/a/paint", paintModel.Entry.ID))
	p.ListModel(modelIn("/b/paint", paintModel.Entry.ID))
	if got := titles(p)[2:]; !slices.Equal(got, []string{"Hunyuan3D-Paint 2.0 (a)", "Hunyuan3D-Paint 2.0 (b)"}) {
		t.Errorf("painters %q", got)
	}
}

func TestRemovingTheModelThatPaints(t *testing.T) {
	p, _ := newTestProject(t, "")
	p.UseModel(turboModel, opened(10))
	p.UseModel(paintModel, opened(30))
	p.RemoveModel(turboModel.Dir)
	if m, ok := p.ChosenModel(); !ok || m.Dir != paintModel.Dir {
		t.Errorf("removing another model chose %v", m)
	}
	p.RemoveModel(paintModel.Dir)
	if _, ok := p.ChosenModel(); ok || len(p.Models()) != 0 || p.Settings.Painter != "projection" {
		t.Errorf("painter %q, models %v", p.Settings.Painter, p.Models())
	}
}

func TestModelsAreKept(t *testing.T) {
	folder := t.TempDir()
	p, _ := newTestProject(t, folder)
	p.ListModel(turboModel)
	other := modelIn("/models/mine", "")
	p.ListModel(other)
	p.UseModel(paintModel, opened(15))
	_ = p.Set(Steps, "30")
	_ = p.Set(Guidance, "3.5")
	keep(t, p)

	again, _ := newTestProject(t, folder)
	if _, ok := again.LastModel(); ok {
		t.Error("a model whose licence is not accepted is opened again")
	}
	if err := p.Records().Accept(paintModel.Entry.ID, time.Now()); err != nil {
		t.Fatal(err)
	}
	again, _ = newTestProject(t, folder)
	if !reflect.DeepEqual(titles(again), titles(p)) || again.Settings.Painter != "projection" {
		t.Errorf("painters %q, chosen %q", titles(again), again.Settings.Painter)
	}
	if m := again.Models()[1]; m.Model != other {
		t.Errorf("unknown model %+v", m)
	}
	last, ok := again.LastModel()
	if !ok || last.Dir != paintModel.Dir {
		t.Fatalf("last model %v, %v", last, ok)
	}
	keep(t, again)
	again, _ = newTestProject(t, folder)
	if last, ok := again.LastModel(); !ok || last.Dir != paintModel.Dir {
		t.Errorf("a model that was not opened is forgotten: %v, %v", last, ok)
	}
	again.UseModel(last.Model, opened(15))
	if again.Settings.Steps != 30 || again.Text(Guidance) != "3.5" {
		t.Errorf("%d steps, guidance %q", again.Settings.Steps, again.Text(Guidance))
	}
}

func TestADamagedListOfModelsIsPutAside(t *testing.T) {
	for _, content := range []string{`{`, `[{"dir": "relative"}]`} {
		folder := t.TempDir()
		path := filepath.Join(folder, modelsFile)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		p, _ := newTestProject(t, folder)
		if len(p.Models()) != 0 || len(p.Notices()) != 1 || !strings.Contains(p.Notices()[0], path) {
			t.Errorf("%s: models %v, notices %q", content, p.Models(), p.Notices())
		}
	}
}

func TestPaintingWaitsForTheModel(t *testing.T) {
	p, _ := ready(t)
	p.OpeningModel = "Hunyuan3D-Paint 2.0"
	if _, err := p.Request(); err == nil || err.Error() != "Patina is still opening Hunyuan3D-Paint 2.0" {
		t.Errorf("got %v", err)
	}
}

func TestWithoutAModelJobsKnowNothingOfIts(t *testing.T) {
	p, _ := ready(t)
	p.UseModel(paintModel, opened(30))
	p.SetSwitch(Delight, true)
	_ = p.Set(PainterName, "Projection")
	if req := begin(t, p); req.Settings.Diffusion != (diffusion.Settings{}) {
		t.Errorf("request %+v", req.Settings.Diffusion)
	}
}

func TestASwitchThatThePainterCannotObeyIsOff(t *testing.T) {
	p, _ := ready(t)
	painter := opened(30)
	painter.Reasons = map[Setting]string{Delight: "put the folder hunyuan3d-delight-v2-0 beside the model's"}
	p.SetSwitch(Delight, true)
	p.SetSwitch(KeepReference, true)
	p.UseModel(paintModel, painter)
	if text, ignored := p.Ignored(Delight); !ignored || text != "Put the folder hunyuan3d-delight-v2-0 beside the model's." {
		t.Errorf("%q, %v", text, ignored)
	}
	if d := begin(t, p).Settings.Diffusion; d.Delight || !d.KeepReference {
		t.Errorf("request %+v", d)
	}
}

func TestTheReferenceIsLaidOnOnlyWhereItIsKept(t *testing.T) {
	p, _ := newTestProject(t, "")
	for _, model := range []bool{false, true} {
		if model {
			p.UseModel(paintModel, opened(30))
		}
		for _, keep := range []bool{false, true} {
			p.SetSwitch(KeepReference, keep)
			if _, ignored := p.Ignored(Mirror); ignored != (model && !keep) {
				t.Errorf("mirror with model %v, keeping %v: ignored %v", model, keep, ignored)
			}
		}
	}
}

func TestViewSizesThatAModelCannotPaintAreRefusedBeforeTheJob(t *testing.T) {
	p, _ := ready(t)
	painter := opened(30)
	painter.ViewSizes = ViewSizes{Min: 256, Max: 1024, Step: 64}
	p.UseModel(paintModel, painter)
	for size, good := range map[string]bool{"192": false, "256": true, "300": false, "1024": true, "1088": false} {
		_ = p.Set(ViewSize, size)
		_, err := p.Request()
		if (err == nil) != good || err != nil && !strings.Contains(err.Error(), "256 to 1024 pixels in steps of 64, and the view size is "+size) {
			t.Errorf("%s: %v", size, err)
		}
	}
	_ = p.Set(PainterName, "Projection")
	if _, err := p.Request(); err != nil {
		t.Errorf("projection minds the view size: %v", err)
	}
}

func TestOpenModelIsHandedIn(t *testing.T) {
	p, _ := newTestProject(t, "")
	if _, err := p.OpenModel(t.Context(), paintModel); !errors.Is(err, errNoModels) {
		t.Errorf("got %v", err)
	}
	var asked string
	p = New(Options{Painters: p.painters, OpenModel: func(_ context.Context, dir string) (Painter, error) {
		asked = dir
		return opened(30), nil
	}})
	if _, err := p.OpenModel(t.Context(), paintModel); err != nil || asked != paintModel.Dir {
		t.Errorf("asked for %q, %v", asked, err)
	}
}
