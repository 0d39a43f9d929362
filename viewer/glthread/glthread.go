// Package glthread owns the one OS thread on which OpenGL may be called. A
// context is current on one thread only, and goroutines wander between threads:
// whoever wants to call OpenGL asks the Thread with Do.
package glthread

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
)

// ErrClosed is what Do returns once the thread has ended.
var ErrClosed = errors.New("the OpenGL thread has ended")

// Thread is a goroutine that is locked to its OS thread for as long as it lives
// and runs one function at a time, in the order in which they were asked for.
type Thread struct {
	calls chan *call
	quit  chan struct{} // closed by Close
	ended chan struct{} // closed when the goroutine has ended
}

// call is one function on its way through the thread.
type call struct {
	f     func() error
	err   error
	panic *Panic
	done  chan struct{}
}

// Panic is what Do panics with when its function did: the value, and the stack of
// the thread at that moment, which the caller's own stack does not show.
type Panic struct {
	Value any
	Stack []byte
}

func (p *Panic) Error() string {
	return fmt.Sprintf("panic on the OpenGL thread: %v\n\n%s", p.Value, p.Stack)
}

// Unwrap returns the value of the panic where it was an error.
func (p *Panic) Unwrap() error {
	err, _ := p.Value.(error)
	return err
}

// Start starts a thread. The caller closes it.
func Start() *Thread {
	t := &Thread{calls: make(chan *call), quit: make(chan struct{}), ended: make(chan struct{})}
	go t.run()
	return t
}

// Do runs f on the thread, waits for it and returns its error. A ctx that has
// ended, or ends while f still waits for its turn, keeps f from running: the error
// is then context.Cause(ctx). Once f runs it runs to its end, so f looks at ctx
// itself if it takes long. If f panics, Do panics with a *Panic. f must not call
// Do: it would wait for itself.
func (t *Thread) Do(ctx context.Context, f func() error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	c := &call{f: f, done: make(chan struct{})}
	select {
	case t.calls <- c:
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.ended:
		return ErrClosed
	}
	<-c.done
	if c.panic != nil {
		panic(c.panic)
	}
	return c.err
}

// Close ends the thread after the function that it is running, and waits for that.
// Closing twice does nothing more; only the owner closes.
func (t *Thread) Close() {
	select {
	case <-t.quit:
	default:
		close(t.quit)
	}
	<-t.ended
}

// run never unlocks its OS thread: the thread ends with the goroutine, and with it
// whatever state a driver keeps there.
func (t *Thread) run() {
	runtime.LockOSThread()
	defer close(t.ended)
	for {
		select {
		case <-t.quit:
			return
		case c := <-t.calls:
			c.run()
		}
	}
}

func (c *call) run() {
	returned := false
	defer func() {
		if !returned {
			c.panic = &Panic{Value: recover(), Stack: debug.Stack()}
			if c.panic.Value == nil {
				c.panic.Value = "the function ended its goroutine instead of returning"
			}
		}
		close(c.done)
	}()
	c.err = c.f()
	returned = true
}
