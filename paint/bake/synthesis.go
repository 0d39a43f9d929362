package bake

import (
	"context"
	"math"
	"slices"

	"patina/paint/parallel"
)

// The synthesis gives every patch a source: a painted place whose detail continues
// what is known around the patch. It grows inwards layer by layer from what is seen
// as Criminisi, Perez and Toyama do (Region filling and object removal by
// exemplar-based image inpainting, 2004), and looks for sources as PatchMatch does
// (Barnes, Shechtman, Finkelstein and Goldman 2009): those of the neighbours,
// moved along, and random ones nearer and nearer to the best. What is compared lies
// on the surface: steps run through the tangent frames of both places, and over
// seams.

// synthesis is one search under way.
type synthesis struct {
	*patchwork
	next    []source // of each patch, while the present sources are still in use
	changed []bool   // for each patch whether it got another source when it was last improved
	seed    uint64
}

// refinements is how often all patches are improved once each has a source.
const refinements = 2

// synthesise finds the sources of all patches that can be reached from something
// seen.
func (w *patchwork) synthesise(ctx context.Context, advance func()) error {
	s := &synthesis{patchwork: w, next: make([]source, len(w.patches)), changed: make([]bool, len(w.patches))}
	for depth, layer := range w.layers {
		tries := growTries
		if depth == 0 {
			tries = firstTries
		}
		if err := s.improve(ctx, layer, tries); err != nil {
			return err
		}
		if depth > 0 {
			continue
		}
		for range 2 {
			if err := s.improve(ctx, layer, growTries); err != nil {
				return err
			}
		}
	}
	advance()
	var all []int32
	for _, layer := range w.layers {
		all = append(all, layer...)
	}
	for range refinements {
		if err := s.improve(ctx, all, growTries); err != nil {
			return err
		}
		advance()
		all = slices.DeleteFunc(all, s.settled)
	}
	return nil
}

// settled tells whether a patch and all beside it kept their sources.
func (s *synthesis) settled(p int32) bool {
	settled := !s.changed[p]
	s.eachNeighbour(p, func(other int32) { settled = settled && !s.changed[other] })
	return settled
}

// How many random sources are tried for patches of the first layer and for others.
const (
	firstTries = 64
	growTries  = 6
)

// improve looks for better sources for some patches, all against the same state of
// the others, then copies the details.
func (s *synthesis) improve(ctx context.Context, patches []int32, tries int) error {
	s.seed++
	const few = 64
	err := parallel.Parts(ctx, len(patches), few, func(lo, hi int) {
		var search search
		for _, p := range patches[lo:hi] {
			s.next[p] = search.run(s, p, tries)
		}
	})
	if err != nil {
		return err
	}
	return parallel.Parts(ctx, len(patches), few, func(lo, hi int) {
		for _, p := range patches[lo:hi] {
			s.changed[p] = s.patches[p].source != s.next[p]
			s.patches[p].source = s.next[p]
			s.copyDetail(&s.patches[p])
		}
	})
}

// copyDetail gives the texels of a patch the details of their sources.
func (s *synthesis) copyDetail(p *patch) {
	m, ok := s.mapping(p)
	if !ok {
		return
	}
	size := s.atlas.surface.size
	wired, owners, texels := s.filling.wires[p.slot], s.atlas.surface.owners[p.slot], s.texels[p.slot]
	left, top := int(p.x)/s.cell*s.cell, int(p.y)/s.cell*s.cell
	for y := top; y < min(top+s.cell, size); y++ {
		for x := left; x < min(left+s.cell, size); x++ {
			i := y*size + x
			if wired[i] == 0 || s.tag(owners[i]) != p.tag {
				continue
			}
			texels[i] = s.seenDetail(p.source.slot, m.at(float32(x)+0.5, float32(y)+0.5))
			if texels[i].tag != 0 {
				texels[i].tag = p.tag | copied
			}
		}
	}
}

// seenDetail returns the detail at a place, none where nothing was seen: what is
// copied there may be changing.
func (s *synthesis) seenDetail(slot int32, p place) detail {
	size := s.atlas.surface.size
	x, y := int(math.Floor(float64(p.x))), int(math.Floor(float64(p.y)))
	if uint(x) >= uint(size) || uint(y) >= uint(size) || s.filling.wires[slot][y*size+x] != 0 {
		return outside
	}
	return s.texels[slot][y*size+x]
}

// mapping takes texels of a patch to the place in the texture of its source whose
// detail they show.
type mapping struct {
	jacobian
	x0, y0 float32 // of the patch
	x, y   float32 // of the source
}

func (m *mapping) at(x, y float32) place {
	u, v := m.apply(x-m.x0, y-m.y0)
	return place{m.x + u, m.y + v}
}

// place is a place in a texture, in texels.
type place struct{ x, y float32 }

func (w *patchwork) mapping(p *patch) (m mapping, ok bool) {
	if p.source.slot < 0 {
		return m, false
	}
	inverse, ok := w.jacobianAt(p.source.slot, p.source.x, p.source.y).inverse()
	if !ok {
		return m, false
	}
	own := w.jacobianAt(p.slot, float32(p.x), float32(p.y))
	return mapping{inverse.mul(own), float32(p.x) + 0.5, float32(p.y) + 0.5, p.source.x, p.source.y}, true
}

// jacobianAt returns the Jacobian of the triangle at a place that is covered.
func (w *patchwork) jacobianAt(slot int32, x, y float32) jacobian {
	return w.jacobian[w.triangleAt(slot, x, y)]
}

// triangleAt returns the triangle that owns a place that is covered.
func (w *patchwork) triangleAt(slot int32, x, y float32) int32 {
	s := w.atlas.surface
	return s.owners[slot][int(y)*s.size+int(x)] & ownerMask
}

// outside stands for texels beyond the texture.
var outside detail

// nearest returns the detail of the texel at a place.
func (w *patchwork) nearest(slot int32, p place) *detail {
	size := w.atlas.surface.size
	x, y := int(math.Floor(float64(p.x))), int(math.Floor(float64(p.y)))
	if uint(x) >= uint(size) || uint(y) >= uint(size) {
		return &outside
	}
	return &w.texels[slot][y*size+x]
}
