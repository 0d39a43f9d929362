package bake

import (
	"cmp"
	"context"
	"math"
	"slices"

	"patina/paint/geom"
	"patina/paint/parallel"
)

// texelID names a texel of the whole atlas: the slot times the number of texels of
// a texture, plus the index in it.
type texelID int

// link leads from an unseen texel across a seam of the texture to the texel that
// shows the other side.
type link struct {
	from, to texelID
	weight   float32 // as much as so many wires
}

// links holds all links, sorted by where they lead from.
type links struct {
	all    []link
	starts []int32     // for each row of each texture its first link
	values []geom.Vec3 // for each link the colour at its end, as of the last refresh
	size   int
}

// link finds the links along all seams and notes in the wires which texels have
// some.
func (f *filling) link(ctx context.Context) error {
	s := f.atlas.surface
	const height = 512
	found := make([][]link, (len(s.seams)+height-1)/height)
	err := parallel.Parts(ctx, len(s.seams), height, func(lo, hi int) {
		for _, seam := range s.seams[lo:hi] {
			found[lo/height] = f.linkSeam(found[lo/height], seam)
		}
	})
	if err != nil {
		return err
	}
	f.links = newLinks(slices.Concat(found...), len(f.wires), s.size)
	for _, l := range f.links.all {
		*f.wiresOf(l.from) |= wireLinked
	}
	f.advance()
	return nil
}

func (f *filling) wiresOf(id texelID) *wires {
	n := f.atlas.surface.size * f.atlas.surface.size
	return &f.wires[int(id)/n][int(id)%n]
}

// linkSeam walks along a seam on both sides at once, in steps of about a texel,
// and links the texels it meets if they are unseen.
func (f *filling) linkSeam(found []link, at seam) []link {
	s := f.atlas.surface
	a, okA := s.borderLine(at.a)
	b, okB := s.borderLine(at.b)
	if !okA || !okB {
		return found
	}
	if !s.sameWay(at) {
		b[0], b[1] = b[1], b[0]
	}
	lengthA, lengthB := a.length(), b.length()
	steps := min(max(1, math.Ceil(max(lengthA, lengthB))), float64(4*s.size))
	// A strip as wide as a step conducts like one wire if both texels are as large
	// as the step; this is the mean for two sizes.
	weight := float32(2 / steps * max(lengthA, 0.5) * max(lengthB, 0.5) / (max(lengthA, 0.5) + max(lengthB, 0.5)))
	for k := 0.5; k < steps; k++ {
		idA, okA := s.texelNear(at.a/3, a.at(k/steps))
		idB, okB := s.texelNear(at.b/3, b.at(k/steps))
		if !okA || !okB || idA == idB {
			continue
		}
		if *f.wiresOf(idA) != 0 {
			found = append(found, link{idA, idB, weight})
		}
		if *f.wiresOf(idB) != 0 {
			found = append(found, link{idB, idA, weight})
		}
	}
	return found
}

// borderSegment is a straight piece of a chart border, in texels.
type borderSegment [2]point

func (b *borderSegment) length() float64 { return math.Hypot(b[1].x-b[0].x, b[1].y-b[0].y) }

func (b *borderSegment) at(t float64) point {
	return point{b[0].x + t*(b[1].x-b[0].x), b[0].y + t*(b[1].y-b[0].y)}
}

// borderLine returns where a half-edge lies in the texture of its slot.
func (s *surface) borderLine(h int32) (borderSegment, bool) {
	a, b, c, ok := s.corners(int(h / 3))
	corners := [3]point{a, b, c}
	return borderSegment{corners[h%3], corners[(h+1)%3]}, ok
}

// sameWay tells whether both half-edges of a seam run the same way.
func (s *surface) sameWay(at seam) bool {
	a, _ := halfEdge(s.mesh, at.a)
	b, _ := halfEdge(s.mesh, at.b)
	return s.welded[a] == s.welded[b]
}

// texelNear returns the texel at a place on the border of a triangle's chart, or when it
// shows other charts alone, a neighbour of it that shows this one.
func (s *surface) texelNear(t int32, at point) (texelID, bool) {
	slot := s.mesh.Slot(int(t))
	x, y := int(math.Floor(at.x)), int(math.Floor(at.y))
	for _, step := range [9][2]int{{0, 0}, {-1, 0}, {1, 0}, {0, -1}, {0, 1}, {-1, -1}, {1, -1}, {-1, 1}, {1, 1}} {
		i := modulo(y+step[1], s.size)*s.size + modulo(x+step[0], s.size)
		if s.ownerIn(slot, i, s.chart[t]) != noOwner {
			return texelID(slot*s.size*s.size + i), true
		}
	}
	return 0, false
}

// ownerIn returns what a texel shows of a chart: its owner, a sharer, or noOwner.
func (s *surface) ownerIn(slot, texel int, chart int32) int32 {
	owner := s.owners[slot][texel]
	if owner == noOwner || s.chart[owner&ownerMask] == chart {
		return owner
	}
	if s.sharers != nil {
		for _, p := range s.sharers[slot].of(texel, s.size) {
			if s.chart[p.owner&ownerMask] == chart {
				return p.owner
			}
		}
	}
	return noOwner
}

func modulo(i, n int) int { return ((i % n) + n) % n }

// newLinks sorts links and merges those between the same two texels.
func newLinks(all []link, slots, size int) *links {
	slices.SortFunc(all, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	merged := all[:0]
	for _, l := range all {
		if n := len(merged); n > 0 && merged[n-1].from == l.from && merged[n-1].to == l.to {
			merged[n-1].weight += l.weight
			continue
		}
		merged = append(merged, l)
	}
	l := &links{all: merged, values: make([]geom.Vec3, len(merged)), size: size}
	l.starts = make([]int32, slots*size+1)
	for _, m := range merged {
		l.starts[int(m.from)/size+1]++
	}
	for row := range slots * size {
		l.starts[row+1] += l.starts[row]
	}
	return l
}

// row returns the index of the first link of a row of a texture; the first of row
// size is that of the next texture.
func (l *links) row(slot, y int) int { return int(l.starts[slot*l.size+y]) }

// is tells whether the link k exists and leads from the texel i of the slot.
func (l *links) is(k, slot, i int) bool {
	return k >= 0 && k < len(l.all) && l.all[k].from == texelID(slot*l.size*l.size+i)
}

// add adds the colour at the end of a link to a weighted sum.
func (l *links) add(k int, sum geom.Vec3, count float32) (geom.Vec3, float32) {
	w := l.all[k].weight
	return sum.Add(l.values[k].Scale(w)), count + w
}

// refresh takes over the colours of the atlas at the ends of the links, so that a
// sweep reads what was there before it began, whatever the order of its bands.
func (l *links) refresh(a *Atlas) {
	n := l.size * l.size
	for k := range l.all {
		to := int(l.all[k].to)
		l.values[k] = a.Textures[to/n].Color[to%n]
	}
}

// first returns the index of the first link of texel i of a slot.
func (l *links) first(slot, i int) int {
	row := l.all[l.row(slot, i/l.size):l.row(slot, i/l.size+1)]
	k, _ := slices.BinarySearchFunc(row, texelID(slot*l.size*l.size+i), func(a link, id texelID) int { return cmp.Compare(a.from, id) })
	return l.row(slot, i/l.size) + k
}
