package raster

import (
	"context"
	"image"
	"image/color"
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/view"
)

// samples is the number of samples per side of a pixel in textured views.
const samples = 2

// RenderViews returns what each view sees of the base colour without light, at
// size times size pixels: sRGB, straight alpha, 0 where nothing is seen and in
// between where a pixel is partly covered. textures has one entry for each
// material slot; nil, or a nil slice, shows the material of the mesh. The error is
// context.Cause(ctx) when ctx ends first.
func (Renderer) RenderViews(ctx context.Context, m *mesh.Mesh, textures []*image.NRGBA, views []view.View, size int) ([]*image.NRGBA, error) {
	fitted, _ := m.FittedPositions()
	scene := scene{surface: surface{positions: fitted, triangles: m.Triangles}, mesh: m, paints: paintsOf(m, textures)}
	images := make([]*image.NRGBA, 0, len(views))
	for _, v := range views {
		img, err := scene.render(ctx, v, size)
		if err != nil {
			return nil, err
		}
		images = append(images, img)
	}
	return images, nil
}

// scene is a mesh with what its triangles are painted with.
type scene struct {
	surface
	mesh   *mesh.Mesh
	paints []paint // one for each material slot
}

func (s scene) render(ctx context.Context, v view.View, size int) (*image.NRGBA, error) {
	_, clip := s.project(v)
	s.spread(clip, size)
	levels := s.levels(clip, size)
	hits, err := Rasterize(ctx, clip, s.triangles, size*samples, size*samples)
	if err != nil {
		return nil, err
	}
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	err = inBands(ctx, size, func(top, bottom int) {
		for y := top; y < bottom; y++ {
			for x := range size {
				img.SetNRGBA(x, y, s.pixel(hits, levels, x, y))
			}
		}
	})
	return img, err
}

// spread scales clip-space points so that the samples of a pixel, drawn as pixels
// of a picture with more of them, lie evenly around the pixel's own sample: the
// reference's mapping puts the outer samples, not the outer edges, at -1 and 1.
func (s scene) spread(clip []geom.Vec4, size int) {
	scale := float32(samples*(size-1)) / float32(samples*size-1)
	for i := range clip {
		clip[i].X *= scale
		clip[i].Y *= scale
	}
}

// pixel averages the samples of one pixel.
func (s scene) pixel(hits *Hits, levels []uint8, x, y int) color.NRGBA {
	var sum geom.Vec3
	covered := 0
	for i := range samples * samples {
		at := (y*samples+i/samples)*hits.Width + x*samples + i%samples
		triangle := hits.Triangle[at]
		if triangle == view.NoTriangle {
			continue
		}
		covered++
		sum = sum.Add(s.colour(int(triangle), hits.Bary[at], levels))
	}
	if covered == 0 {
		return color.NRGBA{}
	}
	c := sum.Scale(1 / float32(covered))
	return color.NRGBA{R: round(c.X), G: round(c.Y), B: round(c.Z), A: uint8(covered * 255 / (samples * samples))}
}

// colour returns the sRGB colour of a point of a triangle.
func (s scene) colour(triangle int, bary geom.Vec3, levels []uint8) geom.Vec3 {
	var uv geom.Vec2
	if s.mesh.UVs != nil {
		a, b, c := s.uvs(triangle)
		uv = geom.Vec2{
			X: bary.Dot(geom.Vec3{X: a.X, Y: b.X, Z: c.X}),
			Y: bary.Dot(geom.Vec3{X: a.Y, Y: b.Y, Z: c.Y}),
		}
	}
	return s.paints[s.mesh.Slot(triangle)].sample(uv, levels[triangle])
}

func (s scene) uvs(triangle int) (a, b, c geom.Vec2) {
	t := s.triangles[triangle]
	return s.mesh.UVs[t[0]], s.mesh.UVs[t[1]], s.mesh.UVs[t[2]]
}

// levels returns for each triangle how often its texture must be halved for a
// texel to be about as large as a sample.
func (s scene) levels(clip []geom.Vec4, size int) []uint8 {
	levels := make([]uint8, len(s.triangles))
	if s.mesh.UVs == nil {
		return levels
	}
	samplesPerClip := float64(samples*size) / 2
	for i, t := range s.triangles {
		paint := s.paints[s.mesh.Slot(i)]
		if len(paint.levels) < 2 {
			continue
		}
		texture := paint.levels[0].Rect.Size()
		a, b, c := s.uvs(i)
		texels := area(a, b, c) * float64(texture.X) * float64(texture.Y)
		drawn := area(onScreen(clip[t[0]]), onScreen(clip[t[1]]), onScreen(clip[t[2]])) * samplesPerClip * samplesPerClip
		// Each halving quarters the texels. What is seen edge-on is left sharp.
		if halvings := math.Log2(texels/drawn) / 2; drawn > 0 && halvings > 0 {
			levels[i] = uint8(min(math.Round(halvings), maxLevel))
		}
	}
	return levels
}

// maxLevel keeps triangles seen at a grazing angle from one colour each, and
// colours from leaking over the padding between charts.
const maxLevel = 4

func onScreen(p geom.Vec4) geom.Vec2 { return geom.Vec2{X: p.X / p.W, Y: p.Y / p.W} }

// area is twice the area of a triangle.
func area(a, b, c geom.Vec2) float64 {
	ab, ac := b.Sub(a), c.Sub(a)
	return math.Abs(float64(ab.X)*float64(ac.Y) - float64(ab.Y)*float64(ac.X))
}

// round encodes a colour component in 8 bits.
func round(f float32) uint8 { return uint8(min(max(f, 0), 1)*255 + 0.5) }
