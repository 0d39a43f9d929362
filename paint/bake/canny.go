package bake

// This follows Canny 1986 with exactly the arithmetic of the edge detector that the
// reference calls (reference section 1.6 step 3): 3 by 3 Sobel gradients, the sum
// of their absolute values as magnitude, directions quantised to four.

// canny returns the edge pixels of a square grey picture: local maxima of the
// gradient above high, and those above low that are connected to one.
func canny(grey []uint8, size, low, high int) []bool {
	c := &cannyEdges{size: size, dx: make([]int, size*size), dy: make([]int, size*size), magnitude: make([]int, size*size)}
	c.gradients(grey)
	candidates, edges := make([]bool, size*size), make([]bool, size*size)
	var queue []int
	for i, m := range c.magnitude {
		if m <= low || !c.isMaximum(i%size, i/size) {
			continue
		}
		candidates[i] = true
		if m > high {
			edges[i] = true
			queue = append(queue, i)
		}
	}
	for len(queue) > 0 {
		i := queue[len(queue)-1]
		queue = c.follow(queue[:len(queue)-1], i, candidates, edges)
	}
	return edges
}

type cannyEdges struct {
	size              int
	dx, dy, magnitude []int
}

// gradients fills in dx, dy and magnitude; the border pixels repeat outwards.
func (c *cannyEdges) gradients(grey []uint8) {
	at := func(x, y int) int {
		return int(grey[min(max(y, 0), c.size-1)*c.size+min(max(x, 0), c.size-1)])
	}
	for y := range c.size {
		for x := range c.size {
			i := y*c.size + x
			c.dx[i] = at(x+1, y-1) + 2*at(x+1, y) + at(x+1, y+1) - at(x-1, y-1) - 2*at(x-1, y) - at(x-1, y+1)
			c.dy[i] = at(x-1, y+1) + 2*at(x, y+1) + at(x+1, y+1) - at(x-1, y-1) - 2*at(x, y-1) - at(x+1, y-1)
			c.magnitude[i] = max(c.dx[i], -c.dx[i]) + max(c.dy[i], -c.dy[i])
		}
	}
}

// at returns the magnitude, 0 outside of the picture.
func (c *cannyEdges) at(x, y int) int {
	if x < 0 || y < 0 || x >= c.size || y >= c.size {
		return 0
	}
	return c.magnitude[y*c.size+x]
}

// isMaximum tells whether the magnitude is a maximum along the gradient.
func (c *cannyEdges) isMaximum(x, y int) bool {
	i := y*c.size + x
	m, dx, dy := c.magnitude[i], c.dx[i], c.dy[i]
	const tan22 = 13573 // the tangent of 22.5 degrees times 2^15
	ax, ay := max(dx, -dx), max(dy, -dy)<<15
	switch t := tan22 * ax; {
	case ay < t:
		return m > c.at(x-1, y) && m >= c.at(x+1, y)
	case ay > t+ax<<16:
		return m > c.at(x, y-1) && m >= c.at(x, y+1)
	}
	s := 1
	if (dx < 0) != (dy < 0) {
		s = -1
	}
	return m > c.at(x-s, y-1) && m > c.at(x+s, y+1)
}

// follow makes the candidates around an edge pixel edges, too, and queues them.
func (c *cannyEdges) follow(queue []int, i int, candidates, edges []bool) []int {
	x, y := i%c.size, i/c.size
	for ny := max(y-1, 0); ny <= min(y+1, c.size-1); ny++ {
		for nx := max(x-1, 0); nx <= min(x+1, c.size-1); nx++ {
			if j := ny*c.size + nx; candidates[j] && !edges[j] {
				edges[j] = true
				queue = append(queue, j)
			}
		}
	}
	return queue
}
