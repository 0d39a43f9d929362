package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"patina/paint"
	"patina/ui/project"
)

const turboTitle = "Hunyuan3D-Paint Turbo"

// openModel opens whatever folder it is asked for, as a model that takes ten steps.
func (h *harness) openModel(ctx context.Context, dir string) (project.Painter, error) {
	if h.open != nil {
		if err := h.open(ctx, dir); err != nil {
			return project.Painter{}, err
		}
	}
	return project.Painter{Steps: 10, Painter: &paint.Painter{Passes: fakePasses{}, Views: diffusionModel{h.views}}}, nil
}

// diffusionModel is the fake painter under the name of those that run a model.
type diffusionModel struct{ *fakeViews }

func (diffusionModel) Name() string { return "diffusion" }

// modelFolder writes what identifies the turbo model and returns the folder.
func (h *harness) modelFolder() string {
	h.t.Helper()
	dir := filepath.Join(h.folder, "models", "hunyuan3d-paint-v2-0-turbo")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "model_index.json"), []byte(`{"_class_name": "HunyuanPaintPipeline"}`), 0o644); err != nil {
		h.t.Fatal(err)
	}
	return dir
}

// addModel drops a model, accepts its licence and waits until nothing is done with it.
func (h *harness) addModel() (dir string) {
	h.t.Helper()
	dir = h.modelFolder()
	h.drop(filepath.Dir(dir))
	h.until("the licence is asked", h.dialogOpen)
	test.Tap(h.overlayButton("Accept the licence"))
	h.untilModelRests()
	return dir
}

func (h *harness) untilModelRests() {
	h.t.Helper()
	h.until("nothing is done with a model", func() bool { return h.w.model == nil })
}

func (h *harness) painterMenu() *tipSelect { return h.control(project.PainterName).(*tipSelect) }

// dialogText is everything that the dialog on top says.
func (h *harness) dialogText() (text string) {
	for _, o := range test.LaidOutObjects(h.w.win.Canvas().Overlays().Top()) {
		if l, ok := o.(*widget.Label); ok {
			text += l.Text + "\n"
		}
	}
	return text
}

func TestADroppedModelPaints(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.drop(filepath.Dir(h.modelFolder()))
	h.until("the licence is asked", h.dialogOpen)
	for _, want := range []string{"Tencent Hunyuan 3D 2.0 Community License", "European Union, the United Kingdom and South Korea", "3.7 GB on disk", "8.4 GB of memory"} {
		if text := h.dialogText(); !strings.Contains(text, want) {
			t.Errorf("the licence dialog lacks %q: %s", want, text)
		}
	}
	test.Tap(h.overlayButton("Accept the licence"))
	h.untilModelRests()
	if h.painterMenu().Selected != turboTitle || h.entry(project.Steps).Text != "10" || h.w.settings.models.verify.Disabled() {
		t.Errorf("painter %q, steps %s", h.painterMenu().Selected, h.entry(project.Steps).Text)
	}
	h.paintToEnd()
	if got := h.views.seen.Settings; h.p.Result == nil || got.Painter != "diffusion" || filepath.Base(got.Diffusion.Model) != "hunyuan3d-paint-v2-0-turbo" {
		t.Errorf("painted with %+v", got)
	}
	h.painterMenu().SetSelected("Projection")
	h.painterMenu().SetSelected(turboTitle)
	if h.dialogOpen() || h.p.Settings.Painter != "diffusion" {
		t.Error("an open model is not chosen at once")
	}
}

func TestAModelWhoseLicenceIsNotAcceptedIsNotOpened(t *testing.T) {
	h := newHarness(t)
	h.open = func(context.Context, string) error { t.Error("opened"); return nil }
	h.drop(h.modelFolder())
	h.until("the licence is asked", h.dialogOpen)
	test.Tap(h.overlayButton("Do not use the model"))
	if h.painterMenu().Selected != "Projection" || h.p.Settings.Painter != "projection" {
		t.Errorf("painter %q", h.painterMenu().Selected)
	}
	h.painterMenu().SetSelected(turboTitle)
	if !h.dialogOpen() || h.painterMenu().Selected != "Projection" {
		t.Error("the licence is not asked again")
	}
}

func TestAModelThatDoesNotOpenLeavesThePainter(t *testing.T) {
	h := newHarness(t)
	h.open = func(context.Context, string) error {
		return errors.New("ONNX Runtime is not installed: make deps brings it")
	}
	h.addModel()
	if got := h.w.banner.label.Text; got != "ONNX Runtime is not installed: make deps brings it." || !h.w.banner.Visible() {
		t.Errorf("banner %q", got)
	}
	if h.p.Settings.Painter != "projection" || h.painterMenu().Selected != "Projection" || !h.w.settings.models.verify.Disabled() {
		t.Errorf("painter %q", h.painterMenu().Selected)
	}
}

func TestOpeningAModelShowsAndStops(t *testing.T) {
	h := newHarness(t)
	h.openBoth()
	h.open = func(ctx context.Context, _ string) error {
		<-ctx.Done()
		return context.Cause(ctx)
	}
	h.drop(h.modelFolder())
	h.until("the licence is asked", h.dialogOpen)
	test.Tap(h.overlayButton("Accept the licence"))
	row := h.w.settings.models
	if !row.task.Visible() || row.doing.Text != "Opening "+turboTitle+"…" {
		t.Errorf("the panel says %q", row.doing.Text)
	}
	if got := h.w.jobs.ready.Text; got != "Patina is still opening "+turboTitle+"." {
		t.Errorf("ready %q", got)
	}
	test.Tap(row.stop)
	if row.task.Visible() || h.p.OpeningModel != "" || !strings.HasPrefix(h.w.jobs.ready.Text, "Ready") {
		t.Errorf("after stopping: %q, ready %q", row.doing.Text, h.w.jobs.ready.Text)
	}
}

func TestChoosingAnotherPainterStopsOpening(t *testing.T) {
	h := newHarness(t)
	h.open = func(ctx context.Context, _ string) error {
		<-ctx.Done()
		return errors.New("too late")
	}
	h.drop(h.modelFolder())
	h.until("the licence is asked", h.dialogOpen)
	test.Tap(h.overlayButton("Accept the licence"))
	h.painterMenu().SetSelected("Network")
	h.w.tasks.stop()
	h.stop()
	h.drain()
	if h.p.Settings.Painter != "network" || h.w.banner.Visible() && strings.Contains(h.w.banner.label.Text, "late") {
		t.Errorf("painter %q, banner %q", h.p.Settings.Painter, h.w.banner.label.Text)
	}
}

func TestTheLastModelIsOpenedAgain(t *testing.T) {
	h := newHarness(t)
	h.addModel()
	h.stop()
	if err := h.p.Keep()(); err != nil {
		t.Fatal(err)
	}
	h.start()
	h.untilModelRests()
	if h.dialogOpen() || h.painterMenu().Selected != turboTitle {
		t.Errorf("painter %q", h.painterMenu().Selected)
	}
}

func TestVerifyingAModel(t *testing.T) {
	h := newHarness(t)
	dir := h.addModel()
	test.Tap(h.w.settings.models.verify)
	h.untilModelRests()
	if got := h.w.banner.label.Text; got != turboTitle+": every file is what it was when the model was added." {
		t.Errorf("banner %q", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "weights"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	test.Tap(h.w.settings.models.verify)
	h.untilModelRests()
	if got := h.w.banner.label.Text; !strings.HasPrefix(got, turboTitle+": weights is new. ") {
		t.Errorf("banner %q", got)
	}
	h.p.Records().Forget(dir)
	test.Tap(h.w.settings.models.verify)
	h.until("the files are remembered", func() bool { return h.w.model == nil && h.p.Records().Remembered(dir) })
	if got := h.w.banner.label.Text; !strings.Contains(got, "remembered from now on") {
		t.Errorf("banner %q", got)
	}
}

func TestRemovingAModel(t *testing.T) {
	h := newHarness(t)
	row := h.w.settings.models
	if !row.remove.Disabled() {
		t.Error("a model can be removed though there is none")
	}
	h.addModel()
	test.Tap(row.remove)
	test.Tap(h.overlayButton("Go back"))
	if len(h.p.Models()) != 1 {
		t.Fatal("going back removed the model")
	}
	test.Tap(row.remove)
	test.Tap(h.overlayButton("Remove"))
	if len(h.p.Models()) != 0 || h.painterMenu().Selected != "Projection" || !row.remove.Disabled() {
		t.Errorf("painter %q, models %v", h.painterMenu().Selected, h.p.Models())
	}
}

func TestModelSettingsRestWithoutAModel(t *testing.T) {
	h := newHarness(t)
	for _, s := range project.ModelSettings() {
		if d, ok := h.control(s).(interface{ Disabled() bool }); !ok || !d.Disabled() {
			t.Errorf("%s can be set though projection runs no model", s)
		}
	}
	h.addModel()
	h.control(project.Scheduler).(*tipSelect).SetSelected("UniPC")
	test.Tap(h.control(project.KeepReference).(*tipCheck))
	if d := h.p.Settings.Diffusion; d.Scheduler != "UniPCMultistepScheduler" || !d.KeepReference {
		t.Errorf("settings %+v", d)
	}
	if !h.entry(project.Strength).Disabled() {
		t.Error("strength can be set without latents")
	}
	h.entry(project.Latents).SetText("/a/b.safetensors")
	if h.entry(project.Strength).Disabled() {
		t.Error("strength cannot be set though there are latents")
	}
	h.entry(project.Guidance).SetText("lots")
	if problem := h.problemOf(project.Guidance); !problem.Visible() || !strings.Contains(problem.Text, "not a number") {
		t.Errorf("problem %q", problem.Text)
	}
}

func TestFolderAndLatentsDialogsOpen(t *testing.T) {
	h := newHarness(t)
	h.w.askModelFolder()
	test.Tap(h.overlayButton("Cancel"))
	h.w.askLatents(func(string) {})
	test.Tap(h.overlayButton("Cancel"))
}

func TestAFolderWithoutModelsIsASentence(t *testing.T) {
	h := newHarness(t)
	h.drop(h.folder)
	if got := h.w.banner.label.Text; !strings.HasPrefix(got, "There is no model in "+h.folder) || h.w.model != nil {
		t.Errorf("banner %q", got)
	}
	h.w.OpenModel(filepath.Join(h.folder, "nowhere"))
	h.untilModelRests()
	if got := h.w.banner.label.Text; !strings.Contains(got, "there is no such folder") {
		t.Errorf("banner %q", got)
	}
}

// A painter of the program's is prepared in the background when it is chosen, with a
// number; what paints until then stays, and stays too when that fails.
func TestAPainterIsPreparedWhenItIsChosen(t *testing.T) {
	gate := make(chan error)
	h := &harness{t: t, app: test.NewTempApp(t), frames: &fakeFrames{lit: true}, views: &fakeViews{}, folder: t.TempDir()}
	h.carried = func(_ context.Context, progress func(done, total int64)) (project.Painter, error) {
		progress(3, 10)
		if err := <-gate; err != nil {
			return project.Painter{}, err
		}
		return project.Painter{Steps: 80, Painter: &paint.Painter{Passes: fakePasses{}, Views: builtInModel{h.views}}}, nil
	}
	h.start()
	h.openBoth()
	h.painterMenu().SetSelected("Built-in")
	h.until("it is being prepared", func() bool { return h.w.settings.models.doing.Text == "Preparing Built-in… 30 %" })
	if h.painterMenu().Selected != "Projection" || !strings.Contains(h.w.jobs.ready.Text, "still opening Built-in") {
		t.Errorf("meanwhile %q paints, and Paint says %q", h.painterMenu().Selected, h.w.jobs.ready.Text)
	}
	gate <- errBroken
	h.untilModelRests()
	if h.p.Settings.Painter != "projection" || !strings.Contains(h.w.banner.label.Text, "ownload the model again") {
		t.Errorf("after it failed %q paints, told is %q", h.p.Settings.Painter, h.w.banner.label.Text)
	}
	h.painterMenu().SetSelected("Built-in")
	gate <- nil
	h.untilModelRests()
	if h.painterMenu().Selected != "Built-in" || h.entry(project.Steps).Text != "80" {
		t.Errorf("painter %q, steps %s", h.painterMenu().Selected, h.entry(project.Steps).Text)
	}
	h.paintToEnd()
	if h.views.seen.Settings.Painter != "builtin" {
		t.Errorf("painted with %+v", h.views.seen.Settings)
	}
	h.stop()
	h.start()
	h.until("the last painter is prepared at the next start", func() bool { return h.w.model != nil })
	gate <- nil
	h.untilModelRests()
	if h.p.Settings.Painter != "builtin" {
		t.Errorf("at the next start %q paints", h.p.Settings.Painter)
	}
}

// builtInModel is the fake painter under the name of the model that the program brings.
type builtInModel struct{ *fakeViews }

func (builtInModel) Name() string { return "builtin" }
