package bake

import (
	"context"
	"slices"

	"patina/paint/geom"
	"patina/paint/parallel"
)

// differences returns what views want of neighbouring cells of a chart.
func (c *gradientCells) differences(ctx context.Context, views *sights) ([]difference, error) {
	bands := len(c.atlas.Textures) * ((c.size + bandRows - 1) / bandRows)
	seenBy, err := views.all(ctx)
	if err != nil {
		return nil, err
	}
	found := make([][]difference, bands)
	perSlot := bands / len(c.atlas.Textures)
	err = parallel.Parts(ctx, bands, 1, func(k, _ int) {
		slot, lo := k/perSlot, k%perSlot*bandRows
		if c.atlas.Textures[slot] != nil {
			b := newGradientBand(c, slot, lo, min(lo+bandRows, c.size))
			for _, v := range seenBy {
				b.look(v)
			}
			found[k] = b.differences()
		}
	})
	return slices.Concat(found...), err
}

// gradientBand is a band of rows, and the row below it, while it is looked at.
type gradientBand struct {
	*gradientCells
	slot, lo, hi int           // rows lo to hi-1 of a slot
	rows         int           // looked at: one more where there is one
	samples      []texelSample // of one view, for all texels of the rows
	right, below []shown       // for all texels of the band
}

func newGradientBand(c *gradientCells, slot, lo, hi int) *gradientBand {
	b := &gradientBand{gradientCells: c, slot: slot, lo: lo, hi: hi, rows: min(hi+1, c.size) - lo}
	b.samples = make([]texelSample, b.rows*c.size)
	b.right, b.below = make([]shown, (hi-lo)*c.size), make([]shown, (hi-lo)*c.size)
	return b
}

// look adds what a view shows.
func (b *gradientBand) look(v *sight) {
	s := b.atlas.surface
	owners := s.owners[b.slot][b.lo*b.size:]
	for i := range b.samples {
		b.samples[i] = texelSample{}
		if owners[i] != noOwner {
			b.samples[i] = v.texelSample(s, owners[i], i%b.size, b.lo+i/b.size)
		}
	}
	for i := range b.right {
		if i%b.size < b.size-1 {
			b.right[i].add(&b.samples[i], &b.samples[i+1])
		}
		if i/b.size < b.rows-1 {
			b.below[i].add(&b.samples[i], &b.samples[i+b.size])
		}
	}
}

// slope sums up what is lacking between texels.
type slope struct {
	sum    geom.Vec3
	weight float32
}

func (s *slope) add(rest geom.Vec3, weight float32) {
	s.sum, s.weight = s.sum.Add(rest), s.weight+weight
}

func (s *slope) mean() geom.Vec3 {
	if s.weight == 0 {
		return geom.Vec3{}
	}
	return s.sum.Scale(1 / s.weight)
}

// differences returns what is wanted between the cells of the band and those to the
// right and below. From centre to centre it is what lies between the texels where
// they touch, and on average between those within the cells, three texels' worth.
func (b *gradientBand) differences() (found []difference) {
	begin := b.first[(b.slot*b.side+b.lo/gradientCell)*b.side]
	end := b.first[(b.slot*b.side+(b.lo+b.rows-1)/gradientCell)*b.side+b.side]
	for _, down := range []bool{false, true} {
		inside, border := make([]slope, end-begin), make([]slope, end-begin)
		next := make([]int32, end-begin) // the node of the same chart on that side
		b.eachPair(down, func(from, to int32, rest geom.Vec3, weight float32) {
			if from == to {
				inside[from-begin].add(rest, weight)
				return
			}
			border[from-begin].add(rest, weight)
			next[from-begin] = to
		})
		for k, s := range border {
			if s.weight > 0 {
				within := inside[k].mean().Add(inside[next[k]-begin].mean()).Scale((gradientCell - 1) / 2.0)
				found = append(found, difference{begin + int32(k), next[k], s.mean().Add(within), s.weight / gradientCell})
			}
		}
	}
	return found
}

// eachPair calls f with every two painted neighbours of a chart in the band, along rows
// or between them.
func (b *gradientBand) eachPair(down bool, f func(from, to int32, rest geom.Vec3, weight float32)) {
	t := b.atlas.Textures[b.slot]
	views, step := b.right, 1
	if down {
		views, step = b.below, b.size
	}
	for k := range views {
		i := b.lo*b.size + k
		if !down && k%b.size == b.size-1 || down && k/b.size == b.rows-1 {
			continue
		}
		from, to := b.node(b.slot, i), b.node(b.slot, i+step)
		if from >= 0 && to >= 0 && b.chart[from] == b.chart[to] {
			rest, weight := views[k].rest(t.Color[i+step].Sub(t.Color[i]))
			f(from, to, rest, weight)
		}
	}
}

// seamDifferences returns what views want of cells on both sides of seams.
func (c *gradientCells) seamDifferences(ctx context.Context, views *sights) ([]difference, error) {
	const part = 256
	seams := c.atlas.surface.seams
	seenBy, err := views.all(ctx)
	if err != nil {
		return nil, err
	}
	found := make([][]difference, (len(seams)+part-1)/part)
	err = parallel.Parts(ctx, len(seams), part, func(lo, hi int) {
		for _, at := range seams[lo:hi] {
			found[lo/part] = c.acrossSeam(found[lo/part], at, seenBy)
		}
	})
	return slices.Concat(found...), err
}

// acrossSeam walks along a seam as walkSeam does.
func (c *gradientCells) acrossSeam(found []difference, at seam, seenBy []*sight) []difference {
	s := c.atlas.surface
	lineA, lineB, ok := s.seamLines(at)
	if !ok {
		return found
	}
	steps := min(max(1, max(lineA.length(), lineB.length())), float64(4*s.size))
	for k := 0.5; k < steps; k++ {
		idA, okA := s.texelNear(at.a/3, lineA.at(k/steps))
		idB, okB := s.texelNear(at.b/3, lineB.at(k/steps))
		if okA && okB && idA != idB {
			found = c.acrossTexels(found, at, idA, idB, seenBy)
		}
	}
	return found
}

// acrossTexels adds what views want of two texels on both sides of a seam, if views paint
// both.
func (c *gradientCells) acrossTexels(found []difference, at seam, idA, idB texelID, seenBy []*sight) []difference {
	s, n := c.atlas.surface, c.size*c.size
	slotA, a, slotB, b := int(idA)/n, int(idA)%n, int(idB)/n, int(idB)%n
	from, to := c.node(slotA, a), c.node(slotB, b)
	if from < 0 || to < 0 || from == to {
		return found
	}
	ownerA, ownerB := s.ownerIn(slotA, a, s.chart[at.a/3]), s.ownerIn(slotB, b, s.chart[at.b/3])
	var sum shown
	for _, v := range seenBy {
		p := v.texelSample(s, ownerA, a%c.size, a/c.size)
		q := v.texelSample(s, ownerB, b%c.size, b/c.size)
		sum.add(&p, &q)
	}
	rest, weight := sum.rest(c.atlas.Textures[slotB].Color[b].Sub(c.atlas.Textures[slotA].Color[a]))
	return append(found, difference{from, to, rest.Scale(1 / weight), weight / gradientCell})
}
