package bake

import (
	"cmp"
	"slices"
)

// mostPlaces is how many places a texel shows at most, its owner among them: of a texel
// that a thousand leaves share, only those that are seen best count.
const mostPlaces = 4

// sharers are what the texels of a slot show besides their owners, row by row.
type sharers struct {
	start []int32 // for each row its first sharer; one more entry at the end
	all   []sharer
}

// sharer is a texel and a triangle that covers it, with the bits of an owner.
type sharer struct{ texel, owner int32 }

// row returns the sharers of a row of texels.
func (p *sharers) row(y int) []sharer {
	if p.all == nil {
		return nil
	}
	return p.all[p.start[y]:p.start[y+1]]
}

// of returns the sharers of a texel.
func (p *sharers) of(texel, size int) []sharer {
	row := p.row(texel / size)
	compare := func(p sharer, texel int32) int { return cmp.Compare(p.texel, texel) }
	from, _ := slices.BinarySearchFunc(row, int32(texel), compare)
	to, _ := slices.BinarySearchFunc(row[from:], int32(texel)+1, compare)
	return row[from : from+to]
}

// meetings collects where triangles of a slot overlap, in bands of rows that may be drawn
// at the same time.
type meetings struct {
	size  int
	all   bool // not only whether there are any
	bands []meetingBand
}

type meetingBand struct {
	first   int // texel of the slot
	all     bool
	sharers []sharer
	count   []uint8 // of sharers for each texel of the band; nil before the first
}

// newMeetings collects all meetings, or only the first of each band.
func newMeetings(size int, all bool) *meetings {
	m := &meetings{size: size, all: all, bands: make([]meetingBand, (size+drawHeight-1)/drawHeight)}
	for i := range m.bands {
		m.bands[i] = meetingBand{first: i * drawHeight * size, all: all}
	}
	return m
}

func (m *meetings) any() bool {
	return slices.ContainsFunc(m.bands, func(b meetingBand) bool { return b.sharers != nil })
}

// wantsMore tells whether any meeting is still to be added.
func (b *meetingBand) wantsMore() bool { return b != nil && (b.all || b.sharers == nil) }

// wants tells whether meetings at a texel are still to be added. It is asked first, for
// texels that hundreds of triangles share.
func (b *meetingBand) wants(texel int) bool {
	return b.wantsMore() && (b.count == nil || b.count[texel-b.first] < mostPlaces-1)
}

// add remembers a meeting that is wanted.
func (b *meetingBand) add(texel int, owner int32, size int) {
	if b.all && b.count == nil {
		b.count = make([]uint8, size*drawHeight)
	}
	if b.all {
		b.count[texel-b.first]++
	}
	b.sharers = append(b.sharers, sharer{int32(texel), owner})
}

// sharers returns what was added, those of a texel in the order in which they came.
func (m *meetings) sharers() sharers {
	var all []sharer
	for _, b := range m.bands {
		slices.SortStableFunc(b.sharers, func(a, b sharer) int { return cmp.Compare(a.texel, b.texel) })
		all = append(all, b.sharers...)
	}
	return newSharers(all, m.size)
}

// newSharers finds the rows of sharers that are sorted by texel.
func newSharers(all []sharer, size int) sharers {
	p := sharers{start: make([]int32, size+1), all: all}
	for _, at := range all {
		p.start[int(at.texel)/size+1]++
	}
	for y := range size {
		p.start[y+1] += p.start[y]
	}
	return p
}

// without returns the sharers but those that drop tells.
func (p sharers) without(drop func(sharer) bool) sharers {
	if p.all == nil {
		return p
	}
	return newSharers(slices.DeleteFunc(p.all, drop), len(p.start)-1)
}
