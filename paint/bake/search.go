package bake

import "math"

// search looks for the source of one patch. It is used again for the next one, to
// keep its memory.
type search struct {
	*synthesis
	patch   *patch
	own     jacobian
	part    int32 // of the mesh, from which sources are taken
	samples []known
	random  random

	best  source
	cost  int
	limit int // below which the cost of another source must be
}

// known is a place near a patch whose detail is known.
type known struct {
	s, t    float32 // from the middle of the patch, in tangent coordinates
	r, g, b int16
}

// stride has no factor in common with the number of rings' places.
const stride = 23

// rings are the places at which a patch and its source are compared, in fourths of
// a cell from the middle: closely spaced over the cell and its border, and a few
// beyond for what is larger.
var rings = func() (steps [][2]int) {
	for y := -5; y <= 5; y += 2 {
		for x := -5; x <= 5; x += 2 {
			steps = append(steps, [2]int{x, y})
		}
	}
	for _, radius := range []int{9, 16, 28} {
		diagonal := (radius*5 + 3) / 7
		for _, d := range around {
			r := radius
			if d[0] != 0 && d[1] != 0 {
				r = diagonal
			}
			steps = append(steps, [2]int{d[0] * r, d[1] * r})
		}
	}
	// Places far from each other come one after the other: most sources fail soon.
	mixed := make([][2]int, len(steps))
	for k := range steps {
		mixed[k] = steps[k*stride%len(steps)]
	}
	return mixed
}()

// run returns the best source that it finds for a patch.
func (h *search) run(s *synthesis, p int32, tries int) source {
	h.synthesis, h.patch = s, &s.patches[p]
	h.random = newRandom(s.seed, uint64(p))
	triangle := s.triangleAt(h.patch.slot, float32(h.patch.x), float32(h.patch.y))
	h.own, h.part = s.jacobian[triangle], s.parts[triangle]
	h.best, h.cost, h.limit = noSource, math.MaxInt, math.MaxInt
	if h.own.determinant() == 0 {
		return noSource
	}
	h.collect(p)
	if h.try(h.patch.source); h.good() {
		return h.best
	}
	h.eachNeighbour(p, func(other int32) { h.follow(&s.patches[other]) })
	h.limit = h.cost / handicap
	h.wander(tries)
	h.approach()
	return h.best
}

// collect lists what is known near the patch.
func (h *search) collect(p int32) {
	h.samples = h.samples[:0]
	size, unit := h.atlas.surface.size, h.cell/cellSize
	for _, step := range rings {
		dx, dy := step[0]*unit, step[1]*unit
		x, y := int(h.patch.x)+dx, int(h.patch.y)+dy
		if uint(x) >= uint(size) || uint(y) >= uint(size) {
			continue
		}
		i := y*size + x
		if h.isOwn(x, y, i) {
			continue
		}
		if d := &h.texels[h.patch.slot][i]; d.tag&^copied == h.patch.tag {
			s, t := h.own.apply(float32(dx), float32(dy))
			h.samples = append(h.samples, known{s, t, d.r, d.g, d.b})
		}
	}
	h.collectAcross(p)
}

// isOwn tells whether a texel belongs to the patch itself.
func (h *search) isOwn(x, y, i int) bool {
	return x/h.cell == int(h.patch.x)/h.cell && y/h.cell == int(h.patch.y)/h.cell && h.filling.wires[h.patch.slot][i] != 0
}

// maxCrossings is how many links of a patch are followed.
const maxCrossings = 4

// collectAcross lists what is known on the other sides of the seams at the patch.
func (h *search) collectAcross(p int32) {
	bridges := h.bridgesOf(p)
	if len(bridges) == 0 {
		return
	}
	stride := max(len(bridges)/2/maxCrossings, 1)
	size := h.atlas.surface.size
	for k := 0; k < len(bridges)/2; k += stride {
		from, to := bridges[2*k], bridges[2*k+1]
		_, fromX, fromY := h.split(from)
		slot, x, y := h.split(to)
		s, t := h.own.apply(float32(fromX)-float32(h.patch.x), float32(fromY)-float32(h.patch.y))
		other, tag := h.jacobianAt(slot, float32(x), float32(y)), h.tagOf(to)
		unit := h.cell / cellSize
		for _, step := range [9][2]int{{0, 0}, {-2, 0}, {2, 0}, {0, -2}, {0, 2}, {-4, 0}, {4, 0}, {0, -4}, {0, 4}} {
			u, v := x+step[0]*unit, y+step[1]*unit
			if uint(u) >= uint(size) || uint(v) >= uint(size) {
				continue
			}
			if d := &h.texels[slot][v*size+u]; d.tag&^copied == tag {
				ds, dt := other.apply(float32(step[0]*unit), float32(step[1]*unit))
				h.samples = append(h.samples, known{s + ds, t + dt, d.r, d.g, d.b})
			}
		}
	}
}

// follow tries the source of a neighbour, moved along by as much as the patch is
// away from it.
func (h *search) follow(other *patch) {
	if other.source.slot < 0 {
		return
	}
	var s, t float32
	if other.tag == h.patch.tag && other.slot == h.patch.slot {
		s, t = h.own.apply(float32(h.patch.x-other.x), float32(h.patch.y-other.y))
	} else {
		s, t = h.across(other)
	}
	at := &other.source
	if inverse, ok := h.jacobianAt(at.slot, at.x, at.y).inverse(); ok {
		dx, dy := inverse.apply(s, t)
		if moved := (source{at.slot, at.x + dx, at.y + dy}); !h.best.is(moved) {
			h.try(moved)
		}
	}
}

// across returns the way from another patch to this one in tangent coordinates.
func (h *search) across(other *patch) (s, t float32) {
	surface := h.atlas.surface
	owner := surface.owners[h.patch.slot][int(h.patch.y)*surface.size+int(h.patch.x)]
	from := surface.owners[other.slot][int(other.y)*surface.size+int(other.x)]
	way := surface.point(owner, int(h.patch.x), int(h.patch.y)).Sub(surface.point(from, int(other.x), int(other.y)))
	side, down := surface.tangents(owner & ownerMask)
	return side.Dot(way), down.Dot(way)
}

// wander tries random sources around the nearest seen place, until one is good.
func (h *search) wander(tries int) {
	slot, x, y := h.split(h.patch.root)
	root := source{slot, float32(x) + 0.5, float32(y) + 0.5}
	reach := float64(h.atlas.surface.size) / 6 / float64(h.cell)
	for k := range tries {
		if h.good() {
			return
		}
		radius := h.random.next() * reach
		if k%2 == 0 {
			radius = math.Exp(h.random.next() * math.Log(reach))
		}
		h.try(h.near(root, float32(radius)*float32(h.cell)))
	}
}

// good tells whether looking on is not worth the time.
func (h *search) good() bool { return h.cost <= goodCost*len(h.samples) }

// is tells whether two sources are the same up to rounding.
func (s source) is(other source) bool {
	const near = 0.25
	return s.slot == other.slot && abs32(s.x-other.x) < near && abs32(s.y-other.y) < near
}

// approach tries random sources nearer and nearer to the best, then climbs to where
// no step of a texel makes it better.
func (h *search) approach() {
	if h.best.slot < 0 || h.good() {
		return
	}
	for radius := float32(3 * h.cell); radius >= 2; radius /= 2 {
		h.try(h.near(h.best, radius))
	}
	for step := float32(2); step >= 1; step /= 2 {
		for range climbs {
			from := h.best
			for _, d := range [4][2]float32{{-step, 0}, {step, 0}, {0, -step}, {0, step}} {
				h.try(source{from.slot, from.x + d[0], from.y + d[1]})
			}
			if h.best == from {
				break
			}
		}
	}
}

// climbs is the most steps of each length.
const climbs = 2

// near returns a random source at most so many texels away, each way, a whole
// number of them.
func (h *search) near(at source, radius float32) source {
	dx := (2*float32(h.random.next()) - 1) * radius
	dy := (2*float32(h.random.next()) - 1) * radius
	return source{at.slot, at.x + float32(math.Round(float64(dx))), at.y + float32(math.Round(float64(dy)))}
}

// handicap is how many times better a source must be that does not continue that
// of a neighbour: large pieces in one look better than small ones that fit well.
const handicap = 2

// goodCost is a difference, for each place compared, that nobody sees: 0.04.
const goodCost = 3 * (detailScale / 25) * (detailScale / 25)

// Sources are compared by the sum of squared differences in detail.
const (
	baseWeight  = 4           // of the difference in base colour, per place compared
	unknownCost = 2 * 1 << 22 // for a place that the source does not know
	shrink      = 3           // sources at which a texel covers this much more or less are not used
)

// try makes a source the best if it is.
func (h *search) try(at source) {
	center := h.nearestDetail(at)
	if center.tag == 0 || center.tag&copied != 0 {
		return
	}
	triangle := h.triangleAt(at.slot, at.x, at.y)
	inverse, ok := h.jacobian[triangle].inverse()
	if !ok || h.parts[triangle] != h.part {
		return
	}
	m := inverse.mul(h.own)
	if d := abs32(m.determinant()); d > shrink || d < 1.0/shrink || !h.holds(&m, at, center.tag) {
		return
	}
	cost := h.baseCost(at)
	texels, size := h.texels[at.slot], h.atlas.surface.size
	for k := range h.samples {
		sample := &h.samples[k]
		dx, dy := inverse.apply(sample.s, sample.t)
		x, y := int(at.x+dx), int(at.y+dy)
		if uint(x) >= uint(size) || uint(y) >= uint(size) {
			cost += unknownCost
			continue
		}
		d := &texels[y*size+x]
		if d.tag != center.tag {
			cost += unknownCost
			continue
		}
		r, g, b := int(d.r)-int(sample.r), int(d.g)-int(sample.g), int(d.b)-int(sample.b)
		if cost += r*r + g*g + b*b; cost >= h.limit {
			return
		}
	}
	if cost < h.limit {
		h.best, h.cost, h.limit = at, cost, cost
	}
}

// nearestDetail returns the detail at the middle of a source.
func (h *search) nearestDetail(at source) *detail {
	if at.slot < 0 {
		return &outside
	}
	return h.nearest(at.slot, place{at.x, at.y})
}

// holds tells whether the source knows the details of the whole patch.
func (h *search) holds(m *jacobian, at source, tag uint16) bool {
	half := float32(h.cell)/2 - 0.5
	for _, step := range [4][2]float32{{-half, -half}, {half, -half}, {-half, half}, {half, half}} {
		dx, dy := m.apply(step[0], step[1])
		if h.nearest(at.slot, place{at.x + dx, at.y + dy}).tag != tag {
			return false
		}
	}
	return true
}

// baseCost compares the smooth colour of the patch with the mean colour around the
// source.
func (h *search) baseCost(at source) int {
	cx, cy := int(at.x)/h.cell, int(at.y)/h.cell
	base := h.bases[(int(at.slot)*h.cells+cy)*h.cells+cx].color
	smooth := h.atlas.Textures[h.patch.slot].Color[int(h.patch.y)*h.atlas.surface.size+int(h.patch.x)]
	d := base.Sub(smooth).Scale(detailScale)
	return int(d.Dot(d)) * baseWeight
}

// random is a stream of random numbers that depends on nothing but its seeds
// (splitmix64, Steele, Lea and Flood 2014).
type random uint64

func newRandom(seed, index uint64) random { return random(seed*0x9E3779B97F4A7C15 ^ index<<20) }

// next returns a number from 0 up to 1.
func (r *random) next() float64 {
	*r += 0x9E3779B97F4A7C15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return float64((z^z>>31)>>11) / (1 << 53)
}
