package unwrap

import "math/bits"

// atlas is what is taken of the texture, in cells, with a margin as wide as the
// padding on all sides, into which the padding of charts may reach.
type atlas struct {
	padding       int
	width, height int // with the margins
	taken         bitmap
	used          []bool // rows that have something in them

	// searched remembers for masks of about one size where the last ones were
	// placed: below the lowest of them there is hardly room for another.
	searched map[[2]int]*[8]int

	blocked, wide []uint64 // of the row that is searched
}

func newAtlas(width, height, padding int) *atlas {
	a := &atlas{padding: padding, width: width + 2*padding, height: height + 2*padding}
	a.taken = newBitmap(a.width, a.height)
	a.used = make([]bool, a.height)
	a.searched = make(map[[2]int]*[8]int)
	a.blocked, a.wide = make([]uint64, a.taken.stride), make([]uint64, a.taken.stride)
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

// findInRow returns the leftmost free place of a mask at a height, or -1. For each
// run of the mask it blocks the places where the run would meet a taken cell.
func (a *atlas) findInRow(m *mask, y int) int {
	clear(a.blocked)
	places := a.width - m.width + 1
	for _, r := range m.runs {
		if !a.used[y+int(r.row)] {
			continue
		}
		copy(a.wide, a.taken.row(y+int(r.row)))
		narrow(a.wide, int(r.length))
		shiftDown(a.blocked, a.wide, int(r.start))
		if nextBit(a.blocked, 0, false) >= places {
			return -1
		}
	}
	return nextBit(a.blocked, 0, false)
}

// put takes the cells that a mask touches. Its padding stays free for the padding of
// others.
func (a *atlas) put(m *mask, at spot) {
	for y := range m.height - 2*a.padding {
		shiftUp(a.taken.row(at.y+a.padding+y), m.touched.row(y), at.x+a.padding)
		a.used[at.y+a.padding+y] = true
	}
	a.remember(m, at.y)
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
