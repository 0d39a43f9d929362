package offscreen

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/go-gl/gl/v4.1-core/gl"
)

// onMain carries functions to the main thread, which GLFW insists on.
var onMain = make(chan func())

func TestMain(m *testing.M) {
	runtime.LockOSThread()
	code := make(chan int)
	go func() { code <- m.Run() }()
	for {
		select {
		case f := <-onMain:
			f()
		case c := <-code:
			os.Exit(c)
		}
	}
}

func runOnMain(f func()) {
	done := make(chan struct{})
	onMain <- func() { defer close(done); f() }
	<-done
}

// needDisplay starts an X server without a screen where there is no display.
func needDisplay(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "" {
		return
	}
	server := exec.Command("Xvfb", "-displayfd", "1", "-screen", "0", "64x64x24", "-nolisten", "tcp")
	out, err := server.StdoutPipe()
	if err == nil {
		err = server.Start()
	}
	if err != nil {
		if os.Getenv("REQUIRE_GL") == "1" {
			t.Fatal("a hidden window needs a display: install xvfb: ", err)
		}
		t.Skip("SKIPPED, nothing was tested: there is no display and no Xvfb: ", err)
	}
	t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	number, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal("Xvfb did not start: ", err)
	}
	t.Setenv("DISPLAY", ":"+strings.TrimSpace(number))
}

func TestAHiddenWindowDrawsOnTheThread(t *testing.T) {
	needDisplay(t)
	thread := startThread(t)
	c, err := glfwWindow(runOnMain)(t.Context(), thread)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	t.Log(c.Renderer)
	var pixel [4]float32
	err = thread.Do(context.Background(), func() error {
		var framebuffer, renderbuffer uint32
		gl.GenFramebuffers(1, &framebuffer)
		gl.BindFramebuffer(gl.FRAMEBUFFER, framebuffer)
		gl.GenRenderbuffers(1, &renderbuffer)
		gl.BindRenderbuffer(gl.RENDERBUFFER, renderbuffer)
		gl.RenderbufferStorage(gl.RENDERBUFFER, gl.RGBA32F, 1, 1)
		gl.FramebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, renderbuffer)
		gl.ClearColor(-0.25, 0.5, 3, 1)
		gl.Clear(gl.COLOR_BUFFER_BIT)
		gl.ReadPixels(0, 0, 1, 1, gl.RGBA, gl.FLOAT, gl.Ptr(&pixel[0]))
		return nil
	})
	if want := [4]float32{-0.25, 0.5, 3, 1}; err != nil || pixel != want {
		t.Errorf("a pixel reads back as %v, want %v (error %v)", pixel, want, err)
	}
}

func TestSeveralErrorsReadAsOne(t *testing.T) {
	err := joined([]error{os.ErrNotExist, os.ErrPermission})
	if got := err.Error(); got != "file does not exist; permission denied" {
		t.Errorf("two errors read %q", got)
	}
}
