package terminal

import (
	"fmt"
	"io"
	"strings"
	"time"

	"patina/devices"
	"patina/paint"
)

// progress shows the events of a job to a person: on a terminal one bar that is
// drawn again and again, elsewhere one line for each stage.
type progress struct {
	w        io.Writer
	terminal bool
	begun    time.Time
	stage    paint.Stage
	stageAt  time.Time
	drawn    time.Time
}

// redraw is how often the bar moves at most.
const redraw = 50 * time.Millisecond

func newProgress(w io.Writer, terminal bool) *progress {
	return &progress{w: w, terminal: terminal, begun: time.Now()}
}

func (p *progress) show(ev paint.Event) {
	switch ev := ev.(type) {
	case paint.StageStarted:
		p.closeStage()
		p.stage, p.stageAt = ev.Stage, time.Now()
		p.bar(0, 1)
	case paint.StepDone:
		if time.Since(p.drawn) >= redraw || ev.Done == ev.Total {
			p.bar(ev.Done, ev.Total)
		}
	case paint.WorkDone:
		p.draw(string(p.stage), float64(ev.Done)/float64(max(1, ev.Total)), fmt.Sprintf("%s %d/%d", ev.Work, ev.Done, ev.Total))
	case paint.Planned:
		p.line("plan     " + ev.Plan.String())
	case paint.Transfer:
		p.transfer(ev.Transfer)
	case paint.Notice:
		p.line(ev.Text)
	case paint.Finished, paint.Failed, paint.Cancelled:
		p.closeStage()
	}
}

// bar draws how far the stage is.
func (p *progress) bar(done, total int) {
	p.draw(string(p.stage), float64(done)/float64(max(1, total)), fmt.Sprintf("%d/%d", done, total))
}

// seen is how large a copy between devices is at least that a bar is drawn for.
const seen = 16 * devices.MB

// transfer draws how far a copy between devices is.
func (p *progress) transfer(t devices.Transfer) {
	if t.Total >= seen {
		p.draw("transfer", float64(t.Done)/float64(t.Total), t.String())
	}
}

// draw draws a bar with what it says on both sides.
func (p *progress) draw(title string, done float64, text string) {
	if !p.terminal {
		return
	}
	const width = 30
	p.drawn = time.Now()
	full := min(width, int(width*done))
	fmt.Fprintf(p.w, "\r\x1b[K%-8s [%s%s] %s  %.1f s", title,
		strings.Repeat("#", full), strings.Repeat("-", width-full), text, time.Since(p.begun).Seconds())
}

// closeStage leaves a line about the stage that has ended.
func (p *progress) closeStage() {
	if p.stage == "" {
		return
	}
	p.line(fmt.Sprintf("%-8s %.2f s", p.stage, time.Since(p.stageAt).Seconds()))
	p.stage = ""
}

// line writes a line, above the bar on a terminal.
func (p *progress) line(text string) {
	if p.terminal {
		text = "\r\x1b[K" + text
	}
	fmt.Fprintln(p.w, text)
}
