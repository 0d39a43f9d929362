package view

import (
	"math"

	"patina/paint/geom"
)

// Ray returns the line of sight through a place of a picture whose width is aspect times
// its height, in the fitted frame: it starts at from, the camera or for a parallel
// projection a place before everything, and runs along the unit vector. x and y run from
// 0 to 1, to the right and down.
func (v View) Ray(aspect, x, y float64) (from, along geom.Vec3) {
	m := v.Camera() // its rows are the axes of the camera; those of the picture grow along the second
	right, down, back := geom.Vec3{X: m[0], Y: m[1], Z: m[2]}, geom.Vec3{X: m[4], Y: m[5], Z: m[6]}, geom.Vec3{X: m[8], Y: m[9], Z: m[10]}
	eye := right.Scale(-m[3]).Add(down.Scale(-m[7])).Add(back.Scale(-m[11]))
	sx, sy := (2*x-1)*aspect, 2*y-1
	if v.Lens.IsPerspective() {
		half := math.Tan(radians(v.Lens.FOVDegrees) / 2)
		return eye, right.Scale(float32(sx * half)).Add(down.Scale(float32(sy * half))).Sub(back).Normalize()
	}
	half := v.Lens.Scale / 2
	const before = maxDistance
	return eye.Add(right.Scale(float32(sx * half))).Add(down.Scale(float32(sy * half))).Add(back.Scale(before)), back.Scale(-1)
}
