package multiview

// A draft is what a reference alone says of the views: parallel rays along its own
// camera carry its colours through the object, so that every point has the colour of
// the pixel in front of it. Where something nearer hides the point, the colour is that of
// a wide surrounding: what lies behind a pattern rarely has that pattern, but often its
// colours. The built-in model was trained to start from drafts; assets/training/drafts.py
// makes them the same way.

import (
	"image"
	"math"

	"patina/paint/geom"
	"patina/paint/view"
)

// evident is the alpha above which a pixel shows nothing but the object.
const evident = 229

// box is a rectangle in a picture.
type box struct{ left, top, right, bottom float64 }

func emptyBox() box { return box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)} }

func (s *box) include(x, y float64) {
	s.left, s.right = min(s.left, x), max(s.right, x)
	s.top, s.bottom = min(s.top, y), max(s.bottom, y)
}

// onto returns the point of another box where a point of this one comes to lie.
func (s box) onto(other box, x, y float64) (float64, float64) {
	place := func(at, first, last, low, high float64) float64 {
		return low + (at-first)/max(last-first, 1e-6)*(high-low)
	}
	return place(x, s.left, s.right, other.left, other.right), place(y, s.top, s.bottom, other.top, other.bottom)
}

// rays are those of a parallel camera: they put points on its picture.
type rays struct{ right, down, towards geom.Vec3 }

func pictureOf(camera view.View) rays {
	m := camera.Camera()
	right, down := geom.Vec3{X: m[0], Y: m[1], Z: m[2]}, geom.Vec3{X: m[4], Y: m[5], Z: m[6]}
	return rays{right, down, right.Cross(down)}
}

func (p rays) at(point geom.Vec3) (x, y float64) {
	return float64(p.right.Dot(point)), float64(p.down.Dot(point))
}

// extent returns the box on the picture around all that the passes see.
func (p rays) extent(passes []view.Passes) box {
	s := emptyBox()
	for _, pass := range passes {
		for i, seen := range pass.Mask {
			if seen {
				s.include(p.at(pass.Position[i]))
			}
		}
	}
	return s
}

// outline returns the box around the evident pixels of a picture.
func outline(picture *image.NRGBA) box {
	s, width := emptyBox(), picture.Rect.Dx()
	for i := 3; i < len(picture.Pix); i += 4 {
		if picture.Pix[i] > evident {
			s.include(float64(i/4%width), float64(i/4/width))
		}
	}
	return s
}

// draft returns the drafts of all views, on white, from a square reference with alpha
// and the camera it was taken with. Where the reference shows nothing they are white.
func draft(passes []view.Passes, reference *image.NRGBA, camera view.View) []*image.NRGBA {
	p, shown := pictureOf(camera), outline(reference)
	seen, grown := p.extent(passes), grow(reference)
	soft, front := grown.softened(), p.front(passes, seen)
	views := make([]*image.NRGBA, len(passes))
	for i, pass := range passes {
		views[i] = image.NewNRGBA(image.Rect(0, 0, pass.Size, pass.Size))
		for j := range pass.Mask {
			pixel := views[i].Pix[4*j : 4*j+4]
			copy(pixel, []uint8{255, 255, 255, 255})
			if pass.Mask[j] && shown.left <= shown.right {
				from := grown
				if front.hides(p, pass.Position[j]) {
					from = soft
				}
				x, y := p.at(pass.Position[j])
				copy(pixel, from.near(seen.onto(shown, x, y)))
			}
		}
	}
	return views
}

// makeDraft makes the drafts that the job starts from, if the model wants some and the
// artist chose no other start. The reference is a square with its alpha.
func (r *run) makeDraft(reference *image.NRGBA) {
	if r.strength < 1 && r.req.Settings.Diffusion.Latents == "" {
		r.earlierViews = draft(r.passes, reference, r.req.Settings.Reference.View)
	}
}
