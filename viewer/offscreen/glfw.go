package offscreen

import (
	"context"
	"fmt"

	"github.com/go-gl/glfw/v3.4/glfw"

	"patina/viewer/glthread"
)

// hiddenWindow is a GLFW window that is never shown. GLFW wants windows made and
// destroyed on the main thread; their context may be current on any other.
type hiddenWindow struct {
	window *glfw.Window
	onMain func(func())
}

// glfwWindow returns the way to open a hidden window.
func glfwWindow(onMain func(func())) wayToOpen {
	return func(ctx context.Context, thread *glthread.Thread) (*Context, error) {
		w := &hiddenWindow{onMain: onMain}
		var err error
		onMain(func() { err = w.create() })
		if err != nil {
			return nil, fmt.Errorf("a hidden window could not be made: %w", err)
		}
		c := &Context{thread: thread, native: w}
		if err := thread.Do(ctx, func() error { w.window.MakeContextCurrent(); return c.load(glfw.GetProcAddress) }); err != nil {
			c.Close()
			return nil, err
		}
		return c, nil
	}
}

// create runs on the main thread. It never ends GLFW, and leaves its window hints
// as they were at the start: the toolkit that shows the windows shares them.
func (w *hiddenWindow) create() (err error) {
	glfw.InitHint(glfw.CocoaChdirResources, glfw.False)
	if err := glfw.Init(); err != nil {
		return fmt.Errorf("there is no display: %w", err)
	}
	defer glfw.DefaultWindowHints()
	for hint, value := range map[glfw.Hint]int{
		glfw.Visible: glfw.False, glfw.Focused: glfw.False, glfw.FocusOnShow: glfw.False,
		glfw.ContextVersionMajor: wantMajor, glfw.ContextVersionMinor: wantMinor,
		glfw.OpenGLProfile: glfw.OpenGLCoreProfile, glfw.OpenGLForwardCompatible: glfw.True,
		glfw.DepthBits: 0, glfw.StencilBits: 0,
	} {
		glfw.WindowHint(hint, value)
	}
	w.window, err = glfw.CreateWindow(16, 16, "Patina", nil, nil)
	return err
}

func (w *hiddenWindow) release() { glfw.DetachCurrentContext() }
func (w *hiddenWindow) destroy() { w.onMain(w.window.Destroy) }
