package unwrap

// Smoothing may cut a piece off a chart. The pieces are found and given to a
// neighbour here.

// components finds the connected parts of charts: the triangles of each part, and
// for each triangle its part, or -1.
func components(s *surface, chartOf []int32) (parts [][]int32, partOf []int32) {
	partOf = make([]int32, len(chartOf))
	for f := range partOf {
		partOf[f] = -1
	}
	for f, chart := range chartOf {
		if chart < 0 || partOf[f] >= 0 {
			continue
		}
		part := int32(len(parts))
		partOf[f] = part
		line := []int32{int32(f)}
		for n := 0; n < len(line); n++ {
			for k := range int32(3) {
				if o := s.opposite[3*line[n]+k]; o >= 0 && partOf[o/3] < 0 && chartOf[o/3] == chart {
					partOf[o/3] = part
					line = append(line, o/3)
				}
			}
		}
		parts = append(parts, line)
	}
	return parts, partOf
}

// reconnect gives parts that have come off their chart to the neighbour that they
// share the longest border with. Parts without such a neighbour become charts.
func reconnect(s *surface, chartOf []int32, charts int) [][]int32 {
	settle(s, chartOf, charts)
	parts, _ := components(s, chartOf)
	return parts
}

// settle gives away the parts that have come off their chart, where there is somebody
// to take them.
func settle(s *surface, chartOf []int32, charts int) {
	parts, partOf := components(s, chartOf)
	main := mainParts(s, parts, chartOf, charts)
	for p, part := range parts {
		if main[chartOf[part[0]]] == int32(p) {
			continue
		}
		into := s.neighbour(part, func(f int32) int32 {
			if chartOf[f] >= 0 && partOf[f] != int32(p) && main[chartOf[f]] == partOf[f] {
				return chartOf[f]
			}
			return -1
		})
		for _, f := range part {
			if into < 0 {
				break
			}
			chartOf[f] = into
		}
	}
}

// mainParts returns the largest part of each chart.
func mainParts(s *surface, parts [][]int32, chartOf []int32, charts int) []int32 {
	main, largest := make([]int32, charts), make([]float64, charts)
	for p, part := range parts {
		area := 0.0
		for _, f := range part {
			area += s.area[f]
		}
		if c := chartOf[part[0]]; area > largest[c] || largest[c] == 0 {
			main[c], largest[c] = int32(p), area
		}
	}
	return main
}

// neighbour returns of the charts around some triangles the one with the longest
// border to them, or -1. chartOf says which chart a triangle beyond the border
// belongs to, -1 for none.
func (s *surface) neighbour(part []int32, chartOf func(f int32) int32) int32 {
	best := int32(-1)
	shared := make(map[int32]float64)
	for _, f := range part {
		for k := range int32(3) {
			o := s.opposite[3*f+k]
			if o < 0 {
				continue
			}
			if c := chartOf(o / 3); c >= 0 {
				shared[c] += s.length(o)
				if best < 0 || shared[c] > shared[best] {
					best = c
				}
			}
		}
	}
	return best
}
