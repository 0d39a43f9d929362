// Package view describes the cameras of a job and what they see: a View is one
// camera around the fitted mesh, a Rig the ordered set that a painter wants, and
// Passes what a View sees of the geometry.
package view

import (
	"fmt"
	"math"

	"patina/paint/geom"
)

// Defaults of the reference pipeline (reference sections 1.0 and 1.10).
const (
	DefaultDistance = 1.45  // fitted units from the centre to the camera
	DefaultScale    = 1.2   // fitted units from edge to edge of an orthographic view
	DefaultFOV      = 49.13 // degrees from edge to edge of a perspective view
)

// View is one camera around the fitted mesh. Azimuth 0 looks at the front (+Z of
// the artist's frame), 90 at +X, 180 at the back; elevation 90 looks straight
// down. What it sees is an upright, unmirrored picture with row 0 at the top.
type View struct {
	Azimuth   float64 `json:"azimuth"`        // degrees, growing counter-clockwise seen from above
	Elevation float64 `json:"elevation"`      // degrees, -90 to 90
	Distance  float64 `json:"distance"`       // fitted units from the target to the camera
	PanX      float64 `json:"panX,omitempty"` // fitted units that camera and target move to the right of the picture
	PanY      float64 `json:"panY,omitempty"` // fitted units that camera and target move towards the top of the picture
	Lens      Lens    `json:"lens"`
	Weight    float64 `json:"weight"` // share of this view where texels are blended, relative to the others
}

// Front returns the view at azimuth 0, elevation 0 with the default lens.
func Front() View { return At(0, 0) }

// At returns an orthographic view with the default distance and scale and weight 1.
func At(azimuth, elevation float64) View {
	return View{
		Azimuth: azimuth, Elevation: elevation, Distance: DefaultDistance,
		Lens: Orthographic(DefaultScale), Weight: 1,
	}
}

// Validate returns an error that names the first number no camera can have.
func (v View) Validate() error {
	switch {
	case !finite(v.Azimuth) || !finite(v.Elevation) || !finite(v.PanX) || !finite(v.PanY):
		return fmt.Errorf("azimuth, elevation and pan must be finite numbers, got %g, %g, %g and %g", v.Azimuth, v.Elevation, v.PanX, v.PanY)
	case v.Elevation < -90 || v.Elevation > 90:
		return fmt.Errorf("elevation must lie between -90 and 90 degrees, got %g", v.Elevation)
	case !finite(v.Weight) || v.Weight < 0:
		return fmt.Errorf("weight must be 0 or more, got %g", v.Weight)
	case !finite(v.Distance) || v.Distance <= 0 || v.Distance > maxDistance:
		return fmt.Errorf("camera distance must be more than 0 and at most %d, got %g", maxDistance, v.Distance)
	}
	return v.Lens.validate()
}

// maxDistance keeps the whole fitted mesh in front of the far plane.
const maxDistance = 99

// Camera returns the matrix that takes points of the fitted frame to the camera's,
// where it looks down -z (reference section 1.0). The arithmetic is float64 and
// rounded once at the end. Straight above and below, the limit for elevations
// approaching 90 degrees is used.
func (v View) Camera() geom.Mat4 {
	elevation, azimuth := radians(-v.Elevation), radians(v.Azimuth+90)
	cosE, sinE := math.Cos(elevation), math.Sin(elevation)
	cosA, sinA := math.Cos(azimuth), math.Sin(azimuth)
	right := [3]float64{-sinA, cosA, 0}
	back := [3]float64{cosE * cosA, cosE * sinA, sinE}
	up := [3]float64{-sinE * cosA, -sinE * sinA, cosE}
	// Rows of the picture grow towards +y of the camera, see Projection: the
	// top of the picture is -up.
	var eye [3]float64
	for i := range eye {
		eye[i] = dot([3]float64{v.Distance, v.PanX, -v.PanY}, [3]float64{back[i], right[i], up[i]})
	}
	var m geom.Mat4
	for row, axis := range [3][3]float64{right, up, back} {
		for i, a := range axis {
			m[4*row+i] = float32(a)
		}
		m[4*row+3] = float32(-dot(axis, eye))
	}
	m[15] = 1
	return m
}

// dot rounds each product, so that the camera is the same on every processor.
func dot(a, b [3]float64) float64 {
	return float64(a[0]*b[0]) + float64(a[1]*b[1]) + float64(a[2]*b[2])
}

// Clip returns the matrix that takes points of the fitted frame to clip space:
// the projection of a square picture times Camera.
func (v View) Clip() geom.Mat4 { return v.Lens.Projection(1).Mul(v.Camera()) }

// Direction returns the unit vector from the target towards the camera, in the
// fitted frame.
func (v View) Direction() geom.Vec3 {
	m := v.Camera()
	return geom.Vec3{X: m[8], Y: m[9], Z: m[10]}
}

func radians(degrees float64) float64 { return degrees * math.Pi / 180 }

func finite(f float64) bool { return f-f == 0 }
