package bake

import (
	"context"

	"patina/paint/parallel"
)

// Pixels at silhouettes and jumps of depth mix the colours of what lies on either
// side: pictures are antialiased, and painters miss edges by a pixel. Their colours
// are replaced by those of the nearest pixels that lie wholly inside the same
// surface. What is too thin to have an inside keeps its own.

// mendReach is how many pixels away the inside of a surface is looked for.
const mendReach = 2

// mended is the new colour of a pixel.
type mended struct {
	at      int32
	r, g, b uint8
}

// mendEdges replaces the colours of the edge pixels, given row by row.
func (v *sight) mendEdges(ctx context.Context, owners []int32, edges [][]int32) error {
	edge := make([]bool, len(v.pixels))
	for _, row := range edges {
		for _, i := range row {
			edge[i] = true
		}
	}
	found := make([][]mended, v.size)
	err := parallel.Parts(ctx, v.size, bandRows, func(lo, hi int) {
		for y := lo; y < hi; y++ {
			for _, i := range edges[y] {
				if m, ok := v.mend(int(i), &v.faces[owners[i]], edge); ok {
					found[y] = append(found[y], m)
				}
			}
		}
	})
	for _, row := range found {
		for _, m := range row {
			p := &v.pixels[m.at]
			p.r, p.g, p.b = m.r, m.g, m.b
		}
	}
	return err
}

// mend returns the colour that a plane fitted to the pixels inside the surface has at
// pixel i; f is the face there.
func (v *sight) mend(i int, f *face, edge []bool) (mended, bool) {
	var fit planeFit
	x0, y0 := i%v.size, i/v.size
	depth := v.pixels[i].depth
	tolerance := v.tolerance(f, depth)
	for y := max(y0-mendReach, 0); y <= min(y0+mendReach, v.size-1); y++ {
		for x := max(x0-mendReach, 0); x <= min(x0+mendReach, v.size-1); x++ {
			j := y*v.size + x
			p := &v.pixels[j]
			if edge[j] || p.trust != 255 {
				continue
			}
			dx, dy := float32(x-x0), float32(y-y0)
			if abs32(p.depth-depth-f.gx*dx-f.gy*dy) <= tolerance {
				fit.add(dx, dy, p)
			}
		}
	}
	if fit.n == 0 {
		return mended{}, false
	}
	return fit.at(i), true
}

// planeFit fits planes through the colours of pixels by least squares, weighted by
// how near they are. Slopes that few pixels speak for are drawn to 0.
type planeFit struct {
	n, x, y, xx, xy, yy float32
	c, cx, cy           [3]float32
	low, high           [3]uint8
}

func (f *planeFit) add(dx, dy float32, p *pixel) {
	w := 1 / (dx*dx + dy*dy)
	colors := [3]uint8{p.r, p.g, p.b}
	if f.n == 0 {
		f.low, f.high = colors, colors
	}
	f.n, f.x, f.y = f.n+w, f.x+w*dx, f.y+w*dy
	f.xx, f.xy, f.yy = f.xx+w*dx*dx, f.xy+w*dx*dy, f.yy+w*dy*dy
	for k, c := range colors {
		value := w * float32(c)
		f.c[k], f.cx[k], f.cy[k] = f.c[k]+value, f.cx[k]+value*dx, f.cy[k]+value*dy
		f.low[k], f.high[k] = min(f.low[k], c), max(f.high[k], c)
	}
}

// mendRidge is added to the spread of the pixels, in squared pixels times weight.
const mendRidge = 0.3

// at returns the colour of the plane where the distances are counted from, at most half
// as far beyond the colours that it is fitted to as these lie apart.
func (f *planeFit) at(i int) mended {
	mx, my := f.x/f.n, f.y/f.n
	xx, xy, yy := f.xx-f.x*mx+mendRidge, f.xy-f.x*my, f.yy-f.y*my+mendRidge
	det := xx*yy - xy*xy
	var out [3]uint8
	for k := range out {
		mean := f.c[k] / f.n
		cx, cy := f.cx[k]-mean*f.x, f.cy[k]-mean*f.y
		value := mean - (mx*(cx*yy-cy*xy)+my*(cy*xx-cx*xy))/det
		margin := 0.5 * float32(f.high[k]-f.low[k])
		value = min(max(value, float32(f.low[k])-margin, 0), float32(f.high[k])+margin, 255)
		out[k] = uint8(value + 0.5)
	}
	return mended{int32(i), out[0], out[1], out[2]}
}
