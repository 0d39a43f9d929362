package diffusion

import (
	"fmt"
	"math"

	"patina/paint/view"
)

// CameraID returns the row of a view in the camera embedding of the official paint
// networks, and a notice when the network was trained for no such camera and the
// nearest one stands in (reference section 2.3). Azimuths count in steps of 30
// degrees; the trained elevations are -20, 0 and 20, and -90 and 90 in steps of 90.
func CameraID(v view.View) (id int, notice string) {
	slot := slotOf(v.Azimuth)
	nearest := trained[0]
	for _, t := range trained {
		if math.Abs(t.elevation-v.Elevation) < math.Abs(nearest.elevation-v.Elevation) {
			nearest = t
		}
	}
	id = nearest.first + slot/nearest.slots
	azimuth := math.Mod(float64((slot/nearest.slots*nearest.slots+3)%12)*30, 360)
	if nearest.elevation != v.Elevation || angle(azimuth, v.Azimuth) > 1e-9 {
		notice = fmt.Sprintf("the model was not trained for a camera at azimuth %g, elevation %g; the nearest it knows is azimuth %g, elevation %g",
			v.Azimuth, v.Elevation, azimuth, nearest.elevation)
	}
	return id, notice
}

// trained are the elevations of the camera embedding: the first id of each, and how
// many slots of 30 degrees share one.
var trained = []struct {
	elevation    float64
	first, slots int
}{{0, 12, 1}, {-20, 0, 1}, {20, 24, 1}, {-90, 36, 3}, {90, 40, 3}}

// KnownViews returns a view at every camera that the official paint networks were
// trained for.
func KnownViews() []view.View {
	var views []view.View
	for _, t := range trained {
		for slot := 0; slot < 12; slot += t.slots {
			views = append(views, view.At(float64((slot+3)%12*30), t.elevation))
		}
	}
	return views
}

// slotOf counts slots of 30 degrees, from the slot of azimuth 90.
func slotOf(azimuth float64) int {
	slot := int(math.Floor(azimuth/30)) + 9
	return (slot%12 + 12) % 12
}

// angle is the distance between two azimuths in degrees.
func angle(a, b float64) float64 {
	d := math.Mod(math.Abs(a-b), 360)
	return min(d, 360-d)
}
