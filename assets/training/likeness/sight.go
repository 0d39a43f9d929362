package likeness

import (
	"image"

	"patina/paint/geom"
	"patina/paint/view"
)

// Look is a camera and what it sees of the geometry.
type Look struct {
	View   view.View
	Passes view.Passes
}

// Tolerances of what counts as the same point of the surface.
const (
	sameDepth = 0.01 // fitted units between a point and the surface seen there, see mesh.Fitted
	grazing   = 0.1  // cosine between surface and camera below which a camera does not see it
	facing    = 0.5  // cosine of 60 degrees: what two views must both see a point within
)

// SeenBy tells for each pixel of a look whether another camera sees the point of the
// surface that is there: nothing lies more than sameDepth in front of it, and it faces
// the camera by more than a grazing angle.
func (l Look) SeenBy(other Look) []bool {
	seen := make([]bool, len(l.Passes.Mask))
	clip := other.View.Clip()
	for i, there := range l.Passes.Mask {
		if there {
			_, cosine, ok := other.find(clip, l.Passes.Position[i], l.Passes.Normal[i])
			seen[i] = ok && cosine > grazing
		}
	}
	return seen
}

// find returns the pixel coordinates of a point of the fitted frame, how far it faces the
// camera, and whether it is seen there.
func (l Look) find(clip geom.Mat4, p, normal geom.Vec3) (at geom.Vec2, cosine float32, seen bool) {
	q := clip.Apply(p)
	size := l.Passes.Size
	// The mapping of raster.Rasterize: the outer samples lie at -1 and 1.
	at = geom.Vec2{X: (q.X/q.W + 1) / 2 * float32(size-1), Y: (q.Y/q.W + 1) / 2 * float32(size-1)}
	x, y := int(at.X+0.5), int(at.Y+0.5)
	if !(q.W > 0) || x < 0 || y < 0 || x >= size || y >= size || !l.Passes.Mask[y*size+x] {
		return at, 0, false
	}
	depth := l.View.Camera().ApplyPoint(p).Z
	behind := l.Passes.Depth[y*size+x] - depth
	// Normals of the passes point into the surface.
	cosine = -normal.Normalize().Dot(l.toCamera(p))
	return at, cosine, behind < sameDepth
}

// toCamera returns the direction from a point towards the camera.
func (l Look) toCamera(p geom.Vec3) geom.Vec3 {
	d := l.View.Direction()
	if !l.View.Lens.IsPerspective() {
		return d
	}
	m := l.View.Camera()
	// The eye is where the camera's coordinates are 0.
	q := m.ApplyPoint(p)
	right, up, back := geom.Vec3{X: m[0], Y: m[1], Z: m[2]}, geom.Vec3{X: m[4], Y: m[5], Z: m[6]}, geom.Vec3{X: m[8], Y: m[9], Z: m[10]}
	return right.Scale(-q.X).Add(up.Scale(-q.Y)).Add(back.Scale(-q.Z)).Normalize()
}

// Disagreement returns the mean absolute difference, 0 to 255, between the colours that
// two views give the same point of the surface, over all points that two views see within
// 60 degrees, and the number of such points. Colours are interpolated between pixels.
func Disagreement(looks []Look, painted []*image.NRGBA) (mean float64, points int) {
	var sum float64
	for a := range looks {
		for b := range looks {
			if a == b {
				continue
			}
			s, n := looks[a].differences(looks[b], painted[a], painted[b])
			sum, points = sum+s, points+n
		}
	}
	return sum / float64(points), points
}

// differences sums over the pixels of one view that another sees too.
func (l Look) differences(other Look, mine, theirs *image.NRGBA) (sum float64, points int) {
	clip := other.View.Clip()
	for i, there := range l.Passes.Mask {
		p, n := l.Passes.Position[i], l.Passes.Normal[i]
		if !there || -n.Normalize().Dot(l.toCamera(p)) < facing {
			continue
		}
		at, cosine, seen := other.find(clip, p, n)
		if !seen || cosine < facing {
			continue
		}
		c, ok := other.sample(theirs, at)
		if !ok {
			continue
		}
		for k := range c {
			sum += max(c[k]-float64(mine.Pix[4*i+k]), float64(mine.Pix[4*i+k])-c[k]) / 3
		}
		points++
	}
	return sum, points
}

// sample interpolates a picture between four pixels, all of which must see the object.
func (l Look) sample(img *image.NRGBA, at geom.Vec2) (c [3]float64, ok bool) {
	size := l.Passes.Size
	x, y := min(int(at.X), size-2), min(int(at.Y), size-2)
	fx, fy := float64(at.X)-float64(x), float64(at.Y)-float64(y)
	for k := range 4 {
		i := (y+k/2)*size + x + k%2
		if !l.Passes.Mask[i] {
			return c, false
		}
		w := (1 - fx + float64(k%2)*(2*fx-1)) * (1 - fy + float64(k/2)*(2*fy-1))
		for j := range c {
			c[j] += w * float64(img.Pix[4*i+j])
		}
	}
	return c, true
}
