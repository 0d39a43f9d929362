package offscreen

/*
#cgo LDFLAGS: -ldl
#include <stdlib.h>
#include "egl_linux.h"
*/
import "C"

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unsafe"

	"patina/viewer/glthread"
)

// Platforms of the extensions MESA_platform_surfaceless and EXT_platform_device.
const (
	platformSurfaceless = 0x31DD
	platformDevice      = 0x313F
)

// display is one place where EGL may have a context for us.
type display struct {
	name   string
	handle C.egl_handle
}

// eglContext is a context of EGL with the surface it was made current with, which
// is nil where the driver needs none.
type eglContext struct {
	display          C.egl_handle
	surface, context C.egl_handle
}

// loading keeps two threads from loading libEGL at once.
var loading sync.Mutex

// openEGL takes the first display that draws in hardware, or else the first that
// draws at all. It goes on looking after a software renderer because Mesa's
// surfaceless platform knows nothing of a graphics card with another maker's
// driver, which comes among the devices.
func openEGL(ctx context.Context, thread *glthread.Thread) (*Context, error) {
	c := &Context{thread: thread}
	err := thread.Do(ctx, func() error {
		displays, err := eglDisplays()
		if err != nil {
			return err
		}
		if !softwareWanted() && c.open(displays, false) == nil {
			return nil
		}
		return c.open(displays, true)
	})
	if err != nil {
		return nil, err
	}
	return c, nil
}

// softwareWanted tells whether the environment asks Mesa for its software renderer,
// so that looking for a device would only cost time.
func softwareWanted() bool {
	wanted, err := strconv.ParseBool(os.Getenv("LIBGL_ALWAYS_SOFTWARE"))
	return wanted && err == nil
}

// open makes a context of the first display that has one; software renderers count
// only where they are accepted.
func (c *Context) open(displays []display, software bool) error {
	var failed []error
	for _, d := range displays {
		e, err := d.open()
		if err == nil {
			err = c.load(eglFind)
			if err == nil && (software || !c.Software) {
				c.native = e
				return nil
			}
			e.release()
			e.destroy()
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("EGL on %s: %w", d.name, err))
		}
	}
	return joined(failed)
}

// eglDisplays loads EGL and returns where it may draw, best first: without any
// display, on a device, and last on whatever it takes for the default display.
func eglDisplays() ([]display, error) {
	loading.Lock()
	missing := C.egl_load()
	loading.Unlock()
	if missing != nil {
		return nil, fmt.Errorf("EGL is not installed (Debian: libegl1): %s", C.GoString(missing))
	}
	extensions := eglExtensions(nil)
	var displays []display
	if slices.Contains(extensions, "EGL_MESA_platform_surfaceless") {
		displays = append(displays, display{"no display", C.egl_platform_display(platformSurfaceless, nil)})
	}
	if slices.Contains(extensions, "EGL_EXT_platform_device") {
		displays = append(displays, eglDevices()...)
	}
	return append(displays, display{"the default display", C.egl_default_display()}), nil
}

func eglDevices() (displays []display) {
	var devices [16]C.egl_handle
	for i := range C.egl_devices(C.int32_t(len(devices)), &devices[0]) {
		handle := C.egl_platform_display(platformDevice, devices[i])
		displays = append(displays, display{fmt.Sprintf("device %d", i), handle})
	}
	return displays
}

// open makes a core context on the display and makes it current, with no surface
// if the driver allows that and else with one of a single pixel: we draw to
// framebuffers of our own either way.
func (d display) open() (e *eglContext, err error) {
	if d.handle == nil || C.egl_initialize(d.handle) == 0 {
		return nil, eglError("it could not be initialized")
	}
	config := C.egl_pbuffer_config(d.handle)
	if config == nil {
		return nil, eglError("it offers no OpenGL")
	}
	e = &eglContext{display: d.handle, context: C.egl_core_context(d.handle, config, wantMajor, wantMinor)}
	if e.context == nil {
		return nil, eglError(fmt.Sprintf("it offers no OpenGL %d.%d", wantMajor, wantMinor))
	}
	if !slices.Contains(eglExtensions(d.handle), "EGL_KHR_surfaceless_context") {
		e.surface = C.egl_tiny_pbuffer(d.handle, config)
	}
	if C.egl_make_current(d.handle, e.surface, e.context) == 0 {
		err = eglError("its context could not be made current")
		e.destroy()
		return nil, err
	}
	return e, nil
}

func (e *eglContext) release() { C.egl_make_current(e.display, nil, nil) }
func (e *eglContext) destroy() { C.egl_destroy(e.display, e.surface, e.context) }

func eglError(what string) error {
	const success = 0x3000
	if code := C.egl_error(); code != success {
		return fmt.Errorf("%s (EGL error %#x)", what, int(code))
	}
	return errors.New(what)
}

// eglExtensions returns the extensions of a display, or with nil those that
// concern the choice of a display.
func eglExtensions(handle C.egl_handle) []string {
	list := C.egl_extensions(handle)
	if list == nil {
		return nil
	}
	return strings.Fields(C.GoString(list))
}

func eglFind(name string) unsafe.Pointer {
	cName := C.CString(name)
	defer C.free(unsafe.Pointer(cName))
	return C.egl_find(cName)
}
