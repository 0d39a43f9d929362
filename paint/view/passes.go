package view

import (
	"image"
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// Passes is what a view sees of the geometry: square pictures of Size times Size
// pixels, row 0 at the top. All slices have Size*Size entries and belong to
// whoever asked for the passes.
type Passes struct {
	Size     int
	Normal   []geom.Vec3 // fitted frame, interpolated and not renormalized; (1,1,1) where nothing is seen
	Position []geom.Vec3 // fitted frame; (-Fitted/2)·(1,1,1) where nothing is seen, which encodes as white
	Depth    []float32   // camera-space z, negative in front of the camera; 0 where nothing is seen
	Mask     []bool      // whether a triangle is seen
	Triangle []int32     // index of the triangle seen, NoTriangle where nothing is
}

// NoTriangle marks the pixels of Passes.Triangle where nothing is seen.
const NoTriangle = -1

// The values of empty pixels: both encode as white.
var (
	EmptyNormal   = geom.Vec3{X: 1, Y: 1, Z: 1}
	EmptyPosition = geom.Vec3{X: -mesh.Fitted / 2, Y: -mesh.Fitted / 2, Z: -mesh.Fitted / 2}
)

// NewPasses returns passes that see nothing. It panics if size is not positive.
func NewPasses(size int) Passes {
	if size <= 0 {
		panic("view: passes need a positive size")
	}
	n := size * size
	p := Passes{
		Size: size, Normal: make([]geom.Vec3, n), Position: make([]geom.Vec3, n),
		Depth: make([]float32, n), Mask: make([]bool, n), Triangle: make([]int32, n),
	}
	for i := range n {
		p.Normal[i], p.Position[i], p.Triangle[i] = EmptyNormal, EmptyPosition, NoTriangle
	}
	return p
}

// NormalImage encodes the normals as (n+1)/2 on white, 8 bits truncated, as the
// reference does (reference section 1.2).
func (p Passes) NormalImage() *image.NRGBA {
	return encode(p.Size, func(i int) geom.Vec3 {
		return p.Normal[i].Add(geom.Vec3{X: 1, Y: 1, Z: 1}).Scale(0.5)
	})
}

// PositionImage encodes the positions as 0.5 - P/Fitted on white, 8 bits
// truncated, as the reference does (reference section 1.2).
func (p Passes) PositionImage() *image.NRGBA {
	return encode(p.Size, func(i int) geom.Vec3 {
		q := p.Position[i]
		return geom.Vec3{X: 0.5 - q.X/mesh.Fitted, Y: 0.5 - q.Y/mesh.Fitted, Z: 0.5 - q.Z/mesh.Fitted}
	})
}

// DepthImage encodes the depth so that the nearest pixel is white and the
// farthest seen one black, 0 where nothing is seen (reference section 1.2).
func (p Passes) DepthImage() *image.NRGBA {
	lo, hi := float32(math.Inf(1)), float32(math.Inf(-1))
	for i, seen := range p.Mask {
		if seen {
			lo, hi = min(lo, p.Depth[i]), max(hi, p.Depth[i])
		}
	}
	return encode(p.Size, func(i int) geom.Vec3 {
		if !p.Mask[i] || hi <= lo {
			return geom.Vec3{}
		}
		d := (p.Depth[i] - lo) / (hi - lo)
		return geom.Vec3{X: d, Y: d, Z: d}
	})
}

// MaskImage is white where a triangle is seen and black elsewhere.
func (p Passes) MaskImage() *image.NRGBA {
	return encode(p.Size, func(i int) geom.Vec3 {
		if p.Mask[i] {
			return geom.Vec3{X: 1, Y: 1, Z: 1}
		}
		return geom.Vec3{}
	})
}

// Seen returns the share of pixels in which a triangle is seen, 0 to 1.
func (p Passes) Seen() float64 {
	n := 0
	for _, seen := range p.Mask {
		if seen {
			n++
		}
	}
	return float64(n) / float64(len(p.Mask))
}

func encode(size int, colour func(i int) geom.Vec3) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for i := range size * size {
		c := colour(i)
		img.Pix[4*i], img.Pix[4*i+1], img.Pix[4*i+2], img.Pix[4*i+3] = truncate(c.X), truncate(c.Y), truncate(c.Z), 255
	}
	return img
}

func truncate(f float32) uint8 { return uint8(min(max(f, 0), 1) * 255) }
