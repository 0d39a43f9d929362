// Package pictures takes the pictures of an object that a model is trained with: what
// the cameras of a job see of its base colour and of its geometry, and references as an
// artist may hand them in.
package pictures

import (
	"context"
	"image"

	"patina/assets/training/objects"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/raster"
	"patina/paint/view"
)

// Studio is an object in front of cameras. It may be used by several goroutines.
type Studio struct {
	mesh               *mesh.Mesh
	object             *objects.Object // nil for a mesh with a texture of its own
	seed               uint64
	fit                mesh.Fit
	positions, normals []geom.Vec3 // in the fitted frame
}

// NewStudio fits an object as a job does.
func NewStudio(o *objects.Object) *Studio {
	s := newStudio(o.Mesh, o.Seed)
	s.object = o
	return s
}

// NewMeshStudio shows a mesh as its own materials colour it. Its references follow from
// the seed.
func NewMeshStudio(m *mesh.Mesh, seed uint64) *Studio { return newStudio(m, seed) }

func newStudio(m *mesh.Mesh, seed uint64) *Studio {
	fitted, fit := m.FittedPositions()
	return &Studio{mesh: m, seed: seed, fit: fit, positions: fitted, normals: mesh.FittedNormals(fitted, m.Triangles)}
}

// Passes returns what views see of the geometry, rendered as in a job on the CPU.
func (s *Studio) Passes(ctx context.Context, views []view.View, size int) ([]view.Passes, error) {
	return raster.Renderer{}.RenderPasses(ctx, s.mesh, views, size)
}

// Albedo returns what a view sees of the base colour without light: opaque, white where
// nothing is seen. passes are what the view sees of the geometry. A pixel shows the
// mean of 2x2 samples of the surface wherever its colour differs from its neighbours',
// and otherwise the colour in its centre.
func (s *Studio) Albedo(ctx context.Context, v view.View, passes view.Passes) (*image.NRGBA, error) {
	colours, err := s.centres(ctx, v, passes)
	if err != nil {
		return nil, err
	}
	sampler := s.newSampler(v, passes)
	img := image.NewNRGBA(image.Rect(0, 0, passes.Size, passes.Size))
	for i, seen := range passes.Mask {
		if i%(64*passes.Size) == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		c := geom.Vec3{X: 1, Y: 1, Z: 1}
		if seen {
			c = colours[i]
			if s.object != nil && busy(colours, passes, i) {
				c = sampler.mean(i)
			}
		}
		setPixel(img.Pix[4*i:], c, 255)
	}
	return img, nil
}

// centres returns the colour in the centre of each pixel that sees the object; of a mesh
// with a texture the mean over the pixel.
func (s *Studio) centres(ctx context.Context, v view.View, p view.Passes) ([]geom.Vec3, error) {
	if s.object == nil {
		return s.textured(ctx, v, p.Size)
	}
	colours := make([]geom.Vec3, len(p.Mask))
	for i, seen := range p.Mask {
		if seen {
			colours[i] = s.colour(p.Triangle[i], p.Position[i], p.Normal[i])
		}
	}
	return colours, nil
}

// textured returns the colours of a mesh with a texture. Pixels whose samples all miss
// it are black.
func (s *Studio) textured(ctx context.Context, v view.View, size int) ([]geom.Vec3, error) {
	images, err := raster.Renderer{}.RenderViews(ctx, s.mesh, nil, []view.View{v}, size)
	if err != nil {
		return nil, err
	}
	colours := make([]geom.Vec3, size*size)
	for i := range colours {
		p := images[0].Pix[4*i:]
		colours[i] = geom.Vec3{X: float32(p[0]), Y: float32(p[1]), Z: float32(p[2])}.Scale(1.0 / 255)
	}
	return colours, nil
}

// colour returns the base colour of a point of the fitted frame.
func (s *Studio) colour(triangle int32, position, normal geom.Vec3) geom.Vec3 {
	c := s.object.Color(s.mesh.Slot(int(triangle)), s.fit.Unfit(position), outward(normal))
	return geom.Vec3{X: c[0], Y: c[1], Z: c[2]}
}

// outward takes a normal of the passes, see mesh.FittedNormals, to the unit normal in
// the artist's frame.
func outward(n geom.Vec3) geom.Vec3 { return geom.Vec3{X: n.X, Y: n.Z, Z: -n.Y}.Normalize() }

// contrast is how far a neighbour's colour must differ for a pixel to be busy.
const contrast = 0.03

// busy tells whether a pixel differs from one of its neighbours.
func busy(colours []geom.Vec3, p view.Passes, i int) bool {
	x, y := i%p.Size, i/p.Size
	if x == 0 || y == 0 || x == p.Size-1 || y == p.Size-1 {
		return true
	}
	for _, j := range [4]int{i - 1, i + 1, i - p.Size, i + p.Size} {
		if !p.Mask[j] {
			return true
		}
		d := colours[j].Sub(colours[i])
		if max(d.X, d.Y, d.Z) > contrast || min(d.X, d.Y, d.Z) < -contrast {
			return true
		}
	}
	return false
}

func setPixel(p []uint8, c geom.Vec3, alpha uint8) {
	p[0], p[1], p[2], p[3] = to8(c.X), to8(c.Y), to8(c.Z), alpha
}

func to8(f float32) uint8 { return uint8(min(max(f, 0), 1)*255 + 0.5) }
