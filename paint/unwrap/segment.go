package unwrap

import "context"

// set is the triangles of a chart to be. What is made of two mirror images may fall
// apart into them.
type set struct {
	faces []int32
	seam  int // faces[:seam] and faces[seam:] are the images; 0 when there are none
}

// segment divides the surface into the charts to begin with, and tells whether they
// are each other's mirror images.
func (s *surface) segment(ctx context.Context, opt Options, told *progress) (sets []set, symmetric bool, err error) {
	var h *halves
	if !opt.IgnoreSymmetry {
		if h, err = s.findHalves(ctx); err != nil {
			return nil, false, err
		}
	}
	g := newGrower(s, opt.MaxBend, h)
	chartOf, charts, err := g.grow(ctx, func(share float64) { told.reach(0, grown, share) })
	if err != nil {
		return nil, false, err
	}
	if chartOf, err = smooth(ctx, s, chartOf, charts); err != nil {
		return nil, false, err
	}
	parts := reconnect(s, chartOf, charts)
	if h == nil {
		return wholes(parts), false, nil
	}
	charts = renumber(chartOf, parts)
	h.carryOver(s, chartOf, charts)
	settle(s, chartOf, 2*charts)
	return h.join(s, chartOf, charts, opt.MaxBend), true, nil
}

// wholes returns sets without images.
func wholes(parts [][]int32) []set {
	sets := make([]set, len(parts))
	for i, part := range parts {
		sets[i].faces = part
	}
	return sets
}

// renumber numbers charts by their parts.
func renumber(chartOf []int32, parts [][]int32) (charts int) {
	for c, part := range parts {
		for _, f := range part {
			chartOf[f] = int32(c)
		}
	}
	return len(parts)
}
