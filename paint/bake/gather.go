package bake

import (
	"context"
	"math"

	"patina/paint/geom"
	"patina/paint/parallel"
	"patina/paint/view"
)

// This is back-projection the other way round from the reference's splatting
// (reference section 1.6): every texel looks for the pixels that show it, as in
// the reference's back_sample mode, but with a depth in float, a tolerance that
// follows the slope, and each of the four pixels around the point tested on its
// own, so that colours of other surfaces and of the background never enter.

// blended is what is known of a texel besides its colour while views are blended.
type blended struct {
	total float32 // sum of the weights of the views so far
	best  float32 // the largest of them
}

// gatherViews blends the views into the atlas one after the other. The colour of
// a texel is the weighted mean of what the views show; the weight is that of the
// view, times a power of the cosine between surface and view, times the trust in
// the pixels.
func gatherViews(ctx context.Context, a *Atlas, painted []view.Painted, opt Options) error {
	sums := make([][]blended, len(a.Textures))
	for slot, t := range a.Textures {
		if t != nil {
			sums[slot] = make([]blended, len(t.Color))
		}
	}
	views := newSights(a.surface, painted, opt)
	if err := a.surface.share(ctx, views); err != nil {
		return err
	}
	if opt.Matching == MatchColors && len(painted) > 1 {
		tones, err := matchTones(ctx, a, views)
		if err != nil {
			return err
		}
		views.tones = tones
	}
	for i, p := range painted {
		if err := gatherView(ctx, a, sums, views, i, provenance(p, i)); err != nil {
			return err
		}
		if opt.Blending != BlendGradients {
			views.forget(i)
		}
		opt.Blended(a, i+1, len(painted))
	}
	if opt.Blending == BlendGradients && len(painted) > 1 {
		return blendGradients(ctx, a, views)
	}
	return context.Cause(ctx)
}

// gatherView blends one view into all textures; number is what its texels remember.
func gatherView(ctx context.Context, a *Atlas, sums [][]blended, views *sights, i int, number uint8) error {
	v, err := views.at(ctx, i)
	if err != nil {
		return err
	}
	for slot, t := range a.Textures {
		if t == nil {
			continue
		}
		err := parallel.Parts(ctx, t.Size, bandRows, func(lo, hi int) {
			for y := lo; y < hi; y++ {
				v.gatherRow(a.surface, a.surface.owners[slot], t, sums[slot], y, number)
				v.gatherBesides(a.surface, a.surface.besides(slot, y), t, sums[slot], number)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// gatherRow blends the view into one row of a texture.
func (v *sight) gatherRow(s *surface, owners []int32, t *Texture, sums []blended, y int, number uint8) {
	for i := y * t.Size; i < (y+1)*t.Size; i++ {
		// Most texels are on the far side of most views: ask here, without a call.
		if owners[i] == noOwner || v.faces[owners[i]&ownerMask].across == 0 {
			continue
		}
		c, w := v.texel(s, owners[i], i-y*t.Size, y)
		if w == 0 {
			continue
		}
		sums[i].blend(t, i, c, w, number)
	}
}

// gatherBesides blends the view into texels as what else they show of the surface.
func (v *sight) gatherBesides(s *surface, besides []sharer, t *Texture, sums []blended, number uint8) {
	for _, p := range besides {
		i := int(p.texel)
		if c, w := v.texel(s, p.owner, i%t.Size, i/t.Size); w > 0 {
			sums[i].blend(t, i, c, following*w, number)
		}
	}
}

// blend adds a sample of a view to texel i with a weight.
func (b *blended) blend(t *Texture, i int, c sample, w float32, number uint8) {
	b.total += w
	at, share := &t.Color[i], w/(b.total*c.weight)
	keep := 1 - w/b.total
	*at = geom.Vec3{X: at.X*keep + c.r*share, Y: at.Y*keep + c.g*share, Z: at.Z*keep + c.b*share}
	if w > b.best {
		b.best, t.Provenance[i] = w, number
	}
}

// texel returns what the view shows in a texel with an owner, and how much that counts;
// 0 where it shows nothing.
func (v *sight) texel(s *surface, owner int32, x, y int) (c sample, weight float32) {
	t := owner & ownerMask
	f, m := &v.faces[t], &s.frames[t]
	if f.across == 0 {
		return sample{}, 0
	}
	b1, b2 := m.bary(x, y)
	p1, p2 := b1, b2 // in the plane of the triangle; b1 and b2 on the triangle itself
	if owner&remote != 0 {
		b1, b2, p1, p2 = s.beyond(t, x, y)
	}
	if weight = v.weigh(f.cos[0] + f.cos[1]*b1 + f.cos[2]*b2); weight == 0 {
		return sample{}, 0
	}
	var faith float32
	if f.across == 1 && f.down == 1 {
		c, faith = v.sampleAt(f, p1, p2)
	} else {
		c, faith = v.sampleTexel(f, m, p1, p2)
	}
	if c.weight <= minSample && owner&remote != 0 {
		c, faith = v.sampleAt(f, b1, b2)
	}
	if c.weight <= minSample {
		return sample{}, 0
	}
	if v.toned {
		c = v.tone.apply(c)
	}
	return c, weight * c.weight * faith
}

// sample is a sum of colours times weights, and of the weights.
type sample struct{ r, g, b, weight float32 }

// minSample is the weight below which a sample says nothing: less than one part
// in a thousand of a pixel seen.
const minSample = 1e-3

// sampleTexel returns the mean of what the view shows at points spread over a texel
// that is larger than a pixel. Points beyond the border of a chart are looked at where
// the surface goes on in the same plane: then the colours on both sides of a seam
// agree. faith is the mean of how far the points may be trusted.
func (v *sight) sampleTexel(f *face, m *frame, b1, b2 float32) (sum sample, faith float32) {
	for j := range f.down {
		dy := (float32(j)+0.5)/float32(f.down) - 0.5
		for i := range f.across {
			dx := (float32(i)+0.5)/float32(f.across) - 0.5
			c, at := v.sampleAt(f, b1+m.dx1*dx+m.dy1*dy, b2+m.dx2*dx+m.dy2*dy)
			sum = sample{sum.r + c.r, sum.g + c.g, sum.b + c.b, sum.weight + c.weight}
			faith += c.weight * at
		}
	}
	part := 1 / (float32(f.across) * float32(f.down))
	faith /= max(sum.weight, minSample)
	return sample{sum.r * part, sum.g * part, sum.b * part, sum.weight * part}, faith
}

// sampleAt interpolates the picture at a point of a face between the pixels
// around it that show the same surface. The weight is 1 where all do and are opaque, 0
// where the point is hidden or out of the picture; faith is how far the place may be
// trusted.
func (v *sight) sampleAt(f *face, b1, b2 float32) (sum sample, faith float32) {
	x := f.x[0] + f.x[1]*b1 + f.x[2]*b2
	y := f.y[0] + f.y[1]*b1 + f.y[2]*b2
	depth := f.w[0] + f.w[1]*b1 + f.w[2]*b2
	if v.perspective {
		if depth < nearest {
			return sample{}, 0
		}
		depth = 1 / depth
		x, y = x*depth, y*depth
	}
	edge := float32(v.size) - 0.5
	if !(x >= -0.5 && y >= -0.5 && x <= edge && y <= edge) {
		return sample{}, 0
	}
	x0, y0 := min(int(max(x, 0)), v.size-2), min(int(max(y, 0)), v.size-2)
	fx, fy := x-float32(x0), y-float32(y0)
	tolerance := v.tolerance(f, depth)
	// The depth that the plane of the face has at the centre of pixel (x0, y0).
	depth -= f.gx*fx + f.gy*fy
	fx, fy = min(max(fx, 0), 1), min(max(fy, 0), 1)
	i := y0*v.size + x0
	if f.across == 1 && f.down == 1 && v.isSmooth(x0, y0, depth, tolerance) {
		return v.cubic(x0, y0, fx, fy), v.faith(f, i, fx, fy)
	}
	sum.tap(&v.pixels[i], (1-fx)*(1-fy), depth, tolerance)
	sum.tap(&v.pixels[i+1], fx*(1-fy), depth+f.gx, tolerance)
	sum.tap(&v.pixels[i+v.size], (1-fx)*fy, depth+f.gy, tolerance)
	sum.tap(&v.pixels[i+v.size+1], fx*fy, depth+f.gx+f.gy, tolerance)
	return sum, v.faith(f, i, fx, fy)
}

// tap adds a pixel if it shows the surface at the depth that is expected there.
func (s *sample) tap(p *pixel, share, depth, tolerance float32) {
	if !(abs32(p.depth-depth) <= tolerance) {
		return
	}
	w := share * float32(p.trust) * (1.0 / 255)
	s.weight += w
	w *= 1.0 / 255
	s.r += w * float32(p.r)
	s.g += w * float32(p.g)
	s.b += w * float32(p.b)
}

// weightSteps is the resolution of the table of weights over the cosine.
const weightSteps = 2048

// newWeights tabulates the weight of a surface over the cosine between its normal
// and the view: the weight of the view times the cosine to opt.Exponent, fading
// out towards opt.MaxAngle so that no view ends in a visible line, and 0 beyond.
func newWeights(weight float64, opt Options) []float32 {
	least := math.Cos(opt.MaxAngle * math.Pi / 180)
	const fade, remains = 0.1, 0.02
	table := make([]float32, weightSteps+1)
	for i := range table {
		if cos := float64(i) / weightSteps; cos >= least {
			ramp := remains + (1-remains)*smoothstep((cos-least)/fade)
			table[i] = float32(weight * math.Pow(cos, opt.Exponent) * ramp)
		}
	}
	return table
}

// weigh looks a cosine up in the table.
func (v *sight) weigh(cos float32) float32 {
	return v.weight[int(min(max(cos, 0), 1)*weightSteps+0.5)]
}
