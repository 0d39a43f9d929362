package unwrap

import (
	"context"
	"fmt"
	"math"
)

// pack packs charts as the options ask for: as large as fits, or at a given density.
// Charts that are larger than an atlas are cut first, so it returns them too.
func (f *flatteners) pack(ctx context.Context, charts []*chart, opt Options, told *progress) (fitted, []*chart, error) {
	if opt.Density > 0 {
		return f.packDense(ctx, charts, opt, told)
	}
	opt = opt.at(opt.TextureSize)
	if opt.Atlases > 1 {
		side := math.Sqrt(areaOf(charts) / firstShare / float64(opt.Atlases)) // of an atlas, in units of the surface
		var err error
		if charts, err = f.cutTo(ctx, charts, side*cutShare, told); err != nil {
			return fitted{}, nil, err
		}
	}
	packed, err := fit(ctx, charts, opt, told)
	return packed, charts, err
}

// cutShare is how long a chart may be where charts are spread over several atlases, as
// a share of the side of one: so that each has room for several.
const cutShare = 0.7

// areaOf returns the area of charts in the plane.
func areaOf(charts []*chart) (area float64) {
	for _, ch := range charts {
		area += polygonArea(ch.outline())
	}
	return area
}

// cutTo cuts charts in two until none is longer than a length, or has a single
// triangle left.
func (f *flatteners) cutTo(ctx context.Context, charts []*chart, length float64, told *progress) ([]*chart, error) {
	var whole []*chart
	var sets []set
	for _, ch := range charts {
		if extent := newPiece(ch).extent; len(ch.faces) == 1 || max(extent.x, extent.y) <= length {
			whole = append(whole, ch)
			continue
		}
		one, other := ch.bisect()
		sets = append(sets, set{faces: one}, set{faces: other})
	}
	if len(sets) == 0 {
		return charts, nil
	}
	cut, err := f.flatten(ctx, sets, told)
	if err != nil {
		return nil, err
	}
	cut, err = f.cutTo(ctx, cut, length, told)
	return append(whole, cut...), err
}

// leastSize is the size of the smallest texture that is chosen for a density.
const leastSize = 64

// packDense packs charts at the density of the options, into textures of the given
// size, or else of the smallest size of which one has room for all, or else of the
// largest.
func (f *flatteners) packDense(ctx context.Context, charts []*chart, opt Options, told *progress) (fitted, []*chart, error) {
	if opt.TextureSize > 0 {
		return f.packInto(ctx, charts, opt.at(opt.TextureSize), told)
	}
	most := max(1, opt.Atlases)
	texels := areaOf(charts) * math.Pow(opt.Density/f.s.scale, 2)
	for size := leastSize; size < MaxTextureSize; size *= 2 {
		if texels > float64(most)*float64(size)*float64(size) {
			continue
		}
		at := opt.at(size)
		at.Atlases = most
		packed, cut, err := f.packInto(ctx, charts, at, told)
		if err == nil || ctx.Err() != nil {
			return packed, cut, err
		}
	}
	return f.packInto(ctx, charts, opt.at(MaxTextureSize), told)
}

// packInto packs charts at the density of the options into atlases of one size: at
// most as many as the options say, if they do.
func (f *flatteners) packInto(ctx context.Context, charts []*chart, opt Options, told *progress) (fitted, []*chart, error) {
	cell, side := cells(opt.TextureSize)
	padding := (opt.Padding + cell - 1) / cell
	scale := opt.Density / f.s.scale / float64(cell) // cells per unit of the surface
	room := float64(side - padding - 2)
	longest := room / scale
	if newJob(charts, 1, side, padding).share(scale) > firstShare {
		longest *= cutShare
	}
	charts, err := f.cutTo(ctx, charts, longest, told)
	if err != nil {
		return fitted{}, nil, err
	}
	for _, ch := range charts {
		if newPiece(ch).extent.x*scale > room {
			return fitted{}, nil, fmt.Errorf("unwrap: at %g texels to a unit of length a triangle is larger than a texture of %d texels: choose fewer", opt.Density, opt.TextureSize)
		}
	}
	most := opt.Atlases
	if most <= 0 {
		most = MaxAtlases
	}
	job := newJob(charts, 1, side, padding)
	for job.atlases = max(1, int(job.share(scale))); job.atlases <= most; job.atlases++ {
		best, err := job.densest(ctx, job.share(scale))
		if err != nil {
			return fitted{}, nil, err
		}
		if best.places != nil {
			return best.inTexels(opt.TextureSize, opt.Padding), charts, nil
		}
	}
	return fitted{}, nil, fmt.Errorf("unwrap: at %g texels to a unit of length the mesh takes more than %d textures of %d texels: choose fewer texels or larger textures", opt.Density, most, opt.TextureSize)
}
