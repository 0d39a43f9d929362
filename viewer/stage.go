package viewer

import (
	"context"
	"image"
	"math"
	"time"

	"github.com/go-gl/gl/v4.1-core/gl"

	"patina/paint/mesh"
)

// stage holds what the frames of the viewport are drawn with. It belongs to the
// goroutine of the viewport; the GL objects in it are touched on the GL thread only.
type stage struct {
	viewer   *Viewer
	mesh     *mesh.Mesh // what geometry was made of, nil for none
	geometry *geometry
	palette  palette
	hatching hatching
	canvas   *canvas
	frames   [2]*image.NRGBA
	next     int           // index of the frame that is drawn next
	fineTook time.Duration // how long the last fine frame took
}

// fineBudget is how long a fine frame may take to keep orbiting smooth.
const fineBudget = 25 * time.Millisecond

// slow tells that fine frames take too long while things move.
func (st *stage) slow() bool { return st.fineTook > fineBudget }

// draw returns a finished frame, with smooth edges if it is to be fine.
func (st *stage) draw(ctx context.Context, s scene, fine bool) (*image.NRGBA, error) {
	if err := st.enter(ctx, s.mesh); err != nil {
		return nil, err
	}
	var paints []paint
	if s.mesh != nil {
		paints = paintsOf(s.mesh, s.baseColor)
	}
	if err := st.viewer.dress(ctx, &st.palette, paints); err != nil {
		return nil, err
	}
	if err := st.viewer.setHatching(ctx, &st.hatching, s.mesh, s.hatched); err != nil {
		return nil, err
	}
	frame := st.frame(within(s.size, st.viewer.limits.pictureSize))
	return frame, st.viewer.do(ctx, func() error { return st.paint(s, frame, fine) })
}

// enter puts a mesh on the stage in place of the one before.
func (st *stage) enter(ctx context.Context, m *mesh.Mesh) error {
	if m == st.mesh {
		return nil
	}
	var entering *geometry
	if m != nil {
		var err error
		if entering, err = st.viewer.acquire(ctx, m); err != nil {
			return err
		}
	}
	if st.geometry != nil {
		st.viewer.giveBack(st.geometry)
	}
	st.mesh, st.geometry = m, entering
	return nil
}

// frame returns the frame to draw into, which is the one before the last.
func (st *stage) frame(size image.Point) *image.NRGBA {
	frame := st.frames[st.next]
	if frame == nil || frame.Rect.Size() != size {
		frame = image.NewNRGBA(image.Rectangle{Max: size})
		st.frames[st.next] = frame
	}
	st.next = 1 - st.next
	return frame
}

// paint draws the scene into a frame. It runs on the GL thread.
func (st *stage) paint(s scene, frame *image.NRGBA, fine bool) error {
	start := time.Now()
	size := frame.Rect.Size()
	if err := st.resize(size); err != nil {
		return err
	}
	st.canvas.bind(fine)
	l := lens{s.camera, float64(size.X) / float64(size.Y), 1}
	st.viewer.drawBackdrop(size)
	if st.geometry != nil {
		st.viewer.drawSurface(st.geometry, &st.palette, l, s.lit)
		st.viewer.drawHatch(st.geometry, &st.hatching, l, size.Y)
		st.viewer.drawGrid(l, st.geometry.ground)
	}
	st.canvas.read(frame.Pix)
	if fine {
		st.fineTook = time.Since(start)
	}
	return nil
}

func (st *stage) resize(size image.Point) (err error) {
	if st.canvas != nil && size == image.Pt(st.canvas.plain.width, st.canvas.plain.height) {
		return nil
	}
	if st.canvas != nil {
		st.canvas.Release()
	}
	st.canvas, err = newCanvas(size.X, size.Y, st.viewer.limits.samples)
	return err
}

func (st *stage) release() {
	if st.geometry != nil {
		st.viewer.giveBack(st.geometry)
	}
	// The viewer closes the viewport before anything else, so the thread is there.
	_ = st.viewer.do(context.Background(), func() error {
		st.palette.Release()
		st.hatching.Release()
		if st.canvas != nil {
			st.canvas.Release()
		}
		return nil
	})
}

// within returns the size, made smaller in proportion if a side exceeds limit.
func within(size image.Point, limit int) image.Point {
	longest := max(size.X, size.Y)
	if longest <= limit {
		return size
	}
	return image.Pt(max(1, size.X*limit/longest), max(1, size.Y*limit/longest))
}

// drawBackdrop fills the target that is bound.
func (v *Viewer) drawBackdrop(size image.Point) {
	gl.Disable(gl.DEPTH_TEST)
	gl.Disable(gl.BLEND)
	gl.BindVertexArray(v.programs.noVertices)
	v.programs.backdrop.use()
	v.programs.backdrop.setVec2("size", float32(size.X), float32(size.Y))
	gl.DrawArrays(gl.TRIANGLES, 0, 3)
}

// gridReach is how many fitted units the ground reaches from the middle.
const gridReach = 2

// drawGrid draws the ground, which vanishes when it is seen from below, where it
// would hide the mesh.
func (v *Viewer) drawGrid(l lens, ground float32) {
	above := math.Sin(l.view.Elevation * math.Pi / 180)
	opacity := smoothstep(-0.12, -0.01, above)
	if opacity == 0 {
		return
	}
	gl.Enable(gl.DEPTH_TEST)
	gl.DepthMask(false)
	gl.Enable(gl.BLEND)
	gl.BlendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ZERO, gl.ONE)
	gl.BindVertexArray(v.programs.noVertices)
	program := v.programs.grid
	program.use()
	program.setMatrix("camera", l.view.Camera())
	program.setMatrix("projection", l.projection())
	program.setFloat("ground", ground)
	program.setFloat("reach", gridReach)
	program.setFloat("opacity", float32(opacity))
	gl.DrawArrays(gl.TRIANGLE_STRIP, 0, 4)
}

// smoothstep rises from 0 at lo to 1 at hi.
func smoothstep(lo, hi, x float64) float64 {
	t := min(max((x-lo)/(hi-lo), 0), 1)
	return t * t * (3 - 2*t)
}
