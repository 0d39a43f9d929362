package raster

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

const (
	bandRows  = 32   // rows that one goroutine draws at a time
	chunkSize = 8192 // vertices or triangles that one goroutine prepares at a time
)

// inBands splits rows into bands and calls do for all of them on all cores. The
// error is context.Cause(ctx) when ctx ended.
func inBands(ctx context.Context, rows int, do func(top, bottom int)) error {
	return inParts(ctx, rows, bandRows, do)
}

// inChunks does the same for vertices or triangles.
func inChunks(ctx context.Context, n int, do func(lo, hi int)) error {
	return inParts(ctx, n, chunkSize, do)
}

func inParts(ctx context.Context, n, size int, do func(lo, hi int)) error {
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
