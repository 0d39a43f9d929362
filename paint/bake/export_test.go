package bake

import (
	"context"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/view"
)

// The tests live outside of the package because painttest imports it; these are
// the parts of it that they look into.

// PointAt returns the place in the fitted frame that a texel of a slot shows, and
// whether the surface covers the texel.
func (a *Atlas) PointAt(slot, i int) (geom.Vec3, bool) {
	owner := a.surface.owners[slot][i]
	if owner == noOwner {
		return geom.Vec3{}, false
	}
	return a.surface.point(owner, i%a.surface.size, i/a.surface.size), true
}

// Canny is the edge detector of the reference.
func Canny(grey []uint8, size, low, high int) []bool { return canny(grey, size, low, high) }

// SplatOne splats one view and returns how many texels it reaches, and the sums of
// their cosines and colours.
func SplatOne(ctx context.Context, m *mesh.Mesh, p view.Painted, size int) (texels int, cos float64, color [3]float64, err error) {
	s, err := newSurface(ctx, m, size, nil)
	if err != nil {
		return 0, 0, color, err
	}
	sp := &splatter{atlas: newAtlas(s), opt: Options{Size: size}.withDefaults()}
	textures, err := sp.splat(ctx, p)
	if err != nil {
		return 0, 0, color, err
	}
	for _, t := range textures {
		for i, w := range t.weight {
			if w > 0 && t.cos[i] > 0 {
				texels++
			}
			cos += float64(t.cos[i])
			c := t.color[i]
			color[0], color[1], color[2] = color[0]+float64(c.X), color[1]+float64(c.Y), color[2]+float64(c.Z)
		}
	}
	return texels, cos, color, nil
}
