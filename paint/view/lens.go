package view

import (
	"fmt"
	"math"

	"patina/paint/geom"
)

// Lens says how a view projects: orthographic when Scale is above 0, otherwise
// perspective with the angle FOVDegrees. Exactly one of them is set.
type Lens struct {
	Scale      float64 `json:"scale,omitempty"`      // fitted units from top to bottom
	FOVDegrees float64 `json:"fovDegrees,omitempty"` // degrees from top to bottom
}

// Orthographic returns a lens that sees scale fitted units from top to bottom.
func Orthographic(scale float64) Lens { return Lens{Scale: scale} }

// Perspective returns a lens with an angle of view from top to bottom in degrees.
func Perspective(fovDegrees float64) Lens { return Lens{FOVDegrees: fovDegrees} }

// IsPerspective tells whether things farther away look smaller.
func (l Lens) IsPerspective() bool { return l.Scale == 0 }

// Near and far planes of the reference pipeline, in fitted units.
const (
	nearOrthographic = 0.1
	nearPerspective  = 0.01
	far              = 100
)

// Projection returns the OpenGL style projection matrix of a picture whose width
// is aspect times its height. Pictures store the row at y = -1 of normalized
// device coordinates first; in the mirrored fitted frame that is the top.
func (l Lens) Projection(aspect float64) geom.Mat4 {
	if l.IsPerspective() {
		return perspective(radians(l.FOVDegrees), aspect)
	}
	const near = nearOrthographic
	return geom.Mat4{
		0:  float32(2 / (l.Scale * aspect)),
		5:  float32(2 / l.Scale),
		10: float32(-2.0 / (far - near)),
		11: float32(-(far + near) / (far - near)),
		15: 1,
	}
}

func perspective(fov, aspect float64) geom.Mat4 {
	const near = nearPerspective
	f := 1 / math.Tan(fov/2)
	return geom.Mat4{
		0:  float32(f / aspect),
		5:  float32(f),
		10: float32(-(far + near) / (far - near)),
		11: float32(-2.0 * far * near / (far - near)),
		14: -1,
	}
}

func (l Lens) validate() error {
	switch {
	case l.Scale != 0 && l.FOVDegrees != 0:
		return fmt.Errorf("a lens is orthographic or perspective: give an ortho scale (%g) or a field of view (%g), not both", l.Scale, l.FOVDegrees)
	case !l.IsPerspective() && (!finite(l.Scale) || l.Scale < 0.01 || l.Scale > 100):
		return fmt.Errorf("ortho scale must lie between 0.01 and 100, got %g", l.Scale)
	case l.IsPerspective() && (!finite(l.FOVDegrees) || l.FOVDegrees < 1 || l.FOVDegrees > 170):
		return fmt.Errorf("field of view must lie between 1 and 170 degrees, got %g", l.FOVDegrees)
	}
	return nil
}
