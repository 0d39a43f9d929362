package ui

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"patina/ui/project"
)

// jobPanel starts and cancels jobs and shows how far the present one is.
type jobPanel struct {
	*fyne.Container
	project *project.Project
	paint   *tipButton
	cancel  *tipButton
	ready   *widget.Label // what Paint would do, or what it lacks
	plan    *planRow
	moving  *transferList
	overall *bar
	times   *widget.Label // of the whole job
	stages  []*stageRow
	list    *fyne.Container
}

func newJobPanel(p *project.Project, t tips, plan *planRow, paint, cancel func()) *jobPanel {
	j := &jobPanel{
		project: p, plan: plan, moving: newTransferList(), overall: newBar(),
		times: widget.NewLabel(""), ready: widget.NewLabel(""), list: container.NewVBox(),
	}
	j.paint = newButton("Paint", theme.MediaPlayIcon(), t.text("Paints the mesh with the reference. (Ctrl+Enter)"), paint)
	j.paint.Importance = widget.HighImportance
	j.cancel = newButton("Cancel", theme.MediaStopIcon(), t.text("Stops the job within one step; what was there before stays. (Esc)"), cancel)
	j.ready.Wrapping, j.ready.Importance = fyne.TextWrapWord, widget.LowImportance
	j.times.Wrapping = fyne.TextWrapWord
	j.Container = container.NewVBox(
		container.New(layout.NewCustomPaddedLayout(4, 0, 0, 0), container.NewGridWithColumns(2, j.paint, j.cancel)),
		j.ready, j.plan.Container, j.overall, j.times, j.moving.Container, j.list,
	)
	return j
}

func (j *jobPanel) refresh(now time.Time) {
	running := j.project.Running()
	setEnabled(j.paint, !running && !j.project.Profiling)
	setEnabled(j.cancel, j.project.Profiling || running && j.project.Job.State == project.JobRunning)
	label := "Cancel"
	if running && j.project.Job.State == project.JobCancelling {
		label = "Cancelling…"
	}
	if j.cancel.Text != label {
		j.cancel.SetText(label)
	}
	show(j.ready, !running)
	j.ready.SetText(j.describeReady())
	j.plan.refresh()
	j.moving.refresh(j.project)
	j.refreshJob(now)
}

func (j *jobPanel) describeReady() string {
	req, err := j.project.Request()
	if err != nil {
		return project.Sentence(err.Error())
	}
	s := req.Settings
	return fmt.Sprintf("Ready: %d cameras at %d pixels, texture of %d texels.", len(s.Rig.Views), s.ViewSize, s.TextureSize)
}

func (j *jobPanel) refreshJob(now time.Time) {
	job := j.project.Job
	show(j.overall, job != nil)
	show(j.times, job != nil)
	show(j.list, job != nil)
	if job == nil {
		return
	}
	j.overall.set(j.project.Progress(now), j.project.Running())
	j.times.SetText(j.describeTimes(now))
	for len(j.stages) < len(job.Stages) {
		row := newStageRow()
		j.stages = append(j.stages, row)
		j.list.Add(row.Container)
	}
	for i, row := range job.Stages {
		j.stages[i].set(row, now)
	}
}

func (j *jobPanel) describeTimes(now time.Time) string {
	job := j.project.Job
	elapsed := project.Duration(job.Elapsed(now))
	switch job.State {
	case project.JobFinished:
		return "Finished in " + elapsed + "."
	case project.JobFailed:
		return "Failed after " + elapsed + "."
	case project.JobCancelled:
		return "Cancelled after " + elapsed + "."
	}
	text := fmt.Sprintf("%.0f %%   %s elapsed", 100*j.project.Progress(now), elapsed)
	if left, known := j.project.Remaining(now); known {
		return text + ", about " + project.Duration(left) + " left"
	}
	return text + ", time left known after the first job"
}
