package unwrap

import (
	"context"
	"math"

	"patina/paint/parallel"
)

// A surface that is its own mirror image is segmented on one side of the plane, and
// the charts are carried over to the other. Charts that end at the plane there are
// joined with their mirror image, so that the plane is a seam only where the surface
// bends much.

// halves says which triangles of a surface are mirror images of which.
type halves struct {
	mirror
	group   []uint8 // of each triangle: one of the below
	partner []int32 // of each mirrored triangle the one that it is the image of, or -1
}

const (
	original = iota // on the side that is segmented
	single          // on the other side, and the image of nothing
	mirrored        // on the other side; without a partner it goes with its neighbours
)

// findHalves returns nil when the surface is not symmetric.
func (s *surface) findHalves(ctx context.Context) (*halves, error) {
	plane, ok, err := s.symmetry(ctx)
	if !ok || err != nil {
		return nil, err
	}
	area := 0.0
	for _, a := range s.area {
		area += a
	}
	spacing := math.Sqrt(area / float64(len(s.faces)))
	plane = s.vertices(spacing).refine(plane, 2*spacing)
	h := &halves{mirror: plane, group: make([]uint8, len(s.faces)), partner: make([]int32, len(s.faces))}
	if err := h.pairAll(ctx, s, spacing); err != nil {
		return nil, err
	}
	if h.paired(s) < leastPaired {
		return nil, nil
	}
	h.spare(s, leastSingle*area)
	return h, nil
}

// leastPaired is the share of the other side, by area, that must be an image: where much
// is not, charts of its own would cost more than the symmetry of the rest is worth.
const leastPaired = 0.95

// leastSingle is the share of the surface from which a part that is the image of
// nothing gets charts of its own.
const leastSingle = 2e-3

// spare lets small parts that are the image of nothing go with their neighbours.
func (h *halves) spare(s *surface, least float64) {
	singles := make([]int32, len(h.group))
	for f, group := range h.group {
		singles[f] = -1
		if group == single && !s.collapsed[f] {
			singles[f] = 0
		}
	}
	parts, _ := components(s, singles)
	for _, part := range parts {
		area, connected := 0.0, false
		for _, f := range part {
			area += s.area[f]
			for k := range int32(3) {
				o := s.opposite[3*f+k]
				connected = connected || o >= 0 && singles[o/3] < 0
			}
		}
		if connected && area < least {
			for _, f := range part {
				h.group[f] = mirrored
			}
		}
	}
}

// vertices returns the points of the surface with their mean normals: those of a mesh
// that was modelled as two halves have exact images.
func (s *surface) vertices(spacing float64) *scatter {
	normals := make([]space, len(s.points))
	for f, t := range s.faces {
		for _, p := range t {
			normals[p] = normals[p].add(s.normal[f].scale(s.area[f]))
		}
	}
	out := newScatter(len(s.points), 2*spacing)
	for i, p := range s.points {
		out.add(p, normals[i].unit())
	}
	return out
}

const (
	refinements = 6
	refineWith  = 400 // places
)

// refine moves a plane so that places come closer to the mirror images of others, for
// as long as that succeeds (Besl and McKay, "A Method for Registration of 3-D Shapes",
// 1992).
func (a *scatter) refine(m mirror, reach float64) mirror {
	best, least := m, math.Inf(1)
	for range refinements {
		next, distance := a.fit(m, reach)
		if distance < least {
			best, least = m, distance
		}
		m = next
	}
	return best
}

// fit returns the plane that takes places closest to what is found where a plane
// takes them now, and the mean distance that they are from there now.
func (a *scatter) fit(m mirror, reach float64) (next mirror, distance float64) {
	var spread [3]space // sum of the products of differences
	var middle space
	tried, n := 0, 0.0
	for i := 0; i < len(a.places); i += 1 + len(a.places)/refineWith {
		p := a.places[i]
		at, d := a.nearest(m.point(p), m.direction(a.normals[i]), reach)
		tried++
		distance += d
		if at < 0 {
			continue
		}
		q := a.places[at]
		w := q.sub(p)
		spread[0], spread[1], spread[2] = spread[0].add(w.scale(w.x)), spread[1].add(w.scale(w.y)), spread[2].add(w.scale(w.z))
		middle = middle.add(p.add(q).scale(0.5))
		n++
	}
	normal := m.normal
	for range 30 { // the longest axis of the differences, by power iteration
		normal = space{spread[0].dot(normal), spread[1].dot(normal), spread[2].dot(normal)}.unit()
	}
	if n == 0 || normal == (space{}) {
		return m, math.Inf(1)
	}
	return mirror{normal, normal.dot(middle) / n}, distance / float64(tried)
}

// onPlane is the height up to which the centre of a triangle counts as on the plane.
const onPlane = 1e-7

// pairAll finds the group and the partner of all triangles.
func (h *halves) pairAll(ctx context.Context, s *surface, spacing float64) error {
	originals, faces := newScatter(len(s.faces)/2, 2*spacing), []int32(nil)
	centers := make([]space, len(s.faces))
	for f := range s.faces {
		a, b, c := s.corners(int32(f))
		centers[f] = a.add(b).add(c).scale(1.0 / 3)
		if h.height(centers[f]) < -onPlane {
			h.group[f] = single
		} else if !s.collapsed[f] {
			originals.add(centers[f], s.normal[f])
			faces = append(faces, int32(f))
		}
	}
	return parallel.Parts(ctx, len(s.faces), 4096, func(from, to int) {
		for f := from; f < to; f++ {
			h.partner[f] = -1
			if h.group[f] == original {
				continue
			}
			reach := max(2*spacing, 2*math.Sqrt(s.area[f]))
			if at, _ := originals.nearest(h.point(centers[f]), h.direction(s.normal[f]), reach); at >= 0 {
				h.group[f], h.partner[f] = mirrored, faces[at]
			}
		}
	})
}

// paired returns the share of the other side that mirrors the one, by area.
func (h *halves) paired(s *surface) float64 {
	var images, other float64
	for f, a := range s.area {
		switch h.group[f] {
		case mirrored:
			images += a
			other += a
		case single:
			other += a
		}
	}
	return images / max(other, 1e-300)
}

// carryOver gives mirrored triangles the image of the chart of their partner; the image
// of chart c is chart c+charts.
func (h *halves) carryOver(s *surface, chartOf []int32, charts int) {
	for f, partner := range h.partner {
		if partner >= 0 && chartOf[partner] >= 0 {
			chartOf[f] = chartOf[partner] + int32(charts)
		}
	}
	for left := true; left; {
		left = false
		for f, partner := range h.partner {
			if h.group[f] == mirrored && partner < 0 && chartOf[f] < 0 {
				chartOf[f] = s.neighbour([]int32{int32(f)}, func(g int32) int32 { return chartOf[g] })
				left = left || chartOf[f] >= 0
			}
		}
	}
}

// joinedBend is how far a chart may bend with its image, in units of what charts may:
// smoothing has moved its border since it was grown.
const joinedBend = 1.25

// join returns the sets of all charts, those that meet their image in the plane joined
// with it unless they bend too far together.
func (h *halves) join(s *surface, chartOf []int32, charts int, maxBend float64) []set {
	parts := make([][]int32, 2*charts)
	meets := make([]bool, charts)
	for f, c := range chartOf {
		if c < 0 {
			continue
		}
		parts[c] = append(parts[c], int32(f))
		for k := range 3 {
			if o := s.opposite[3*f+k]; o >= 0 && c < int32(charts) && chartOf[o/3] == c+int32(charts) {
				meets[c] = true
			}
		}
	}
	var sets []set
	for c := range charts {
		one, other := parts[c], parts[c+charts]
		if meets[c] && s.bend(one, other) <= joinedBend*maxBend {
			sets = append(sets, set{append(one, other...), len(one)})
			continue
		}
		for _, faces := range [2][]int32{one, other} {
			if len(faces) > 0 {
				sets = append(sets, set{faces: faces})
			}
		}
	}
	return sets
}

// bend returns how far triangles bend: see Options.MaxBend.
func (s *surface) bend(parts ...[]int32) float64 {
	var normal space
	area := 0.0
	for _, part := range parts {
		for _, f := range part {
			normal = normal.add(s.normal[f].scale(s.area[f]))
			area += s.area[f]
		}
	}
	return 1 - normal.length()/max(area, 1e-300)
}
