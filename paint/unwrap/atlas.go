package unwrap

import "math/bits"

// atlas is what is taken of the texture, in cells, with a margin as wide as the
// padding on all sides, into which the padding of charts may reach.
type atlas struct {
	padding       int
	width, height int // with the margins
	taken         bitmap
	gaps          [][]gap // free lines of each row, in order

	// searched remembers for masks of about one size where the last ones were
	// placed: below the lowest of them there is hardly room for another.
	searched map[[2]int]*[8]int

	places, fewer []gap // of the mask that is searched
}

// gap is a line of columns from a first to a last one, both included.
type gap struct{ first, last int32 }

func newAtlas(width, height, padding int) *atlas {
	a := &atlas{padding: padding, width: width + 2*padding, height: height + 2*padding}
	a.taken = newBitmap(a.width, a.height)
	a.gaps = make([][]gap, a.height)
	whole := []gap{{0, int32(a.width - 1)}}
	for y := range a.gaps {
		a.gaps[y] = whole
	}
	a.searched = make(map[[2]int]*[8]int)
	return a
}

// spot is where a mask goes: its lowest cell, margins included.
type spot struct{ x, y int }

// searchSteps is the number of steps in which a mask is moved up by its own height
// while a place for it is searched.
const searchSteps = 24

// find returns a low free spot for the mask that leaves its top below a limit, and
// the leftmost at that height.
func (a *atlas) find(m *mask, limit int) (spot, bool) {
	if m.width > a.width {
		return spot{}, false
	}
	stride := max(1, m.height/searchSteps)
	for y := a.start(m); y+m.height <= min(limit, a.height); y += stride {
		if x := a.findInRow(m, y); x >= 0 {
			return a.lower(m, spot{x, y}, stride), true
		}
	}
	return spot{}, false
}

// lower returns the lowest free spot less than stride rows below a free one.
func (a *atlas) lower(m *mask, at spot, stride int) spot {
	for y := at.y - 1; y > at.y-stride && y >= 0; y-- {
		x := a.findInRow(m, y)
		if x < 0 {
			break
		}
		at = spot{x, y}
	}
	return at
}

// findInRow returns the leftmost free place of a mask at a height, or -1. Each run
// of the mask leaves those places where it lies in a gap.
func (a *atlas) findInRow(m *mask, y int) int {
	a.places = append(a.places[:0], gap{0, int32(a.width - m.width)})
	for _, r := range m.runs {
		a.narrow(a.gaps[y+int(r.row)], r)
		if len(a.places) == 0 {
			return -1
		}
	}
	return int(a.places[0].first)
}

// narrow keeps the places of a mask where one of its runs lies in a gap.
func (a *atlas) narrow(gaps []gap, r run) {
	a.fewer = a.fewer[:0]
	i := 0
	for _, g := range gaps {
		first, last := g.first-r.start, g.last-r.start-r.length+1
		if last < first {
			continue
		}
		for i < len(a.places) && a.places[i].last < first {
			i++
		}
		for k := i; k < len(a.places) && a.places[k].first <= last; k++ {
			a.fewer = append(a.fewer, gap{max(first, a.places[k].first), min(last, a.places[k].last)})
		}
		if i == len(a.places) {
			break
		}
	}
	a.places, a.fewer = a.fewer, a.places
}

// put takes the cells that a mask touches. Its padding stays free for the padding of
// others.
func (a *atlas) put(m *mask, at spot) {
	for y := range m.height - 2*a.padding {
		row := a.taken.row(at.y + a.padding + y)
		shiftUp(row, m.touched.row(y), at.x+a.padding)
		a.gaps[at.y+a.padding+y] = a.gapsOf(row)
	}
	a.remember(m, at.y)
}

// gapsOf returns the gaps of a row.
func (a *atlas) gapsOf(row []uint64) (gaps []gap) {
	for x := nextBit(row, 0, false); x < a.width; {
		end := min(nextBit(row, x, true), a.width)
		gaps = append(gaps, gap{int32(x), int32(end - 1)})
		x = nextBit(row, end, false)
	}
	return gaps
}

// sizeClass sorts masks by size, in steps of an eighth.
func sizeClass(m *mask) [2]int { return [2]int{step(m.width), step(m.height)} }

func step(n int) int {
	octave := bits.Len(uint(n))
	if octave <= 4 {
		return n
	}
	return octave*8 + n>>(octave-4)
}

// start returns where to begin the search for a mask.
func (a *atlas) start(m *mask) int {
	recent := a.searched[sizeClass(m)]
	if recent == nil {
		return 0
	}
	lowest := recent[0]
	for _, y := range recent {
		lowest = min(lowest, y)
	}
	return lowest
}

// remember notes that a mask of this size went to y.
func (a *atlas) remember(m *mask, y int) {
	class := sizeClass(m)
	if a.searched[class] == nil {
		a.searched[class] = new([8]int)
	}
	recent := a.searched[class]
	copy(recent[1:], recent[:7])
	recent[0] = y
}
