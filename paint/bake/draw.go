package bake

import (
	"context"
	"image"

	"patina/paint/parallel"
)

// drawHeight is the number of rows of a texture that are drawn one after the other.
const drawHeight = 64

// drawSlot finds the owners of the texels of a slot. Where its triangles overlap the first
// one wins, and met is told of the others, whose owners it gets with the band of rows.
// Texels that chart borders only touch are claimed last, so that thin charts are not lost
// and borders have colours of their own.
func (s *surface) drawSlot(ctx context.Context, slot int, triangles []int32, met *meetings) error {
	if len(triangles) == 0 {
		return context.Cause(ctx)
	}
	held, err := s.kept.hold(ctx, slot, image.Pt(s.size, s.size))
	if err != nil {
		return err
	}
	spans := make([]rowSpan, len(triangles))
	for k, t := range triangles {
		spans[k] = s.spans[t]
	}
	owners := make([]int32, s.size*s.size)
	b := newBins(spans, s.size, drawHeight)
	s.owners[slot] = owners
	return parallel.Parts(ctx, s.size, drawHeight, func(lo, hi int) {
		d := drawn{owners: owners, lo: lo, hi: hi}
		for y := lo; y < hi; y++ {
			for i := y * s.size; i < (y+1)*s.size; i++ {
				owners[i] = noOwner
				if held != nil && held[i] {
					owners[i] = heldOwner
				} else {
					d.free[y-lo]++
				}
			}
		}
		band := lo / drawHeight
		for _, k := range b.of(band) {
			s.claim(&d, int(triangles[k]), coveredTexels, &met.bands[band])
		}
		for _, k := range b.of(band) {
			if t := triangles[k]; s.border[t] != 0 {
				s.claim(&d, int(t), touchedTexels, nil)
			}
		}
		for i := lo * s.size; i < hi*s.size; i++ {
			owners[i] = max(owners[i], noOwner)
		}
	})
}

// coveredTexels returns the texels of a row whose centre lies in the outline.
func coveredTexels(o *outline, y int) (first, last int) {
	return centers(o.across(float64(y) + 0.5))
}

// touchedTexels returns the texels of a row that overlap the outline.
func touchedTexels(o *outline, y int) (first, last int) {
	from, to := o.within(float64(y))
	if from > to {
		return 0, -1
	}
	return cells(from, to)
}

// drawn is a band of a slot that is being drawn: the rows lo to hi-1.
type drawn struct {
	owners []int32
	lo, hi int
	free   [drawHeight]int // unclaimed texels of each row
}

// claim gives the unclaimed texels of a triangle in a band to it, and adds to met, unless
// it is nil, those whose centres lie within another one, too.
func (s *surface) claim(d *drawn, t int, texels func(o *outline, y int) (first, last int), met *meetingBand) {
	a, b, c, _ := s.corners(t)
	o := newOutline(a, b, c)
	span := s.spans[t]
	for tile := 0; tile <= span.last; tile += s.size {
		for y := max(span.first, tile+d.lo); y <= min(span.last, tile+d.hi-1); y++ {
			free := &d.free[y-tile-d.lo]
			if *free == 0 && !met.wantsMore() {
				continue
			}
			first, last := texels(&o, y)
			row := d.owners[(y-tile)*s.size : (y-tile+1)*s.size]
			for x := first; x <= min(last, first+s.size-1); x++ {
				switch at := &row[x%s.size]; {
				case *at == heldOwner:
				case *at == noOwner:
					*at = s.owner(t, x, y)
					*free--
				case met.wants((y-tile)*s.size+x%s.size) && s.within(t, x, y):
					met.add((y-tile)*s.size+x%s.size, s.owner(t, x, y), s.size)
				}
			}
		}
	}
}

// within tells whether the centre of a texel, given in the tiles of the triangle t, lies
// clearly inside of it.
func (s *surface) within(t, x, y int) bool {
	b1, b2 := s.frames[t].bary(x, y)
	return b1 > clearly && b2 > clearly && b1+b2 < 1-clearly
}

// clearly is more than what rounding moves centres by, as a share of a triangle's height.
const clearly = 1e-3

// owner returns the owner of a texel given in the tiles of the triangle t.
func (s *surface) owner(t, x, y int) int32 {
	f := &s.frames[t]
	b1, b2 := f.bary(x, y)
	const slack = 1e-4 // rounding puts centres on an edge to either side of it
	if x < s.size && y < s.size && b1 >= -slack && b2 >= -slack && b1+b2 <= 1+slack {
		return int32(t)
	}
	return int32(t) | remote
}
