package view

import (
	"image"

	"patina/paint/geom"
)

// sameDepth is how far a point may lie behind the surface that is seen, in fitted units,
// to count as a point of it.
const sameDepth = 0.01

// Sight finds points of the surface in what a view sees of it.
type Sight struct {
	View   View
	Passes Passes
	camera geom.Mat4
	clip   geom.Mat4
}

// NewSight returns the sight of a view with its passes, which it keeps.
func NewSight(v View, p Passes) *Sight {
	return &Sight{View: v, Passes: p, camera: v.Camera(), clip: v.Clip()}
}

// Find returns where a point of the fitted frame lies on the picture in pixels, and
// whether it is seen there: whether nothing lies more than 0.01 fitted units in front of
// it.
func (s *Sight) Find(p geom.Vec3) (at geom.Vec2, seen bool) {
	q := s.clip.Apply(p)
	size := s.Passes.Size
	// The mapping of raster.Rasterize: the outer samples lie at -1 and 1.
	at = geom.Vec2{X: (q.X/q.W + 1) / 2 * float32(size-1), Y: (q.Y/q.W + 1) / 2 * float32(size-1)}
	x, y := int(at.X+0.5), int(at.Y+0.5)
	if !(q.W > 0) || x < 0 || y < 0 || x >= size || y >= size || !s.Passes.Mask[y*size+x] {
		return at, false
	}
	return at, s.Passes.Depth[y*size+x]-s.camera.ApplyPoint(p).Z < sameDepth
}

// Facing returns the cosine of the angle at which the camera sees a point with a normal
// of the passes, which points into the surface: 1 when it faces the camera.
func (s *Sight) Facing(p, normal geom.Vec3) float32 {
	return -normal.Normalize().Dot(s.towards(p))
}

// towards returns the direction from a point to the camera.
func (s *Sight) towards(p geom.Vec3) geom.Vec3 {
	if !s.View.Lens.IsPerspective() {
		return s.View.Direction()
	}
	m := s.camera
	// The eye is where the camera's coordinates are 0.
	q := m.ApplyPoint(p)
	right, up, back := geom.Vec3{X: m[0], Y: m[1], Z: m[2]}, geom.Vec3{X: m[4], Y: m[5], Z: m[6]}, geom.Vec3{X: m[8], Y: m[9], Z: m[10]}
	return right.Scale(-q.X).Add(up.Scale(-q.Y)).Add(back.Scale(-q.Z)).Normalize()
}

// Sample returns the colour of a picture of the view at a place in pixels, components 0
// to 255, interpolated between four pixels, all of which must see the object.
func (s *Sight) Sample(picture *image.NRGBA, at geom.Vec2) (c [3]float32, ok bool) {
	size := s.Passes.Size
	x, y := min(int(at.X), size-2), min(int(at.Y), size-2)
	fx, fy := at.X-float32(x), at.Y-float32(y)
	for k := range 4 {
		i := (y+k/2)*size + x + k%2
		if !s.Passes.Mask[i] {
			return c, false
		}
		w := (1 - fx + float32(k%2)*(2*fx-1)) * (1 - fy + float32(k/2)*(2*fy-1))
		for j := range c {
			c[j] += w * float32(picture.Pix[4*i+j])
		}
	}
	return c, true
}
