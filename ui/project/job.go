package project

import (
	"time"

	"patina/devices"
	"patina/paint"
	"patina/paint/view"
)

// Job is one run as the window sees it.
type Job struct {
	State    JobState
	Stages   []StageRow // in the order in which they run
	Settings paint.Settings
	Started  time.Time
	Ended    time.Time     // zero while it runs
	Passes   []view.Passes // of the rig's views, nil until they are rendered
	Previews []Preview     // of painted views, in the order of the views
	Textures []Texture     // the latest preview on the mesh, nil before the first
	Failure  string        // a sentence when State is JobFailed
	Offer    *devices.Plan // that would fit, when the job failed because it did not; nil when there is none
	Plan     *devices.Plan // by which networks compute, nil before it is made and without networks
	// Transfers are the copies between devices so far, each as it stood last, in the order
	// in which they began; the same component the same way is one.
	Transfers []devices.Transfer
	Measured  []devices.Row // what stages of the networks took
	receipt   paint.Receipt // but for the coverage
	rows      map[paint.Stage]int
}

// JobState says where a job is.
type JobState string

// The states of a job.
const (
	JobRunning    JobState = "running"
	JobCancelling JobState = "cancelling" // asked to end, still finishing its step
	JobFinished   JobState = "finished"
	JobFailed     JobState = "failed"
	JobCancelled  JobState = "cancelled"
)

// StageState says where a stage is.
type StageState string

// The states of a stage.
const (
	StageWaiting   StageState = "waiting"
	StageRunning   StageState = "running"
	StageDone      StageState = "done"
	StageFailed    StageState = "failed"
	StageCancelled StageState = "cancelled"
)

// StageRow is one line of the stage list.
type StageRow struct {
	Stage       paint.Stage
	Title       string
	State       StageState
	Done, Total int  // steps; Total is 0 until the stage tells
	Work        Work // what it does before or after them, if anything
	Started     time.Time
	Took        time.Duration // once it has ended
}

// StageTitle names a stage in the artist's words.
func StageTitle(s paint.Stage) string {
	switch s {
	case paint.StagePasses:
		return "Render passes"
	case paint.StageViews:
		return "Paint views"
	case paint.StageBake:
		return "Bake texture"
	case paint.StageFill:
		return "Fill unseen"
	case paint.StageDilate:
		return "Pad UV islands"
	}
	return string(s)
}

// Elapsed is how long the stage has run.
func (r StageRow) Elapsed(now time.Time) time.Duration {
	switch r.State {
	case StageWaiting:
		return 0
	case StageRunning:
		return max(0, now.Sub(r.Started))
	}
	return r.Took
}

// Fraction is how much of the stage is done, 0 to 1, by the steps it counted.
func (r StageRow) Fraction() float64 {
	switch {
	case r.State == StageDone:
		return 1
	case r.State == StageWaiting || r.Total <= 0:
		return 0
	}
	return min(1, float64(r.Done)/float64(r.Total))
}

// Running tells whether a job is under way.
func (p *Project) Running() bool { return p.Job != nil && p.Job.running() }

func (j *Job) running() bool { return j.State == JobRunning || j.State == JobCancelling }

// Elapsed is how long the job has run, or ran.
func (j *Job) Elapsed(now time.Time) time.Duration {
	if j.running() {
		return max(0, now.Sub(j.Started))
	}
	return j.Ended.Sub(j.Started)
}

// Begin starts a job as far as the project is concerned: it settles the seed, and
// returns the request and the painter that runs it. The error says in a sentence
// what is missing; then nothing has changed.
func (p *Project) Begin() (paint.Request, *paint.Painter, error) {
	if _, err := p.Request(); err != nil {
		return paint.Request{}, nil, err
	}
	p.nextSeed()
	p.forget(aboutJob)
	req, err := p.Request()
	if err != nil {
		return paint.Request{}, nil, err
	}
	p.Job = p.newJob(req.Settings)
	return req, p.Painter().Painter, nil
}

func (p *Project) newJob(s paint.Settings) *Job {
	j := &Job{State: JobRunning, Settings: s, Started: p.now(), rows: map[paint.Stage]int{}}
	for i, stage := range paint.Stages() {
		j.Stages = append(j.Stages, StageRow{Stage: stage, Title: StageTitle(stage), State: StageWaiting})
		j.rows[stage] = i
	}
	j.receipt = paint.Receipt{
		Version: p.version, Settings: s,
		Tiles: paint.TilesOf(p.Mesh.Mesh), MeshSHA256: p.Mesh.SHA256, ReferenceSHA256: p.Reference.SHA256,
	}
	return j
}

// Cancelling notes that the job was asked to end.
func (p *Project) Cancelling() {
	if p.Running() {
		p.Job.State = JobCancelling
	}
}
