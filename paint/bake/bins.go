package bake

// bins lists for each band of rows the triangles that may touch it, in the order
// of the mesh, so that bands can be drawn at the same time.
type bins struct {
	start, items []int32
}

// rowSpan is a range of rows, both ends included; it is empty if last < first.
type rowSpan struct{ first, last int }

// newBins sorts triangles into bands of the given height. The rows wrap: row
// `rows` is row 0 again. A triangle may be listed twice in a band.
func newBins(spans []rowSpan, rows, height int) bins {
	count := (rows + height - 1) / height
	b := bins{start: make([]int32, count+2)}
	for _, s := range spans {
		s.eachBand(rows, height, func(band int) { b.start[band+2]++ })
	}
	for i := range count + 1 {
		b.start[i+1] += b.start[i]
	}
	b.items = make([]int32, b.start[count+1])
	for i, s := range spans {
		s.eachBand(rows, height, func(band int) {
			b.items[b.start[band+1]] = int32(i)
			b.start[band+1]++
		})
	}
	return b
}

// of returns the triangles of a band.
func (b *bins) of(band int) []int32 { return b.items[b.start[band]:b.start[band+1]] }

func (s rowSpan) eachBand(rows, height int, f func(band int)) {
	if s.last-s.first >= rows {
		s = rowSpan{0, rows - 1}
	}
	for tile := s.first / rows * rows; tile <= s.last; tile += rows {
		first, last := max(s.first-tile, 0), min(s.last-tile, rows-1)
		for band := first / height; band <= last/height; band++ {
			f(band)
		}
	}
}
