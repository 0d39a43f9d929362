package bake

import (
	"context"
	"image"
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/raster"
	"patina/paint/view"
)

// This follows the bake of the reference pipeline (reference section 1.6, "linear"
// splatting and the "fast" merge) step by step, so that results can be compared
// with it. It leaves holes wherever a view has fewer pixels than the texture has
// texels; use Gather unless parity is what you want.

// Thresholds of the reference: of the edge detector on the 8-bit depth, of the
// share of its texels that are painted already from which on a view is skipped,
// and of the trust from which on a texel counts as painted.
const (
	cannyLow, cannyHigh = 30, 80
	skipShare           = 0.99
	leastSplat          = 1e-8
)

// splatter merges splatted views into an atlas.
type splatter struct {
	atlas *Atlas
	opt   Options
	merge []splatted // for each slot; colours and trust are sums over the views
	best  [][]float32
}

// splatted is what one view leaves in a texture: colours and cosines with weights,
// or after normalize their means.
type splatted struct {
	color  []geom.Vec3
	cos    []float32
	weight []float32
}

// splatViews bakes the views in order. The picture of a view sets the size at
// which it is rasterised.
func splatViews(ctx context.Context, a *Atlas, painted []view.Painted, opt Options) error {
	s := &splatter{atlas: a, opt: opt, merge: newSplatted(a), best: make([][]float32, len(a.Textures))}
	for slot, m := range s.merge {
		s.best[slot] = make([]float32, len(m.cos))
	}
	for i, p := range painted {
		textures, err := s.splat(ctx, p)
		if err != nil {
			return err
		}
		s.add(textures, p.View.Weight, provenance(p, i))
		opt.Blended(a, i+1, len(painted))
	}
	return context.Cause(ctx)
}

func newSplatted(a *Atlas) []splatted {
	textures := make([]splatted, len(a.Textures))
	for slot, t := range a.Textures {
		if t != nil {
			n := len(t.Color)
			textures[slot] = splatted{make([]geom.Vec3, n), make([]float32, n), make([]float32, n)}
		}
	}
	return textures
}

// splat spreads the trusted pixels of a view over the textures.
func (s *splatter) splat(ctx context.Context, p view.Painted) ([]splatted, error) {
	pixels, err := s.look(ctx, p)
	if err != nil {
		return nil, err
	}
	m, textures := s.atlas.surface.mesh, newSplatted(s.atlas)
	for i, trusted := range pixels.mask {
		if !trusted {
			continue
		}
		triangle, bary := pixels.hits.Triangle[i], pixels.hits.Bary[i]
		if s.atlas.Textures[m.Slot(int(triangle))] == nil || s.atlas.surface.kept.protects(int(triangle)) {
			continue
		}
		at := uvAt(m, m.Triangles[triangle], bary)
		textures[m.Slot(int(triangle))].put(s.atlas.surface.size, at, pixelColor(p.Image, i), pixels.cos[i])
	}
	for slot := range textures {
		textures[slot].normalize()
	}
	return textures, context.Cause(ctx)
}

// put adds a pixel to the four texels around it. Texel i of n lies at i/(n-1).
func (s *splatted) put(size int, at geom.Vec2, c geom.Vec3, cos float32) {
	x, y := at.X*float32(size-1), at.Y*float32(size-1)
	x0 := min(max(int(math.Floor(float64(x))), 0), max(size-2, 0))
	y0 := min(max(int(math.Floor(float64(y))), 0), max(size-2, 0))
	fx, fy := x-float32(x0), y-float32(y0)
	for tap, w := range [4]float32{(1 - fy) * (1 - fx), (1 - fy) * fx, fy * (1 - fx), fy * fx} {
		i := min(y0+tap/2, size-1)*size + min(x0+tap%2, size-1)
		s.color[i] = s.color[i].Add(c.Scale(w))
		s.cos[i] += cos * w
		s.weight[i] += w
	}
}

func (s *splatted) normalize() {
	for i, w := range s.weight {
		if w > 0 {
			s.color[i] = s.color[i].Scale(1 / w)
			s.cos[i] /= w
		}
	}
}

// add merges a view, unless nearly all it has to say has been said.
func (s *splatter) add(textures []splatted, viewWeight float64, number uint8) {
	some, painted := 0, 0
	for slot := range textures {
		t, trust := &textures[slot], s.merge[slot].weight
		for i, cos := range t.cos {
			t.weight[i] = float32(viewWeight * math.Pow(float64(cos), s.opt.Exponent))
			if t.weight[i] > 0 {
				some++
				if trust[i] > 0 {
					painted++
				}
			}
		}
	}
	if float64(painted) > skipShare*float64(some) {
		return
	}
	for slot := range textures {
		s.blend(slot, &textures[slot], number)
	}
}

// blend adds a view to the sums of one texture and brings the texture up to date.
func (s *splatter) blend(slot int, view *splatted, number uint8) {
	t, sum, best := s.atlas.Textures[slot], &s.merge[slot], s.best[slot]
	for i, w := range view.weight {
		if w <= 0 || t.Provenance[i] == Kept {
			continue
		}
		sum.color[i] = sum.color[i].Add(view.color[i].Scale(w))
		sum.weight[i] += w
		if sum.weight[i] <= leastSplat {
			continue
		}
		t.Color[i] = sum.color[i].Scale(1 / sum.weight[i])
		if w > best[i] {
			best[i], t.Provenance[i] = w, number
		}
	}
}

// splatPixels is what a view knows of its pixels.
type splatPixels struct {
	hits *raster.Hits
	cos  []float32 // between surface and view; 0 beyond the largest angle
	mask []bool    // the pixels far enough from silhouettes and edges of depth
}

// look rasterises the mesh as the view sees it and finds the pixels to trust.
func (s *splatter) look(ctx context.Context, p view.Painted) (*splatPixels, error) {
	m, size := s.atlas.surface.mesh, p.Image.Rect.Dx()
	camera, lens := p.View.Camera(), p.View.Lens.Projection(1)
	clipped := make([]geom.Vec4, len(m.Positions))
	inCamera := make([]geom.Vec3, len(m.Positions))
	for i, q := range s.atlas.surface.fitted {
		// Two products, one after the other, round as the reference does.
		inCamera[i] = camera.ApplyPoint(q)
		clipped[i] = lens.Apply(inCamera[i])
	}
	hits, err := raster.Rasterize(ctx, clipped, m.Triangles, size, size)
	if err != nil {
		return nil, err
	}
	pixels := &splatPixels{hits: hits, cos: make([]float32, size*size)}
	depth := make([]float32, size*size)
	normals := mesh.VertexNormals(inCamera, m.Triangles)
	least := float32(math.Cos(s.opt.MaxAngle * math.Pi / 180))
	for i, triangle := range hits.Triangle {
		if triangle == view.NoTriangle {
			continue
		}
		t, bary := m.Triangles[triangle], hits.Bary[i]
		// Fitting mirrors, so normals point away from the camera.
		n := interpolate(bary, normals[t[0]], normals[t[1]], normals[t[2]])
		if cos := -n.Normalize().Z; cos >= least {
			pixels.cos[i] = cos
		}
		depth[i] = bary.X*inCamera[t[0]].Z + bary.Y*inCamera[t[1]].Z + bary.Z*inCamera[t[2]].Z
	}
	pixels.trust(depth, size)
	return pixels, nil
}

// trust sets the mask: seen, not near what is not seen, not near an edge of depth.
// Cosines outside of it are 0.
func (p *splatPixels) trust(depth []float32, size int) {
	unseen := make([]bool, size*size)
	for i, t := range p.hits.Triangle {
		unseen[i] = t == view.NoTriangle
	}
	radius := int(2.0 / 512 * float64(size))
	edges := canny(depthGrey(depth, unseen), size, cannyLow, cannyHigh)
	grown, nearEdge := boxDilate(unseen, size, radius), boxDilate(edges, size, radius)
	p.mask = make([]bool, size*size)
	for i := range p.mask {
		p.mask[i] = !grown[i] && !nearEdge[i]
		if !p.mask[i] {
			p.cos[i] = 0
		}
	}
}

// depthGrey encodes the depth as 8 bits, truncated: the farthest seen pixel and
// all unseen ones are 0, the nearest is 255.
func depthGrey(depth []float32, unseen []bool) []uint8 {
	lo, hi := float32(math.Inf(1)), float32(math.Inf(-1))
	for i, d := range depth {
		if !unseen[i] {
			lo, hi = min(lo, d), max(hi, d)
		}
	}
	grey := make([]uint8, len(depth))
	for i, d := range depth {
		if !unseen[i] && hi > lo {
			grey[i] = uint8((d - lo) / (hi - lo) * 255)
		}
	}
	return grey
}

// boxDilate grows a mask by the radius in all directions, diagonals included.
func boxDilate(mask []bool, size, radius int) []bool {
	return growColumns(growRows(mask, size, radius), size, radius)
}

func growRows(mask []bool, size, radius int) []bool {
	out := make([]bool, len(mask))
	for i, set := range mask {
		if set {
			row := i / size * size
			for j := max(i-radius, row); j <= min(i+radius, row+size-1); j++ {
				out[j] = true
			}
		}
	}
	return out
}

func growColumns(mask []bool, size, radius int) []bool {
	out := make([]bool, len(mask))
	for i, set := range mask {
		if set {
			for y := max(i/size-radius, 0); y <= min(i/size+radius, size-1); y++ {
				out[y*size+i%size] = true
			}
		}
	}
	return out
}

func interpolate(bary, a, b, c geom.Vec3) geom.Vec3 {
	return a.Scale(bary.X).Add(b.Scale(bary.Y)).Add(c.Scale(bary.Z))
}

// uvAt returns the texture coordinates of a point of a triangle, wrapped into the
// texture where they leave it.
func uvAt(m *mesh.Mesh, t mesh.Triangle, bary geom.Vec3) geom.Vec2 {
	a, b, c := m.UVs[t[0]], m.UVs[t[1]], m.UVs[t[2]]
	return geom.Vec2{
		X: wrapped(bary.X*a.X + bary.Y*b.X + bary.Z*c.X),
		Y: wrapped(bary.X*a.Y + bary.Y*b.Y + bary.Z*c.Y),
	}
}

func wrapped(f float32) float32 {
	if f >= 0 && f <= 1 {
		return f
	}
	return f - float32(math.Floor(float64(f)))
}

func pixelColor(img *image.NRGBA, i int) geom.Vec3 {
	size := img.Rect.Dx()
	p := img.Pix[img.PixOffset(img.Rect.Min.X+i%size, img.Rect.Min.Y+i/size):][:3]
	return geom.Vec3{X: float32(p[0]) / 255, Y: float32(p[1]) / 255, Z: float32(p[2]) / 255}
}
