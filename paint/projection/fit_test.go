package projection

import (
	"context"
	"image"
	"image/color"
	"math"
	"testing"

	"patina/paint/painttest"
	"patina/paint/view"
)

// exactPlacement is that of a picture of n pixels a side that the view itself
// rendered, pasted with its corner at the given place.
func exactPlacement(n int, at image.Point) placement {
	s := 2 / float64(n-1)
	return placement{s, s, -1 - (float64(at.X)+0.5)*s, -1 - (float64(at.Y)+0.5)*s}
}

func TestFitRecoversScaleAndPlace(t *testing.T) {
	m := creature(true)
	perspective := view.View{Azimuth: 320, Elevation: 25, Distance: 1.6, Lens: view.Perspective(50), Weight: 1}
	for name, v := range map[string]view.View{"front": view.Front(), "turned": view.At(35, 10), "perspective": perspective} {
		for _, test := range []struct {
			size int
			at   image.Point
		}{{600, image.Pt(0, 130)}, {200, image.Pt(400, 0)}} {
			reference := pasted(picture(t, m, v, test.size), 800, 840, test.at)
			cut, _ := cutOutOf(t, reference)
			s := newSilhouette(passes(t, m, v, fitSize))
			got, overlap, err := fitOutline(context.Background(), newOutline(cut.img, fitSize), s)
			if err != nil {
				t.Fatal(err)
			}
			if overlap < 0.97 {
				t.Errorf("%s at %d: overlap %.3f", name, test.size, overlap)
			}
			off := placementError(got, exactPlacement(test.size, test.at), s)
			t.Logf("%s at %d: overlap %.4f, corners off by %.2f pixels", name, test.size, overlap, off)
			if off > 1.5 {
				t.Errorf("%s at %d: corners of the silhouette lie %.2f reference pixels off", name, test.size, off)
			}
		}
	}
}

// placementError is the largest distance, in reference pixels, between where two
// placements put the corners of a silhouette.
func placementError(a, b placement, s *silhouette) (off float64) {
	for _, corner := range [][2]float64{{s.x0, s.y0}, {s.x1, s.y0}, {s.x0, s.y1}, {s.x1, s.y1}} {
		ax, ay := a.point(corner[0], corner[1])
		bx, by := b.point(corner[0], corner[1])
		off = max(off, math.Hypot(ax-bx, ay-by))
	}
	return off
}

// A picture that is a little too wide is stretched; one that fits is not.
func TestFitStretchesOnlyWhereItHelps(t *testing.T) {
	m, v := creature(true), view.At(35, 10)
	s := newSilhouette(passes(t, m, v, fitSize))
	upright := picture(t, m, v, 400)
	for _, test := range []struct{ width, want float64 }{{1, 1}, {1.05, 1 / 1.05}} {
		cut, _ := cutOutOf(t, widened(upright, test.width))
		p, overlap, _ := fitOutline(context.Background(), newOutline(cut.img, fitSize), s)
		if r := p.scaleX / p.scaleY; math.Abs(r-test.want) > 0.01 || overlap < 0.97 {
			t.Errorf("width %g: stretched by %.3f, want %.3f; overlap %.3f", test.width, r, test.want, overlap)
		}
	}
}

func widened(img *image.NRGBA, by float64) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, int(float64(img.Rect.Dx())*by), img.Rect.Dy()))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.SetNRGBA(x, y, img.NRGBAAt(int((float64(x)+0.5)/by), y))
		}
	}
	return out
}

func TestCoverCoversTheSilhouette(t *testing.T) {
	s := newSilhouette(passes(t, creature(true), view.Front(), 128))
	for _, size := range []image.Point{{100, 50}, {50, 100}, {1, 1}, {3000, 2}} {
		p := cover(size.X, size.Y, s)
		x0, y0 := p.point(s.x0, s.y0)
		x1, y1 := p.point(s.x1, s.y1)
		const tiny = 1e-6
		if x0 < -tiny || y0 < -tiny || x1 > float64(size.X)+tiny || y1 > float64(size.Y)+tiny {
			t.Errorf("%v: the silhouette comes to %g,%g to %g,%g", size, x0, y0, x1, y1)
		}
	}
}

func TestOutlineKeepsArea(t *testing.T) {
	img := disc(301, color.NRGBA{200, 40, 30, 255}, color.NRGBA{A: 255})
	var want float64
	for i := 3; i < len(img.Pix); i += 4 {
		want += float64(img.Pix[i]) / 255
	}
	for _, cells := range []int{512, 100, 37} {
		o := newOutline(img, cells)
		if got := o.area * o.cell * o.cell; math.Abs(got/want-1) > 0.01 {
			t.Errorf("%d cells: area %.0f, want %.0f", cells, got, want)
		}
	}
}

// The warp follows an outline that differs a little from the silhouette.
func TestBendFollowsTheSilhouette(t *testing.T) {
	m := painttest.Sphere(12)
	v := view.Front()
	p := passes(t, m, v, fitSize)
	s := newSilhouette(p)
	// A disc with waves of two percent around its edge.
	const size = 400
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			dx, dy := float64(x)-size/2, float64(y)-size/2
			if math.Hypot(dx, dy) < 150*(1+0.02*math.Sin(5*math.Atan2(dy, dx))) {
				img.SetNRGBA(x, y, color.NRGBA{200, 30, 30, 255})
			}
		}
	}
	cut, _ := cutOutOf(t, img)
	o := newOutline(cut.img, fitSize)
	place, _, err := fitOutline(context.Background(), o, s)
	if err != nil {
		t.Fatal(err)
	}
	w, err := bend(context.Background(), o, place, p, s)
	if err != nil {
		t.Fatal(err)
	}
	before, after := layoutOverlap(cut, layout{place, nil}, p), layoutOverlap(cut, layout{place, w}, p)
	t.Logf("overlap %.4f before, %.4f after", before, after)
	if after < 0.988 || after < before {
		t.Errorf("overlap %.4f before bending, %.4f after", before, after)
	}
}

// layoutOverlap is the intersection over union of a laid-out cut-out and a mask.
func layoutOverlap(cut cutout, l layout, p view.Passes) float64 {
	var both, either float64
	for i, seen := range p.Mask {
		x, y := l.point(viewPoint(i, p.Size))
		in := inSubject(cut.img, x, y)
		if in && seen {
			both++
		}
		if in || seen {
			either++
		}
	}
	return both / either
}

func TestDistancesAreExact(t *testing.T) {
	const size = 23
	marked := make([]bool, size*size)
	for _, i := range []int{5, 77, 300, 301, 420, 500} {
		marked[i] = true
	}
	for i, got := range distances(marked, size) {
		want := math.Inf(1)
		for j, m := range marked {
			if m {
				want = min(want, math.Hypot(float64(i%size-j%size), float64(i/size-j/size)))
			}
		}
		if math.Abs(float64(got)-want) > 1e-5 {
			t.Fatalf("pixel %d: %g, want %g", i, got, want)
		}
	}
	for _, d := range distances(make([]bool, 9), 3) {
		if !math.IsInf(float64(d), 1) {
			t.Fatalf("nothing is marked, but the distance is %g", d)
		}
	}
}
