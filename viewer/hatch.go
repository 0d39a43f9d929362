package viewer

import (
	"context"
	"unsafe"

	"github.com/go-gl/gl/v4.1-core/gl"

	"patina/paint/mesh"
)

// hatching is the triangles of a mesh that are hatched, on the GPU.
type hatching struct {
	of     []bool // what it was made of
	buffer uint32 // 0 for none
	count  int32  // corners
}

// hatchLines is how many lines fit into the height of a picture.
const hatchLines = 90

// setHatching changes which triangles are hatched, as far as they are not those already.
func (v *Viewer) setHatching(ctx context.Context, h *hatching, m *mesh.Mesh, hatched []bool) error {
	if unsafe.SliceData(h.of) == unsafe.SliceData(hatched) {
		return nil
	}
	var triangles []mesh.Triangle
	for f, is := range hatched {
		if is {
			triangles = append(triangles, m.Triangles[f])
		}
	}
	return v.do(ctx, func() error {
		h.Release()
		h.of = hatched
		if len(triangles) == 0 {
			return nil
		}
		gl.GenBuffers(1, &h.buffer)
		gl.BindVertexArray(0)
		gl.BindBuffer(gl.ARRAY_BUFFER, h.buffer)
		gl.BufferData(gl.ARRAY_BUFFER, len(triangles)*int(unsafe.Sizeof(triangles[0])), unsafe.Pointer(unsafe.SliceData(triangles)), gl.STATIC_DRAW)
		h.count = int32(3 * len(triangles))
		return nil
	})
}

// drawHatch draws lines over the surface that drawSurface has drawn.
func (v *Viewer) drawHatch(g *geometry, h *hatching, l lens, height int) {
	if h.count == 0 {
		return
	}
	gl.Enable(gl.BLEND)
	gl.BlendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ZERO, gl.ONE)
	gl.DepthMask(false)
	gl.DepthFunc(gl.LEQUAL)
	gl.Enable(gl.POLYGON_OFFSET_FILL) // the depths of two programs may differ a little
	gl.PolygonOffset(-1, -1)
	program := v.programs.hatch
	program.use()
	program.setMatrix("camera", l.view.Camera())
	program.setMatrix("projection", l.projection())
	program.setFloat("spread", l.spread)
	program.setFloat("period", max(4, float32(height)/hatchLines))
	gl.BindVertexArray(g.passes)
	gl.BindBuffer(gl.ELEMENT_ARRAY_BUFFER, h.buffer)
	gl.DrawElements(gl.TRIANGLES, h.count, gl.UNSIGNED_INT, nil)
	gl.BindBuffer(gl.ELEMENT_ARRAY_BUFFER, g.inOrder)
	gl.Disable(gl.POLYGON_OFFSET_FILL)
	gl.DepthFunc(gl.LESS)
}

// Release deletes the triangles.
func (h *hatching) Release() {
	if h.buffer != 0 {
		gl.DeleteBuffers(1, &h.buffer)
	}
	*h = hatching{}
}
