package main

import "patina/paint/geom"

// place returns the frame that turns by degrees around x, then y, then z, and
// moves to a point.
func place(at geom.Vec3, x, y, z float32) geom.Mat4 {
	m := turn(0, 1, z).Mul(turn(2, 0, y)).Mul(turn(1, 2, x))
	m[3], m[7], m[11] = at.X, at.Y, at.Z
	return m
}

// turn returns the rotation by degrees that takes axis a towards axis b.
func turn(a, b int, degrees float32) geom.Mat4 {
	c, s := cosSin(degrees / 360)
	m := geom.Identity()
	m[4*a+a], m[4*b+b] = c, c
	m[4*a+b], m[4*b+a] = -s, s
	return m
}
