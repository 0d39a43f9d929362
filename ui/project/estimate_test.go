package project

import (
	"math"
	"testing"
	"time"

	"patina/paint"
)

func near(a, b time.Duration) bool { return math.Abs((a - b).Seconds()) < 0.01 }

func TestNothingIsKnownBeforeTheFirstJob(t *testing.T) {
	p, c := ready(t)
	if _, known := p.Remaining(c.now()); known {
		t.Error("time left is known without a job")
	}
	begin(t, p)
	p.Apply(paint.StageStarted{Stage: paint.StagePasses, At: c.now()})
	c.pass(time.Second)
	if _, known := p.Remaining(c.now()); known {
		t.Error("time left is known in the first job")
	}
	p.Apply(paint.StepDone{Stage: paint.StagePasses, Done: 1, Total: 2})
	if got := p.Progress(c.now()); math.Abs(got-0.1) > 1e-9 {
		t.Errorf("progress %v, want half of one of five stages", got)
	}
}

func TestProgressInTheLastStageEstimatesTheFirstJobToo(t *testing.T) {
	p, c := ready(t)
	begin(t, p)
	for _, s := range paint.Stages() {
		p.Apply(paint.StageStarted{Stage: s, At: c.now()})
	}
	c.pass(3 * time.Second)
	p.Apply(paint.StepDone{Stage: paint.StageDilate, Done: 3, Total: 4})
	if left, known := p.Remaining(c.now()); !known || !near(left, time.Second) {
		t.Errorf("left %v, %v, want 1 s", left, known)
	}
}

// What a stage does once its steps are done has its own progress.
func TestWorkAfterTheStepsTakesTimeToo(t *testing.T) {
	p, c := ready(t)
	req := begin(t, p)
	for _, s := range paint.Stages() {
		p.Apply(paint.StageStarted{Stage: s, At: c.now()})
	}
	work := func(done int) {
		p.Apply(paint.WorkDone{Stage: paint.StageDilate, Work: paint.Decoding, Done: done, Total: 4})
	}
	work(1)
	if row := p.Job.Stages[4]; row.Work.Title() != "finishing" || row.afterSteps() {
		t.Errorf("before its steps the row is %+v", row)
	}
	p.Apply(paint.StepDone{Stage: paint.StageDilate, Done: 5, Total: 5})
	if row := p.Job.Stages[4]; row.Work != (Work{}) {
		t.Errorf("at its steps the row is %+v", row)
	}
	c.pass(time.Minute)
	work(0)
	if _, known := p.Remaining(c.now()); known {
		t.Error("time left is known before anything is finished")
	}
	c.pass(time.Second)
	work(1)
	if left, known := p.Remaining(c.now()); !known || !near(left, 3*time.Second) {
		t.Errorf("left %v, %v, want 3 s", left, known)
	}
	p.Apply(paint.Finished{Result: resultOf(req, 10*time.Second)})

	begin(t, p)
	for _, s := range paint.Stages() {
		p.Apply(paint.StageStarted{Stage: s, At: c.now()})
	}
	c.pass(4 * time.Second)
	p.Apply(paint.StepDone{Stage: paint.StageDilate, Done: 5, Total: 5})
	work(0)
	if left, known := p.Remaining(c.now()); !known || !near(left, 6*time.Second) {
		t.Errorf("left %v, %v, want 6 s as the last job took 10", left, known)
	}
}

// finishOne runs a job in which every stage took as long.
func finishOne(t *testing.T, p *Project, each time.Duration) {
	t.Helper()
	p.Apply(paint.Finished{Result: resultOf(begin(t, p), each)})
}

func TestTheLastJobEstimatesTheNext(t *testing.T) {
	p, c := ready(t)
	finishOne(t, p, 2*time.Second)
	begin(t, p)
	if left, known := p.Remaining(c.now()); !known || !near(left, 10*time.Second) {
		t.Errorf("at the start %v, %v, want 10 s", left, known)
	}
	p.Apply(paint.StageStarted{Stage: paint.StagePasses, At: c.now()})
	c.pass(time.Second)
	if left, _ := p.Remaining(c.now()); !near(left, 9*time.Second) {
		t.Errorf("after one second %v, want 9 s", left)
	}
	if got := p.Progress(c.now()); math.Abs(got-0.1) > 1e-6 {
		t.Errorf("progress %v, want 0.1", got)
	}
	c.pass(4 * time.Second)
	if left, _ := p.Remaining(c.now()); !near(left, 8*time.Second) {
		t.Errorf("a stage that overruns has %v left, want 8 s: those after it", left)
	}
	// Half done after 5 s: progress says 5 s more, memory says none; they weigh the same.
	p.Apply(paint.StepDone{Stage: paint.StagePasses, Done: 1, Total: 2})
	if left, _ := p.Remaining(c.now()); !near(left, 10500*time.Millisecond) {
		t.Errorf("half done %v, want 10.5 s", left)
	}
}

func TestEstimatesFollowTheWork(t *testing.T) {
	p, c := ready(t)
	finishOne(t, p, time.Second)
	for setting, text := range map[Setting]string{TextureSize: "4096", ViewSize: "1024", Padding: "32", Cameras: "12 around"} {
		if err := p.Set(setting, text); err != nil {
			t.Fatal(err)
		}
	}
	begin(t, p)
	// passes 4x pixels x 2 views, views the same, bake 4x texels x 2 views, fill 4x, dilate 4x x 2 padding.
	if left, _ := p.Remaining(c.now()); !near(left, (8+8+8+4+8)*time.Second) {
		t.Errorf("left %v, want 36 s", left)
	}
	p.Apply(paint.Cancelled{})
	_ = p.Set(PainterName, "Network")
	begin(t, p)
	if _, known := p.Remaining(c.now()); known {
		t.Error("one painter's speed is taken for another's")
	}
}

func TestNewJobsOutweighOldOnes(t *testing.T) {
	p, c := ready(t)
	finishOne(t, p, time.Second)
	finishOne(t, p, 3*time.Second)
	begin(t, p)
	if left, _ := p.Remaining(c.now()); !near(left, 10*time.Second) {
		t.Errorf("left %v, want 10 s: halfway between the two jobs", left)
	}
}

func TestProgressNeverEndsBeforeTheJob(t *testing.T) {
	p, c := ready(t)
	finishOne(t, p, time.Millisecond)
	begin(t, p)
	for _, s := range paint.Stages() {
		p.Apply(paint.StageStarted{Stage: s, At: c.now()})
		p.Apply(paint.StepDone{Stage: s, Done: 7, Total: 5})
	}
	c.pass(time.Hour)
	if got := p.Progress(c.now()); got >= 1 {
		t.Errorf("progress %v while the job runs", got)
	}
}
