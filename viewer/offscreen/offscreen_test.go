package offscreen

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/go-gl/gl/v4.1-core/gl"

	"patina/viewer/glthread"
)

// startThread returns a thread that outlives what the test opens on it.
func startThread(t *testing.T) *glthread.Thread {
	t.Helper()
	thread := glthread.Start()
	t.Cleanup(thread.Close)
	return thread
}

func open(t *testing.T) *Context {
	t.Helper()
	c, err := Open(t.Context(), startThread(t), nil)
	if err != nil {
		if os.Getenv("REQUIRE_GL") == "1" {
			t.Fatal(err)
		}
		t.Skip("SKIPPED, nothing was tested: ", err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestOpenGivesACoreContext(t *testing.T) {
	c := open(t)
	if !strings.Contains(c.Renderer, ", OpenGL 4.") {
		t.Errorf("renderer is %q, want a device and OpenGL 4", c.Renderer)
	}
	err := c.thread.Do(t.Context(), func() error {
		var profile int32
		gl.GetIntegerv(gl.CONTEXT_PROFILE_MASK, &profile)
		if profile&gl.CONTEXT_CORE_PROFILE_BIT == 0 {
			t.Errorf("profile mask is %#x, want the core profile", profile)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func TestContextsOnTwoThreadsDoNotDisturbEachOther(t *testing.T) {
	a, b := open(t), open(t)
	colour := func(c *Context, set bool) (got [4]float32) {
		err := c.thread.Do(t.Context(), func() error {
			if set {
				gl.ClearColor(0.25, 0.5, 0.75, 1)
			}
			gl.GetFloatv(gl.COLOR_CLEAR_VALUE, &got[0])
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		return got
	}
	if got := colour(a, true); got != [4]float32{0.25, 0.5, 0.75, 1} {
		t.Errorf("clear colour reads back as %v", got)
	}
	if got := colour(b, false); got != [4]float32{} {
		t.Errorf("the other context's clear colour became %v", got)
	}
}

func TestOpenSeesACancelledContext(t *testing.T) {
	cause := errors.New("the window was closed")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	if _, err := Open(ctx, startThread(t), nil); err != cause {
		t.Errorf("Open returned %v, want the cause", err)
	}
}

func TestSoftwareRenderersAreToldFromHardware(t *testing.T) {
	for renderer, software := range map[string]bool{
		"llvmpipe (LLVM 15.0.6, 256 bits), OpenGL 4.5":         true,
		"softpipe, OpenGL 3.3":                                 true,
		"D3D12 (Microsoft Basic Render Driver), OpenGL 4.2":    true,
		"Apple Software Renderer, OpenGL 4.1":                  true,
		"NVIDIA GeForce RTX 3090/PCIe/SSE2, OpenGL 4.1.0":      false,
		"Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6": false,
		"Apple M1, OpenGL 4.1":                                 false,
	} {
		if isSoftware(renderer) != software {
			t.Errorf("%s: software is %v, want %v", renderer, !software, software)
		}
	}
}
