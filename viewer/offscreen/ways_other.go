//go:build !linux

package offscreen

// waysToOpen is the hidden window only: the systems other than Linux always have a
// window system.
func waysToOpen(onMain func(func())) []wayToOpen {
	if onMain == nil {
		return nil
	}
	return []wayToOpen{glfwWindow(onMain)}
}
