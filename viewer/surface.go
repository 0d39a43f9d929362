package viewer

import (
	"github.com/go-gl/gl/v4.1-core/gl"

	"patina/paint/geom"
	"patina/paint/view"
)

// lens is how a picture is projected: the camera, the width of the picture per its
// height, and the factor of the pixel mapping, 1 for OpenGL's own.
type lens struct {
	view   view.View
	aspect float64
	spread float32
}

// projection returns the matrix for pictures that people look at. A parallel
// projection has no near plane for them: zooming in must not cut the mesh open, so
// the depth is compressed until what lies behind the camera fits as well.
func (l lens) projection() geom.Mat4 {
	m := l.view.Lens.Projection(l.aspect)
	if !l.view.Lens.IsPerspective() {
		for i := 8; i < 12; i++ {
			m[i] /= 2
		}
	}
	return m
}

// drawSurface draws a mesh with its paints, with light or without, to the target
// that is bound.
func (v *Viewer) drawSurface(g *geometry, p *palette, l lens, lit bool) {
	gl.Disable(gl.BLEND)
	gl.Disable(gl.CULL_FACE) // what is painted is what shows, on both sides
	gl.Enable(gl.DEPTH_TEST)
	gl.DepthMask(true)
	gl.DepthFunc(gl.LESS)
	gl.FrontFace(gl.CW) // the fitted frame mirrors, and the rows run downwards

	program := v.programs.surface
	program.use()
	program.setMatrix("camera", l.view.Camera())
	program.setMatrix("projection", l.projection())
	program.setFloat("spread", l.spread)
	program.setBool("perspective", l.view.Lens.IsPerspective())
	program.setBool("lit", lit)
	program.setInt("baseColor", 0)
	gl.ActiveTexture(gl.TEXTURE0)
	for _, r := range g.runs {
		paint, texture := p.paints[r.slot], p.textures[r.slot]
		program.setBool("textured", texture != nil)
		program.setBool("doubleSided", paint.doubleSided)
		program.setVec3("factor", paint.factor)
		if texture != nil {
			gl.BindTexture(gl.TEXTURE_2D, texture.name)
		}
		g.drawRun(r)
	}
}
