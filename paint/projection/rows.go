package projection

import (
	"context"

	"patina/paint/parallel"
)

// bandRows is how many rows of a picture a worker takes at a time.
const bandRows = 16

// inRows calls do for bands of rows [y0, y1) that together are 0 to n-1, on all cores,
// see parallel.Parts.
func inRows(ctx context.Context, n int, do func(y0, y1 int)) error {
	return parallel.Parts(ctx, n, bandRows, do)
}
