package bake

import (
	"context"
	"image"
	"math"

	"patina/paint/geom"
	"patina/paint/parallel"
)

// Picture is a texture as it is saved, row 0 (v = 0) first.
type Picture struct {
	Width, Height int
	Color         []geom.Vec3 // sRGB-encoded, 0 to 1
	Alpha         []uint8     // nil where nothing of it is protected: then all is opaque
}

// picture returns a texture as it was baked. They share their colours.
func (t *Texture) picture() *Picture { return &Picture{Width: t.Size, Height: t.Size, Color: t.Color} }

// Pictures returns the finished textures, nil for empty slots. One of which a part is
// protected is as large as the texture that the material had, unless that had one colour:
// the texels that protected triangles show, all others that are not painted, and their
// alpha are to the last bit what they were, but for the base colour of the material, which
// is multiplied into them. All other textures have Options.Size and are opaque. Call it
// last.
//
// A texture that was baked larger than that is averaged, over painted texels where there
// are any. The error is context.Cause(ctx) when ctx ends first.
func (a *Atlas) Pictures(ctx context.Context) ([]*Picture, error) {
	pictures := make([]*Picture, len(a.Textures))
	for slot, t := range a.Textures {
		if t == nil {
			continue
		}
		if !a.surface.kept.protectsPartOf(slot) && a.sizes[slot] == image.Pt(t.Size, t.Size) {
			pictures[slot] = t.picture()
			continue
		}
		var err error
		if pictures[slot], err = a.finish(ctx, slot, t); err != nil {
			return nil, err
		}
	}
	return pictures, context.Cause(ctx)
}

// finish makes the picture of one texture.
func (a *Atlas) finish(ctx context.Context, slot int, t *Texture) (*Picture, error) {
	f := &finishing{texture: t, size: a.sizes[slot], keeps: a.surface.kept.protectsPartOf(slot)}
	f.picture = &Picture{Width: f.size.X, Height: f.size.Y, Color: make([]geom.Vec3, f.size.X*f.size.Y)}
	if f.keeps {
		f.look = lookOf(&a.surface.mesh.Materials[slot])
		f.picture.Alpha = make([]uint8, len(f.picture.Color))
		var err error
		if f.held, err = a.surface.kept.reached(ctx, slot, f.size); err != nil {
			return nil, err
		}
	}
	return f.picture, parallel.Parts(ctx, f.size.Y, bandRows, func(lo, hi int) {
		for y := lo; y < hi; y++ {
			f.row(y)
		}
	})
}

// finishing is one texture that becomes a picture.
type finishing struct {
	texture *Texture
	size    image.Point // of the picture
	keeps   bool        // whether a part is protected
	held    []bool      // the texels of the picture that protected triangles show
	look    *look
	picture *Picture
}

func (f *finishing) row(y int) {
	for x := range f.size.X {
		i := y*f.size.X + x
		var painted bool
		if !f.keeps || !f.held[i] {
			f.picture.Color[i], painted = f.mean(x, y)
		}
		if !f.keeps {
			continue
		}
		f.picture.Alpha[i] = math.MaxUint8
		if !painted {
			f.picture.Color[i], f.picture.Alpha[i] = f.look.at(x, y, f.size)
		}
	}
}

// mean returns the mean colour of what a texel of the picture covers: of the painted
// texels of charts, or where there are none of those that have colours from charts or
// background. painted is false where nothing is painted.
func (f *finishing) mean(x, y int) (c geom.Vec3, painted bool) {
	t := f.texture
	left, right := covered(x, f.size.X, t.Size)
	top, bottom := covered(y, f.size.Y, t.Size)
	var charts, around geom.Vec3
	var onCharts, outside float32
	for v := int(top); float64(v) < bottom; v++ {
		high := min(float64(v+1), bottom) - max(float64(v), top)
		for u := int(left); float64(u) < right; u++ {
			w := float32(high * (min(float64(u+1), right) - max(float64(u), left)))
			switch i := v*t.Size + u; t.Provenance[i] {
			case Kept:
			case Outside:
				around, outside = around.Add(t.Color[i].Scale(w)), outside+w
			default:
				charts, onCharts = charts.Add(t.Color[i].Scale(w)), onCharts+w
			}
		}
	}
	switch {
	case onCharts > 0:
		return charts.Scale(1 / onCharts), true
	case outside > 0:
		return around.Scale(1 / outside), true
	}
	return geom.Vec3{}, false
}

// covered returns which texels of a row of baked ones the texel x of a row of finished
// ones covers.
func covered(x, finished, baked int) (from, to float64) {
	return float64(x*baked) / float64(finished), float64((x+1)*baked) / float64(finished)
}
