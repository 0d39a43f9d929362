package bake

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// bandRows is the usual height of a band: high enough that handing bands out
// costs nothing, low enough that cancelling is seen at once.
const bandRows = 32

// bands cuts the rows 0 to n-1 into bands of the given height and runs f on all
// of them, on all cores. How the rows are cut does not depend on the number of
// cores, so results do not either as long as f(lo, hi) writes only what belongs
// to its rows. It returns context.Cause(ctx) if ctx ends first, after the bands
// that had begun.
func bands(ctx context.Context, n, height int, f func(lo, hi int)) error {
	count := (n + height - 1) / height
	var next atomic.Int64
	work := func() {
		for ctx.Err() == nil {
			band := int(next.Add(1)) - 1
			if band >= count {
				return
			}
			f(band*height, min(band*height+height, n))
		}
	}
	var others sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), count) - 1 {
		others.Add(1)
		go func() {
			defer others.Done()
			work()
		}()
	}
	work()
	others.Wait()
	return context.Cause(ctx)
}
