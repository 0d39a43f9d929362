package project

import (
	"image"
	"slices"
	"time"

	"patina/paint"
	"patina/paint/view"
)

// Preview is a painted view so far.
type Preview struct {
	View   int // index in the rig, or beyond it for views that the painter added
	Image  *image.NRGBA
	Camera view.View // of that view; Known is false where only the painter knows it yet
	Known  bool
}

// Texture is one of the textures on the mesh, nil for a slot without triangles.
type Texture = *image.NRGBA

// Apply takes in what happened in the current job. It is the only place that tells
// events apart.
func (p *Project) Apply(ev paint.Event) {
	j := p.Job
	if j == nil || !j.running() {
		return
	}
	switch ev := ev.(type) {
	case paint.StageStarted:
		j.start(ev.Stage, ev.At)
	case paint.StepDone:
		j.step(ev)
	case paint.WorkDone:
		j.work(ev, p.now())
	case paint.PassesRendered:
		j.Passes = ev.Passes
	case paint.ViewPreview:
		j.preview(ev)
	case paint.TexturePreview:
		j.Textures = ev.Textures
	case paint.Planned:
		j.Plan = &ev.Plan
	case paint.Transfer:
		j.transfer(ev.Transfer)
	case paint.Measured:
		j.Measured = append(j.Measured, ev.Row)
	case paint.Notice:
		p.notify(ev.Text, aboutJob)
	case paint.Finished:
		j.end(JobFinished, StageDone, p.now())
		p.finish(ev.Result)
	case paint.Failed:
		j.Failure = Sentence(ev.Err.Error())
		if offer, ok := paint.Offer(ev.Err); ok {
			j.Offer = &offer
		}
		j.end(JobFailed, StageFailed, p.now())
	case paint.Cancelled:
		j.end(JobCancelled, StageCancelled, p.now())
	}
}

// start ends the stage before, which is done.
func (j *Job) start(stage paint.Stage, at time.Time) {
	j.endStage(StageDone, at)
	i, known := j.rows[stage]
	if !known {
		i = len(j.Stages)
		j.Stages = append(j.Stages, StageRow{Stage: stage, Title: StageTitle(stage)})
		j.rows[stage] = i
	}
	j.Stages[i].State, j.Stages[i].Started = StageRunning, at
}

func (j *Job) step(ev paint.StepDone) {
	if row := j.runningRow(ev.Stage); row != nil {
		row.Done, row.Total, row.Work = ev.Done, ev.Total, Work{}
	}
}

func (j *Job) work(ev paint.WorkDone, now time.Time) {
	row := j.runningRow(ev.Stage)
	if row == nil {
		return
	}
	begun := now
	if row.Work.Kind == ev.Work {
		begun = row.Work.Begun
	}
	row.Work = Work{ev.Work, ev.Done, ev.Total, begun}
}

// runningRow returns the row of a stage, nil when it does not run.
func (j *Job) runningRow(stage paint.Stage) *StageRow {
	if i, known := j.rows[stage]; known && j.Stages[i].State == StageRunning {
		return &j.Stages[i]
	}
	return nil
}

func (j *Job) preview(ev paint.ViewPreview) {
	for i := range j.Previews {
		if j.Previews[i].View == ev.View {
			j.Previews[i].Image = ev.Image
			return
		}
	}
	p := Preview{View: ev.View, Image: ev.Image}
	if views := j.Settings.Rig.Views; ev.View < len(views) {
		p.Camera, p.Known = views[ev.View], true
	}
	at, _ := slices.BinarySearchFunc(j.Previews, ev.View, func(p Preview, v int) int { return p.View - v })
	j.Previews = slices.Insert(j.Previews, at, p)
}

// endStage ends the stage that runs, if one does.
func (j *Job) endStage(state StageState, at time.Time) {
	for i := range j.Stages {
		if row := &j.Stages[i]; row.State == StageRunning {
			row.State, row.Took = state, max(0, at.Sub(row.Started))
		}
	}
}

func (j *Job) end(state JobState, stage StageState, now time.Time) {
	j.endStage(stage, now)
	j.State, j.Ended = state, now
}

// finish keeps the result, and learns from it how fast this machine is.
func (p *Project) finish(r *paint.Result) {
	receipt := p.Job.receipt
	receipt.Coverage = r.Coverage
	p.Job.Textures = nil
	p.Job.Previews = nil
	for i, painted := range r.Painted {
		p.Job.Previews = append(p.Job.Previews, Preview{i, painted.Image, painted.View, true})
	}
	p.Result = &Result{Result: r, Receipt: receipt}
	p.speeds.learn(r)
	for _, text := range r.Notices {
		p.notify(text, aboutJob)
	}
}
