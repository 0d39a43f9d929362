// Package offscreen opens OpenGL 4.1 core contexts that nobody sees. On Linux it
// asks EGL, which needs no display; elsewhere, and where EGL has nothing to offer,
// it makes a hidden GLFW window.
package offscreen

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unsafe"

	"github.com/go-gl/gl/v4.1-core/gl"

	"patina/viewer/glthread"
)

// The OpenGL version that is asked for: the newest one that macOS has.
const (
	wantMajor = 4
	wantMinor = 1
)

// Context is an OpenGL context that is current on its thread until Close.
type Context struct {
	// Renderer says what draws, for people: the device, and the version of OpenGL
	// that it offers.
	Renderer string
	// Software tells that no graphics card draws, but the processor.
	Software bool

	thread *glthread.Thread
	native native
}

// native is a context of one window system.
type native interface {
	// release takes the context off the GL thread, on which it is called.
	release()
	// destroy frees what release left; it is called off the GL thread.
	destroy()
}

// Open makes a context current on the thread and loads the functions of OpenGL.
//
// onMain runs a function on the main thread of the program and returns when it has
// run; window systems insist on that thread. Before the window toolkit has started,
// on the main goroutine, it may simply call the function. With a nil onMain no
// window is tried. onMain must work until Close has returned.
//
// The error says what was tried, what is missing and what to do.
func Open(ctx context.Context, thread *glthread.Thread, onMain func(func())) (*Context, error) {
	var failed []error
	for _, open := range waysToOpen(onMain) {
		c, err := open(ctx, thread)
		if err == nil {
			return c, nil
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		failed = append(failed, err)
	}
	return nil, fmt.Errorf("no OpenGL %d.%d context could be opened: install a graphics driver, or Mesa's software renderer (Debian: libegl1 and libgl1-mesa-dri): %w",
		wantMajor, wantMinor, joined(failed))
}

// wayToOpen is one way to come by a context that is current on the thread.
type wayToOpen func(ctx context.Context, thread *glthread.Thread) (*Context, error)

// Close destroys the context. The thread itself stays with whoever started it.
func (c *Context) Close() {
	// The thread can only refuse when it has ended, and the context with it.
	_ = c.thread.Do(context.Background(), func() error { c.native.release(); return nil })
	c.native.destroy()
}

// load finds the functions of the context that is current, and learns what draws.
func (c *Context) load(find func(name string) unsafe.Pointer) error {
	if err := gl.InitWithProcAddrFunc(find); err != nil {
		return fmt.Errorf("the driver lacks a function of OpenGL %d.%d: %w", wantMajor, wantMinor, err)
	}
	version, _, _ := strings.Cut(text(gl.VERSION), " ")
	c.Renderer = fmt.Sprintf("%s, OpenGL %s", text(gl.RENDERER), version)
	c.Software = isSoftware(c.Renderer)
	return nil
}

// isSoftware knows the software renderers of Mesa, Google, Microsoft and Apple.
func isSoftware(renderer string) bool {
	return slices.ContainsFunc(
		[]string{"llvmpipe", "softpipe", "swrast", "SwiftShader", "Basic Render", "Software Render"},
		func(name string) bool { return strings.Contains(renderer, name) })
}

func text(name uint32) string {
	s := gl.GetString(name)
	if s == nil {
		return "unknown"
	}
	return gl.GoStr(s)
}

// joined puts several errors on one line.
func joined(errs []error) error {
	if len(errs) == 0 {
		return errors.New("there is no way to open one without a window system")
	}
	err := errs[0]
	for _, next := range errs[1:] {
		err = fmt.Errorf("%w; %w", err, next)
	}
	return err
}
