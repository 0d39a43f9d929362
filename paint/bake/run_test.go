package bake_test

import (
	"context"
	"errors"
	"image"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

func TestResultsDoNotDependOnTheNumberOfCores(t *testing.T) {
	m := newMesh(2)
	addMesh(m, 0, painttest.BumpySphere(3000), 1, geom.Vec3{}, whole)
	addMesh(m, 1, painttest.Sphere(10), 0.5, geom.Vec3{X: 2}, whole)
	painted := paintViews(t, m, view.Default().Views[:3], 160, stripes)
	var first *bake.Atlas
	for _, cores := range []int{1, 4, 3} {
		before := runtime.GOMAXPROCS(cores)
		a := mustBake(t, m, painted, bake.Options{Size: 210})
		mustFill(t, a)
		err := a.Dilate(t.Context(), 9)
		runtime.GOMAXPROCS(before)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = a
			continue
		}
		for slot, tex := range a.Textures {
			if !slices.Equal(tex.Color, first.Textures[slot].Color) || !slices.Equal(tex.Provenance, first.Textures[slot].Provenance) {
				t.Errorf("%d cores: slot %d differs from what one core makes", cores, slot)
			}
		}
	}
}

var errStopped = errors.New("stopped by the test")

// stopAfter returns a context that ends with errStopped after a while.
func stopAfter(t *testing.T, wait time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithCancelCause(t.Context())
	timer := time.AfterFunc(wait, func() { cancel(errStopped) })
	t.Cleanup(func() { timer.Stop(); cancel(nil) })
	return ctx
}

func TestCancellingIsSeenEverywhere(t *testing.T) {
	m := painttest.BumpySphere(5000)
	painted := paintViews(t, m, view.Default().Views[:2], 300, waves)
	for _, method := range []bake.Method{bake.Gather, bake.Splat} {
		for wait := time.Duration(0); wait < 64*time.Millisecond; wait = 2*wait + time.Millisecond {
			a, err := bake.Bake(stopAfter(t, wait), m, painted, bake.Options{Size: 512, Method: method})
			if err != nil && (!errors.Is(err, errStopped) || a != nil) {
				t.Fatalf("%s stopped after %v: %v, atlas %v", method, wait, err, a != nil)
			}
		}
	}
	a := mustBake(t, m, painted, bake.Options{Size: 512})
	steps := map[string]func(context.Context) error{
		"fill":   func(ctx context.Context) error { return a.Fill(ctx, nil) },
		"dilate": func(ctx context.Context) error { return a.Dilate(ctx, 16) },
	}
	for name, step := range steps {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(errStopped)
		if err := step(ctx); !errors.Is(err, errStopped) {
			t.Errorf("%s with an ended context returns %v", name, err)
		}
		for wait := time.Millisecond; wait < 64*time.Millisecond; wait *= 2 {
			if err := step(stopAfter(t, wait)); err != nil && !errors.Is(err, errStopped) {
				t.Errorf("%s stopped after %v: %v", name, wait, err)
			}
		}
	}
}

func TestCancellingFromBlendedStopsBeforeTheNextView(t *testing.T) {
	m := painttest.Cube()
	painted := paintViews(t, m, view.Default().Views, 64, waves)
	ctx, cancel := context.WithCancelCause(t.Context())
	calls := 0
	_, err := bake.Bake(ctx, m, painted, bake.Options{Size: 64, Blended: func(*bake.Atlas, int, int) {
		calls++
		cancel(errStopped)
	}})
	if !errors.Is(err, errStopped) || calls != 1 {
		t.Errorf("%v after %d views, want %v after 1", err, calls, errStopped)
	}
}

func TestBakeSaysWhatIsWrong(t *testing.T) {
	cube := painttest.Cube()
	good := view.Painted{View: view.Front(), Image: image.NewNRGBA(image.Rect(0, 0, 8, 8))}
	bad := good
	bad.View.Weight = -1
	noUVs := *cube
	noUVs.UVs = nil
	tests := map[string]struct {
		mesh    *mesh.Mesh
		painted []view.Painted
		opt     bake.Options
		want    string
	}{
		"size":     {cube, []view.Painted{good}, bake.Options{Size: -1}, "texture size"},
		"too big":  {cube, []view.Painted{good}, bake.Options{Size: 1 << 20}, "texture size"},
		"method":   {cube, []view.Painted{good}, bake.Options{Method: "magic"}, "magic"},
		"exponent": {cube, []view.Painted{good}, bake.Options{Exponent: -1}, "exponent"},
		"angle":    {cube, []view.Painted{good}, bake.Options{MaxAngle: 95}, "angle"},
		"no UVs":   {&noUVs, []view.Painted{good}, bake.Options{}, "texture coordinates"},
		"empty":    {&mesh.Mesh{Name: "void"}, nil, bake.Options{}, "void"},
		"picture":  {cube, []view.Painted{good, {View: view.Front()}}, bake.Options{}, "view 2"},
		"pixel":    {cube, []view.Painted{{View: view.Front(), Image: image.NewNRGBA(image.Rect(0, 0, 1, 1))}}, bake.Options{}, "2 by 2"},
		"oblong":   {cube, []view.Painted{{View: view.Front(), Image: image.NewNRGBA(image.Rect(0, 0, 8, 9))}}, bake.Options{}, "8 by 9"},
		"weight":   {cube, []view.Painted{good, good, bad}, bake.Options{}, "view 3"},
		"views":    {cube, make([]view.Painted, 255), bake.Options{}, "255"},
	}
	for name, test := range tests {
		a, err := bake.Bake(t.Context(), test.mesh, test.painted, test.opt)
		if err == nil || a != nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one that mentions %q", name, err, test.want)
		}
	}
}

func TestSubImagesAndTinyPictures(t *testing.T) {
	m := painttest.Quad()
	large := paintViews(t, m, []view.View{view.Front()}, 300, waves)[0]
	want := mustBake(t, m, []view.Painted{large}, bake.Options{Size: 64})
	framed := image.NewNRGBA(image.Rect(0, 0, 400, 400))
	for y := range 300 {
		copy(framed.Pix[framed.PixOffset(50, 50+y):], large.Image.Pix[4*300*y:4*300*(y+1)])
	}
	part := view.Painted{View: large.View, Image: framed.SubImage(image.Rect(50, 50, 350, 350)).(*image.NRGBA)}
	got := mustBake(t, m, []view.Painted{part}, bake.Options{Size: 64})
	if !slices.Equal(got.Textures[0].Color, want.Textures[0].Color) {
		t.Error("part of a larger picture bakes differently from a picture of its own")
	}
	for _, method := range []bake.Method{bake.Gather, bake.Splat} {
		dot := view.Painted{View: view.Front(), Image: image.NewNRGBA(image.Rect(0, 0, 2, 2))}
		mustBake(t, m, []view.Painted{dot}, bake.Options{Size: 1, Method: method})
	}
}

func TestProvenanceImageTellsViewsApart(t *testing.T) {
	tex := &bake.Texture{Size: 3, Color: make([]geom.Vec3, 9), Provenance: []uint8{bake.Outside, bake.Invented, 1, 2, 3, 4, 5, 6, 7}}
	img := tex.ProvenanceImage()
	known := map[[4]uint8]int{}
	for i := range 9 {
		c := [4]uint8(img.Pix[4*i : 4*i+4])
		if j, twice := known[c]; twice {
			t.Errorf("provenance %d looks like %d: %v", tex.Provenance[i], tex.Provenance[j], c)
		}
		known[c] = i
	}
}
