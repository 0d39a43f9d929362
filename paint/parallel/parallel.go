// Package parallel spreads loops over all cores. How the work is cut does not depend
// on the number of cores, so results do not either, as long as no two parts write to
// the same place.
package parallel

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Parts cuts 0 to n-1 into parts of size (the last may be smaller) and calls do for all
// of them, on all cores. The error is context.Cause(ctx) when ctx ends first, which is
// seen between two parts; those that had begun are finished.
func Parts(ctx context.Context, n, size int, do func(from, to int)) error {
	return Workers(ctx, runtime.GOMAXPROCS(0), (n+size-1)/size, func(_, part int) {
		do(part*size, min((part+1)*size, n))
	})
}

// Each calls do for 0 to n-1, on all cores, and waits for all of them.
func Each(n int, do func(i int)) {
	// The background is never done, so there is no error to hand on.
	_ = Parts(context.Background(), n, 1, func(i, _ int) { do(i) })
}

// Workers calls do for 0 to n-1 from at most so many workers at the same time, each with
// a number of its own from 0, so that a worker may keep memory of its own. The error is
// as in Parts.
func Workers(ctx context.Context, workers, n int, do func(worker, i int)) error {
	var next atomic.Int64
	work := func(worker int) {
		for ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= n {
				return
			}
			do(worker, i)
		}
	}
	var others sync.WaitGroup
	for worker := 1; worker < min(workers, n); worker++ {
		others.Add(1)
		go func() {
			defer others.Done()
			work(worker)
		}()
	}
	work(0)
	others.Wait()
	return context.Cause(ctx)
}
