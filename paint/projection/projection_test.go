package projection

import (
	"context"
	"errors"
	"image"
	"image/color"
	"math"
	"slices"
	"strings"
	"testing"

	"patina/paint"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

var _ paint.ViewPainter = (*Painter)(nil)

func request(m *mesh.Mesh, reference image.Image, v view.View) paint.Request {
	s := paint.DefaultSettings()
	s.Reference.View = v
	return paint.Request{Mesh: m, Reference: reference, Settings: s}
}

func paintViews(t *testing.T, req paint.Request) ([]view.Painted, *events) {
	t.Helper()
	e := &events{}
	painted, err := (&Painter{raster.Renderer{}}).PaintViews(context.Background(), req, nil, e.report)
	if err != nil {
		t.Fatal(err)
	}
	if e.previews != len(painted) {
		t.Errorf("%d previews of %d painted views", e.previews, len(painted))
	}
	if last := e.steps[len(e.steps)-1]; last.Done != last.Total || last.Stage != paint.StageViews {
		t.Errorf("the last step was %+v", last)
	}
	for i := 1; i < len(e.steps); i++ {
		if e.steps[i].Done < e.steps[i-1].Done {
			t.Errorf("steps go back: %+v", e.steps)
			break
		}
	}
	for i, p := range painted {
		if err := p.View.Validate(); err != nil || p.View.Weight <= 0 {
			t.Errorf("painted view %d: weight %g, %v", i, p.View.Weight, err)
		}
	}
	return painted, e
}

// What the painter makes of a reference is what the surface looks like.
func TestReferenceComesBack(t *testing.T) {
	m := creature(true)
	perspective := view.View{Azimuth: 320, Elevation: 25, Distance: 1.6, PanX: 0.1, Lens: view.Perspective(30), Weight: 0.5}
	for name, v := range map[string]view.View{"front": view.Front(), "turned": view.At(35, 10), "zoomed viewport": perspective} {
		shown := picture(t, m, framed(v, m), 300)
		white := over(pasted(shown, 420, 390, image.Pt(72, 24)), plainColour(color.NRGBA{255, 255, 255, 255}))
		req := request(m, white, v)
		req.Settings.Reference.Mirror = false
		painted, e := paintViews(t, req)
		if len(e.notices) != 1 || e.notices[0] != sayGuess {
			t.Errorf("%s: said %q", name, e.notices)
		}
		difference, covered := compareColours(painted[0].Image, picture(t, m, painted[0].View, painted[0].Image.Rect.Dx()))
		t.Logf("%s: mean difference %.4f over %.3f of the mesh", name, difference, covered)
		if difference > 0.02 || covered < 0.97 {
			t.Errorf("%s: colours differ by %.4f on average, %.3f of the mesh is painted", name, difference, covered)
			painttest.CompareImages(t, "comes-back-"+name, painted[0].Image, picture(t, m, painted[0].View, painted[0].Image.Rect.Dx()), 40)
		}
	}
}

// compareColours returns the mean difference of a channel, 0 to 1, where both
// pictures are opaque, and which share of the second's opaque pixels that is.
func compareColours(got, want *image.NRGBA) (difference, covered float64) {
	var both, all float64
	for i := 0; i < len(want.Pix); i += 4 {
		if want.Pix[i+3] < 255 {
			continue
		}
		all++
		if got.Pix[i+3] < 250 {
			continue
		}
		both++
		for c := range 3 {
			difference += math.Abs(float64(got.Pix[i+c])-float64(want.Pix[i+c])) / 255 / 3
		}
	}
	return difference / max(both, 1), both / all
}

func TestMirroredWhereSymmetric(t *testing.T) {
	v := view.At(50, 10)
	for _, test := range []struct {
		mesh   *mesh.Mesh
		mirror bool
		want   int // views that are no guess
		say    string
	}{
		{creature(false), true, 2, "is symmetric"},
		{creature(true), true, 1, "not symmetric"},
		{creature(false), false, 1, ""},
	} {
		req := request(test.mesh, picture(t, test.mesh, v, 160), v)
		req.Settings.Reference.Mirror = test.mirror
		painted, e := paintViews(t, req)
		evidence := 0
		for _, p := range painted {
			if !p.Guess {
				evidence++
			}
		}
		if evidence != test.want || !strings.Contains(strings.Join(e.notices, "\n"), test.say) {
			t.Errorf("mirror %v: %d views, want %d; said %q", test.mirror, evidence, test.want, e.notices)
		}
		if evidence == 2 && (math.Abs(painted[1].View.Azimuth-310) > 1e-9 || painted[1].View.Weight >= painted[0].View.Weight) {
			t.Errorf("mirrored view: %+v", painted[1].View)
		}
	}
}

// From the front the mirrored camera would be the same one.
func TestFrontIsNotMirrored(t *testing.T) {
	m := creature(false)
	painted, e := paintViews(t, request(m, picture(t, m, view.Front(), 160), view.Front()))
	if !painted[1].Guess || len(e.notices) != 1 {
		t.Errorf("said %q", e.notices)
	}
}

func TestFindViewTurnsToTheReference(t *testing.T) {
	m := creature(true)
	req := request(m, picture(t, m, view.At(40, 15), 160), view.Front())
	req.Settings.Reference.FindView = true
	painted, e := paintViews(t, req)
	if off := angleBetween(painted[0].View, view.At(40, 15)); off > 5 {
		t.Errorf("%.1f° off: %q", off, e.notices)
	}
	if !strings.Contains(e.notices[0], "was taken from azimuth") {
		t.Errorf("said %q", e.notices)
	}
}

func TestPoorFitSaysWhatToDo(t *testing.T) {
	m := creature(true)
	reference := picture(t, m, view.At(90, 0), 160)
	_, e := paintViews(t, request(m, reference, view.At(0, 60)))
	if !strings.Contains(e.notices[0], "from azimuth 90°, elevation 0° it would be") || !strings.Contains(e.notices[0], "find view") {
		t.Errorf("said %q", e.notices)
	}
	// Nothing that the mesh can look like: turning the camera does not help.
	dots := pasted(painttest.Solid(20, 20, color.NRGBA{0, 90, 0, 255}), 200, 200, image.Pt(10, 10))
	for i := range 20 * 20 {
		dots.SetNRGBA(170+i%20, 170+i/20, color.NRGBA{0, 90, 0, 255})
	}
	req := request(painttest.Quad(), dots, view.Front())
	req.Settings.Reference.FindView = true
	_, e = paintViews(t, req)
	if !strings.Contains(strings.Join(e.notices, "\n"), "another pose") {
		t.Errorf("said %q", e.notices)
	}
}

func TestWholePictureCoversTheMesh(t *testing.T) {
	m := creature(true)
	reference := painttest.Solid(90, 40, color.NRGBA{30, 160, 90, 255})
	req := request(m, reference, view.Front())
	req.Settings.Reference.FindView = true
	painted, e := paintViews(t, req)
	if _, covered := compareColours(painted[0].Image, picture(t, m, painted[0].View, painted[0].Image.Rect.Dx())); covered < 1 {
		t.Errorf("only %.3f of the mesh is painted", covered)
	}
	if e.notices[0] != sayOnlyPlain || !strings.Contains(e.notices[1], "could not be searched for") {
		t.Errorf("said %q", e.notices)
	}
}

// Every point of the surface is seen by a painted view, and guesses show only
// colours that the reference has nearby.
func TestGuessesReachTheFarSide(t *testing.T) {
	m := creature(true)
	m.Materials[0].Texture = painttest.Solid(8, 8, color.NRGBA{180, 60, 30, 255})
	painted, _ := paintViews(t, request(m, picture(t, m, view.Front(), 160), view.Front()))
	if !painted[1].Guess || angleBetween(painted[1].View, view.At(180, 0)) > 1e-3 {
		t.Fatalf("the second view is %+v", painted[1].View)
	}
	for i, p := range painted[1:] {
		covered := 0
		for j := 0; j < len(p.Image.Pix); j += 4 {
			c := p.Image.Pix[j : j+4]
			if c[3] == 0 {
				continue
			}
			covered++
			if byteApart(c[0], 180) > 4 || byteApart(c[1], 60) > 4 || byteApart(c[2], 30) > 4 {
				t.Fatalf("guess %d shows %v", i, c)
			}
		}
		if covered == 0 {
			t.Errorf("guess %d shows nothing", i)
		}
	}
}

func TestStrangeReferencesDoNotCrash(t *testing.T) {
	m := creature(true)
	opaque := color.NRGBA{10, 20, 30, 255}
	dot := image.NewNRGBA(image.Rect(0, 0, 9, 9))
	dot.SetNRGBA(4, 4, opaque)
	palette := image.NewPaletted(image.Rect(-3, -3, 20, 17), color.Palette{color.Transparent, opaque})
	for i := range palette.Pix {
		palette.Pix[i] = uint8(i / 7 % 2)
	}
	for name, reference := range map[string]image.Image{
		"1x1":        painttest.Solid(1, 1, opaque),
		"one dot":    dot,
		"2x1":        painttest.Solid(2, 1, opaque),
		"wide":       painttest.Solid(5000, 1, opaque),
		"tall":       painttest.Solid(1, 70, opaque),
		"wide strip": pasted(painttest.Solid(900, 1, opaque), 1000, 30, image.Pt(50, 10)),
		"palette":    palette,
		"grey":       image.NewGray16(image.Rect(5, 5, 40, 60)),
		"faint":      pasted(painttest.Solid(20, 20, color.NRGBA{9, 9, 9, 130}), 40, 40, image.Pt(5, 5)),
	} {
		t.Run(name, func(t *testing.T) { paintViews(t, request(m, reference, view.At(30, 0))) })
	}
}

func TestStrangeMeshesDoNotCrash(t *testing.T) {
	needle := painttest.Cube()
	for i := range needle.Positions {
		needle.Positions[i] = needle.Positions[i].Mul(geom.Vec3{X: 1, Y: 0.0005, Z: 0.0005})
	}
	for name, m := range map[string]*mesh.Mesh{"quad": painttest.Quad(), "needle": needle} {
		t.Run(name, func(t *testing.T) {
			reference := disc(100, color.NRGBA{200, 30, 30, 255}, color.NRGBA{A: 255})
			paintViews(t, request(m, reference, view.At(10, 5)))
		})
	}
}

func TestErrorsAreSentences(t *testing.T) {
	m := creature(true)
	away := view.View{Distance: 5, PanX: 40, Lens: view.Perspective(20), Weight: 1}
	edge := view.At(90, 0)
	for name, test := range map[string]struct {
		req  paint.Request
		want error
	}{
		"transparent": {request(m, image.NewNRGBA(image.Rect(0, 0, 9, 9)), view.Front()), errTransparent},
		"behind":      {request(m, picture(t, m, view.Front(), 80), view.View{Distance: 0.01, PanX: 3, Lens: view.Perspective(20), Weight: 1}), errUnseen},
		"edge on":     {request(painttest.Quad(), picture(t, m, view.Front(), 80), edge), errUnseen},
		"far aside":   {request(m, picture(t, m, view.Front(), 80), away), nil}, // framed
	} {
		_, err := (&Painter{raster.Renderer{}}).PaintViews(context.Background(), test.req, nil, func(paint.Event) {})
		if !errors.Is(err, test.want) {
			t.Errorf("%s: error %v, want %v", name, err, test.want)
		}
	}
}

func TestCancelledWithinAStep(t *testing.T) {
	m := creature(false)
	req := request(m, picture(t, m, view.At(50, 0), 160), view.At(50, 0))
	cause := errors.New("enough")
	for stop := 0; stop <= 5; stop++ {
		ctx, cancel := context.WithCancelCause(context.Background())
		if stop == 0 {
			cancel(cause)
		}
		last := 0
		_, err := (&Painter{raster.Renderer{}}).PaintViews(ctx, req, nil, func(ev paint.Event) {
			if s, ok := ev.(paint.StepDone); ok {
				if last = s.Done; last == stop {
					cancel(cause)
				}
			}
		})
		if !errors.Is(err, cause) || last > stop {
			t.Errorf("cancelled after step %d: error %v after step %d", stop, err, last)
		}
		cancel(nil)
	}
}

func TestSameRequestSameViews(t *testing.T) {
	m := creature(false)
	req := request(m, picture(t, m, view.At(50, 0), 200), view.At(50, 0))
	a, _ := paintViews(t, req)
	b, _ := paintViews(t, req)
	for i := range a {
		if a[i].View != b[i].View || !slices.Equal(a[i].Image.Pix, b[i].Image.Pix) {
			t.Errorf("view %d differs", i)
		}
	}
}
