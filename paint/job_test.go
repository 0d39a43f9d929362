package paint_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"patina/paint"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

var errBrush = errors.New("the brush broke")

// painter returns a painter whose views are painted by f, or fail with errBrush if it
// is nil.
func painter(f painttest.PainterFunc) *paint.Painter {
	if f == nil {
		f = func(context.Context, paint.Request, []view.Passes, func(paint.Event)) ([]view.Painted, error) {
			return nil, errBrush
		}
	}
	return &paint.Painter{Passes: raster.Renderer{}, Views: f}
}

// names tells what events are in the order in which they came.
func names(events []paint.Event) (names []string) {
	for _, ev := range events {
		switch ev := ev.(type) {
		case paint.StageStarted:
			names = append(names, "started "+string(ev.Stage))
		case paint.Failed:
			names = append(names, "failed in "+string(ev.Stage))
		case paint.Cancelled:
			names = append(names, "cancelled in "+string(ev.Stage))
		default:
			names = append(names, fmt.Sprintf("%T", ev)[len("paint."):])
		}
	}
	return names
}

func checkNames(t *testing.T, events []paint.Event, want ...string) {
	t.Helper()
	if got := names(events); !slices.Equal(got, want) {
		t.Errorf("got events %q, want %q", got, want)
	}
}

func TestFailingJob(t *testing.T) {
	job := paint.Start(context.Background(), painter(nil), painttest.Request())
	events := slices.Collect(job.Events())
	checkNames(t, events, "started passes", "PassesRendered", "started views", "failed in views")
	if failed := events[len(events)-1].(paint.Failed); failed.Err != errBrush {
		t.Errorf("the event brings error %v, want that of the painter", failed.Err)
	}
	if n := len(events[1].(paint.PassesRendered).Passes); n != 6 {
		t.Errorf("passes of %d views were rendered, want 6", n)
	}
	result, err := job.Wait()
	if result != nil || !errors.Is(err, errBrush) || err.Error() != "views: the brush broke" {
		t.Errorf("Wait returned a result: %t, error %v; want none and the painter's error with its stage", result != nil, err)
	}
	if more := slices.Collect(job.Events()); len(more) != 0 {
		t.Errorf("events after the end: %q", names(more))
	}
}

func TestFailingRenderer(t *testing.T) {
	p := painter(nil)
	p.Passes = brokenRenderer{}
	events := slices.Collect(paint.Start(context.Background(), p, painttest.Request()).Events())
	checkNames(t, events, "started passes", "failed in passes")
}

type brokenRenderer struct{}

func (brokenRenderer) RenderPasses(context.Context, *mesh.Mesh, []view.View, int) ([]view.Passes, error) {
	return nil, errBrush
}

func TestJobWithAnInvalidRequest(t *testing.T) {
	req := painttest.Request()
	req.Mesh = nil
	job := paint.Start(context.Background(), painter(nil), req)
	events := slices.Collect(job.Events())
	checkNames(t, events, "failed in ")
	if _, err := job.Wait(); err == nil || err.Error() != "there is no mesh to paint: open one first" {
		t.Errorf("got error %v", err)
	}
}

func TestCancelIsNotAFailure(t *testing.T) {
	blocked := painttest.NewBlockedPainter()
	job := paint.Start(context.Background(), &paint.Painter{Passes: raster.Renderer{}, Views: blocked}, painttest.Request())
	<-blocked.Started
	job.Cancel()
	job.Cancel()
	checkNames(t, slices.Collect(job.Events()), "started passes", "PassesRendered", "started views", "cancelled in views")
	if result, err := job.Wait(); result != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("Wait returned a result: %t, error %v; want none and context.Canceled", result != nil, err)
	}
	job.Cancel()
}

func TestCancellingTheContextCancelsTheJob(t *testing.T) {
	ctx, cancel := context.WithCancelCause(context.Background())
	reason, blocked := errors.New("the window closes"), painttest.NewBlockedPainter()
	job := paint.Start(ctx, &paint.Painter{Passes: raster.Renderer{}, Views: blocked}, painttest.Request())
	<-blocked.Started
	cancel(reason)
	if _, err := job.Wait(); !errors.Is(err, reason) {
		t.Errorf("got error %v, want the cause", err)
	}
	events := slices.Collect(job.Events())
	if _, ok := events[len(events)-1].(paint.Cancelled); !ok {
		t.Errorf("got events %q, want Cancelled at the end", names(events))
	}
}

func TestJobThatIsCancelledBeforeItStarts(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	checkNames(t, slices.Collect(paint.Start(ctx, painter(nil), painttest.Request()).Events()), "cancelled in ")
}

// reporting returns a painter that reports events before it fails.
func reporting(events ...paint.Event) painttest.PainterFunc {
	return func(_ context.Context, _ paint.Request, _ []view.Passes, report func(paint.Event)) ([]view.Painted, error) {
		for _, ev := range events {
			report(ev)
		}
		return nil, errBrush
	}
}

func TestSlowReaderGetsTheNewest(t *testing.T) {
	const steps = 100_000
	var events []paint.Event
	for i := range steps {
		events = append(events, paint.StepDone{Stage: paint.StageViews, Done: i + 1, Total: steps})
	}
	job := paint.Start(context.Background(), painter(reporting(events...)), painttest.Request())
	_, _ = job.Wait()
	got := slices.Collect(job.Events())
	checkNames(t, got, "started passes", "PassesRendered", "started views", "StepDone", "failed in views")
	if last := got[3].(paint.StepDone); last.Done != steps {
		t.Errorf("the last step is %d, want %d", last.Done, steps)
	}
}

func TestEventsWhileTheJobRuns(t *testing.T) {
	const steps = 100_000
	var events []paint.Event
	for i := range steps {
		events = append(events, paint.StepDone{Stage: paint.StageViews, Done: i + 1, Total: steps})
	}
	job := paint.Start(context.Background(), painter(reporting(events...)), painttest.Request())
	before, endings := 0, 0
	for ev := range job.Events() {
		if endings > 0 {
			t.Fatalf("%v after the end", ev)
		}
		switch ev := ev.(type) {
		case paint.StepDone:
			if ev.Done <= before {
				t.Fatalf("step %d after step %d", ev.Done, before)
			}
			before = ev.Done
		case paint.Finished, paint.Failed, paint.Cancelled:
			endings++
		}
	}
	if before != steps || endings != 1 {
		t.Errorf("the last step was %d, with %d endings; want %d and 1", before, endings, steps)
	}
}

func TestReadingGoesOnAfterABreak(t *testing.T) {
	job := paint.Start(context.Background(), painter(reporting(paint.Notice{Text: "a"}, paint.Notice{Text: "b"})), painttest.Request())
	var events []paint.Event
	for ended := false; !ended; {
		for ev := range job.Events() {
			events = append(events, ev)
			_, ended = ev.(paint.Failed)
			break
		}
	}
	checkNames(t, events, "started passes", "PassesRendered", "started views", "Notice", "Notice", "failed in views")
}

func TestJobsMayOverlap(t *testing.T) {
	p, req := painter(reporting(paint.Notice{Text: "hello"})), painttest.Request()
	var jobs sync.WaitGroup
	for range 4 {
		jobs.Add(1)
		go func() {
			defer jobs.Done()
			events := slices.Collect(paint.Start(context.Background(), p, req).Events())
			checkNames(t, events, "started passes", "PassesRendered", "started views", "Notice", "failed in views")
		}()
	}
	jobs.Wait()
}

func TestPainterIsNamedAfterItsViews(t *testing.T) {
	if got := (&paint.Painter{Views: painttest.SolidPainter{}}).Name(); got != "solid" {
		t.Errorf("got %q, want solid", got)
	}
}
