package ui

import (
	"fmt"
	"math"

	"patina/paint/mesh"
	"patina/paint/view"
)

// orbit is the viewport's interactive camera: a view around the fitted mesh. The
// zero value looks at nothing; use newOrbit.
type orbit struct {
	view.View
}

const (
	orbitFOV     = 30.0 // degrees from top to bottom
	dragDegrees  = 0.4  // degrees for each unit that the pointer moves
	zoomStep     = 1.1  // factor for one notch of the wheel
	frameMargin  = 1.08
	nearestOrbit = 0.12 // least distance or scale, in fitted units
	farthest     = 40.0 // greatest
)

// newOrbit looks at the mesh from the front, a little from the side and above.
func newOrbit() orbit {
	o := orbit{view.At(30, 15)}
	o.Lens = view.Perspective(orbitFOV)
	o.frame(1)
	return o
}

// frame shows the whole mesh in a picture whose width is aspect times its height.
func (o *orbit) frame(aspect float64) {
	o.PanX, o.PanY = 0, 0
	radius := mesh.Fitted / 2 * frameMargin / math.Min(1, math.Max(aspect, 0.1))
	if o.Lens.IsPerspective() {
		o.Distance = radius / math.Sin(o.Lens.FOVDegrees/2*math.Pi/180)
		return
	}
	o.Lens, o.Distance = view.Orthographic(2*radius), orthoDistance
}

// orthoDistance keeps the mesh in front of an orthographic camera at any pan; it
// does not change what is seen.
const orthoDistance = 3

// turn follows a pointer that moved by (dx, dy) with the left button down: the mesh
// turns along.
func (o *orbit) turn(dx, dy float64) {
	o.Azimuth = math.Mod(math.Mod(o.Azimuth-dx*dragDegrees, 360)+360, 360)
	o.Elevation = math.Max(-90, math.Min(90, o.Elevation+dy*dragDegrees))
}

// pan follows a pointer that moved by the given shares of the picture's height: the
// point under it stays under it.
func (o *orbit) pan(dx, dy float64) {
	o.PanX -= dx * o.height()
	o.PanY += dy * o.height()
}

// height is what is seen from top to bottom at the centre, in fitted units.
func (o *orbit) height() float64 {
	if o.Lens.IsPerspective() {
		return 2 * o.Distance * math.Tan(o.Lens.FOVDegrees/2*math.Pi/180)
	}
	return o.Lens.Scale
}

// zoom comes closer for positive notches of the wheel.
func (o *orbit) zoom(notches float64) {
	factor := math.Pow(zoomStep, -notches)
	if o.Lens.IsPerspective() {
		o.Distance = clamp(o.Distance * factor)
		return
	}
	o.Lens.Scale = clamp(o.Lens.Scale * factor)
}

func clamp(f float64) float64 { return math.Max(nearestOrbit, math.Min(farthest, f)) }

// look turns to fixed angles and keeps what is framed.
func (o *orbit) look(azimuth, elevation float64) { o.Azimuth, o.Elevation = azimuth, elevation }

// toggleLens changes between perspective and orthographic and keeps the size of
// what is at the centre.
func (o *orbit) toggleLens() {
	height := o.height()
	if o.Lens.IsPerspective() {
		o.Lens, o.Distance = view.Orthographic(clamp(height)), orthoDistance
		return
	}
	o.Lens = view.Perspective(orbitFOV)
	o.Distance = clamp(height / 2 / math.Tan(orbitFOV/2*math.Pi/180))
}

// describe names the view for the overlay.
func (o *orbit) describe() string {
	lens := "orthographic"
	if o.Lens.IsPerspective() {
		lens = "perspective"
	}
	return fmt.Sprintf("Azimuth %.0f°   Elevation %.0f°   %s", o.Azimuth, o.Elevation, lens)
}
