package main

import (
	"math"

	"patina/paint/geom"
)

// finish is what a point of a surface looks like before light falls on it.
type finish struct {
	colour geom.Vec3 // sRGB, 0 to 1
	gloss  float32   // strength of the highlight, 0 to 1
}

// paint returns the finish at a point: q in the pattern coordinates of its part,
// n the unit normal in the frame of the sample.
type paint func(q, n geom.Vec3) finish

// The palette: verdigris against copper, on cream, with coral as the accent.
var (
	deepTeal  = rgb(0x17545c)
	verdigris = rgb(0x2f8f8b)
	mint      = rgb(0x86cfb8)
	paleMint  = rgb(0xc3ead6)
	cream     = rgb(0xfdf0d9)
	sand      = rgb(0xeecf9f)
	copper    = rgb(0xc9703f)
	darkBrown = rgb(0x5b2f24)
	brass     = rgb(0xe8b24a)
	paleBrass = rgb(0xffe6a0)
	darkBrass = rgb(0x9a5f22)
	marigold  = rgb(0xf6a833)
	coral     = rgb(0xe8573f)
	darkCoral = rgb(0xb23136)
	blush     = rgb(0xf7a58f)
	leather   = rgb(0xa55d34)
	ink       = rgb(0x1d1f33)
	plum      = rgb(0x59386b)
	white     = rgb(0xffffff)
)

func rgb(hex uint32) geom.Vec3 {
	return vec(float32(hex>>16), float32(hex>>8&255), float32(hex&255)).Scale(1.0 / 255)
}

// ramp mixes colours spread evenly over t from 0 to 1.
func ramp(t float32, colours ...geom.Vec3) geom.Vec3 {
	x := clamp(t, 0, 1) * float32(len(colours)-1)
	i := min(int(x), len(colours)-2)
	return colours[i].Lerp(colours[i+1], x-float32(i))
}

// over lays a colour over another with a coverage from 0 to 1.
func over(below, above geom.Vec3, coverage float32) geom.Vec3 {
	return below.Lerp(above, clamp(coverage, 0, 1))
}

// edge is the width over which painted borders run from one colour to the other.
const edge = 0.0022

// within returns 1 where d, a distance to a border, is negative and 0 where positive.
func within(d float32) float32 { return step01(edge, -edge, d) }

// line returns 1 on a line of the given width along d = 0.
func line(d, width float32) float32 { return within(abs(d) - width/2) }

// oval is a distance from an ellipse in the plane, good near its border.
func oval(x, y, rx, ry float32) float32 {
	k := hypot(x/rx, y/ry)
	return (k - 1) * min(rx, ry)
}

func hypot(x, y float32) float32 { return float32(math.Hypot(float64(x), float64(y))) }

// scales describes a point on overlapping rows of round feathers: the distance
// from the feather's centre as a share of its radius, which is 1 at its visible
// edge, and a number from 0 to 1 of its own. Feathers are size wide and hang down.
func scales(x, y, size float32) (radius, chance float32) {
	pitch := size * 0.62
	top := int(math.Floor(float64(y/pitch))) + 2
	for row := top; row > top-5; row-- {
		shift := float32(row&1) / 2
		column := float32(math.Round(float64(x/size - shift)))
		r := hypot(x-(column+shift)*size, y-float32(row)*pitch) / (size * 0.58)
		if r < 1 {
			return r, hash(row, int(column))
		}
	}
	return 1, 0
}

// hash scatters a pair of integers over 0 to 1.
func hash(a, b int) float32 {
	h := uint32(a)*0x9e3779b1 ^ uint32(b)*0x85ebca77
	h = (h ^ h>>15) * 0x2c1b3c6d
	h ^= h >> 12
	return float32(h&0xffff) / 0xffff
}

// noise is smooth value noise over the plane, 0 to 1, one bump per unit.
func noise(x, y float32) float32 {
	fx, fy := float32(math.Floor(float64(x))), float32(math.Floor(float64(y)))
	i, j := int(fx), int(fy)
	tx, ty := step01(0, 1, x-fx), step01(0, 1, y-fy)
	return mix(mix(hash(i, j), hash(i+1, j), tx), mix(hash(i, j+1), hash(i+1, j+1), tx), ty)
}
