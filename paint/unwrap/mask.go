package unwrap

import (
	"math"
	"math/bits"
)

// mask is the set of cells that a chart takes up in the atlas. Row 0 is the lowest.
type mask struct {
	width, height int    // padding included
	touched       bitmap // cells that the chart touches; begins at (padding, padding)
	runs          []run  // touched cells and their padding, in the order in which they are best tested
}

// run is a line of cells of a mask. It is covered by lines of 1<<level cells, which
// begin at start, as often as need be one after the other, and at last.
type run struct{ row, start, last, level int32 }

// highest is the highest level of a run.
const highest = 6

func newRun(row, start, length int) run {
	level := min(bits.Len(uint(length))-1, highest)
	return run{int32(row), int32(start), int32(start + length - 1<<level), int32(level)}
}

// length is the number of cells of the run.
func (r run) length() int { return int(r.last-r.start) + 1<<r.level }

// bitmap is a rectangle of bits, in rows of whole words.
type bitmap struct {
	stride int // words per row
	words  []uint64
}

func newBitmap(width, height int) bitmap {
	stride := (width + 63) / 64
	return bitmap{stride, make([]uint64, stride*height)}
}

func (b bitmap) row(y int) []uint64 { return b.words[y*b.stride : (y+1)*b.stride] }

// fill sets the bits of row y from low to high, both included.
func (b bitmap) fill(y, low, high int) {
	row := b.row(y)
	for x := low; x <= high; {
		n := min(64-x%64, high-x+1)
		row[x/64] |= (^uint64(0) >> (64 - n)) << (x % 64)
		x += n
	}
}

// shiftUp adds to dst the bits of src, n columns further up.
func shiftUp(dst, src []uint64, n int) {
	words, rest := n/64, n%64
	for i := len(dst) - 1; i >= words; i-- {
		var word uint64
		if i-words < len(src) {
			word = src[i-words] << rest
		}
		if rest > 0 && i > words && i-words-1 < len(src) {
			word |= src[i-words-1] >> (64 - rest)
		}
		dst[i] |= word
	}
}

// widenDown sets dst to src with every bit moved to itself and n columns further down.
func widenDown(dst, src []uint64, n int) {
	words, rest := n>>6, uint(n&63)
	for i := range dst {
		var low, high uint64
		if i+words < len(src) {
			low = src[i+words]
		}
		if i+words+1 < len(src) {
			high = src[i+words+1]
		}
		dst[i] = src[i] | low>>rest | high<<1<<(63-rest)
	}
}

// newMask returns the mask of a closed outline, in cells, whose lowest x and y are
// 0: all cells that the chart touches, and those within padding of them.
func newMask(outline []flat, padding int) *mask {
	_, high := bounds(outline)
	width, height := int(high.x)+1, int(high.y)+1
	touched := newBitmap(width, height)
	touched.fillInside(outline, height)
	for i, a := range outline {
		touched.fillSegment(a, outline[(i+1)%len(outline)])
	}
	m := &mask{width: width + 2*padding, height: height + 2*padding, touched: touched}
	m.findRuns(touched.dilate(width, height, padding))
	return m
}

// fillInside sets the bits of all cells whose centre the outline winds around.
func (b bitmap) fillInside(outline []flat, height int) {
	crossings := make([][]float64, height)
	for i, p := range outline {
		q := outline[(i+1)%len(outline)]
		if p.y > q.y {
			p, q = q, p
		}
		for y := int(math.Ceil(p.y - 0.5)); y < height && float64(y)+0.5 < q.y; y++ {
			t := (float64(y) + 0.5 - p.y) / (q.y - p.y)
			crossings[y] = insert(crossings[y], p.x+t*(q.x-p.x))
		}
	}
	for y, row := range crossings {
		for k := 0; k+1 < len(row); k += 2 {
			b.fill(y, int(math.Ceil(row[k]-0.5)), int(math.Ceil(row[k+1]-0.5))-1)
		}
	}
}

// insert adds x to a short sorted list.
func insert(list []float64, x float64) []float64 {
	list = append(list, x)
	for i := len(list) - 1; i > 0 && list[i-1] > x; i-- {
		list[i], list[i-1] = list[i-1], x
	}
	return list
}

// fillSegment sets the bits of all cells that a segment touches.
func (b bitmap) fillSegment(p, q flat) {
	if p.y > q.y {
		p, q = q, p
	}
	for y := int(p.y); y <= int(q.y); y++ {
		from, to := p.x, q.x
		if q.y > p.y {
			slope := (q.x - p.x) / (q.y - p.y)
			from = p.x + slope*(max(p.y, float64(y))-p.y)
			to = p.x + slope*(min(q.y, float64(y+1))-p.y)
		}
		if from > to {
			from, to = to, from
		}
		b.fill(y, int(max(from, min(p.x, q.x))), int(min(to, max(p.x, q.x))))
	}
}

// dilate returns the cells that are no farther than padding from those of b, with
// padding more columns and rows on all sides. A row reaches the farthest rows with its own
// width, and those nearer with more and more.
func (b bitmap) dilate(width, height, padding int) bitmap {
	out := newBitmap(width+2*padding, height+2*padding)
	wide, spare := make([]uint64, out.stride), make([]uint64, out.stride)
	for y := range height {
		clear(wide)
		shiftUp(wide, b.row(y), padding)
		reach := 0
		for dy := padding; dy >= 0; dy-- {
			for dx := int(math.Sqrt(float64(padding*padding - dy*dy))); reach < dx; {
				step := min(dx-reach, 2*reach+1, 63)
				widen(spare, wide, step)
				wide, spare = spare, wide
				reach += step
			}
			add(out.row(padding+y+dy), wide)
			add(out.row(padding+y-dy), wide)
		}
	}
	return out
}

// add sets in dst the bits of src.
func add(dst, src []uint64) {
	for i, word := range src {
		dst[i] |= word
	}
}

// widen sets dst to src with every bit moved to itself and n columns up and down, n less
// than 64.
func widen(dst, src []uint64, n int) {
	up, down := uint(n), uint(64-n)
	var before uint64
	for i, word := range src {
		var after uint64
		if i+1 < len(src) {
			after = src[i+1]
		}
		dst[i] = word | word<<up | before>>down | word>>up | after<<down
		before = word
	}
}

// findRuns lists the runs of all rows, rows that are far apart first, so that a
// place that is taken is found out early.
func (m *mask) findRuns(padded bitmap) {
	for i := range 1 << bits.Len(uint(m.height)) {
		y := int(bits.Reverse32(uint32(i)) >> (32 - bits.Len(uint(m.height))))
		if y < m.height {
			m.addRuns(padded.row(y), y)
		}
	}
}

func (m *mask) addRuns(row []uint64, y int) {
	for x := nextBit(row, 0, true); x < m.width; {
		end := min(nextBit(row, x, false), m.width)
		m.runs = append(m.runs, newRun(y, x, end-x))

		x = nextBit(row, end, true)
	}
}

// nextBit returns the first column from x on whose bit is as asked for, or the
// number of columns.
func nextBit(row []uint64, x int, set bool) int {
	for ; x < 64*len(row); x = (x/64 + 1) * 64 {
		word := row[x/64]
		if !set {
			word = ^word
		}
		if word >>= x % 64; word != 0 {
			return x + bits.TrailingZeros64(word)
		}
	}
	return 64 * len(row)
}
