package project

import (
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"patina/paint"
)

// speeds remembers the seconds that a unit of work took in the last jobs, for each
// painter and stage: what is left of a job is estimated from it.
type speeds map[string]float64

// memory is how much of the older jobs stays in a speed when a new job is learned:
// half, so that one slow run is soon forgotten.
const memory = 0.5

// work measures a stage in what its time grows with, in millions of pixels or
// texels.
func work(stage paint.Stage, s paint.Settings) float64 {
	views := float64(len(s.Rig.Views))
	pixels := float64(s.ViewSize) * float64(s.ViewSize) / 1e6
	texels := float64(s.TextureSize) * float64(s.TextureSize) / 1e6
	switch stage {
	case paint.StagePasses:
		return views * pixels
	case paint.StageViews:
		return views * pixels * float64(s.Steps)
	case paint.StageBake:
		return views * texels
	case paint.StageFill:
		return texels
	}
	return texels * float64(max(1, s.Padding))
}

// speedOf names a speed. Each model has its own, and each way to fill.
func speedOf(stage paint.Stage, s paint.Settings) string {
	if s.Diffusion.Model != "" && stage == paint.StageViews {
		return s.Painter + "/" + filepath.Base(s.Diffusion.Model) + "/" + string(stage)
	}
	if stage == paint.StageFill {
		return s.Painter + "/" + string(stage) + "/" + fillTitle(s.Fill)
	}
	return s.Painter + "/" + string(stage)
}

func (v speeds) learn(r *paint.Result) {
	for _, t := range r.Times {
		key := speedOf(t.Stage, r.Settings)
		speed := t.Duration.Seconds() / work(t.Stage, r.Settings)
		if old, known := v[key]; known {
			speed = memory*old + (1-memory)*speed
		}
		v[key] = speed
	}
}

func (v speeds) validate() error {
	if v == nil {
		return errors.New("it holds no speeds")
	}
	for key, speed := range v {
		if speed < 0 {
			return fmt.Errorf("the speed of %s is negative", key)
		}
	}
	return nil
}

// expect returns how long a stage should take by the last jobs; known is false
// when there were none.
func (v speeds) expect(stage paint.Stage, s paint.Settings) (d time.Duration, known bool) {
	speed, known := v[speedOf(stage, s)]
	return seconds(speed * work(stage, s)), known
}

// Remaining estimates how long the job still takes. Inside a stage the estimate
// moves from what the last jobs took to what the progress of this one says; known
// is false while neither says anything.
func (p *Project) Remaining(now time.Time) (left time.Duration, known bool) {
	if !p.Running() {
		return 0, false
	}
	known = true
	for _, row := range p.Job.Stages {
		d, ok := p.remainingIn(row, now)
		left += d
		known = known && ok
	}
	return left, known
}

func (p *Project) remainingIn(row StageRow, now time.Time) (time.Duration, bool) {
	expected, known := p.speeds.expect(row.Stage, p.Job.Settings)
	switch row.State {
	case StageWaiting:
		return expected, known
	case StageRunning:
		if row.afterSteps() {
			return row.Work.remaining(now, expected-row.Elapsed(now), known)
		}
		return blend(row.Elapsed(now), expected, known, row.Fraction())
	}
	return 0, true
}

// blend weighs what the last jobs say against what progress says, by how much of
// the stage is done.
func blend(elapsed, expected time.Duration, known bool, done float64) (time.Duration, bool) {
	if done == 0 {
		return max(0, expected-elapsed), known
	}
	byProgress := elapsed.Seconds() * (1 - done) / done
	if !known {
		return seconds(byProgress), true
	}
	byMemory := max(0, expected-elapsed).Seconds()
	return seconds(done*byProgress + (1-done)*byMemory), true
}

// Progress is how much of the job is done, 0 to 1: by time where the time left is
// known, and otherwise by stages. It never reaches 1 before the job ends.
func (p *Project) Progress(now time.Time) float64 {
	if p.Job == nil {
		return 0
	}
	if p.Job.State == JobFinished {
		return 1
	}
	if left, known := p.Remaining(now); known {
		elapsed := p.Job.Elapsed(now)
		if elapsed+left > 0 {
			return min(0.99, elapsed.Seconds()/(elapsed+left).Seconds())
		}
	}
	var done float64
	for _, row := range p.Job.Stages {
		done += row.Fraction()
	}
	return min(0.99, done/float64(len(p.Job.Stages)))
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
