package offscreen

// waysToOpen prefers EGL, which works without a display and disturbs no window.
func waysToOpen(onMain func(func())) []wayToOpen {
	ways := []wayToOpen{openEGL}
	if onMain != nil {
		ways = append(ways, glfwWindow(onMain))
	}
	return ways
}
