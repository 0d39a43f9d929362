package raster_test

import (
	"context"
	"errors"
	"image"
	"image/color"
	"math"
	"slices"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

func renderViews(t *testing.T, m *mesh.Mesh, textures []*image.NRGBA, size int, views ...view.View) []*image.NRGBA {
	t.Helper()
	images, err := raster.Renderer{}.RenderViews(context.Background(), m, textures, views, size)
	if err != nil {
		t.Fatal(err)
	}
	if len(images) != len(views) {
		t.Fatalf("got %d images, want %d", len(images), len(views))
	}
	return images
}

var sideColours = [6]color.NRGBA{
	{255, 0, 0, 255},
	{0, 255, 0, 255},
	{0, 0, 255, 255},
	{255, 255, 0, 255},
	{0, 255, 255, 255},
	{255, 0, 255, 255},
}

// sidesTexture paints each chart of painttest.Cube in its own colour.
func sidesTexture(size int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			img.SetNRGBA(x, y, sideColours[y*2/size*3+x*3/size])
		}
	}
	return img
}

func TestViewsShowTheTexture(t *testing.T) {
	views := []view.View{view.At(0, 0), view.At(90, 0), view.At(180, 0), view.At(270, 0), view.At(0, 90), view.At(180, -90)}
	textures := []*image.NRGBA{sidesTexture(120)}
	for i, img := range renderViews(t, painttest.Cube(), textures, 33, views...) {
		if got := img.NRGBAAt(16, 16); got != sideColours[i] {
			t.Errorf("view %d shows %v in the middle, want %v", i, got, sideColours[i])
		}
		if got := img.NRGBAAt(0, 0); got != (color.NRGBA{}) {
			t.Errorf("view %d shows %v in the corner, want nothing", i, got)
		}
	}
}

// TestViewsMatchPasses paints UVs as colours: a pixel must show the UV of the
// point that the passes see there, so pictures and passes lie on each other.
func TestViewsMatchPasses(t *testing.T) {
	const size = 65
	m, fit := painttest.Quad(), painttest.Quad().Fit()
	v := view.At(25, 10)
	v.Lens = view.Perspective(60)
	img := renderViews(t, m, []*image.NRGBA{gradient(256)}, size, v)[0]
	passes, err := raster.Renderer{}.RenderPasses(context.Background(), m, []view.View{v}, size)
	if err != nil {
		t.Fatal(err)
	}
	for i, seen := range passes[0].Mask {
		c := img.NRGBAAt(i%size, i/size)
		if seen && c.A == 0 {
			t.Fatalf("pixel %d is transparent, but the mask sees something", i)
		}
		p := fit.Unfit(passes[0].Position[i])
		wantR, wantG := (p.X+1)/2*255, (1-p.Y)/2*255
		if border := min(wantR, wantG, 255-wantR, 255-wantG); c.A < 255 || border < 12 {
			continue // the texture repeats, so colours mix there
		}
		if math.Abs(float64(wantR)-float64(c.R)) > 1.5 || math.Abs(float64(wantG)-float64(c.G)) > 1.5 {
			t.Fatalf("pixel %d shows %v, want red %.1f, green %.1f", i, c, wantR, wantG)
		}
	}
}

// gradient grows in red with u and in green with v.
func gradient(size int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for i := range size * size {
		img.SetNRGBA(i%size, i/size, color.NRGBA{uint8((i%size*2 + 1) * 255 / (2 * size)), uint8((i/size*2 + 1) * 255 / (2 * size)), 0, 255})
	}
	return img
}

func TestFineTexturesAreNotNoisy(t *testing.T) {
	checker := image.NewNRGBA(image.Rect(0, 0, 1024, 1024))
	for i := range 1024 * 1024 {
		shade := uint8((i%1024 + i/1024) % 2 * 255)
		checker.SetNRGBA(i%1024, i/1024, color.NRGBA{shade, shade, shade, 255})
	}
	img := renderViews(t, painttest.Quad(), []*image.NRGBA{checker}, 64, view.Front())[0]
	for i := 0; i < len(img.Pix); i += 4 {
		if shade := img.Pix[i]; img.Pix[i+3] == 255 && (shade < 120 || shade > 136) {
			t.Fatalf("a fine chequer shows %d, want about 128", shade)
		}
	}
}

func TestViewsShowTheMaterial(t *testing.T) {
	m := painttest.Quad()
	m.Slots = []uint16{0, 1}
	m.Materials = []mesh.Material{
		{BaseColor: [4]float32{0.5, 0, 1, 1}},
		{BaseColor: [4]float32{1, 0.5, 1, 1}, Texture: painttest.Solid(4, 4, color.NRGBA{255, 255, 99, 255})},
	}
	slots := func(textures []*image.NRGBA, m *mesh.Mesh) (a, b color.NRGBA) {
		img := renderViews(t, m, textures, 64, view.Front())[0]
		return img.NRGBAAt(28, 36), img.NRGBAAt(36, 28)
	}
	half := color.NRGBA{188, 0, 255, 255} // linear 0.5 is sRGB 188
	tinted, painted := color.NRGBA{255, 188, 99, 255}, color.NRGBA{1, 2, 3, 255}
	if a, b := slots(nil, m); a != half || b != tinted {
		t.Errorf("without textures: got %v and %v, want %v and %v", a, b, half, tinted)
	}
	if a, b := slots([]*image.NRGBA{nil, painttest.Solid(8, 8, painted)}, m); a != half || b != painted {
		t.Errorf("with one texture: got %v and %v, want %v and %v", a, b, half, painted)
	}
	m.UVs = nil
	if a, b := slots(nil, m); a != half || b != (color.NRGBA{255, 188, 255, 255}) {
		t.Errorf("without UVs: got %v and %v, want the factors", a, b)
	}
}

func TestTexturesRepeat(t *testing.T) {
	m := painttest.Quad()
	texture := []*image.NRGBA{gradient(64)}
	want := renderViews(t, m, texture, 48, view.Front())[0]
	for i := range m.UVs {
		m.UVs[i] = m.UVs[i].Add(geom.Vec2{X: 2, Y: -3})
	}
	painttest.CompareImages(t, "repeated", renderViews(t, m, texture, 48, view.Front())[0], want, 1)
}

func TestHostileUVs(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for _, uv := range []geom.Vec2{{X: nan}, {Y: inf}, {X: -inf, Y: nan}, {X: 3e38, Y: -3e38}} {
		m := painttest.Quad()
		m.UVs[0] = uv
		img := renderViews(t, m, []*image.NRGBA{gradient(16)}, 32, view.Front())[0]
		if img.NRGBAAt(16, 16).A != 255 {
			t.Errorf("UV %v: the mesh is not seen", uv)
		}
	}
}

func TestBordersArePartlyTransparent(t *testing.T) {
	img := renderViews(t, painttest.Sphere(8), nil, 64, view.Front())[0]
	var alphas []uint8
	for i := 3; i < len(img.Pix); i += 4 {
		if !slices.Contains(alphas, img.Pix[i]) {
			alphas = append(alphas, img.Pix[i])
		}
	}
	if len(alphas) < 4 {
		t.Errorf("the border of a sphere has alphas %v only", alphas)
	}
}

func TestViewsCancel(t *testing.T) {
	reason := errors.New("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(reason)
	_, err := raster.Renderer{}.RenderViews(ctx, painttest.Cube(), nil, []view.View{view.Front()}, 64)
	if !errors.Is(err, reason) {
		t.Errorf("got error %v, want the cause", err)
	}
}

func BenchmarkViews6x512(b *testing.B) {
	m, views := painttest.BumpySphere(40_000), view.Default().Views
	textures := []*image.NRGBA{gradient(2048)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := (raster.Renderer{}).RenderViews(context.Background(), m, textures, views, 512); err != nil {
			b.Fatal(err)
		}
	}
}
