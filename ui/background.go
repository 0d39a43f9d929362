package ui

import (
	"context"
	"sync"
	"time"
)

// tasks are the goroutines of a window: they end before it closes. They are begun, and
// stopped, on Fyne's goroutine.
type tasks struct {
	ctx  context.Context
	stop context.CancelFunc
	wait sync.WaitGroup
}

func newTasks() *tasks {
	t := &tasks{}
	t.ctx, t.stop = context.WithCancel(context.Background())
	return t
}

// run does work off Fyne's goroutine. ctx ends when the window closes; what would begin
// after that does not, since nobody may wait for it any more.
func (t *tasks) run(work func(ctx context.Context)) {
	if t.ctx.Err() != nil {
		return
	}
	t.wait.Add(1)
	go func() {
		defer t.wait.Done()
		work(t.ctx)
	}()
}

// every calls f on its own goroutine at intervals until done is closed.
func (t *tasks) every(interval time.Duration, done <-chan struct{}, f func()) {
	t.run(func(context.Context) {
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				f()
			}
		}
	})
}

// pace lets a burst through at once and then so many a second: events that matter
// arrive without delay, and previews do not flood Fyne's queue.
type pace struct {
	interval time.Duration
	burst    int
	next     time.Time
}

const (
	eventsPerSecond = 30
	eventBurst      = 10
)

func newPace() *pace { return &pace{interval: time.Second / eventsPerSecond, burst: eventBurst} }

// delay returns how long to wait before the next event, now being now.
func (p *pace) delay(now time.Time) time.Duration {
	if earliest := now.Add(-time.Duration(p.burst) * p.interval); p.next.Before(earliest) {
		p.next = earliest
	}
	p.next = p.next.Add(p.interval)
	return max(0, p.next.Sub(now))
}
