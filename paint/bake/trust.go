package bake

import (
	"context"
	"image"
	"math"

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

// distrustEdges lowers the trust of pixels near silhouettes and jumps of depth,
// where painters mix foreground and background and a pixel's colour is easily a
// pixel off. The reference erodes such pixels away (reference section 1.6); here
// they only weigh less, so that what no other view sees is still painted.
func (v *sight) distrustEdges(ctx context.Context, owners []int32) error {
	edges, err := v.findEdges(ctx, owners)
	if err != nil {
		return err
	}
	if err := v.mendEdges(ctx, owners, edges); err != nil {
		return err
	}
	near := make([]uint8, len(v.pixels)) // 0 far away from any edge
	stamp := newStamp(max(1.5, float64(v.size)/256))
	for _, row := range edges {
		for _, i := range row {
			stamp.press(near, v.size, int(i))
		}
	}
	return parallel.Parts(ctx, v.size, bandRows, func(lo, hi int) {
		for i := lo * v.size; i < hi*v.size; i++ {
			p := &v.pixels[i]
			p.trust = uint8((int(p.trust)*int(255-near[i]) + 127) / 255)
		}
	})
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

// stamp is a disc of distrust, 255 for none of the trust left.
type stamp struct {
	radius int
	values []uint8
}

// leastTrust is what remains of the trust right at an edge.
const leastTrust = 0.06

func newStamp(radius float64) stamp {
	s := stamp{radius: int(radius)}
	for dy := -s.radius; dy <= s.radius; dy++ {
		for dx := -s.radius; dx <= s.radius; dx++ {
			distance := math.Hypot(float64(dx), float64(dy)) + 0.5
			trust := leastTrust + (1-leastTrust)*smoothstep(distance/(radius+0.5))
			s.values = append(s.values, uint8(255*(1-trust)+0.5))
		}
	}
	return s
}

// press raises the values around pixel i to those of the stamp.
func (s *stamp) press(values []uint8, size, i int) {
	x, y := i%size, i/size
	for dy := max(-s.radius, -y); dy <= min(s.radius, size-1-y); dy++ {
		row := s.values[(dy+s.radius)*(2*s.radius+1):]
		for dx := max(-s.radius, -x); dx <= min(s.radius, size-1-x); dx++ {
			at := &values[(y+dy)*size+x+dx]
			*at = max(*at, row[dx+s.radius])
		}
	}
}

// smoothstep rises from 0 at 0 to 1 at 1 without a kink.
func smoothstep(t float64) float64 {
	t = min(max(t, 0), 1)
	return t * t * (3 - 2*t)
}
