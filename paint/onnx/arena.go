package onnx

import (
	"cmp"
	"slices"
)

// This follows BFCArena of ONNX Runtime 1.29: the least chunk that is large enough is
// taken and split; regions double, and are never given back while the arena lives.

const (
	grain       = 256
	firstRegion = 1 << 20
	mostRegion  = 1 << 30
	mostDead    = 128 << 20 // that stays at the end of a chunk unless it is half of it
	page        = 4096
)

// arena is the bookkeeping of a store of working memory, without the memory.
type arena struct {
	next    int64 // size of the next region
	regions []*region
}

// region is memory that was asked of the system at once.
type region struct {
	chunks  []chunk // in order of place, which cover the region
	touched []bool  // pages
}

// chunk is a part of a region, in bytes.
type chunk struct {
	at, size int64
	taken    bool
}

// piece is a chunk that somebody has; the zero value is one of no bytes.
type piece struct {
	region *region
	at     int64
}

func newArena() *arena { return &arena{next: firstRegion} }

// take returns memory and writes to all of it.
func (a *arena) take(bytes int64) piece {
	if bytes == 0 {
		return piece{}
	}
	size := (bytes + grain - 1) / grain * grain
	r, i := a.find(size)
	if r == nil {
		r, i = a.extend(size), 0
	}
	if c := r.chunks[i]; c.size >= 2*size || c.size-size >= mostDead {
		r.chunks = slices.Insert(r.chunks, i+1, chunk{at: c.at + size, size: c.size - size})
		r.chunks[i].size = size
	}
	c := &r.chunks[i]
	c.taken = true
	for p := c.at / page; p*page < c.at+bytes; p++ {
		r.touched[p] = true
	}
	return piece{r, c.at}
}

// find returns the smallest free chunk of at least size; of equal ones the first.
func (a *arena) find(size int64) (found *region, at int) {
	best := int64(-1)
	for _, r := range a.regions {
		for i, c := range r.chunks {
			if !c.taken && c.size >= size && (best < 0 || c.size < best) {
				found, at, best = r, i, c.size
			}
		}
	}
	return found, at
}

// extend asks for a region that is large enough for size.
func (a *arena) extend(size int64) *region {
	grown := false
	for size > a.next {
		a.next *= 2
		grown = true
	}
	r := &region{chunks: []chunk{{size: a.next}}, touched: make([]bool, a.next/page)}
	a.regions = append(a.regions, r)
	if !grown {
		a.next = min(2*a.next, max(mostRegion, a.next))
	}
	return r
}

// give takes memory back, and joins it with what is free beside it.
func (a *arena) give(p piece) {
	if p.region == nil {
		return
	}
	r := p.region
	i, _ := slices.BinarySearchFunc(r.chunks, p.at, func(c chunk, at int64) int { return cmp.Compare(c.at, at) })
	r.chunks[i].taken = false
	r.join(i)
	r.join(i - 1)
}

// join makes one of chunk i and the next where both are free.
func (r *region) join(i int) {
	if i < 0 || i+1 >= len(r.chunks) || r.chunks[i].taken || r.chunks[i+1].taken {
		return
	}
	r.chunks[i].size += r.chunks[i+1].size
	r.chunks = slices.Delete(r.chunks, i+1, i+2)
}

// count returns the bytes of the pages that were written to, and of all regions.
func (a *arena) count() (touched, reserved int64) {
	for _, r := range a.regions {
		reserved += int64(len(r.touched)) * page
		for _, written := range r.touched {
			if written {
				touched += page
			}
		}
	}
	return touched, reserved
}
