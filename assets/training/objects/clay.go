package objects

import "patina/paint/geom"

// clay is a body modelled from lumps that melt into one another, each with a colour of
// its own.
type clay struct {
	lumps  []lump
	paints []pattern
	blend  float32 // width of the creases
	fade   float32 // width over which colours run into one another
}

func (c *clay) add(l lump, p pattern) {
	c.lumps = append(c.lumps, l)
	c.paints = append(c.paints, p)
}

// shape returns the surface, with so many cells along its longest side.
func (c *clay) shape(cells int) shape { return molten(c.blend, c.lumps).surface(cells) }

// paint shows at each spot the pattern of the nearest lump.
func (c *clay) paint() pattern {
	return func(s spot) geom.Vec3 {
		var near [2]int
		best := [2]float32{1e9, 1e9}
		for i, l := range c.lumps {
			switch d := l.distance(s.p); {
			case d < best[0]:
				best[1], near[1] = best[0], near[0]
				best[0], near[0] = d, i
			case d < best[1]:
				best[1], near[1] = d, i
			}
		}
		first := c.paints[near[0]](s)
		if gap := best[1] - best[0]; gap < c.fade && len(c.lumps) > 1 {
			return first.Lerp(c.paints[near[1]](s), 0.5-0.5*gap/c.fade)
		}
		return first
	}
}
