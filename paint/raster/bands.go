package raster

import (
	"context"

	"patina/paint/parallel"
)

const (
	bandRows  = 32   // rows that one goroutine draws at a time
	chunkSize = 8192 // vertices or triangles that one goroutine prepares at a time
)

// inBands calls do for bands of rows on all cores, see parallel.Parts.
func inBands(ctx context.Context, rows int, do func(top, bottom int)) error {
	return parallel.Parts(ctx, rows, bandRows, do)
}

// inChunks does the same for vertices or triangles.
func inChunks(ctx context.Context, n int, do func(lo, hi int)) error {
	return parallel.Parts(ctx, n, chunkSize, do)
}
