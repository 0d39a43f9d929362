package project

import (
	"errors"
	"image"
	"strings"
	"testing"
	"time"

	"patina/paint"
	"patina/paint/bake"
	"patina/paint/view"
)

// states writes the stage list as one line.
func states(j *Job) string {
	var out []string
	for _, r := range j.Stages {
		out = append(out, string(r.Stage)+"="+string(r.State))
	}
	return strings.Join(out, " ")
}

func TestAJobFromStartToEnd(t *testing.T) {
	p, c := ready(t)
	req := begin(t, p)
	if got := states(p.Job); got != "passes=waiting views=waiting bake=waiting fill=waiting dilate=waiting" {
		t.Fatalf("at the start: %s", got)
	}
	p.Apply(paint.StageStarted{Stage: paint.StagePasses, At: c.now()})
	c.pass(2 * time.Second)
	passes := []view.Passes{view.NewPasses(4)}
	p.Apply(paint.PassesRendered{Passes: passes})
	p.Apply(paint.StageStarted{Stage: paint.StageViews, At: c.now()})
	p.Apply(paint.StepDone{Stage: paint.StageViews, Done: 2, Total: 6})
	c.pass(time.Second)
	if got := states(p.Job); got != "passes=done views=running bake=waiting fill=waiting dilate=waiting" {
		t.Errorf("in the second stage: %s", got)
	}
	row := p.Job.Stages[1]
	if row.Done != 2 || row.Total != 6 || row.Elapsed(c.now()) != time.Second || p.Job.Stages[0].Took != 2*time.Second {
		t.Errorf("rows %+v", p.Job.Stages)
	}
	if len(p.Job.Passes) != 1 || p.Job.Elapsed(c.now()) != 3*time.Second {
		t.Errorf("%d passes, elapsed %v", len(p.Job.Passes), p.Job.Elapsed(c.now()))
	}
	p.Apply(paint.Finished{Result: resultOf(req, time.Second)})
	if got := states(p.Job); p.Job.State != JobFinished || !strings.HasPrefix(got, "passes=done views=done") {
		t.Errorf("at the end: %s, %s", p.Job.State, got)
	}
	c.pass(time.Hour)
	if p.Job.Elapsed(c.now()) != 3*time.Second || p.Progress(c.now()) != 1 || p.Running() {
		t.Errorf("the job goes on: %v, %v", p.Job.Elapsed(c.now()), p.Progress(c.now()))
	}
}

// resultOf returns what a job made in which every stage took as long.
func resultOf(req paint.Request, each time.Duration) *paint.Result {
	r := &paint.Result{
		Settings: req.Settings, Textures: []*image.NRGBA{image.NewNRGBA(image.Rect(0, 0, 2, 2))},
		Coverage: bake.Coverage{Texels: 1234567, Seen: 1234000, Invented: 567},
		Painted:  []view.Painted{{View: view.Front(), Image: image.NewNRGBA(image.Rect(0, 0, 8, 8))}},
		Notices:  []string{"noticed"},
	}
	for _, s := range paint.Stages() {
		r.Times = append(r.Times, paint.StageTime{Stage: s, Duration: each})
	}
	return r
}

func TestResultIsKeptWithItsReceipt(t *testing.T) {
	p, _ := ready(t)
	req := begin(t, p)
	// What is open may change while the job runs; the receipt is of what it painted.
	other := openedReference()
	other.Reference.SHA256 = "other"
	use(t, p, other)
	_ = p.Set(Steps, "5")
	r := resultOf(req, time.Second)
	p.Apply(paint.Finished{Result: r})
	got := p.Result.Receipt
	if got.Version != "1.2.3" || got.MeshSHA256 != "m" || got.ReferenceSHA256 != "r" || got.Settings.Steps != 30 || got.Coverage != r.Coverage {
		t.Errorf("receipt %+v", got)
	}
	if !p.Unsaved() || len(p.Job.Previews) != 1 || p.Job.Previews[0] != (Preview{0, r.Painted[0].Image, r.Painted[0].View, true}) {
		t.Errorf("unsaved %v, previews %v", p.Unsaved(), p.Job.Previews)
	}
	if notices := p.Notices(); len(notices) != 1 || notices[0] != "Noticed." {
		t.Errorf("notices %q", notices)
	}
}

func TestPreviewsReplaceAndStayInOrder(t *testing.T) {
	p, _ := ready(t)
	begin(t, p)
	img := func() *image.NRGBA { return image.NewNRGBA(image.Rect(0, 0, 1, 1)) }
	first, second, newer, sixth := img(), img(), img(), img()
	p.Apply(paint.ViewPreview{View: 1, Image: second})
	p.Apply(paint.ViewPreview{View: 6, Image: sixth})
	p.Apply(paint.ViewPreview{View: 0, Image: first})
	p.Apply(paint.ViewPreview{View: 1, Image: newer})
	rig := p.Settings.Rig.Views
	want := []Preview{{0, first, rig[0], true}, {1, newer, rig[1], true}, {6, sixth, view.View{}, false}}
	if len(p.Job.Previews) != 3 {
		t.Fatalf("%d previews", len(p.Job.Previews))
	}
	for i, w := range want {
		if p.Job.Previews[i] != w {
			t.Errorf("preview %d is of view %d", i, p.Job.Previews[i].View)
		}
	}
}

func TestTexturesOnTheMesh(t *testing.T) {
	p, _ := ready(t)
	if p.Textures() != nil {
		t.Error("textures before anything was painted")
	}
	req := begin(t, p)
	preview := []*image.NRGBA{image.NewNRGBA(image.Rect(0, 0, 1, 1))}
	p.Apply(paint.TexturePreview{Textures: preview})
	if got := p.Textures(); len(got) != 1 || got[0] != preview[0] {
		t.Error("the preview is not on the mesh")
	}
	r := resultOf(req, time.Second)
	p.Apply(paint.Finished{Result: r})
	if got := p.Textures(); len(got) != 1 || got[0] != r.Textures[0] {
		t.Error("the result is not on the mesh")
	}
	begin(t, p)
	p.Apply(paint.TexturePreview{Textures: preview})
	p.Apply(paint.Cancelled{Stage: paint.StageBake})
	if got := p.Textures(); len(got) != 1 || got[0] != r.Textures[0] {
		t.Error("a cancelled job does not bring the last result back")
	}
	use(t, p, openedMesh())
	if p.Textures() != nil || p.Result != nil || p.Job != nil {
		t.Error("a new mesh wears the old one's result")
	}
}

func TestAFailedJob(t *testing.T) {
	p, c := ready(t)
	begin(t, p)
	p.Apply(paint.StageStarted{Stage: paint.StagePasses, At: c.now()})
	p.Apply(paint.Failed{Stage: paint.StagePasses, Err: errors.New("the renderer is out of memory")})
	if p.Job.State != JobFailed || p.Job.Failure != "The renderer is out of memory." || p.Result != nil {
		t.Errorf("job %+v", p.Job)
	}
	if got := states(p.Job); !strings.HasPrefix(got, "passes=failed views=waiting") {
		t.Error(got)
	}
	if _, err := p.Request(); err != nil {
		t.Errorf("no new job after a failure: %v", err)
	}
}

func TestACancelledJob(t *testing.T) {
	p, c := ready(t)
	p.Cancelling()
	begin(t, p)
	p.Apply(paint.StageStarted{Stage: paint.StageViews, At: c.now()})
	p.Cancelling()
	if p.Job.State != JobCancelling || !p.Running() {
		t.Errorf("state %s", p.Job.State)
	}
	c.pass(time.Second)
	p.Apply(paint.Cancelled{Stage: paint.StageViews})
	if p.Job.State != JobCancelled || p.Job.Failure != "" || p.Job.Stages[1].State != StageCancelled || p.Job.Stages[1].Took != time.Second {
		t.Errorf("job %+v", p.Job)
	}
	p.Apply(paint.StageStarted{Stage: paint.StageBake, At: c.now()})
	if p.Job.Stages[2].State != StageWaiting {
		t.Error("an event after the last one is taken in")
	}
}

func TestEventsWithoutAJobAreNothing(t *testing.T) {
	p, c := newTestProject(t, "")
	p.Apply(paint.StageStarted{Stage: paint.StageBake, At: c.now()})
	p.Apply(paint.Cancelled{})
	if p.Job != nil || p.Progress(c.now()) != 0 {
		t.Error("a job came from nowhere")
	}
}

func TestAStageThatIsNotKnownGetsARow(t *testing.T) {
	p, c := ready(t)
	begin(t, p)
	p.Apply(paint.StageStarted{Stage: "upscale", At: c.now()})
	p.Apply(paint.StepDone{Stage: "upscale", Done: 1, Total: 2})
	p.Apply(paint.StepDone{Stage: paint.StageBake, Done: 1, Total: 2})
	last := p.Job.Stages[len(p.Job.Stages)-1]
	if last.Title != "upscale" || last.State != StageRunning || last.Done != 1 || p.Job.Stages[2].Done != 0 {
		t.Errorf("rows %+v", p.Job.Stages)
	}
}

func TestBeginFailsWithoutATrace(t *testing.T) {
	p, _ := newTestProject(t, "")
	seed := p.Settings.Seed
	if _, _, err := p.Begin(); err == nil || p.Job != nil || p.Settings.Seed != seed {
		t.Errorf("error %v, job %v", err, p.Job)
	}
}

func TestBeginReturnsTheChosenPainter(t *testing.T) {
	p, _ := ready(t)
	_ = p.Set(PainterName, "Network")
	req, painter, err := p.Begin()
	if err != nil || painter.Name() != "network" || req.Settings.Painter != "network" {
		t.Errorf("painter %v, request %q, error %v", painter, req.Settings.Painter, err)
	}
}
