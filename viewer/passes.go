package viewer

import (
	"context"
	"unsafe"

	"github.com/go-gl/gl/v4.1-core/gl"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/view"
)

// This file renders passes as the reference does (reference sections 1.1 and 1.2),
// as far as a GPU can: it samples the same points and compares the same depths, but
// decides edges with its own rules.

// bandPixels is how many pixels are drawn in one go. Taller passes are drawn in
// bands, which bounds the memory on the GPU to 44 bytes for each of them, and lets
// the viewport have the thread in between.
const bandPixels = 1 << 21

// RenderPasses returns what each view sees of the mesh at size times size pixels,
// in the order of the views; see view.Passes for what they hold. The mesh is in the
// artist's frame. The error is context.Cause(ctx) when ctx ends first, and otherwise
// a sentence that says what the driver cannot do.
func (v *Viewer) RenderPasses(ctx context.Context, m *mesh.Mesh, views []view.View, size int) ([]view.Passes, error) {
	if err := v.checkSize(size); err != nil {
		return nil, err
	}
	g, err := v.acquire(ctx, m)
	if err != nil {
		return nil, err
	}
	defer v.giveBack(g)
	r := passRenderer{viewer: v, geometry: g, rows: min(size, max(1, bandPixels/size))}
	defer r.release()
	passes := make([]view.Passes, len(views))
	for i, camera := range views {
		if passes[i], err = r.render(ctx, camera, size); err != nil {
			return nil, err
		}
	}
	return passes, nil
}

// passRenderer renders the passes of one mesh at one size.
type passRenderer struct {
	viewer   *Viewer
	geometry *geometry
	rows     int     // of a band
	target   *target // nil until the first band
}

// Locations of the outputs of the pass program.
const (
	normalOutput = iota
	positionOutput
	depthOutput
	triangleOutput
)

func (r *passRenderer) render(ctx context.Context, camera view.View, size int) (view.Passes, error) {
	n := size * size
	p := view.Passes{
		Size: size, Normal: make([]geom.Vec3, n), Position: make([]geom.Vec3, n),
		Depth: make([]float32, n), Mask: make([]bool, n), Triangle: make([]int32, n),
	}
	for top := 0; top < size; top += r.rows {
		rows := min(r.rows, size-top)
		err := r.viewer.do(ctx, func() error {
			if err := r.draw(camera, size, top); err != nil {
				return err
			}
			read(p.Normal[top*size:], normalOutput, size, rows, gl.RGB, gl.FLOAT)
			read(p.Position[top*size:], positionOutput, size, rows, gl.RGB, gl.FLOAT)
			read(p.Depth[top*size:], depthOutput, size, rows, gl.RED, gl.FLOAT)
			read(p.Triangle[top*size:], triangleOutput, size, rows, gl.RED_INTEGER, gl.INT)
			return nil
		})
		if err != nil {
			return view.Passes{}, err
		}
	}
	for i, triangle := range p.Triangle {
		p.Mask[i] = triangle != view.NoTriangle
	}
	return p, nil
}

// draw draws the band of rows that starts at top.
func (r *passRenderer) draw(camera view.View, size, top int) (err error) {
	if r.target == nil {
		r.target, err = newTarget(size, r.rows, 0, gl.RGBA32F, gl.RGBA32F, gl.R32F, gl.R32I)
		if err != nil {
			return err
		}
	}
	r.target.bind()
	gl.Viewport(0, -int32(top), int32(size), int32(size))
	gl.Disable(gl.BLEND)
	gl.Disable(gl.CULL_FACE)
	gl.Enable(gl.DEPTH_TEST)
	gl.DepthMask(true)
	gl.DepthFunc(gl.LESS) // in the order of the triangles: the lower index wins a tie
	clearPasses()

	program := r.viewer.programs.pass
	program.use()
	program.setMatrix("camera", camera.Camera())
	program.setMatrix("projection", camera.Lens.Projection(1))
	program.setFloat("spread", spread(size))
	r.geometry.drawInOrder()
	return nil
}

// spread is the factor from the reference's pixel mapping to OpenGL's: column 0 of
// the reference sees x = -1 and the last column x = 1 at their centres.
func spread(size int) float32 { return float32(size-1) / float32(size) }

func clearPasses() {
	normal := [4]float32{view.EmptyNormal.X, view.EmptyNormal.Y, view.EmptyNormal.Z, 0}
	position := [4]float32{view.EmptyPosition.X, view.EmptyPosition.Y, view.EmptyPosition.Z, 0}
	depth, farthest := [4]float32{}, float32(1)
	triangle := [4]int32{view.NoTriangle}
	gl.ClearBufferfv(gl.COLOR, normalOutput, &normal[0])
	gl.ClearBufferfv(gl.COLOR, positionOutput, &position[0])
	gl.ClearBufferfv(gl.COLOR, depthOutput, &depth[0])
	gl.ClearBufferiv(gl.COLOR, triangleOutput, &triangle[0])
	gl.ClearBufferfv(gl.DEPTH, 0, &farthest)
}

// read copies the rows of one output of the target that is bound.
func read[T any](into []T, output uint32, width, rows int, format, kind uint32) {
	gl.ReadBuffer(gl.COLOR_ATTACHMENT0 + output)
	gl.ReadPixels(0, 0, int32(width), int32(rows), format, kind, unsafe.Pointer(unsafe.SliceData(into)))
}

func (r *passRenderer) release() {
	// When the viewer was closed in between, the context took the target along.
	_ = r.viewer.do(context.Background(), func() error {
		if r.target != nil {
			r.target.Release()
		}
		return nil
	})
}
