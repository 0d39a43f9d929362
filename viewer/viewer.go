// Package viewer draws meshes with OpenGL: the passes of a job, textured views for
// contact sheets, and the frames of the viewport. It draws to framebuffers that
// nobody sees and hands out what it read back, so it needs no window and no
// display.
//
// OpenGL is called on one thread, which the Viewer owns. Everything that draws asks
// that thread for one view at a time, so that the viewport stays smooth while a job
// renders.
package viewer

import (
	"context"
	"fmt"
	"sync"

	"github.com/go-gl/gl/v4.1-core/gl"

	"patina/viewer/glthread"
	"patina/viewer/offscreen"
)

// Viewer draws with one OpenGL context. Its methods may be called from any
// goroutine.
type Viewer struct {
	thread   *glthread.Thread
	context  *offscreen.Context
	limits   limits
	viewport *viewport
	closing  sync.Once

	// What follows is touched on the GL thread only.
	programs *programs
	loaded   []*geometry
	closed   bool
}

// limits are what the driver can do.
type limits struct {
	pictureSize int     // pixels per side of a framebuffer
	textureSize int     // texels per side
	samples     int     // per pixel, at most what we ask for
	anisotropy  float32 // at most what we ask for, 1 where there is none
}

// Open starts the thread and opens a context on it. onMain runs a function on the
// main thread and returns when it has run, see offscreen.Open; with nil no window is
// tried, which on Linux is enough. The caller closes the viewer, and hands the
// raster package to its jobs where no viewer can be opened: the error says why.
func Open(ctx context.Context, onMain func(func())) (*Viewer, error) {
	thread := glthread.Start()
	c, err := offscreen.Open(ctx, thread, onMain)
	if err != nil {
		thread.Close()
		return nil, err
	}
	v := &Viewer{thread: thread, context: c}
	if err := v.do(ctx, v.setUp); err != nil {
		c.Close()
		thread.Close()
		return nil, err
	}
	v.viewport = newViewport(v)
	return v, nil
}

func (v *Viewer) setUp() (err error) {
	v.limits = askLimits(v.context.Software)
	v.programs, err = compilePrograms()
	return err
}

// Close stops the viewport, waits for the frame and for the view that are being
// drawn, and releases everything. Jobs that still render get an error. It waits for
// the function given to OnFrame, so it is not called from there.
func (v *Viewer) Close() {
	v.closing.Do(func() {
		v.viewport.close()
		// Only a thread that has ended can refuse.
		_ = v.do(context.Background(), func() error {
			for _, g := range v.loaded {
				g.Release()
			}
			v.programs.Release()
			v.closed = true
			return nil
		})
		v.context.Close()
		v.thread.Close()
	})
}

// Renderer says what draws and which version of OpenGL it offers, for people:
// "llvmpipe (LLVM 15.0.6, 256 bits), OpenGL 4.5".
func (v *Viewer) Renderer() string { return v.context.Renderer }

// MaxSize is the most pixels per side that a view or a frame may have.
func (v *Viewer) MaxSize() int { return v.limits.pictureSize }

// do runs f on the GL thread while the context lives. The error of OpenGL is looked
// at after every call, so that it is blamed on the right one.
func (v *Viewer) do(ctx context.Context, f func() error) error {
	return v.thread.Do(ctx, func() error {
		if v.closed {
			return glthread.ErrClosed
		}
		err := f()
		if refused := glError(); err == nil {
			err = refused
		}
		return err
	})
}

// checkSize returns an error for a picture that the driver cannot draw.
func (v *Viewer) checkSize(size int) error {
	if size <= 0 {
		panic("viewer: a view needs a positive size")
	}
	if size > v.limits.pictureSize {
		return fmt.Errorf("a view of %d pixels is larger than the %d that %s can draw: choose a smaller view size",
			size, v.limits.pictureSize, v.Renderer())
	}
	return nil
}

const (
	wantedSamples    = 4
	wantedAnisotropy = 8
)

// Numbers of EXT_texture_filter_anisotropic, which OpenGL took in with 4.6.
const (
	textureMaxAnisotropy    = 0x84FE
	maxTextureMaxAnisotropy = 0x84FF
)

// askLimits asks the driver. A software renderer filters with anisotropy too, but
// takes seconds for a frame.
func askLimits(software bool) limits {
	ask := func(name uint32) int {
		var values [2]int32 // MAX_VIEWPORT_DIMS has two
		gl.GetIntegerv(name, &values[0])
		return int(values[0])
	}
	l := limits{
		pictureSize: min(ask(gl.MAX_RENDERBUFFER_SIZE), ask(gl.MAX_VIEWPORT_DIMS)),
		textureSize: ask(gl.MAX_TEXTURE_SIZE),
		samples:     min(ask(gl.MAX_SAMPLES), wantedSamples),
		anisotropy:  1,
	}
	if !software && (hasExtension("GL_EXT_texture_filter_anisotropic") || hasExtension("GL_ARB_texture_filter_anisotropic")) {
		gl.GetFloatv(maxTextureMaxAnisotropy, &l.anisotropy)
		l.anisotropy = min(l.anisotropy, wantedAnisotropy)
	}
	return l
}

func hasExtension(name string) bool {
	var count int32
	gl.GetIntegerv(gl.NUM_EXTENSIONS, &count)
	for i := range uint32(count) {
		if gl.GoStr(gl.GetStringi(gl.EXTENSIONS, i)) == name {
			return true
		}
	}
	return false
}

// glError returns the oldest error that OpenGL remembers, and makes it forget all.
func glError() (err error) {
	for code := gl.GetError(); code != gl.NO_ERROR; code = gl.GetError() {
		switch {
		case err != nil:
		case code == gl.OUT_OF_MEMORY:
			err = errOutOfMemory
		default:
			err = fmt.Errorf("OpenGL refused a call (error %#x): the graphics driver may be too old or broken", code)
		}
	}
	return err
}
