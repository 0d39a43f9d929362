package bake

import (
	"context"
	"image"
	"math"

	"patina/paint/parallel"
	"patina/paint/view"
)

// sight is one painted view together with what it sees of the surface: the picture
// and a depth for the centre of every pixel.
type sight struct {
	lens
	size    int       // pixels per side
	pixels  []pixel   // the picture
	opaque  bool      // whether all pixels are
	near    []uint8   // how far each pixel is from silhouettes and jumps of depth, in steps
	faces   []face    // one for each triangle
	weight  []float32 // of a surface by the cosine to the view, see newWeights
	feather float32   // texels from an edge over which trust falls off
	toned   bool      // whether tone changes anything
	tone    tone      // what happens to the colours of the picture

	// What differences of depth at one pixel are still the same surface: base plus
	// perDepth times the depth, and what the slope of the face adds.
	base, perDepth float32
}

// pixel is a pixel of the picture and the depth of the surface at its centre.
type pixel struct {
	r, g, b uint8
	trust   uint8   // alpha
	depth   float32 // as lens says; empty where no surface is seen
}

var empty = float32(math.Inf(-1))

// face is a triangle as one view sees it. x, y and w are its first projected
// corner and the differences to the second and the third; cos likewise is the
// cosine between normal and view.
type face struct {
	x, y, w, cos [3]float32
	gx, gy       float32 // change of depth from pixel to pixel
	feather      float32 // pixels from an edge over which trust falls off
	slack        float32 // added to the tolerance of depths because of the slope
	across, down int16   // points to look at in a texel, along and between rows; 0 when the view cannot paint the triangle
}

// Of a texel that covers more than one pixel several points are looked at, up to
// this many each way.
const maxSamples = 16

// minFacing is the cosine between a triangle itself and the view below which it
// is seen from behind or edge on, whatever its smooth normals say.
const minFacing = 0.02

// newSight prepares one painted view. The depth has the size of the picture: a point
// is visible when one of the pixels around it shows it, because only then there is
// a colour for it.
func newSight(ctx context.Context, s *surface, p view.Painted, opt Options) (*sight, error) {
	size := p.Image.Rect.Dx()
	v := &sight{lens: newLens(p.View, size), size: size, weight: newWeights(p.View.Weight, opt), feather: float32(opt.Feather)}
	v.base, v.perDepth = v.pixelDepth()
	corners := make([]projected, len(s.fitted))
	err := parallel.Parts(ctx, len(corners), 8192, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			corners[i] = v.project(s.fitted[i])
		}
	})
	if err != nil {
		return nil, err
	}
	v.faces = make([]face, len(s.frames))
	err = parallel.Parts(ctx, len(v.faces), 4096, func(lo, hi int) {
		for t := lo; t < hi; t++ {
			v.faces[t] = v.face(s, corners, t)
		}
	})
	if err != nil {
		return nil, err
	}
	return v, v.look(ctx, s, corners, p.Image)
}

// face projects one triangle.
func (v *sight) face(s *surface, corners []projected, t int) face {
	tri := s.mesh.Triangles[t]
	a, b, c := corners[tri[0]], corners[tri[1]], corners[tri[2]]
	polygon, n := v.infront(a, b, c)
	if n == 0 {
		return face{}
	}
	p := v.plane(polygon[0], polygon[1], polygon[2])
	f := face{
		x:  [3]float32{float32(a.x), float32(b.x - a.x), float32(c.x - a.x)},
		y:  [3]float32{float32(a.y), float32(b.y - a.y), float32(c.y - a.y)},
		w:  [3]float32{float32(a.w), float32(b.w - a.w), float32(c.w - a.w)},
		gx: float32(p.gx), gy: float32(p.gy),
		slack: float32(0.5 * (math.Abs(p.gx) + math.Abs(p.gy))),
	}
	pa, pb, pc := s.fitted[tri[0]], s.fitted[tri[1]], s.fitted[tri[2]]
	area, normal := pc.Sub(pa).Cross(pb.Sub(pa)), &s.normals[t]
	da, db, dc := v.direction(pa), v.direction(pb), v.direction(pc)
	ca, cb, cc := normal[0].Dot(da), normal[1].Dot(db), normal[2].Dot(dc)
	f.cos = [3]float32{ca, cb - ca, cc - ca}
	if area.Dot(da) > minFacing*area.Len() && v.weigh(max(ca, cb, cc)) > 0 {
		right, below := f.texelSize(&s.frames[t], float32(v.perTexel(polygon[0])))
		f.across, f.down = samples(right), samples(below)
		f.feather = min(max(v.feather*float32(math.Sqrt(float64(right*below))), leastFeather), maxFeather)
	}
	return f
}

// tolerance returns the largest difference of depth at one pixel that is still the
// same surface, for a face at the given depth: three quarters of the width of a
// pixel, and half of what the face itself rises from pixel to pixel.
func (v *sight) tolerance(f *face, depth float32) float32 {
	return f.slack + 0.75*(v.base+v.perDepth*depth)
}

// perTexel returns the factor that turns differences of a face's x and y at a
// corner into pixels.
func (v *sight) perTexel(corner projected) float64 {
	if v.perspective {
		return 1 / corner.w
	}
	return 1
}

// texelSize returns the size of a texel in the view, in pixels, along and between the
// rows of the texture: its footprint, which where the surface is seen askance or
// stretched is longer one way than the other.
func (f *face) texelSize(m *frame, scale float32) (right, below float32) {
	right = max(abs32(m.dx1*f.x[1]+m.dx2*f.x[2]), abs32(m.dx1*f.y[1]+m.dx2*f.y[2]))
	below = max(abs32(m.dy1*f.x[1]+m.dy2*f.x[2]), abs32(m.dy1*f.y[1]+m.dy2*f.y[2]))
	return right * scale, below * scale
}

// samples returns how many points of a texel to look at so that they are about a pixel
// apart.
func samples(pixels float32) int16 { return int16(min(max(pixels+0.7, 1), maxSamples)) }

// look draws the depth of the mesh and merges it with the picture.
func (v *sight) look(ctx context.Context, s *surface, corners []projected, img *image.NRGBA) error {
	v.pixels = make([]pixel, v.size*v.size)
	owners := make([]int32, v.size*v.size)
	if err := v.drawDepth(ctx, s, corners, owners); err != nil {
		return err
	}
	v.copyPicture(img)
	v.opaque = img.Opaque()
	return v.mapEdges(ctx, owners)
}

// drawDepth fills in the depth of all pixels and the triangle seen in each, in
// bands of rows. Nearest wins, the first one among equals.
func (v *sight) drawDepth(ctx context.Context, s *surface, corners []projected, owners []int32) error {
	const height = 32
	spans := make([]rowSpan, len(s.frames))
	err := parallel.Parts(ctx, len(spans), 4096, func(lo, hi int) {
		for t := lo; t < hi; t++ {
			spans[t] = v.rows(s, corners, t)
		}
	})
	if err != nil {
		return err
	}
	b := newBins(spans, v.size, height)
	return parallel.Parts(ctx, v.size, height, func(lo, hi int) {
		for i := lo * v.size; i < hi*v.size; i++ {
			v.pixels[i].depth, owners[i] = empty, noOwner
		}
		for _, t := range b.of(lo / height) {
			parts, count := v.planes(s, corners, int(t))
			for i := range count {
				v.drawPlane(&parts[i], t, owners, lo, hi)
			}
		}
	})
}

// planes returns the parts of a triangle that lie in front of the camera: none,
// one, or two.
func (v *sight) planes(s *surface, corners []projected, t int) (parts [2]plane, count int) {
	tri := s.mesh.Triangles[t]
	polygon, n := v.infront(corners[tri[0]], corners[tri[1]], corners[tri[2]])
	for i := 2; i < n; i++ {
		parts[i-2] = v.plane(polygon[0], polygon[i-1], polygon[i])
	}
	return parts, max(n-2, 0)
}

// rows returns the rows of pixels whose centres a triangle may cover.
func (v *sight) rows(s *surface, corners []projected, t int) rowSpan {
	tri := s.mesh.Triangles[t]
	polygon, n := v.infront(corners[tri[0]], corners[tri[1]], corners[tri[2]])
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range polygon[:n] {
		at, _ := v.screen(p)
		low, high = min(low, at.y), max(high, at.y)
	}
	if !(max(low, 0) <= min(high, float64(v.size-1))) {
		return rowSpan{0, -1}
	}
	return rowSpan{int(math.Ceil(max(low, 0))), int(math.Floor(min(high, float64(v.size-1))))}
}

// drawPlane draws a part of triangle t into the rows lo to hi-1.
func (v *sight) drawPlane(p *plane, t int32, owners []int32, lo, hi int) {
	first, last := max(lo, int(math.Ceil(p.minY))), min(hi-1, int(math.Floor(min(p.maxY, float64(hi)))))
	for y := first; y <= last; y++ {
		from, to := p.across(float64(y))
		if from > to {
			continue
		}
		row := p.depth + p.gy*(float64(y)-p.at.y)
		for x := int(math.Ceil(max(from, 0))); x <= int(math.Floor(min(to, float64(v.size-1)))); x++ {
			depth := float32(min(max(row+p.gx*(float64(x)-p.at.x), p.min), p.max))
			if i := y*v.size + x; depth > v.pixels[i].depth {
				v.pixels[i].depth, owners[i] = depth, t
			}
		}
	}
}
