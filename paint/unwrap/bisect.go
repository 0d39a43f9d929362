package unwrap

// bisect cuts a chart of more than one triangle in two connected halves: one around
// each of two triangles that are far apart. A chart that is not connected falls
// into the part around its first triangle and the rest. Cutting a ring or a handle
// this way opens it, so a chart that is cut often enough ends in discs.
func (ch *chart) bisect() (one, other []int32) {
	steps, reached := ch.distances(0)
	if reached < len(ch.faces) {
		return ch.divide(func(i int) bool { return steps[i] >= 0 })
	}
	first := farthest(steps)
	fromFirst, _ := ch.distances(first)
	second := farthest(fromFirst)
	nearer := ch.flood(first, second)
	return ch.divide(func(i int) bool { return nearer[i] == first })
}

func farthest(steps []int32) int32 {
	at := 0
	for i, d := range steps {
		if d > steps[at] {
			at = i
		}
	}
	return int32(at)
}

// flood grows two regions at the same speed and returns to which of the two seeds
// each triangle belongs. Both regions are connected.
func (ch *chart) flood(a, b int32) []int32 {
	seed := make([]int32, len(ch.faces))
	for i := range seed {
		seed[i] = -1
	}
	seed[a], seed[b] = a, b
	line := []int32{a, b}
	for n := 0; n < len(line); n++ {
		for k := range int32(3) {
			if twin := ch.twins[3*line[n]+k]; twin >= 0 && seed[twin/3] < 0 {
				seed[twin/3] = seed[line[n]]
				line = append(line, twin/3)
			}
		}
	}
	return seed
}

func (ch *chart) divide(first func(i int) bool) (one, other []int32) {
	for i, f := range ch.faces {
		if first(i) {
			one = append(one, f)
		} else {
			other = append(other, f)
		}
	}
	return one, other
}
