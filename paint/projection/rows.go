package projection

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// bandRows is how many rows of a picture a worker takes at a time.
const bandRows = 16

// inRows calls do for bands of rows [y0, y1) that together are 0 to n-1, on all
// cores. Bands must not write to the same place, so that the result does not depend
// on the number of cores. The error is context.Cause(ctx) when ctx ends first, which
// is seen between two bands.
func inRows(ctx context.Context, n int, do func(y0, y1 int)) error {
	return inParts(ctx, n, bandRows, do)
}

// inParts does the same for anything that comes in parts of size.
func inParts(ctx context.Context, n, size int, do func(from, to int)) error {
	parts := (n + size - 1) / size
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), parts) {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for ctx.Err() == nil {
				part := int(next.Add(1)) - 1
				if part >= parts {
					return
				}
				do(part*size, min((part+1)*size, n))
			}
		}()
	}
	workers.Wait()
	return context.Cause(ctx)
}
