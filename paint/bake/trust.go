package bake

import (
	"context"
	"image"
	"math"
	"slices"

	"patina/paint/parallel"
)

// copyPicture copies the colours, and trusts each pixel as far as its alpha says.
func (v *sight) copyPicture(img *image.NRGBA) {
	everywhere(v.size, func(lo, hi int) {
		for y := lo; y < hi; y++ {
			row := img.Pix[img.PixOffset(img.Rect.Min.X, img.Rect.Min.Y+y):][:4*v.size]
			for x := range v.size {
				p := &v.pixels[y*v.size+x]
				p.r, p.g, p.b, p.trust = row[4*x], row[4*x+1], row[4*x+2], row[4*x+3]
			}
		}
	})
}

// Pixels near silhouettes and jumps of depth are easily a pixel off, and a view that
// ends there must not end in a line. The reference erodes a band of fixed pixels away
// (reference section 1.6); here trust falls off over a distance in texels, whatever the
// sizes of views and texture are, and never to nothing, so that what no other view sees
// is still painted.

// nearStep is the unit of distances to edges, in pixels; noEdge is any distance beyond
// the feather of every face.
const (
	nearStep = 1.0 / 16
	noEdge   = 255
)

// leastFeather is the least distance in pixels over which trust falls off, and
// maxFeather the largest.
const (
	leastFeather = 1.5
	maxFeather   = 12
)

// leastTrust is what remains of the trust right at an edge.
const leastTrust = 0.06

// mapEdges mends the pixels at edges and finds how far from them the others are.
func (v *sight) mapEdges(ctx context.Context, owners []int32) error {
	edges, err := v.findEdges(ctx, owners)
	if err != nil {
		return err
	}
	if err := v.mendEdges(ctx, owners, edges); err != nil {
		return err
	}
	v.near = slices.Repeat([]uint8{noEdge}, len(v.pixels))
	stamp := newStamp(v.widestFeather(owners))
	for _, row := range edges {
		for _, i := range row {
			stamp.press(v.near, v.size, int(i))
		}
	}
	return context.Cause(ctx)
}

// widestFeather returns the largest feather of the faces that are seen.
func (v *sight) widestFeather(owners []int32) float32 {
	widest := float32(leastFeather)
	for _, t := range owners {
		if t != noOwner && v.faces[t].across > 0 {
			widest = max(widest, v.faces[t].feather)
		}
	}
	return widest
}

// faith returns how far what a face shows between pixel i and the ones to the right and
// below may be trusted.
func (v *sight) faith(f *face, i int, fx, fy float32) float32 {
	if v.near[i] == noEdge {
		return 1
	}
	upper := float32(v.near[i])*(1-fx) + float32(v.near[i+1])*fx
	lower := float32(v.near[i+v.size])*(1-fx) + float32(v.near[i+v.size+1])*fx
	distance := ((upper*(1-fy)+lower*fy)*nearStep + 0.5) / (f.feather + 0.5)
	if distance >= 1 {
		return 1
	}
	return leastTrust + (1-leastTrust)*distance*distance*(3-2*distance)
}

// findEdges returns for each row the pixels that show a surface and have a
// neighbour that shows another one or none.
func (v *sight) findEdges(ctx context.Context, owners []int32) ([][]int32, error) {
	edges := make([][]int32, v.size)
	err := parallel.Parts(ctx, v.size, bandRows, func(lo, hi int) {
		for y := lo; y < hi; y++ {
			for x := range v.size {
				if v.isEdge(owners, x, y) {
					edges[y] = append(edges[y], int32(y*v.size+x))
				}
			}
		}
	})
	return edges, err
}

func (v *sight) isEdge(owners []int32, x, y int) bool {
	i := y*v.size + x
	return owners[i] != noOwner &&
		(x > 0 && v.torn(owners, i, i-1, -1, 0) || x < v.size-1 && v.torn(owners, i, i+1, 1, 0) ||
			y > 0 && v.torn(owners, i, i-v.size, 0, -1) || y < v.size-1 && v.torn(owners, i, i+v.size, 0, 1))
}

// torn tells whether the surface seen at pixel i does not reach pixel j, one step
// of (dx, dy) away: neither continues to the other's depth.
func (v *sight) torn(owners []int32, i, j int, dx, dy float32) bool {
	if owners[i] == owners[j] {
		return false
	}
	if owners[j] == noOwner {
		return true
	}
	a, b := &v.faces[owners[i]], &v.faces[owners[j]]
	from, to := v.pixels[i].depth, v.pixels[j].depth
	return abs32(to-from-a.gx*dx-a.gy*dy) > v.tolerance(a, from) &&
		abs32(to-from-b.gx*dx-b.gy*dy) > v.tolerance(b, to)
}

// stamp is a disc of distances from its centre, in steps.
type stamp struct {
	radius int
	values []uint8
}

func newStamp(radius float32) stamp {
	s := stamp{radius: int(radius + 1)}
	for dy := -s.radius; dy <= s.radius; dy++ {
		for dx := -s.radius; dx <= s.radius; dx++ {
			s.values = append(s.values, uint8(min(math.Hypot(float64(dx), float64(dy))/nearStep+0.5, noEdge)))
		}
	}
	return s
}

// press lowers the values around pixel i to those of the stamp.
func (s *stamp) press(values []uint8, size, i int) {
	x, y := i%size, i/size
	for dy := max(-s.radius, -y); dy <= min(s.radius, size-1-y); dy++ {
		row := s.values[(dy+s.radius)*(2*s.radius+1):]
		for dx := max(-s.radius, -x); dx <= min(s.radius, size-1-x); dx++ {
			at := &values[(y+dy)*size+x+dx]
			*at = min(*at, row[dx+s.radius])
		}
	}
}

// smoothstep rises from 0 at 0 to 1 at 1 without a kink.
func smoothstep(t float64) float64 {
	t = min(max(t, 0), 1)
	return t * t * (3 - 2*t)
}
