package devices

import (
	"context"
	"sync"
	"time"
)

// Usage measures the most memory that something has used since Watch, until Stop.
type Usage struct {
	read func() (Bytes, error)
	stop context.CancelFunc
	done chan struct{}

	mutex sync.Mutex
	peak  Bytes
	err   error
}

// Watch starts to measure, by reading a figure so often until Stop or the end of ctx.
// InUse is what to read for this process; for a card it is what its Source tells.
func Watch(ctx context.Context, every time.Duration, read func() (Bytes, error)) *Usage {
	ctx, stop := context.WithCancel(ctx)
	u := &Usage{read: read, stop: stop, done: make(chan struct{})}
	go u.watch(ctx, every)
	return u
}

func (u *Usage) watch(ctx context.Context, every time.Duration) {
	defer close(u.done)
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		u.Look()
		select {
		case <-ctx.Done():
			u.Look()
			return
		case <-ticker.C:
		}
	}
}

// Look reads the figure now, before what it counts goes.
func (u *Usage) Look() {
	n, err := u.read()
	u.mutex.Lock()
	defer u.mutex.Unlock()
	u.peak, u.err = max(u.peak, n), err
}

// Stop ends the measurement and returns the most that was read; the error is that of the
// last reading. It may be called again.
func (u *Usage) Stop() (Bytes, error) {
	u.stop()
	<-u.done
	u.mutex.Lock()
	defer u.mutex.Unlock()
	return u.peak, u.err
}
