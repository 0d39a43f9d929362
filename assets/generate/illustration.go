package main

import (
	"context"
	"fmt"
	"image"
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/raster"
	"patina/paint/view"
)

// samples is how many times finer than the picture the illustrator looks, in
// either direction.
const samples = 3

// The light: a key from above at the viewer's left, sky above and warm ground below.
var (
	keyLight = vec(-0.45, 0.72, 0.62).Normalize()
	skyGlow  = vec(0.30, 0.35, 0.40)
	ground   = vec(0.30, 0.24, 0.20)
	keyGlow  = vec(0.92, 0.88, 0.80)
)

// illustrate draws the painted model as a view sees it, on a transparent ground:
// size times size pixels.
func illustrate(ctx context.Context, m *model, v view.View, size int) (*image.NRGBA, error) {
	passes, err := raster.Renderer{}.RenderPasses(ctx, m.mesh, []view.View{v}, size*samples)
	if err != nil {
		return nil, fmt.Errorf("illustrating %s: %w", m.mesh.Name, err)
	}
	shade := shader{model: m, passes: &passes[0], openness: openness(&passes[0]), eye: eyeOf(v), fit: m.mesh.Fit()}
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		for x := range size {
			shade.pixel(img, x, y)
		}
	}
	return img, nil
}

// eyeOf returns the direction towards the camera in the frame of the model.
func eyeOf(v view.View) geom.Vec3 {
	d := v.Direction()
	return vec(-d.X, -d.Z, d.Y)
}

// shader turns what a view sees of a model into colour.
type shader struct {
	*model
	passes   *view.Passes
	openness []float32 // per sample
	eye      geom.Vec3
	fit      mesh.Fit
}

// pixel averages the samples of a pixel, weighted by coverage.
func (s *shader) pixel(img *image.NRGBA, x, y int) {
	var sum geom.Vec3
	covered := 0
	for j := range samples {
		for i := range samples {
			at := (y*samples+j)*s.passes.Size + x*samples + i
			if s.passes.Mask[at] {
				sum = sum.Add(s.colour(at))
				covered++
			}
		}
	}
	if covered == 0 {
		return
	}
	c := sum.Scale(1 / float32(covered))
	at := img.PixOffset(x, y)
	img.Pix[at], img.Pix[at+1], img.Pix[at+2] = encode(c.X), encode(c.Y), encode(c.Z)
	img.Pix[at+3] = uint8(255 * covered / (samples * samples))
}

// colour returns the linear colour of a sample that sees the model.
func (s *shader) colour(at int) geom.Vec3 {
	triangle := int(s.passes.Triangle[at])
	t := s.mesh.Triangles[triangle]
	w := s.weights(at, triangle)
	n := blend(w, s.mesh.Normals[t[0]], s.mesh.Normals[t[1]], s.mesh.Normals[t[2]]).Normalize()
	q := blend(w, s.patterns[t[0]], s.patterns[t[1]], s.patterns[t[2]])
	f := s.parts[s.part[triangle]].paint(q, n)
	return s.lit(f, n, s.openness[at])
}

// lit returns the linear colour of a finish under the lights.
func (s *shader) lit(f finish, n geom.Vec3, open float32) geom.Vec3 {
	wrapped := n.Dot(keyLight)*0.5 + 0.5
	light := skyGlow.Lerp(ground, 0.5-0.5*n.Y).Scale(open).Add(keyGlow.Scale(wrapped * wrapped * mix(open, 1, 0.35)))
	rim := 1 - clamp(n.Dot(s.eye), 0, 1)
	light = light.Add(skyGlow.Scale(1.1 * rim * rim * rim * step01(-0.3, 0.8, n.Y) * open))
	half := keyLight.Add(s.eye).Normalize()
	shine := f.gloss * 0.55 * float32(math.Pow(float64(max(n.Dot(half), 0)), 48)) * open
	// Shadows keep their colour: occlusion saturates instead of greying.
	albedo := linear(f.colour)
	albedo = albedo.Lerp(albedo.Mul(albedo).Scale(1.4).Min(albedo), 0.5*(1-open))
	return albedo.Mul(light).Add(vec(shine, shine, shine*0.9))
}

// weights returns the barycentric coordinates of a sample in its triangle.
func (s *shader) weights(at, triangle int) geom.Vec3 {
	p := s.fit.Unfit(s.passes.Position[at])
	a, b, c := s.mesh.Corners(triangle)
	n := b.Sub(a).Cross(c.Sub(a))
	wa := c.Sub(b).Cross(p.Sub(b)).Dot(n)
	wb := a.Sub(c).Cross(p.Sub(c)).Dot(n)
	return vec(wa, wb, n.Dot(n)-wa-wb).Scale(1 / n.Dot(n))
}

func blend(w, a, b, c geom.Vec3) geom.Vec3 {
	return a.Scale(w.X).Add(b.Scale(w.Y)).Add(c.Scale(w.Z))
}

// linear decodes an sRGB colour.
func linear(c geom.Vec3) geom.Vec3 {
	decode := func(x float32) float32 {
		if x <= 0.04045 {
			return x / 12.92
		}
		return float32(math.Pow((float64(x)+0.055)/1.055, 2.4))
	}
	return vec(decode(c.X), decode(c.Y), decode(c.Z))
}

// encode returns a linear component as 8-bit sRGB.
func encode(x float32) uint8 {
	x = clamp(x, 0, 1)
	if x <= 0.0031308 {
		return uint8(x*12.92*255 + 0.5)
	}
	return uint8((1.055*math.Pow(float64(x), 1/2.4)-0.055)*255 + 0.5)
}
