package viewer

import (
	"context"
	"image"
	"image/color"
	"math"
	"sync"
	"testing"
	"time"

	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

// frameOf draws a frame without the goroutine of the viewport.
func frameOf(t testing.TB, v *Viewer, s scene, fine bool) *image.NRGBA {
	t.Helper()
	st := &stage{viewer: v}
	defer st.release()
	frame, err := st.draw(t.Context(), s, fine)
	if err != nil {
		t.Fatal(err)
	}
	return frame
}

// receiver keeps what OnFrame delivers.
type receiver struct {
	frames chan *image.NRGBA
	quit   chan struct{}
}

// receive has the viewer deliver frames one at a time to whoever asks.
func receive(t *testing.T, v *Viewer) receiver {
	r := receiver{make(chan *image.NRGBA), make(chan struct{})}
	t.Cleanup(func() { close(r.quit) })
	v.OnFrame(func(frame *image.NRGBA) {
		select {
		case r.frames <- frame:
		case <-r.quit:
		}
	})
	return r
}

func (r receiver) next(t *testing.T) *image.NRGBA {
	t.Helper()
	select {
	case frame := <-r.frames:
		return frame
	case <-time.After(20 * time.Second):
		t.Fatal("no frame came")
		return nil
	}
}

// until waits for a frame that satisfies ok.
func (r receiver) until(t *testing.T, what string, ok func(*image.NRGBA) bool) {
	t.Helper()
	for range 50 {
		if ok(r.next(t)) {
			return
		}
	}
	t.Fatal("no frame shows ", what)
}

func TestTheViewportShowsWhatItIsTold(t *testing.T) {
	v := open(t)
	r := receive(t, v)
	red, green := painttest.Solid(8, 8, color.NRGBA{255, 0, 0, 255}), painttest.Solid(8, 8, color.NRGBA{0, 255, 0, 255})
	middleIs := func(c color.NRGBA) func(*image.NRGBA) bool {
		return func(frame *image.NRGBA) bool { return frame.NRGBAAt(frame.Rect.Dx()/2, frame.Rect.Dy()/2) == c }
	}
	m := painttest.Cube()

	v.Light(false)
	v.Orbit(view.Front(), image.Pt(90, 60))
	r.until(t, "an empty viewport", func(f *image.NRGBA) bool { return f.Rect == image.Rect(0, 0, 90, 60) && f.NRGBAAt(45, 30).R < 80 })
	v.Show(m, []*image.NRGBA{red})
	r.until(t, "the texture", middleIs(color.NRGBA{255, 0, 0, 255}))
	v.Show(m, []*image.NRGBA{green})
	r.until(t, "the new texture", middleIs(color.NRGBA{0, 255, 0, 255}))
	v.Show(m, nil)
	r.until(t, "the material", middleIs(color.NRGBA{255, 255, 255, 255}))
	v.Light(true)
	r.until(t, "light", func(f *image.NRGBA) bool { c := f.NRGBAAt(45, 30); return c.R > 100 && c.R < 250 })
	v.Orbit(view.Front(), image.Pt(50, 70))
	r.until(t, "another size", func(f *image.NRGBA) bool { return f.Rect == image.Rect(0, 0, 50, 70) })
	v.Show(nil, nil)
	r.until(t, "nothing", func(f *image.NRGBA) bool { return f.NRGBAAt(25, 35).R < 80 })
}

func TestOrbitWaitsForNobody(t *testing.T) {
	v := open(t)
	release := make(chan struct{})
	v.OnFrame(func(*image.NRGBA) { <-release })
	last := make(chan struct{})
	go func() {
		defer close(last)
		for i := range 1000 {
			v.Orbit(view.At(float64(i), 0), image.Pt(64, 64))
			v.Show(painttest.Quad(), nil)
		}
	}()
	select {
	case <-last:
	case <-time.After(20 * time.Second):
		t.Error("Orbit or Show waits for the frame that is being delivered")
	}
	close(release)
}

func TestTheLatestCameraWins(t *testing.T) {
	v := open(t)
	m, frames := painttest.Cube(), make(chan *image.NRGBA)
	var once sync.Once
	started, release := make(chan struct{}), make(chan struct{})
	v.OnFrame(func(frame *image.NRGBA) {
		once.Do(func() { close(started); <-release })
		select {
		case frames <- frame:
		case <-time.After(5 * time.Second):
		}
	})
	v.Light(false)
	v.Show(m, []*image.NRGBA{checker(64)})
	v.Orbit(view.Front(), image.Pt(64, 64))
	<-started
	for i := range 200 { // all of them while one frame is in flight
		v.Orbit(perspectiveAt(float64(i), 10), image.Pt(64, 64))
	}
	close(release)
	<-frames
	got := <-frames
	s := scene{mesh: m, baseColor: []*image.NRGBA{checker(64)}, camera: perspectiveAt(199, 10), size: image.Pt(64, 64)}
	if want := frameOf(t, v, s, true); farApart(got, want, 60) > 0.02 { // it may be a draft
		t.Error("the frame after the one in flight is not that of the last camera")
	}
}

func TestTwoFramesAreRecycled(t *testing.T) {
	v := open(t)
	r := receive(t, v)
	seen := map[*image.NRGBA]bool{}
	for i := range 6 {
		v.Orbit(view.At(float64(i), 0), image.Pt(32, 32))
		seen[r.next(t)] = true
	}
	if len(seen) != 2 {
		t.Errorf("6 frames came in %d images, want 2", len(seen))
	}
}

// Where fine frames take too long, what moves is drafted and drawn finely at rest.
func TestSlowViewportsDraftWhatMoves(t *testing.T) {
	v := open(t)
	frames := make(chan int, 10)
	ctx, cancel := context.WithCancel(t.Context())
	p, ended := &viewport{wake: make(chan struct{}, 1)}, make(chan struct{})
	go func() {
		defer close(ended)
		p.run(ctx, &stage{viewer: v, fineTook: time.Hour})
	}()
	p.change(func(s *scene) {
		s.mesh, s.camera, s.size = painttest.Cube(), perspectiveAt(30, 20), image.Pt(200, 150)
		s.deliver = func(frame *image.NRGBA) { frames <- shades(frame) }
	})
	draft, fine := <-frames, <-frames
	if fine <= draft {
		t.Errorf("the frame at rest has %d pixels between mesh and backdrop, the draft %d", fine, draft)
	}
	cancel()
	<-ended
	if n := len(frames); n != 0 {
		t.Errorf("%d more frames were drawn at rest", n)
	}
}

func TestFramesBeyondTheBudgetAreSlow(t *testing.T) {
	if (&stage{fineTook: fineBudget - time.Millisecond}).slow() || !(&stage{fineTook: fineBudget + time.Millisecond}).slow() {
		t.Error("a frame is slow when it takes longer than the budget")
	}
}

// shades counts pixels that are neither mesh, which is white, nor backdrop.
func shades(img *image.NRGBA) (count int) {
	for i := 0; i < len(img.Pix); i += 4 {
		if c := img.Pix[i]; c > 120 && c < 250 {
			count++
		}
	}
	return count
}

func TestFramesAreOpaqueAndUpright(t *testing.T) {
	camera := perspectiveAt(0, 10)
	img := frameOf(t, open(t), scene{mesh: painttest.Quad(), baseColor: []*image.NRGBA{quarters()}, camera: camera, size: image.Pt(160, 120)}, true)
	for i := 3; i < len(img.Pix); i += 4 {
		if img.Pix[i] != 255 {
			t.Fatalf("pixel %d has alpha %d", i/4, img.Pix[i])
		}
	}
	for i, want := range quarterColours {
		if got := img.NRGBAAt(80-15+30*(i%2), 60-15+30*(i/2)); got != want {
			t.Errorf("quarter %d is %v, want %v", i, got, want)
		}
	}
}

func TestLightShowsBothSides(t *testing.T) {
	v, m := open(t), painttest.Quad()
	brightness := func(azimuth float64, doubleSided bool) uint8 {
		m := *m
		m.Materials = []mesh.Material{mesh.DefaultMaterial()}
		m.Materials[0].DoubleSided = doubleSided
		return frameOf(t, v, scene{mesh: &m, lit: true, camera: view.At(azimuth, 0), size: image.Pt(64, 64)}, true).NRGBAAt(32, 32).G
	}
	front, back, hidden := brightness(0, true), brightness(180, true), brightness(180, false)
	if front < 150 || math.Abs(float64(front)-float64(back)) > 2 {
		t.Errorf("a double-sided square is %d bright in front and %d behind", front, back)
	}
	if hidden < 60 || hidden > back-40 {
		t.Errorf("the back of a single-sided square is %d bright, that of a double-sided one %d", hidden, back)
	}
}

// Zooming far into a parallel projection brings the camera into the mesh; it must
// not be cut open.
func TestParallelViewsAreNotCutByTheCamera(t *testing.T) {
	v, m := open(t), painttest.Sphere(8)
	near, far := view.At(20, 10), view.At(20, 10)
	near.Distance = 0.2
	a := frameOf(t, v, scene{mesh: m, lit: true, camera: near, size: image.Pt(128, 128)}, true)
	b := frameOf(t, v, scene{mesh: m, lit: true, camera: far, size: image.Pt(128, 128)}, true)
	if farApart(a, b, 2) > 0.001 {
		t.Error("a sphere looks different from a parallel camera inside it")
	}
}

func TestFramesKeepTheirProportionsWithinTheLimit(t *testing.T) {
	for _, test := range []struct{ size, want image.Point }{
		{image.Pt(900, 700), image.Pt(900, 700)},
		{image.Pt(4000, 2000), image.Pt(1000, 500)},
		{image.Pt(3, 9000), image.Pt(1, 1000)},
	} {
		if got := within(test.size, 1000); got != test.want {
			t.Errorf("%v within 1000 became %v, want %v", test.size, got, test.want)
		}
	}
}

// Jobs and the viewport share one thread: neither may spoil the other's pictures.
func TestJobsAndTheViewportDoNotDisturbEachOther(t *testing.T) {
	v, bumpy, cube := open(t), painttest.BumpySphere(3000), painttest.Cube()
	views := view.Default().Views
	want, err := v.RenderPasses(t.Context(), bumpy, views, 100)
	if err != nil {
		t.Fatal(err)
	}
	s := scene{mesh: cube, baseColor: []*image.NRGBA{checker(64)}, camera: view.Front(), size: image.Pt(80, 60)}
	frame := frameOf(t, v, s, true)

	stop, moved := make(chan struct{}), make(chan struct{})
	v.Light(false)
	v.Show(cube, s.baseColor)
	var drawn int
	v.OnFrame(func(got *image.NRGBA) {
		if drawn++; farApart(got, frame, 60) > 0.05 {
			t.Error("a frame beside a job shows something else")
		}
	})
	go func() {
		defer close(moved)
		for {
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
				v.Orbit(s.camera, s.size)
			}
		}
	}()
	var jobs sync.WaitGroup
	for range 3 {
		jobs.Add(1)
		go func() {
			defer jobs.Done()
			got, err := v.RenderPasses(t.Context(), bumpy, views, 100)
			if err != nil {
				t.Error(err)
				return
			}
			for i := range got {
				painttest.CompareImages(t, "beside the viewport", got[i].NormalImage(), want[i].NormalImage(), 0)
			}
			if _, err := v.RenderViews(t.Context(), cube, s.baseColor, views, 50); err != nil {
				t.Error(err)
			}
		}()
	}
	jobs.Wait()
	close(stop)
	<-moved
	v.Close() // drawn is no longer written
	if drawn == 0 {
		t.Error("no frame was drawn beside the jobs")
	}
}
