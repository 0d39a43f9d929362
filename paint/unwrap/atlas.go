package unwrap

import "math/bits"

// atlas is what is taken of the texture, in cells, with a margin as wide as the
// padding on all sides, into which the padding of charts may reach.
type atlas struct {
	padding       int
	width, height int // with the margins

	// taken holds for each level the places where a line of 1<<level cells does not
	// fit: bit x of a row is set when one of the cells x to x+1<<level-1 is taken.
	// Level 0 are the cells themselves. So whether a run fits in 64 places takes two
	// reads, or some more for a long one.
	taken  [][]uint64
	stride int     // words per row, one more than the cells need, so that reads need no check
	widest []int32 // cells in the longest free line of each row

	// searched remembers for masks of about one size where the last ones were
	// placed: below the lowest of them there is hardly room for another.
	searched map[[2]int]*[8]int
	fineness int // steps in which sizes are told apart, per octave, as a power of two
}

// manyMasks is the number of masks from which their sizes are told apart roughly.
const manyMasks = 500

// newAtlas returns an empty atlas for a number of masks whose runs are no longer than
// longest.
func newAtlas(width, height, padding, longest, masks int) *atlas {
	a := &atlas{padding: padding, width: width + 2*padding, height: height + 2*padding, fineness: 3}
	if masks > manyMasks {
		a.fineness = 1
	}
	a.stride = (a.width+63)/64 + 1
	a.taken = make([][]uint64, min(bits.Len(uint(longest)), highest+1))
	for level := range a.taken {
		a.taken[level] = make([]uint64, a.stride*a.height)
	}
	a.widest = make([]int32, a.height)
	for y := range a.widest {
		a.widest[y] = int32(a.width)
	}
	a.searched = make(map[[2]int]*[8]int)
	return a
}

func (a *atlas) row(level, y int) []uint64 { return a.taken[level][y*a.stride : (y+1)*a.stride] }

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

// findInRow returns the leftmost free place of a mask at a height, or -1.
func (a *atlas) findInRow(m *mask, y int) int {
	for i := range m.runs {
		if r := &m.runs[i]; int(a.widest[y+int(r.row)]) < r.length() {
			return -1
		}
	}
	last := a.width - m.width
	for x := 0; x <= last; x += 64 {
		free := ^uint64(0)
		if last-x < 63 {
			free >>= 63 - (last - x)
		}
		for i := range m.runs {
			r := &m.runs[i]
			row := a.row(int(r.level), y+int(r.row))
			for at := r.start; at < r.last && free != 0; at += 1 << r.level {
				free &^= word(row, x+int(at))
			}
			if free &^= word(row, x+int(r.last)); free == 0 {
				break
			}
		}
		if free != 0 {
			return x + bits.TrailingZeros64(free)
		}
	}
	return -1
}

// word returns 64 bits of a row, from column x on.
func word(row []uint64, x int) uint64 {
	i, shift := x>>6, uint(x&63)
	return row[i]>>shift | row[i+1]<<1<<(63-shift)
}

// put takes the cells that a mask touches. Its padding stays free for the padding of
// others.
func (a *atlas) put(m *mask, at spot) {
	for y := range m.height - 2*a.padding {
		row := at.y + a.padding + y
		shiftUp(a.row(0, row), m.touched.row(y), at.x+a.padding)
		for level := 1; level < len(a.taken); level++ {
			widenDown(a.row(level, row), a.row(level-1, row), 1<<(level-1))
		}
		a.widest[row] = int32(widestGap(a.row(0, row), a.width))
	}
	a.remember(m, at.y)
}

// widestGap returns the length of the longest line of columns that are not set.
func widestGap(row []uint64, width int) (widest int) {
	for x := nextBit(row, 0, false); x < width; {
		end := min(nextBit(row, x, true), width)
		widest = max(widest, end-x)
		x = nextBit(row, end, false)
	}
	return widest
}

// sizeClass sorts masks by size.
func (a *atlas) sizeClass(m *mask) [2]int { return [2]int{a.step(m.width), a.step(m.height)} }

func (a *atlas) step(n int) int {
	octave := bits.Len(uint(n))
	if octave <= a.fineness+1 {
		return n
	}
	return octave<<a.fineness + n>>(octave-1-a.fineness)
}

// start returns where to begin the search for a mask.
func (a *atlas) start(m *mask) int {
	recent := a.searched[a.sizeClass(m)]
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
	class := a.sizeClass(m)
	if a.searched[class] == nil {
		a.searched[class] = new([8]int)
	}
	recent := a.searched[class]
	copy(recent[1:], recent[:7])
	recent[0] = y
}
