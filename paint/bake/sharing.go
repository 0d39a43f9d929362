package bake

import (
	"cmp"
	"context"
	"math"
	"slices"

	"patina/paint/disjoint"
	"patina/paint/parallel"
)

// Halves that mirror each other, or a part that occurs many times, often share their
// texels. Such a texel is painted with what views show of all its places. They need not
// agree, since a reference is never quite symmetric, and means of what differs are ghosts:
// so one place leads, the same one for all texels of a sheet, and the others count where
// it is seen badly. The sheet that leads is the one that the views see best.

// following is how much the evidence of a place that does not lead counts.
const following = 0.1

// alike is the ratio of how well sheets are seen up to which the first one leads, so that
// of neighbouring sheets in two halves those of the same half do.
const alike = 1.25

// share finds out which places lead, makes them the owners of their texels, and finds the
// others. It does nothing where no texel is shared.
func (s *surface) share(ctx context.Context, views *sights) error {
	if !slices.Contains(s.shared, true) {
		return nil
	}
	sheet := s.sheets()
	order, err := s.leaders(ctx, views, sheet)
	if err != nil {
		return err
	}
	s.sharers = make([]sharers, len(s.owners))
	for slot, triangles := range s.bySlot(order) {
		if !s.shared[slot] {
			continue
		}
		meetings := newMeetings(s.size, true)
		if err := s.drawSlot(ctx, slot, triangles, meetings); err != nil {
			return err
		}
		s.sharers[slot] = meetings.sharers()
	}
	s.dropAccidents(sheet)
	return nil
}

// dropAccidents keeps only what sheets share that own fewer texels than they share: a sheet
// that touches another by accident would let colours of one part leak into the other.
func (s *surface) dropAccidents(sheet []int32) {
	more := make([]int, len(sheet)) // texels that a sheet owns more than it shares, at its root
	for slot := range s.sharers {
		if s.sharers[slot].all == nil {
			continue
		}
		for _, owner := range s.owners[slot] {
			if owner != noOwner {
				more[sheet[owner&ownerMask]]++
			}
		}
		for _, p := range s.sharers[slot].all {
			more[sheet[p.owner&ownerMask]]--
		}
	}
	for slot := range s.sharers {
		s.sharers[slot] = s.sharers[slot].without(func(p sharer) bool { return more[sheet[p.owner&ownerMask]] >= 0 })
	}
}

// besides returns what a row of texels shows besides its owners.
func (s *surface) besides(slot, y int) []sharer {
	if s.sharers == nil {
		return nil
	}
	return s.sharers[slot].row(y)
}

// leaders returns the triangles sheet by sheet, the sheet that is seen best first.
func (s *surface) leaders(ctx context.Context, views *sights, sheet []int32) ([]int32, error) {
	seen, err := s.evidence(ctx, views)
	if err != nil {
		return nil, err
	}
	total := make([]float64, len(sheet)) // of each sheet, at its root
	for t, root := range sheet {
		total[root] += seen[t]
	}
	var roots []int32
	for t, root := range sheet {
		if int(root) == t {
			roots = append(roots, root)
		}
	}
	for _, root := range roots {
		total[root] = math.Round(math.Log(total[root]) / math.Log(alike))
	}
	slices.SortStableFunc(roots, func(a, b int32) int { return cmp.Compare(total[b], total[a]) })
	return bySheet(sheet, roots), nil
}

// bySheet lists the triangles in the order of the roots of their sheets.
func bySheet(sheet, roots []int32) []int32 {
	next := make([]int32, len(sheet)) // for each root where its next triangle goes
	for _, root := range sheet {
		next[root]++
	}
	at := int32(0)
	for _, root := range roots {
		next[root], at = at, at+next[root]
	}
	order := make([]int32, len(sheet))
	for t, root := range sheet {
		order[next[root]] = int32(t)
		next[root]++
	}
	return order
}

// sheets returns for each triangle the lowest one of its sheet: what hangs together on the
// atlas and is not folded. Symmetric halves often share the vertices along the fold.
func (s *surface) sheets() []int32 {
	t, sheets := &topology{welded: s.welded}, disjoint.New(len(s.chart))
	t.eachSharedEdge(s.mesh, func(a, b int32) {
		if s.frames[a/3].mirrored() == s.frames[b/3].mirrored() && joinedOnAtlas(s.mesh, s.welded, a, b) {
			sheets.Join(a/3, b/3)
		}
	})
	return sheets.Roots()
}

// mirrored tells whether the texture is seen mirrored on the triangle.
func (f *frame) mirrored() bool { return f.dx1*f.dy2 < f.dx2*f.dy1 }

// evidence returns for each triangle how well the views see it, times its texels.
func (s *surface) evidence(ctx context.Context, views *sights) ([]float64, error) {
	seen := make([]float64, len(s.frames))
	for i := range views.painted {
		v, err := views.at(ctx, i)
		if err != nil {
			return nil, err
		}
		err = parallel.Parts(ctx, len(seen), 4096, func(lo, hi int) {
			for t := lo; t < hi; t++ {
				if s.shared[s.mesh.Slot(t)] && v.faces[t].across > 0 {
					seen[t] += v.evidence(&v.faces[t], &s.frames[t])
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return seen, nil
}

// evidence sums up how well the view sees a triangle, over points spread evenly on it.
func (v *sight) evidence(f *face, m *frame) float64 {
	texels := 0.5 / max(abs32(m.dx1*m.dy2-m.dx2*m.dy1), 1e-12)
	n := 1
	for n < 8 && float32(64*n*n) < texels {
		n++
	}
	var sum float32
	for i := range n {
		for j := range n - i {
			b1, b2 := (float32(i)+1.0/3)/float32(n), (float32(j)+1.0/3)/float32(n)
			c, faith := v.sampleAt(f, b1, b2)
			sum += v.weigh(f.cos[0]+f.cos[1]*b1+f.cos[2]*b2) * c.weight * faith
		}
	}
	return float64(texels) * float64(sum) / float64(n*(n+1)/2)
}
