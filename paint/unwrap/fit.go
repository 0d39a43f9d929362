package unwrap

import (
	"context"
	"fmt"
	"math"
)

// finest is the number of cells along each side of the atlas beyond which a cell
// stands for several texels: a finer search gains nothing and takes long.
const finest = 2048

// fitted is a packing that fits the texture.
type fitted struct {
	places  []placement // in texels
	padding int         // texels
	scale   float64     // texels per unit of the surface
}

// fit packs charts into a square texture, as large as they fit. The padding shrinks
// when there are so many charts that they do not fit otherwise.
func fit(ctx context.Context, charts []*chart, opt Options) (fitted, error) {
	cell := (opt.TextureSize + finest - 1) / finest
	width, padding := opt.TextureSize/cell, (opt.Padding+cell-1)/cell
	for ; ; padding /= 2 {
		places, scale, err := newJob(charts, width, padding).largest(ctx)
		if err != nil {
			return fitted{}, err
		}
		if places != nil {
			for i := range places {
				places[i].scale *= float64(cell)
				places[i].shift = places[i].shift.scale(float64(cell))
			}
			return fitted{places, padding * cell, scale * float64(cell)}, nil
		}
		if padding == 0 {
			return fitted{}, fmt.Errorf("unwrap: the mesh falls into %d charts, too many for a texture of %d texels: choose a larger texture", len(charts), opt.TextureSize)
		}
	}
}

const (
	firstShare = 0.72  // of the atlas that charts are expected to fill
	shareStep  = 0.015 // between the shares that are tried
	shareTries = 4     // at the same time
	leastShare = 1e-3  // below which the charts are so small that they are enlarged
)

// largest packs the charts to fill the largest share of the atlas that was found to
// fit, or returns nil. A packing without a limit to its height says which shares
// to try.
func (j *job) largest(ctx context.Context) (places []placement, scale float64, err error) {
	n := len(j.pieces)
	if float64(n)*math.Pow(float64(j.padding+1), 2) > math.Pow(float64(j.width+j.padding), 2) {
		return nil, 0, nil
	}
	share := firstShare
	if _, top, ok := j.pack(ctx, share, 4*j.width); ok {
		share *= math.Min(1, float64(j.width)/float64(top))
	}
	for share *= math.Pow(1+shareStep, shareTries-1); share > leastShare; share *= math.Pow(1-shareStep, shareTries) {
		tries := make([][]placement, shareTries)
		err := inParallel(ctx, workers(), shareTries, func(_, i int) {
			tries[i], _, _ = j.pack(ctx, share*math.Pow(1-shareStep, float64(i)), j.width)
		})
		if err != nil {
			return nil, 0, err
		}
		for i, places := range tries {
			if places != nil {
				return places, j.scale(share * math.Pow(1-shareStep, float64(i))), nil
			}
		}
	}
	return nil, 0, nil
}
