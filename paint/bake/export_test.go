package bake

import "patina/paint/geom"

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
