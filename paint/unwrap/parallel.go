package unwrap

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// workers is the number of goroutines that work at the same time.
func workers() int { return runtime.GOMAXPROCS(0) }

// inParallel calls do for 0 to n-1 from some workers at the same time, each with a
// number of its own. The error is context.Cause(ctx) when ctx ended.
func inParallel(ctx context.Context, workers, n int, do func(worker, i int)) error {
	var next atomic.Int64
	var group sync.WaitGroup
	for worker := range min(workers, n) {
		group.Add(1)
		go func() {
			defer group.Done()
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				do(worker, i)
			}
		}()
	}
	group.Wait()
	return context.Cause(ctx)
}
