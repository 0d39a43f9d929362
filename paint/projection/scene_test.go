package projection

import (
	"context"
	"image"
	"image/color"
	"math"
	"testing"

	"patina/paint"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

// creature returns a body with head and tail and two arms, of which the right one
// is missing when lopsided. Each part has its own tile of the texture.
func creature(lopsided bool) *mesh.Mesh {
	m := &mesh.Mesh{Name: "creature", Materials: []mesh.Material{mesh.DefaultMaterial()}}
	addPart(m, painttest.Sphere(8), geom.Vec3{X: 0.5, Y: 0.6, Z: 0.9}, geom.Vec3{})
	addPart(m, painttest.Sphere(6), geom.Vec3{X: 0.35, Y: 0.35, Z: 0.3}, geom.Vec3{Y: 0.7, Z: 0.8})
	addPart(m, painttest.Sphere(4), geom.Vec3{X: 0.08, Y: 0.5, Z: 0.1}, geom.Vec3{Y: 0.5, Z: -1})
	addPart(m, painttest.Cube(), geom.Vec3{X: 0.35, Y: 0.07, Z: 0.1}, geom.Vec3{X: 0.7, Y: 0.1, Z: 0.3})
	if !lopsided {
		addPart(m, painttest.Cube(), geom.Vec3{X: 0.35, Y: 0.07, Z: 0.1}, geom.Vec3{X: -0.7, Y: 0.1, Z: 0.3})
	}
	m.Materials[0].Texture = patches(512)
	return m
}

func addPart(m, part *mesh.Mesh, scale, at geom.Vec3) {
	first, tile := uint32(len(m.Positions)), float32(0)
	if first > 0 {
		tile = m.UVs[first-1].X // parts fill the texture from left to right
		tile = float32(math.Ceil(float64(tile*5))) / 5
	}
	for i, p := range part.Positions {
		m.Positions = append(m.Positions, p.Mul(scale).Add(at))
		m.UVs = append(m.UVs, geom.Vec2{X: tile + part.UVs[i].X/5, Y: part.UVs[i].Y})
	}
	for _, t := range part.Triangles {
		m.Triangles = append(m.Triangles, mesh.Triangle{t[0] + first, t[1] + first, t[2] + first})
	}
}

// patches is a texture of large, strongly coloured patches.
func patches(size int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			k := uint32(x*20/size)*7 + uint32(y*6/size)*13
			img.SetNRGBA(x, y, color.NRGBA{uint8(40 + k*53%180), uint8(30 + k*91%120), uint8(20 + k*37%200), 255})
		}
	}
	return img
}

// picture renders what a view sees, as a reference without background.
func picture(t testing.TB, m *mesh.Mesh, v view.View, size int) *image.NRGBA {
	t.Helper()
	images, err := raster.Renderer{}.RenderViews(context.Background(), m, nil, []view.View{v}, size)
	if err != nil {
		t.Fatal(err)
	}
	return images[0]
}

// passes renders what a view sees of the geometry.
func passes(t testing.TB, m *mesh.Mesh, v view.View, size int) view.Passes {
	t.Helper()
	p, err := raster.Renderer{}.RenderPasses(context.Background(), m, []view.View{v}, size)
	if err != nil {
		t.Fatal(err)
	}
	return p[0]
}

// pasted returns a larger, transparent picture that shows img at the given place.
func pasted(img *image.NRGBA, width, height int, at image.Point) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if image.Pt(x+at.X, y+at.Y).In(out.Rect) {
				out.SetNRGBA(x+at.X, y+at.Y, img.NRGBAAt(x+img.Rect.Min.X, y+img.Rect.Min.Y))
			}
		}
	}
	return out
}

// over composites a picture over a background that may differ from pixel to pixel.
func over(img *image.NRGBA, background func(x, y int) color.NRGBA) *image.NRGBA {
	out := image.NewNRGBA(img.Rect)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			c, b := img.NRGBAAt(x, y), background(x, y)
			mix := func(c, b uint8, alpha uint8) uint8 {
				return uint8((int(c)*int(alpha) + int(b)*(255-int(alpha)) + 127) / 255)
			}
			out.SetNRGBA(x, y, color.NRGBA{mix(c.R, b.R, c.A), mix(c.G, b.G, c.A), mix(c.B, b.B, c.A), 255})
		}
	}
	return out
}

// events collects what a painter reports.
type events struct {
	notices  []string
	steps    []paint.StepDone
	previews int
}

func (e *events) report(ev paint.Event) {
	switch ev := ev.(type) {
	case paint.Notice:
		e.notices = append(e.notices, ev.Text)
	case paint.StepDone:
		e.steps = append(e.steps, ev)
	case paint.ViewPreview:
		e.previews++
	}
}

// cutOutOf cuts out a reference and fails the test if that is an error.
func cutOutOf(t testing.TB, reference image.Image) (cutout, []string) {
	t.Helper()
	var notices []string
	cut, err := cutOut(context.Background(), reference, true, func(s string) { notices = append(notices, s) })
	if err != nil {
		t.Fatal(err)
	}
	return cut, notices
}
