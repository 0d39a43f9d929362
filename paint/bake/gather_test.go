package bake_test

import (
	"image"
	"image/color"
	"math"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

var (
	orange = geom.Vec3{X: 1, Y: 102.0 / 255, Z: 51.0 / 255}
	blue   = geom.Vec3{X: 26.0 / 255, Y: 51.0 / 255, Z: 204.0 / 255}
)

// flat returns a picture of one colour.
func flat(size int, c color.NRGBA) *image.NRGBA { return painttest.Solid(size, size, c) }

// wantSeen fails unless all seen texels have exactly the colour, and there are at
// least so many of them for each covered one.
func wantSeen(t *testing.T, a *bake.Atlas, c geom.Vec3, share float64) {
	t.Helper()
	for slot, img := range a.Images() {
		for i, p := range a.Textures[slot].Provenance {
			if got := img.NRGBAAt(i%img.Rect.Dx(), i/img.Rect.Dx()); seen(p) && got != (color.NRGBA{round8(c.X), round8(c.Y), round8(c.Z), 255}) {
				t.Fatalf("texel (%d, %d) of slot %d is %v, want %v", i%img.Rect.Dx(), i/img.Rect.Dx(), slot, got, c)
			}
		}
	}
	if c := a.Coverage(); float64(c.Seen) < share*float64(c.Texels) {
		t.Errorf("%d of %d texels are seen, want %.3f of them", c.Seen, c.Texels, share)
	}
}

func TestOneColorStaysExactlyThatColor(t *testing.T) {
	m := painttest.BumpySphere(2000)
	for _, size := range []int{90, 300} {
		painted := paintViews(t, m, view.Default().Views, size, solid(orange))
		wantSeen(t, mustBake(t, m, painted, bake.Options{Size: 200}), orange, 0.95)
	}
}

func TestPerspectiveViewsAndManyViews(t *testing.T) {
	m := painttest.BumpySphere(2000)
	var views []view.View
	for k := range 10 {
		v := view.At(float64(36*k), float64(k%3-1)*40)
		v.Lens, v.Distance = view.Perspective(49.13), 1.6
		views = append(views, v)
	}
	a := mustBake(t, m, paintViews(t, m, views, 400, waves), bake.Options{Size: 200})
	decibels, texels := psnr(a, waves, seen)
	t.Logf("%.1f dB over %d of %d texels", decibels, texels, a.Coverage().Texels)
	if decibels < 50 || texels < 98*a.Coverage().Texels/100 {
		t.Errorf("%.1f dB over %d of %d texels, want 50 dB over 98 %%", decibels, texels, a.Coverage().Texels)
	}
}

func TestEveryTextureSizeIsWithoutHoles(t *testing.T) {
	m := newMesh(1)
	addQuad(m, 0, geom.Vec3{X: -1, Y: -1}, right.Scale(2), up.Scale(2), whole)
	for _, size := range []int{1, 7, 64, 1000} {
		a := mustBake(t, m, paintViews(t, m, []view.View{view.Front()}, 64, solid(blue)), bake.Options{Size: size})
		if c := a.Coverage(); c.Seen != size*size {
			t.Errorf("size %d: %d texels seen, want all", size, c.Seen)
		}
		wantSeen(t, a, blue, 1)
	}
}

// A small quad in front of a large one hides part of it, and neither gets the
// other's colour.
func TestWhatIsHiddenIsNotPainted(t *testing.T) {
	m := newMesh(2)
	addQuad(m, 0, geom.Vec3{X: -1, Y: -1}, right.Scale(2), up.Scale(2), whole)
	addQuad(m, 1, geom.Vec3{X: -0.4, Y: -0.4, Z: 0.1}, right.Scale(0.8), up.Scale(0.8), whole)
	fit := m.Fit()
	layers := func(p geom.Vec3) geom.Vec3 {
		if fit.Unfit(p).Z > 0.05 {
			return blue
		}
		return orange
	}
	const size = 200
	a := mustBake(t, m, paintViews(t, m, []view.View{view.Front()}, 512, layers), bake.Options{Size: size})
	for slot, want := range []geom.Vec3{orange, blue} {
		for i, p := range a.Textures[slot].Provenance {
			at, _ := a.PointAt(slot, i)
			q := fit.Unfit(at)
			fromEdge := max(math.Abs(float64(q.X)), math.Abs(float64(q.Y))) - 0.4 // of the small quad
			visible := slot == 1 || fromEdge > 0
			if seen(p) != visible && math.Abs(fromEdge) > 0.02 {
				t.Fatalf("slot %d, %v: seen %v", slot, q, seen(p))
			}
			if c := a.Textures[slot].Color[i]; seen(p) && furthest(c, want) > 1e-5 {
				t.Fatalf("slot %d, %v: colour %v, want %v", slot, q, c, want)
			}
		}
	}
}

func TestBacksAndSteepFlanksAreNotPainted(t *testing.T) {
	m := painttest.Sphere(24)
	for _, angle := range []float64{30, 75, 85} {
		a := mustBake(t, m, paintViews(t, m, []view.View{view.Front()}, 300, solid(blue)), bake.Options{Size: 128, MaxAngle: angle})
		toCamera := view.Front().Direction()
		for i, p := range a.Textures[0].Provenance {
			at, ok := a.PointAt(0, i)
			if !ok {
				continue
			}
			tilt := math.Acos(float64(at.Normalize().Dot(toCamera))) * 180 / math.Pi
			if seen(p) && tilt > angle+1.5 || !seen(p) && tilt < angle-1.5 {
				t.Fatalf("%g degrees at most: a texel at %.1f degrees is seen: %v", angle, tilt, seen(p))
			}
		}
	}
}

func TestTransparentPixelsSayNothing(t *testing.T) {
	m := painttest.Quad()
	img := flat(512, color.NRGBA{0, 255, 0, 0})
	for y := range 512 {
		for x := range 256 {
			img.SetNRGBA(x, y, color.NRGBA{26, 51, 204, uint8(min(2*(256-x), 255))})
		}
	}
	a := mustBake(t, m, []view.Painted{{View: view.Front(), Image: img}}, bake.Options{Size: 512})
	wantSeen(t, a, blue, 0.45)
	if c := a.Coverage(); float64(c.Invented) < 0.45*float64(c.Texels) {
		t.Errorf("only %d of %d texels are unseen, want nearly half", c.Invented, c.Texels)
	}
}

func TestWeightsDecideBetweenViews(t *testing.T) {
	m := painttest.Quad()
	first, second := view.Front(), view.Front()
	first.Weight, second.Weight = 1, 3
	painted := []view.Painted{
		{View: first, Image: flat(512, color.NRGBA{0, 0, 0, 255})},
		{View: second, Image: flat(512, color.NRGBA{200, 200, 200, 255})},
	}
	a := mustBake(t, m, painted, bake.Options{Size: 64, Matching: bake.MatchNone})
	wantSeen(t, a, geom.Vec3{X: 150.0 / 255, Y: 150.0 / 255, Z: 150.0 / 255}, 1)
	for i, p := range a.Textures[0].Provenance {
		if p != 2 {
			t.Fatalf("texel %d comes from view %d, want 2, the heavier one", i, p)
		}
	}
	painted[0].View.Weight, painted[1].View.Weight = 1, 0
	wantSeen(t, mustBake(t, m, painted, bake.Options{Size: 64}), geom.Vec3{}, 1)
}

// A pattern finer than the texels becomes its mean, not some of its pixels.
func TestTexelsLargerThanPixelsAverage(t *testing.T) {
	m := painttest.Quad()
	img := flat(1000, color.NRGBA{0, 0, 0, 255})
	for y := range 1000 {
		for x := range 1000 {
			if (x+y)%2 == 0 {
				img.SetNRGBA(x, y, color.NRGBA{255, 255, 255, 255})
			}
		}
	}
	a := mustBake(t, m, []view.Painted{{View: view.Front(), Image: img}}, bake.Options{Size: 150})
	for i, c := range a.Textures[0].Color {
		if furthest(c, bake.Unpainted) > 0.13 {
			t.Fatalf("texel (%d, %d) is %v, want nearly grey", i%150, i/150, c)
		}
	}
}

// The camera hangs low over a floor that reaches behind it.
func TestFloorBehindThePerspectiveCamera(t *testing.T) {
	m := newMesh(1)
	addQuad(m, 0, geom.Vec3{X: -1, Z: 1}, right.Scale(2), geom.Vec3{Z: -2}, whole)
	v := view.At(0, 45)
	v.Lens, v.Distance = view.Perspective(60), 0.2
	a := mustBake(t, m, []view.Painted{{View: v, Image: flat(512, color.NRGBA{26, 51, 204, 255})}}, bake.Options{Size: 128, MaxAngle: 85})
	wantSeen(t, a, blue, 0.02)
	fit := m.Fit()
	for i, p := range a.Textures[0].Provenance {
		at, _ := a.PointAt(0, i)
		// The camera is at Z = 0.2·cos 45°/fit.Scale and looks to smaller Z.
		if z := fit.Unfit(at).Z * fit.Scale; z > 0.15 && seen(p) {
			t.Fatalf("texel %d lies behind the camera and is seen", i)
		}
	}
}

func TestBlendedShowsEveryView(t *testing.T) {
	m := painttest.BumpySphere(2000)
	painted := paintViews(t, m, view.Default().Views, 200, waves)
	for _, method := range []bake.Method{bake.Gather, bake.Splat} {
		calls, before := 0, 0
		opt := bake.Options{Size: 128, Method: method, Blended: func(a *bake.Atlas, done, total int) {
			calls++
			if done != calls || total != 6 {
				t.Errorf("%s: call %d says %d of %d", method, calls, done, total)
			}
			c := a.Coverage()
			if c.Seen < before || done == 1 && c.Seen == 0 {
				t.Errorf("%s: %d texels seen after view %d, %d before", method, c.Seen, done, before)
			}
			before = c.Seen
			wantCalm(t, a)
		}}
		mustBake(t, m, painted, opt)
		if calls != 6 {
			t.Errorf("%s: Blended was called %d times, want 6", method, calls)
		}
	}
}

// wantCalm fails unless texels that nothing has painted are mid-grey.
func wantCalm(t *testing.T, a *bake.Atlas) {
	t.Helper()
	for i, p := range a.Textures[0].Provenance {
		if !seen(p) && a.Textures[0].Color[i] != bake.Unpainted {
			t.Fatalf("unpainted texel %d is %v", i, a.Textures[0].Color[i])
		}
	}
}

func TestHardEdgesKeepTheirOwnNormals(t *testing.T) {
	m := &mesh.Mesh{Materials: []mesh.Material{mesh.DefaultMaterial()}}
	addMesh(m, 0, painttest.Cube(), 1, geom.Vec3{}, whole)
	painted := paintViews(t, m, []view.View{view.At(0, 0), view.At(90, 0)}, 512, solid(orange))
	painted[1].Image = flat(512, color.NRGBA{26, 51, 204, 255})
	a := mustBake(t, m, painted, bake.Options{Size: 256})
	for i, c := range a.Textures[0].Color {
		p := a.Textures[0].Provenance[i]
		if p == 1 && furthest(c, orange) > 1e-5 || p == 2 && furthest(c, blue) > 1e-5 {
			t.Fatalf("texel (%d, %d) of side %d is %v: the views mix across the edge", i%256, i/256, p, c)
		}
	}
}
