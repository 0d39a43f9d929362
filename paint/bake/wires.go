package bake

import (
	"context"

	"patina/paint/parallel"
)

// wires says of an unseen texel to which of its neighbours in the texture it is
// connected on the surface. It is 0 for texels that are seen or outside.
type wires uint8

const (
	wireRight wires = 1 << iota
	wireBelow
	wireLeft
	wireAbove
	wireUnseen // set for every unseen texel
	wireLinked // the texel has links across seams

	wireAll = wireRight | wireBelow | wireLeft | wireAbove
)

// wire finds the wires of all texels. Neighbours are connected if triangles of the
// same chart cover them.
func (f *filling) wire(ctx context.Context) error {
	f.wires = make([][]wires, len(f.atlas.Textures))
	for slot, t := range f.atlas.Textures {
		if t == nil {
			continue
		}
		f.wires[slot] = make([]wires, len(t.Color))
		err := parallel.Parts(ctx, t.Size, bandRows, func(lo, hi int) {
			for y := lo; y < hi; y++ {
				f.wireRow(slot, t, y)
			}
		})
		if err != nil {
			return err
		}
	}
	f.advance()
	return nil
}

func (f *filling) wireRow(slot int, t *Texture, y int) {
	s := f.atlas.surface
	owners := s.owners[slot]
	last := t.Size - 1
	for x := range t.Size {
		i := y*t.Size + x
		if t.Provenance[i] != Invented || owners[i] == noOwner {
			continue
		}
		w := wireUnseen
		if x < last && s.connected(owners[i], owners[i+1]) {
			w |= wireRight
		}
		if y < last && s.connected(owners[i], owners[i+t.Size]) {
			w |= wireBelow
		}
		if x > 0 && s.connected(owners[i], owners[i-1]) {
			w |= wireLeft
		}
		if y > 0 && s.connected(owners[i], owners[i-t.Size]) {
			w |= wireAbove
		}
		f.wires[slot][i] = w
	}
}

// connected tells whether neighbouring texels with these owners are neighbours on
// the surface.
func (s *surface) connected(a, b int32) bool {
	if b == noOwner {
		return false
	}
	a, b = a&ownerMask, b&ownerMask
	return a == b || s.chart[a] == s.chart[b]
}
