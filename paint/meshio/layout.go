package meshio

import "slices"

// layout is the one buffer that a file is saved with: all buffers that it was read
// with, one after the other, less what is cut out, and then what is new.
type layout struct {
	parts [][]byte
	size  int
	start []int // where each old buffer would start if nothing were cut
	cuts  []cut // in the order of the layout
}

// cut takes bytes out of an old buffer that nothing refers to any more, all but left
// of those that were a buffer view.
type cut struct{ buffer, from, to, left int }

// grain keeps the alignment of everything that moves when something is cut or joined.
const grain = 16

// newLayout lays out the buffers. Cuts do not overlap, and their lengths are multiples
// of grain.
func newLayout(buffers [][]byte, cuts map[int]cut) *layout {
	l := &layout{}
	for i, data := range buffers {
		if i > 0 && data != nil {
			l.pad(grain)
		}
		l.start = append(l.start, l.size)
		from := 0
		for _, c := range sortedCuts(cuts, i) {
			l.add(data[from:c.from])
			from = c.to
			l.cuts = append(l.cuts, c)
		}
		l.add(data[from:])
	}
	return l
}

func sortedCuts(cuts map[int]cut, buffer int) []cut {
	var out []cut
	for _, c := range cuts {
		if c.buffer == buffer {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b cut) int { return a.from - b.from })
	return out
}

// place returns where a byte of an old buffer lies now.
func (l *layout) place(buffer, offset int) int {
	out := l.start[buffer] + offset
	for _, c := range l.cuts {
		if c.buffer == buffer && c.to <= offset {
			out -= c.to - c.from
		}
	}
	return out
}

// append adds a part after all others and returns where it lies.
func (l *layout) append(data []byte) int {
	l.pad(4)
	at := l.size
	l.add(data)
	return at
}

func (l *layout) add(data []byte) {
	if len(data) > 0 {
		l.parts = append(l.parts, data)
		l.size += len(data)
	}
}

func (l *layout) pad(to int) {
	if rest := l.size % to; rest > 0 {
		l.add(make([]byte, to-rest))
	}
}
