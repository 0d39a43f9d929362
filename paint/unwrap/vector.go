package unwrap

import (
	"math"

	"patina/paint/geom"
)

// space is a point or direction in the frame of the surface. It has float64
// components, so that areas and angles survive meshes of any size.
type space struct{ x, y, z float64 }

func spaceOf(p geom.Vec3) space { return space{float64(p.X), float64(p.Y), float64(p.Z)} }

func (a space) add(b space) space     { return space{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a space) sub(b space) space     { return space{a.x - b.x, a.y - b.y, a.z - b.z} }
func (a space) scale(s float64) space { return space{a.x * s, a.y * s, a.z * s} }
func (a space) dot(b space) float64   { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a space) length() float64       { return math.Sqrt(a.dot(a)) }
func (a space) cross(b space) space {
	return space{a.y*b.z - a.z*b.y, a.z*b.x - a.x*b.z, a.x*b.y - a.y*b.x}
}

// unit returns a with length 1, or zero when it has none.
func (a space) unit() space {
	if l := a.length(); l > 0 {
		return a.scale(1 / l)
	}
	return space{}
}

// basis returns two directions that with the unit vector a make a right-handed
// frame.
func (a space) basis() (right, up space) {
	helper := space{x: 1}
	if math.Abs(a.x) > 0.7 {
		helper = space{y: 1}
	}
	right = helper.sub(a.scale(a.dot(helper))).unit()
	return right, a.cross(right)
}

// flat is a point or direction in the plane of a chart.
type flat struct{ x, y float64 }

func (a flat) add(b flat) flat      { return flat{a.x + b.x, a.y + b.y} }
func (a flat) sub(b flat) flat      { return flat{a.x - b.x, a.y - b.y} }
func (a flat) scale(s float64) flat { return flat{a.x * s, a.y * s} }
func (a flat) dot(b flat) float64   { return a.x*b.x + a.y*b.y }
func (a flat) cross(b flat) float64 { return a.x*b.y - a.y*b.x }
func (a flat) length() float64      { return math.Sqrt(a.dot(a)) }

// turn returns a turned counter-clockwise by the angle of the unit vector r.
func (a flat) turn(r flat) flat { return flat{a.x*r.x - a.y*r.y, a.x*r.y + a.y*r.x} }

// orientation is twice the area of the triangle a, b, c: positive when it is
// counter-clockwise, y up.
func orientation(a, b, c flat) float64 { return b.sub(a).cross(c.sub(a)) }
