package viewer

import (
	"context"
	"image"
	"math"

	"github.com/go-gl/gl/v4.1-core/gl"

	"patina/paint/mesh"
	"patina/paint/view"
)

// RenderViews returns what each view sees of the base colour without light, at
// size times size pixels: sRGB, straight alpha, 0 where nothing is seen and in
// between where a pixel is partly covered. textures has one entry for each material
// slot; nil, or a nil slice, shows the material of the mesh. The error is
// context.Cause(ctx) when ctx ends first, and otherwise a sentence that says what
// the driver cannot do.
func (v *Viewer) RenderViews(ctx context.Context, m *mesh.Mesh, textures []*image.NRGBA, views []view.View, size int) ([]*image.NRGBA, error) {
	if err := v.checkSize(size); err != nil {
		return nil, err
	}
	g, err := v.acquire(ctx, m)
	if err != nil {
		return nil, err
	}
	defer v.giveBack(g)
	r := viewRenderer{viewer: v, geometry: g}
	defer r.release()
	if err := v.dress(ctx, &r.palette, paintsOf(m, textures)); err != nil {
		return nil, err
	}
	images := make([]*image.NRGBA, len(views))
	for i, camera := range views {
		images[i] = image.NewNRGBA(image.Rect(0, 0, size, size))
		if err := v.do(ctx, func() error { return r.draw(camera, images[i]) }); err != nil {
			return nil, err
		}
		straighten(images[i])
	}
	return images, nil
}

// dress gives a palette new paints, as far as they are not the ones it has. Each
// texture is uploaded on its own, so that others have the GL thread in between.
func (v *Viewer) dress(ctx context.Context, p *palette, paints []paint) error {
	if len(paints) != len(p.paints) {
		if err := v.do(ctx, func() error { p.resize(len(paints)); return nil }); err != nil {
			return err
		}
	}
	for slot, paint := range paints {
		if paint == p.paints[slot] {
			continue
		}
		image := paint.image
		if image != nil {
			image = shrink(image, v.limits.textureSize)
		}
		if err := v.do(ctx, func() error { p.set(slot, paint, image, v.limits); return nil }); err != nil {
			return err
		}
	}
	return nil
}

// viewRenderer renders textured views of one mesh at one size.
type viewRenderer struct {
	viewer   *Viewer
	geometry *geometry
	palette  palette
	canvas   *canvas // nil until the first view
}

func (r *viewRenderer) draw(camera view.View, into *image.NRGBA) (err error) {
	size := into.Rect.Dx()
	if r.canvas == nil {
		if r.canvas, err = newCanvas(size, size, r.viewer.limits.samples); err != nil {
			return err
		}
	}
	r.canvas.bind(true)
	var nothing [4]float32
	gl.ClearBufferfv(gl.COLOR, 0, &nothing[0])
	r.viewer.drawSurface(r.geometry, &r.palette, lens{camera, 1, spread(size)}, false)
	r.canvas.read(into.Pix)
	return nil
}

func (r *viewRenderer) release() {
	// When the viewer was closed in between, the context took everything along.
	_ = r.viewer.do(context.Background(), func() error {
		r.palette.Release()
		if r.canvas != nil {
			r.canvas.Release()
		}
		return nil
	})
}

// straighten divides the colours of partly covered pixels by their alpha: averaging
// the samples has mixed them with the black of nothing.
func straighten(img *image.NRGBA) {
	for i := 0; i < len(img.Pix); i += 4 {
		p := img.Pix[i : i+4 : i+4]
		if p[3] == 0 || p[3] == math.MaxUint8 {
			continue
		}
		for c := range 3 {
			p[c] = uint8(min((int(p[c])*math.MaxUint8+int(p[3])/2)/int(p[3]), math.MaxUint8))
		}
	}
}
