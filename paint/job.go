package paint

import (
	"context"
	"errors"
	"iter"
)

// Job is a Paint that runs on a goroutine of its own. Its owner ranges over Events
// or calls Wait, and the goroutine has ended when either returns.
type Job struct {
	cancel context.CancelFunc
	mail   *mailbox
	done   chan struct{}
	result *Result
	err    error
}

// Start runs a job in the background. It never fails by itself: a request that
// cannot be painted ends in a Failed event.
func Start(ctx context.Context, p *Painter, req Request) *Job {
	ctx, cancel := context.WithCancel(ctx)
	j := &Job{cancel: cancel, mail: newMailbox(), done: make(chan struct{})}
	go func() {
		defer close(j.done)
		defer cancel()
		j.result, j.err = p.Paint(ctx, req, j.mail.put)
		j.mail.close(ending(ctx, j.result, j.err))
	}()
	return j
}

// ending is the event that closes a job.
func ending(ctx context.Context, result *Result, err error) Event {
	var at *stageError
	var stage Stage
	if errors.As(err, &at) {
		stage, err = at.stage, at.err
	}
	switch {
	case err == nil:
		return Finished{result}
	case ctx.Err() != nil && (errors.Is(err, context.Cause(ctx)) || errors.Is(err, ctx.Err())):
		return Cancelled{stage}
	default:
		return Failed{stage, err}
	}
}

// Events yields what happens in the job until it has ended; the last event is
// Finished, Failed or Cancelled. A slow reader never holds up the job: steps and
// previews that were not read yet are replaced by newer ones, everything else is
// kept in order. There is one reader; breaking out of the loop and starting a new
// one goes on where the first stopped.
func (j *Job) Events() iter.Seq[Event] {
	return func(yield func(Event) bool) {
		for {
			ev, ok := j.mail.take()
			if !ok {
				<-j.done
				return
			}
			if !yield(ev) {
				return
			}
		}
	}
}

// Cancel asks the job to end; it does within one step. Calling it again, or after
// the end, does nothing.
func (j *Job) Cancel() { j.cancel() }

// Wait returns when the job has ended, with its result or its error; the error is
// context.Canceled when it was cancelled.
func (j *Job) Wait() (*Result, error) {
	<-j.done
	return j.result, j.err
}
