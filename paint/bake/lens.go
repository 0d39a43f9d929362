package bake

import (
	"math"

	"patina/paint/geom"
	"patina/paint/view"
)

// lens takes points of the fitted frame to pixels of one view. It uses the pixel
// mapping of the reference rasteriser (reference section 1.1): the centre of pixel
// p lies at normalized device coordinate 2p/(size-1)-1.
//
// Its depth is a nearness that is affine in the pixel coordinates over every plane:
// camera-space z for orthographic views, 1/distance for perspective ones. More is
// nearer.
type lens struct {
	camera      geom.Mat4
	pixels      float64 // size-1
	zoom        float64 // of the projection, the same both ways
	perspective bool
	toward      geom.Vec3 // unit vector to the camera (orthographic), or
	eye         geom.Vec3 // place of the camera (perspective)
}

// nearest is the least distance to a perspective camera at which anything is seen.
const nearest = 0.01

// projected is a point in pixels, homogeneous for perspective views: the pixel is
// (x/w, y/w) and the depth 1/w. For orthographic views it is (x, y), the depth w.
type projected struct{ x, y, w float64 }

func newLens(v view.View, size int) lens {
	camera := v.Camera()
	l := lens{
		camera: camera, pixels: float64(size - 1), perspective: v.Lens.IsPerspective(),
		zoom: float64(v.Lens.Projection(1)[0]), toward: v.Direction(),
	}
	// The rotation is orthonormal, so its transpose takes the camera's origin back.
	for axis := range 3 {
		offset := camera[4*axis+3]
		l.eye = l.eye.Sub(geom.Vec3{X: camera[4*axis], Y: camera[4*axis+1], Z: camera[4*axis+2]}.Scale(offset))
	}
	return l
}

func (l *lens) project(p geom.Vec3) projected {
	c := &l.camera
	x := float64(c[0])*float64(p.X) + float64(c[1])*float64(p.Y) + float64(c[2])*float64(p.Z) + float64(c[3])
	y := float64(c[4])*float64(p.X) + float64(c[5])*float64(p.Y) + float64(c[6])*float64(p.Z) + float64(c[7])
	z := float64(c[8])*float64(p.X) + float64(c[9])*float64(p.Y) + float64(c[10])*float64(p.Z) + float64(c[11])
	if l.perspective {
		return projected{(x*l.zoom - z) / 2 * l.pixels, (y*l.zoom - z) / 2 * l.pixels, -z}
	}
	return projected{(x*l.zoom + 1) / 2 * l.pixels, (y*l.zoom + 1) / 2 * l.pixels, z}
}

// direction returns the unit vector from a point to the camera.
func (l *lens) direction(p geom.Vec3) geom.Vec3 {
	if l.perspective {
		return l.eye.Sub(p).Normalize()
	}
	return l.toward
}

// screen returns the pixel and the depth of a projected point, which for
// perspective views must lie in front of the camera.
func (l *lens) screen(p projected) (at point, depth float64) {
	if l.perspective {
		return point{p.x / p.w, p.y / p.w}, 1 / p.w
	}
	return point{p.x, p.y}, p.w
}

// pixelDepth returns the change of depth that is as large as the width of a pixel
// in space: base plus perDepth times the depth of the surface.
func (l *lens) pixelDepth() (base, perDepth float32) {
	width := float32(2 / (l.zoom * l.pixels))
	if l.perspective {
		return 0, width // width/depth in space, times depth² for the change of 1/distance
	}
	return width, 0
}

// infront clips a triangle to what lies in front of a perspective camera: the
// first n of up to four corners in order, n being 0 when all is behind.
func (l *lens) infront(a, b, c projected) (polygon [4]projected, n int) {
	if !l.perspective || min(a.w, b.w, c.w) >= nearest {
		return [4]projected{a, b, c}, 3
	}
	corners := [3]projected{a, b, c}
	for i, p := range corners {
		q := corners[(i+1)%3]
		if p.w >= nearest {
			polygon[n] = p
			n++
		}
		if (p.w >= nearest) != (q.w >= nearest) {
			t := (nearest - p.w) / (q.w - p.w)
			polygon[n] = projected{p.x + t*(q.x-p.x), p.y + t*(q.y-p.y), nearest}
			n++
		}
	}
	return polygon, n
}

// plane is a triangle on the screen: where it lies and how its depth changes from
// pixel to pixel.
type plane struct {
	outline
	at       point // of the first corner
	depth    float64
	gx, gy   float64
	min, max float64 // of the depth
}

func (l *lens) plane(a, b, c projected) plane {
	pa, da := l.screen(a)
	pb, db := l.screen(b)
	pc, dc := l.screen(c)
	p := plane{outline: newOutline(pa, pb, pc), at: pa, depth: da, min: min(da, db, dc), max: max(da, db, dc)}
	e1, e2 := sub(pb, pa), sub(pc, pa)
	if area := cross(e1, e2); math.Abs(area) > 1e-12 {
		p.gx = ((db-da)*e2.y - (dc-da)*e1.y) / area
		p.gy = ((dc-da)*e1.x - (db-da)*e2.x) / area
	}
	return p
}
