package viewer

import (
	"context"
	"errors"
	"image"
	"image/color"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
	"patina/viewer/glthread"
)

// open opens a viewer without a window and closes it after the test.
func open(t testing.TB) *Viewer {
	t.Helper()
	v, err := Open(t.Context(), nil)
	if err != nil {
		if os.Getenv("REQUIRE_GL") == "1" {
			t.Fatal(err)
		}
		t.Skip("SKIPPED, nothing was tested: ", err)
	}
	t.Cleanup(v.Close)
	return v
}

// checker returns a picture of squares in two colours that differ in every channel,
// darker from top to bottom.
func checker(size int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			shade := uint8(60 * y / size)
			c := color.NRGBA{222 - shade, 170 - shade, 96 - shade/2, 255}
			if (x*16/size+y*16/size)%2 == 0 {
				c = color.NRGBA{70 - shade, 108 - shade, 120 - shade, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func perspectiveAt(azimuth, elevation float64) view.View {
	v := view.At(azimuth, elevation)
	v.Lens, v.Distance = view.Perspective(view.DefaultFOV), 1.6
	return v
}

func TestRendererNamesTheDeviceAndTheVersion(t *testing.T) {
	v := open(t)
	if !strings.Contains(v.Renderer(), ", OpenGL 4.") {
		t.Errorf("renderer is %q", v.Renderer())
	}
	if v.MaxSize() < 4096 {
		t.Errorf("views may have %d pixels a side, want at least 4096", v.MaxSize())
	}
	t.Log(v.Renderer(), "up to", v.MaxSize(), "pixels,", v.limits.samples, "samples, anisotropy", v.limits.anisotropy)
}

func TestAClosedViewerGivesAnError(t *testing.T) {
	v := open(t)
	v.Close()
	if _, err := v.RenderPasses(t.Context(), painttest.Cube(), view.Default().Views, 64); !errors.Is(err, glthread.ErrClosed) {
		t.Errorf("RenderPasses after Close returned %v", err)
	}
	v.Show(painttest.Cube(), nil) // and what cannot return one does nothing
	v.Orbit(view.Front(), image.Pt(32, 32))
	v.Close()
}

func TestCloseEndsJobsThatStillRender(t *testing.T) {
	v := open(t)
	views := make([]view.View, 5000)
	for i := range views {
		views[i] = view.Front()
	}
	done := make(chan error, 2)
	go func() {
		_, err := v.RenderPasses(context.Background(), painttest.Cube(), views, 64)
		done <- err
	}()
	go func() {
		_, err := v.RenderViews(context.Background(), painttest.Cube(), []*image.NRGBA{checker(64)}, views, 64)
		done <- err
	}()
	for len(loadedBy(t, v)) == 0 {
		time.Sleep(time.Millisecond)
	}
	v.Close()
	for range 2 {
		if err := <-done; !errors.Is(err, glthread.ErrClosed) {
			t.Errorf("a job that was rendering returned %v", err)
		}
	}
}

// loadedBy asks on the GL thread, because jobs are running.
func loadedBy(t *testing.T, v *Viewer) (loaded []*geometry) {
	t.Helper()
	if err := v.do(t.Context(), func() error { loaded = slices.Clone(v.loaded); return nil }); err != nil {
		t.Fatal(err)
	}
	return loaded
}

func TestViewsTooLargeForTheDriverGiveASentence(t *testing.T) {
	v := open(t)
	_, err := v.RenderPasses(t.Context(), painttest.Cube(), view.Default().Views, v.MaxSize()+1)
	if err == nil || !strings.Contains(err.Error(), "choose a smaller view size") {
		t.Errorf("RenderPasses returned %v", err)
	}
	_, err = v.RenderViews(t.Context(), painttest.Cube(), nil, view.Default().Views, v.MaxSize()+1)
	if err == nil || !strings.Contains(err.Error(), "choose a smaller view size") {
		t.Errorf("RenderViews returned %v", err)
	}
}

func TestCancelledRendersReturnTheCause(t *testing.T) {
	v := open(t)
	cause := errors.New("the artist pressed Cancel")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	if _, err := v.RenderPasses(ctx, painttest.Cube(), view.Default().Views, 64); err != cause {
		t.Errorf("RenderPasses returned %v, want the cause", err)
	}
	if _, err := v.RenderViews(ctx, painttest.Cube(), nil, view.Default().Views, 64); err != cause {
		t.Errorf("RenderViews returned %v, want the cause", err)
	}
}

func TestOnlyMeshesInUseAndTheLastOneStayLoaded(t *testing.T) {
	v := open(t)
	for range 5 {
		if _, err := v.RenderPasses(t.Context(), painttest.Cube(), []view.View{view.Front()}, 16); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(loadedBy(t, v)); n != 1 {
		t.Errorf("%d meshes are loaded after the jobs, want the last one", n)
	}
}

func TestOpenGLErrorsAreReportedOnce(t *testing.T) {
	v := open(t)
	refused := v.do(t.Context(), func() error { useNoSuchProgram(); return nil })
	if refused == nil || !strings.Contains(refused.Error(), "OpenGL refused") {
		t.Errorf("a refused call returned %v", refused)
	}
	if err := v.do(t.Context(), func() error { return nil }); err != nil {
		t.Errorf("the call after it is blamed: %v", err)
	}
}

// meshOf returns a mesh with another list of triangles.
func meshOf(m *mesh.Mesh, triangles ...mesh.Triangle) *mesh.Mesh {
	out := *m
	out.Triangles = triangles
	return &out
}
