package unwrap

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"patina/paint/parallel"
)

// finest is the number of cells along each side of the atlas beyond which a cell
// stands for several texels: a finer search gains nothing and takes long.
const finest = 2048

// fitted is a packing that fits the texture.
type fitted struct {
	places  []placement // in texels
	size    int         // texels along each side of the texture
	padding int         // texels
	scale   float64     // texels per unit of the surface
}

// cells returns the texels along a side of a cell, and the cells along a side of the
// texture.
func cells(size int) (cell, side int) {
	cell = (size + finest - 1) / finest
	return cell, size / cell
}

// fit packs charts into square atlases, as large as they fit. The padding shrinks
// when there are so many charts that they do not fit otherwise.
func fit(ctx context.Context, charts []*chart, opt Options, told *progress) (fitted, error) {
	cell, side := cells(opt.TextureSize)
	for padding := (opt.Padding + cell - 1) / cell; ; padding /= 2 {
		best, err := newJob(charts, opt.Atlases, side, padding).largest(ctx, told)
		if err != nil {
			return fitted{}, err
		}
		if best.places != nil {
			return best.inTexels(opt.TextureSize, opt.Padding), nil
		}
		if padding == 0 {
			return fitted{}, fmt.Errorf("unwrap: the mesh falls into %d charts, too many for a texture of %d texels: choose a larger texture", len(charts), opt.TextureSize)
		}
	}
}

// inTexels returns the packing in texels. The padding is at most what was asked for.
func (a attempt) inTexels(size, padding int) fitted {
	cell, _ := cells(size)
	border := flat{float64(a.job.padding / 2), float64(a.job.padding / 2)}
	for i := range a.places {
		p := &a.places[i]
		p.scale *= float64(cell)
		p.shift = p.shift.add(border).scale(float64(cell))
	}
	return fitted{
		places: a.places, size: size, padding: min(padding, a.job.padding*cell),
		scale: a.job.scale(a.share) * float64(cell),
	}
}

const (
	firstShare = 0.72 // of the atlases that charts are expected to fill
	leastShare = 1e-3 // below which the charts are so small that they are enlarged
	strip      = 4    // heights of an atlas that the last one may reach in an attempt
	auditions  = 4096 // charts that are packed to find good orders
	mostOrders = 64
	finalists  = 4
	finals     = 1000 // charts that are packed in each of the final attempts
	mostRounds = 6
	fewPieces  = 64
	climbs     = 4
	modest     = 0.99
	shuffle    = 0.3 // how much orders differ: standard deviation of the logarithm of sizes
)

// attempt is a packing in some order, into atlases of which the last has no top.
type attempt struct {
	job    *job
	share  float64 // of the atlases that the charts fill
	places []placement
	top    float64 // height reached, in atlases; infinite when beyond the strip
}

// run packs, and sets places if the charts fit the atlases.
func (a *attempt) run(ctx context.Context) {
	places, top, ok := a.job.pack(ctx, a.share, strip)
	a.places, a.top = nil, math.Inf(1)
	if ok {
		a.top = top
	}
	if a.top <= float64(a.job.atlases) {
		a.places = places
	}
}

// expected is the share at which the charts would just fit, if they always filled
// the atlases as well as in this attempt.
func (a *attempt) expected() float64 {
	if math.IsInf(a.top, 1) {
		return a.share / strip
	}
	return a.share / max(a.top/float64(a.job.atlases), a.share)
}

// largest packs the charts so that they fill the largest share of the atlas that was
// found to fit; the attempt has no places when there is none. How well charts pack
// depends on their order by chance, so many orders are tried on coarse cells, and
// the best of them on fine ones.
func (j *job) largest(ctx context.Context, told *progress) (attempt, error) {
	if need := float64(j.padding + 1); float64(len(j.pieces))*need*need > float64(j.atlases)*math.Pow(float64(j.width+j.padding), 2) {
		return attempt{}, nil
	}
	tries, err := j.audition(ctx, told)
	if err != nil {
		return attempt{}, err
	}
	var best attempt
	rounds := max(1, min(mostRounds, finals/max(1, len(j.pieces))))
	for round := 0; tries[0].share > leastShare; round++ {
		err := parallel.Workers(ctx, workers(), len(tries), func(_, i int) { tries[i].run(ctx) })
		if err != nil {
			return attempt{}, err
		}
		for _, t := range tries {
			if t.places != nil && t.share > best.share {
				best = t
			}
		}
		told.reach(flattened, complete-1, 0.5+0.5*math.Min(1, float64(round+1)/float64(rounds)))
		if best.places != nil && round+1 >= rounds {
			return best.climb(ctx)
		}
		for i := range tries {
			tries[i].share = tries[i].expected()
			if round >= rounds { // it has not come true: be modest
				tries[i].share *= math.Pow(0.99, float64(round))
			}
		}
	}
	return best, nil
}

// densest packs the charts at a share and returns the attempt that leaves most of the
// last atlas free; it has no places when there is none that fits.
func (j *job) densest(ctx context.Context, share float64) (attempt, error) {
	if share > 1 {
		return attempt{}, nil
	}
	tries := make([]attempt, max(1, min(finalists, finals/max(1, len(j.pieces)))))
	err := parallel.Workers(ctx, workers(), len(tries), func(_, i int) {
		tries[i] = attempt{job: j.inOrder(i), share: share}
		tries[i].run(ctx)
	})
	if err != nil {
		return attempt{}, err
	}
	return slices.MinFunc(tries, func(a, b attempt) int { return cmp.Compare(a.top, b.top) }), nil
}

// climb tries larger shares than the best so far. With few charts a slightly larger
// one may leave no room where an even larger one does, so it takes long steps too.
func (a attempt) climb(ctx context.Context) (attempt, error) {
	if len(a.job.pieces) > fewPieces {
		return a, nil
	}
	for range climbs {
		tries := make([]attempt, len(climbSteps))
		err := parallel.Workers(ctx, workers(), len(tries), func(_, i int) {
			tries[i] = attempt{job: a.job, share: min(1, a.share*climbSteps[i])}
			tries[i].run(ctx)
		})
		if err != nil {
			return attempt{}, err
		}
		best := slices.IndexFunc(tries, func(t attempt) bool { return t.places != nil })
		if best < 0 {
			break
		}
		a = tries[best]
	}
	return a, nil
}

// climbSteps are the factors by which climb enlarges the share, the largest first.
var climbSteps = [...]float64{1.4, 1.3, 1.2, 1.15, 1.1, 1.07, 1.04, 1.02, 1.01, 1.005}

// audition tries orders on cells twice as large, and returns attempts to be made
// with the best.
func (j *job) audition(ctx context.Context, told *progress) ([]attempt, error) {
	orders := max(1, min(mostOrders, auditions/max(1, len(j.pieces))))
	tries := make([]attempt, orders)
	coarse := j.coarser()
	if err := coarse.prepare(ctx, firstShare); err != nil {
		return nil, err
	}
	err := parallel.Workers(ctx, workers(), orders, func(_, i int) {
		tries[i] = attempt{job: coarse.inOrder(i), share: firstShare}
		tries[i].run(ctx)
	})
	if err != nil {
		return nil, err
	}
	told.reach(flattened, complete-1, 0.5)
	slices.SortStableFunc(tries, func(a, b attempt) int { return cmp.Compare(a.top, b.top) })
	tries = tries[:min(len(tries), finalists)]
	for i := range tries {
		order := tries[i].job.order
		fine := *j
		fine.order = order
		tries[i] = attempt{job: &fine, share: tries[i].expected()}
		if len(j.pieces) > finals { // one that fits at once is worth more than the last bit
			tries[i].share *= modest
		}
	}
	return tries, nil
}

// coarser returns the same job on cells twice as large.
func (j *job) coarser() *job {
	coarse := *j
	coarse.width, coarse.padding = max(1, j.width/2), (j.padding+1)/2
	return &coarse
}

// prepare makes the masks of all pieces for attempts at one share.
func (j *job) prepare(ctx context.Context, share float64) error {
	prepared := make([]turned, len(j.pieces))
	err := parallel.Workers(ctx, workers(), len(prepared), func(_, i int) { prepared[i] = j.turn(i, share) })
	j.prepared = prepared
	return err
}

// inOrder returns the same job with the pieces in one of many orders, all of them
// roughly by size. Number 0 is exactly by size.
func (j *job) inOrder(number int) *job {
	random := rand.New(rand.NewPCG(uint64(number), 0))
	key := make([]float64, len(j.pieces))
	for i, p := range j.pieces {
		key[i] = p.extent.x * p.extent.y
		if number > 0 {
			key[i] *= math.Exp(shuffle * random.NormFloat64())
		}
	}
	ordered := *j
	ordered.order = slices.Clone(j.order)
	slices.SortStableFunc(ordered.order, func(a, b int) int { return cmp.Compare(key[b], key[a]) })
	return &ordered
}
