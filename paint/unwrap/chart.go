package unwrap

// chart is a part of the surface that is flattened in one piece. It has vertices
// of its own: corners of its triangles share one where they are connected inside
// the chart, so a chart that touches itself in a point or an edge has several
// vertices there.
type chart struct {
	faces   []int32    // triangles of the surface
	corners [][3]int32 // vertices of each triangle
	twins   []int32    // of each half-edge 3i+k of the chart the one glued to it, or -1
	points  []space    // where the vertices are on the surface
	border  []int32    // vertices along the border, counter-clockwise, if the chart is a disc
	flat    []flat     // where the vertices are in the plane, y up; same scale as points
}

// cutter cuts charts out of a surface. It is used by one goroutine at a time.
type cutter struct {
	s     *surface
	local []int32 // of each triangle its place in the chart that is being cut, or -1
}

func newCutter(s *surface) *cutter {
	c := &cutter{s: s, local: make([]int32, len(s.faces))}
	for f := range c.local {
		c.local[f] = -1
	}
	return c
}

// cut makes a chart of some triangles.
func (c *cutter) cut(faces []int32) *chart {
	ch := &chart{faces: faces, twins: make([]int32, 3*len(faces)), corners: make([][3]int32, len(faces))}
	for i, f := range faces {
		c.local[f] = int32(i)
	}
	for i, f := range faces {
		for k := range int32(3) {
			ch.twins[3*i+int(k)] = c.twin(3*f + k)
		}
	}
	for _, f := range faces {
		c.local[f] = -1
	}
	ch.addVertices(c.s)
	ch.findBorder()
	return ch
}

// twin returns the half-edge of the chart that a half-edge of the surface is glued
// to, or -1.
func (c *cutter) twin(h int32) int32 {
	o := c.s.opposite[h]
	if o < 0 || c.local[o/3] < 0 {
		return -1
	}
	return 3*c.local[o/3] + o%3
}

// following returns the half-edge after h around its triangle.
func following(h int32) int32 {
	if h%3 == 2 {
		return h - 2
	}
	return h + 1
}

// preceding returns the half-edge before h around its triangle.
func preceding(h int32) int32 {
	if h%3 == 0 {
		return h + 2
	}
	return h - 1
}

// addVertices gives a vertex to each fan of corners that is connected around a
// point.
func (ch *chart) addVertices(s *surface) {
	for i := range ch.corners {
		ch.corners[i] = [3]int32{-1, -1, -1}
	}
	for h := range int32(len(ch.twins)) {
		if ch.corners[h/3][h%3] >= 0 {
			continue
		}
		vertex := int32(len(ch.points))
		ch.points = append(ch.points, s.points[s.faces[ch.faces[h/3]][h%3]])
		ch.nameFan(h, vertex)
	}
}

// nameFan gives a vertex to all corners around the start of half-edge h.
func (ch *chart) nameFan(h, vertex int32) {
	for at := h; ; {
		ch.corners[at/3][at%3] = vertex
		at = ch.twins[preceding(at)]
		if at == h {
			return
		}
		if at < 0 {
			break
		}
	}
	for at := ch.twins[h]; at >= 0; {
		at = following(at)
		ch.corners[at/3][at%3] = vertex
		at = ch.twins[at]
	}
}

// findBorder sets the border if the chart is a disc: connected, with one border,
// and an Euler characteristic of one.
func (ch *chart) findBorder() {
	outgoing := make([]int32, len(ch.points)) // half-edge of the border that leaves a vertex
	open, first := 0, int32(-1)
	for h, twin := range ch.twins {
		if twin < 0 {
			outgoing[ch.corners[h/3][h%3]] = int32(h)
			first = int32(h)
			open++
		}
	}
	edges := (len(ch.twins) + open) / 2
	if first < 0 || len(ch.points)-edges+len(ch.faces) != 1 || !ch.connected() {
		return
	}
	for h := first; len(ch.border) < open; {
		ch.border = append(ch.border, ch.corners[h/3][h%3])
		n := following(h)
		h = outgoing[ch.corners[n/3][n%3]]
		if h == first {
			break
		}
	}
	if len(ch.border) != open {
		ch.border = nil
	}
}

// disc tells whether the chart can be flattened in one piece.
func (ch *chart) disc() bool { return ch.border != nil }

func (ch *chart) connected() bool {
	_, reached := ch.distances(0)
	return reached == len(ch.faces)
}

// distances returns for each triangle how many edges lie between it and one of the
// chart, or -1, and how many triangles can be reached at all.
func (ch *chart) distances(from int32) (steps []int32, reached int) {
	steps = make([]int32, len(ch.faces))
	for i := range steps {
		steps[i] = -1
	}
	steps[from] = 0
	line := []int32{from}
	for ; reached < len(line); reached++ {
		i := line[reached]
		for k := range int32(3) {
			if twin := ch.twins[3*i+k]; twin >= 0 && steps[twin/3] < 0 {
				steps[twin/3] = steps[i] + 1
				line = append(line, twin/3)
			}
		}
	}
	return steps, reached
}

// outline returns the border in the plane.
func (ch *chart) outline() []flat {
	points := make([]flat, len(ch.border))
	for i, v := range ch.border {
		points[i] = ch.flat[v]
	}
	return points
}

// mean is the mean normal of the chart, weighted by area.
func (ch *chart) mean(s *surface) (sum space) {
	for _, f := range ch.faces {
		sum = sum.add(s.normal[f].scale(s.area[f]))
	}
	return sum.unit()
}
