// Package raster is the CPU renderer: it rasterises triangles exactly as the
// reference pipeline does, and renders passes and textured views with that. Baking
// uses it in texture space, and the tests use it to judge the OpenGL viewer.
//
// Results do not depend on the number of cores.
package raster

// This file follows the reference rasteriser (reference section 1.1), float32
// operation by float32 operation. Products are converted explicitly before they
// are added: without it the compiler may fuse both into one rounding, and pixels
// on edges would depend on the processor.

import (
	"context"
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/view"
)

// Hits is what a rasterisation leaves in each pixel. Both slices have
// Width*Height entries, row 0 first, and belong to the caller.
type Hits struct {
	Width, Height int
	Triangle      []int32     // index of the triangle seen, or view.NoTriangle
	Bary          []geom.Vec3 // perspective-correct weights of its three corners; zero where there is none
}

// Rasterize finds the nearest triangle in each pixel. clip holds a clip-space
// point for each vertex, triangles index them.
//
// Normalized device coordinates x and y from -1 to 1 lie at the pixel coordinates
//
//	X = (x/2 + 1/2)·(width-1) + 1/2    Y = (y/2 + 1/2)·(height-1) + 1/2
//
// and pixel (column, row) is sampled at (column + 1/2, row + 1/2), so that column
// 0 sees x = -1, column width-1 sees x = 1, and row 0 sees y = -1. (All points of
// a picture one pixel wide or high fall together, so it sees nothing.) To rasterise
// into a texture of size n so that a texel samples its own centre, (column +
// 1/2)/n, hand in x = (2·u·n - 1)/(n-1) - 1, y likewise from v, z = -1, w = 1.
//
// A pixel belongs to a triangle when no barycentric weight of its sample is below
// 0 or above 1; edges and both sides count. Depth is quantised to 2^18 steps over
// the range of normalized device coordinates; the nearest wins, and the lower
// index where two are equal. Nothing is clipped at the near and far planes.
// Triangles with a corner at or behind the eye (w <= 0), a corner that is not
// finite, or no area are left out.
//
// The error is context.Cause(ctx) when ctx ends first. Besides the result,
// Rasterize keeps 12 bytes a vertex and 8 a triangle while it runs.
func Rasterize(ctx context.Context, clip []geom.Vec4, triangles []mesh.Triangle, width, height int) (*Hits, error) {
	if width <= 0 || height <= 0 {
		panic("raster: width and height must be positive")
	}
	f := frame{clip: clip, triangles: triangles, width: width, height: height}
	if err := f.project(ctx); err != nil {
		return nil, err
	}
	hits := &Hits{
		Width: width, Height: height,
		Triangle: make([]int32, width*height), Bary: make([]geom.Vec3, width*height),
	}
	err := inBands(ctx, height, func(top, bottom int) {
		f.resolve(hits, f.nearest(ctx, top, bottom), top)
	})
	if err != nil {
		return nil, err
	}
	return hits, nil
}

// frame is one rasterisation under way.
type frame struct {
	clip          []geom.Vec4
	triangles     []mesh.Triangle
	width, height int
	screen        []geom.Vec3 // pixel coordinates and depth from 0 to 1 of each vertex
	rows          []interval  // rows that each triangle may touch
}

// project computes the screen coordinates of vertices and the rows of triangles.
func (f *frame) project(ctx context.Context) error {
	f.screen = make([]geom.Vec3, len(f.clip))
	f.rows = make([]interval, len(f.triangles))
	err := inChunks(ctx, len(f.clip), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			f.screen[i] = f.toScreen(f.clip[i])
		}
	})
	if err != nil {
		return err
	}
	return inChunks(ctx, len(f.triangles), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			f.rows[i] = f.rowsOf(f.triangles[i])
		}
	})
}

// toScreen is not finite for points at or behind the eye, which leaves their
// triangles out.
func (f *frame) toScreen(p geom.Vec4) geom.Vec3 {
	if !(p.W > 0) {
		return geom.Vec3{X: float32(math.NaN())}
	}
	x, y := float32(p.X/p.W*0.5)+0.5, 0.5+float32(0.5*p.Y/p.W)
	return geom.Vec3{
		X: float32(x*float32(f.width-1)) + 0.5,
		Y: float32(y*float32(f.height-1)) + 0.5,
		Z: float32(p.Z/p.W*0.49999) + 0.5,
	}
}

func (f *frame) rowsOf(t mesh.Triangle) interval {
	a, b, c := f.screen[t[0]], f.screen[t[1]], f.screen[t[2]]
	if !a.Finite() || !b.Finite() || !c.Finite() {
		return interval{}
	}
	return pixels(min(a.Y, b.Y, c.Y), max(a.Y, b.Y, c.Y), 0, f.height)
}

// nearest returns the token of the nearest triangle in each pixel of the rows
// from top to bottom, noToken where there is none.
func (f *frame) nearest(ctx context.Context, top, bottom int) []token {
	band := band{frame: f, top: top, bottom: bottom, tokens: make([]token, (bottom-top)*f.width)}
	for i := range band.tokens {
		band.tokens[i] = noToken
	}
	for i, rows := range f.rows {
		if int(rows.lo) >= bottom || int(rows.hi) <= top {
			continue
		}
		if i%256 == 0 && ctx.Err() != nil {
			break
		}
		band.draw(i)
	}
	return band.tokens
}

// resolve writes the triangles that the tokens name, and the barycentric weights
// of their pixels' centres, into the rows from top on.
func (f *frame) resolve(hits *Hits, tokens []token, top int) {
	for i, t := range tokens {
		at := top*f.width + i
		if t == noToken {
			hits.Triangle[at] = view.NoTriangle
			continue
		}
		hits.Triangle[at] = t.triangle()
		hits.Bary[at] = f.weights(t.triangle(), float32(at%f.width)+0.5, float32(at/f.width)+0.5)
	}
}

// weights returns the perspective-correct barycentric weights of a point.
func (f *frame) weights(triangle int32, x, y float32) geom.Vec3 {
	t := f.triangles[triangle]
	e := newEdges(f.screen[t[0]], f.screen[t[1]], f.screen[t[2]])
	row := e.row(y)
	bary := row.weights(x)
	bary.X /= f.clip[t[0]].W
	bary.Y /= f.clip[t[1]].W
	bary.Z /= f.clip[t[2]].W
	return bary.Scale(1 / (bary.X + bary.Y + bary.Z))
}
