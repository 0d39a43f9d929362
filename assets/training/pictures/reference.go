package pictures

import (
	"context"
	"image"
	"math"
	"math/rand/v2"

	"patina/paint/geom"
	"patina/paint/imageio"
	"patina/paint/view"
)

// Reference is a picture of the lit object, and the camera that took it.
type Reference struct {
	View view.View
	// Image is the object without background, sRGB with straight alpha, in the middle of
	// a square with the margins that the multiview painter gives it.
	Image *image.NRGBA
}

// References returns pictures of size times size pixels, which follow from the seed of
// the object. The first is taken from within a few degrees of the front, by a third of
// all objects under flat light; the others from up to 40 degrees to the side, and from
// 10 below to 25 above.
func (s *Studio) References(ctx context.Context, count, size int) ([]Reference, error) {
	r := rand.New(rand.NewPCG(s.seed, 0x7265_6665_7265))
	references := make([]Reference, count)
	for i := range references {
		v := s.frame(r, direction(r, i == 0))
		light := newLighting(r, v)
		light.flat = i == 0 && r.Float64() < 1.0/3
		img, err := s.photograph(ctx, v, &light, size)
		if err != nil {
			return nil, err
		}
		references[i] = Reference{v, img}
	}
	return references, nil
}

func direction(r *rand.Rand, front bool) view.View {
	if front {
		return view.At(r.NormFloat64()*2.5, r.NormFloat64()*2)
	}
	return view.At(r.Float64()*80-40, r.Float64()*35-10)
}

// frame gives a camera a lens, parallel or perspective, that just holds the object.
func (s *Studio) frame(r *rand.Rand, v view.View) view.View {
	v.Distance = 1.6 + 2.4*r.Float64()
	perspective := r.Float64() < 0.6
	camera := v.Camera()
	var reach float32
	for _, p := range s.positions {
		q := camera.ApplyPoint(p)
		if perspective {
			q = q.Scale(-1 / q.Z)
		}
		reach = max(reach, q.X, -q.X, q.Y, -q.Y)
	}
	const room = 1.02
	v.Lens = view.Orthographic(2 * room * float64(reach))
	if perspective {
		v.Lens = view.Perspective(2 * math.Atan(room*float64(reach)) * 180 / math.Pi)
	}
	return v
}

// photograph renders with more pixels than are wanted, so that scaling smooths edges.
func (s *Studio) photograph(ctx context.Context, v view.View, light *lighting, size int) (*image.NRGBA, error) {
	passes, err := s.Passes(ctx, []view.View{v}, size*5/4)
	if err != nil {
		return nil, err
	}
	p := passes[0]
	colours, err := s.centres(ctx, v, p)
	if err != nil {
		return nil, err
	}
	sites, err := s.sites(ctx, p, light)
	if err != nil {
		return nil, err
	}
	img := image.NewNRGBA(image.Rect(0, 0, p.Size, p.Size))
	for i, seen := range p.Mask {
		if seen {
			setPixel(img.Pix[4*i:], light.shade(colours[i], sites[i]), 255)
		}
	}
	return imageio.Resize(imageio.Recenter(img), size, size, imageio.Bicubic), nil
}

// sites returns what the light needs to know of each pixel that sees the object.
func (s *Studio) sites(ctx context.Context, p view.Passes, light *lighting) ([]site, error) {
	sites := make([]site, len(p.Mask))
	if light.flat {
		return sites, nil
	}
	reach := func(geom.Vec3) float32 { return 1 }
	if light.softness > 0 {
		shadow, err := s.newShadow(ctx, light.sun, light.softness)
		if err != nil {
			return nil, err
		}
		reach = shadow.lit
	}
	open := openness(p)
	for i, seen := range p.Mask {
		if seen {
			shine, gloss := s.finish(p.Triangle[i])
			sites[i] = site{outward(p.Normal[i]), shine, gloss, open[i], reach(p.Position[i])}
		}
	}
	return sites, nil
}

// finish returns the highlights of a triangle.
func (s *Studio) finish(triangle int32) (shine, gloss float32) {
	if s.object == nil {
		return 0.15, 0.3
	}
	part := s.object.Parts[s.mesh.Slot(int(triangle))]
	return part.Shine, part.Gloss
}

// OnWhite returns a picture over white, opaque.
func OnWhite(img *image.NRGBA) *image.NRGBA {
	out := image.NewNRGBA(img.Rect)
	for i := 0; i < len(out.Pix); i += 4 {
		alpha := uint32(img.Pix[i+3])
		for c := range 3 {
			t := uint32(img.Pix[i+c])*alpha + 255*(255-alpha) + 128
			out.Pix[i+c] = uint8((t>>8 + t) >> 8)
		}
		out.Pix[i+3] = 255
	}
	return out
}
