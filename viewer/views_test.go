package viewer

import (
	"image"
	"image/color"
	"slices"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

func renderView(t *testing.T, v *Viewer, m *mesh.Mesh, textures []*image.NRGBA, camera view.View, size int) *image.NRGBA {
	t.Helper()
	images, err := v.RenderViews(t.Context(), m, textures, []view.View{camera}, size)
	if err != nil {
		t.Fatal(err)
	}
	return images[0]
}

// quarters returns a picture whose four quarters are red, green, blue and grey,
// from the top left to the bottom right.
func quarters() *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for y := range 64 {
		for x := range 64 {
			img.SetNRGBA(x, y, quarterColours[y/32*2+x/32])
		}
	}
	return img
}

var quarterColours = [4]color.NRGBA{{200, 30, 40, 255}, {20, 190, 60, 255}, {40, 50, 210, 255}, {128, 128, 128, 255}}

func TestTexturesAreUprightAndKeepTheirColours(t *testing.T) {
	img := renderView(t, open(t), painttest.Quad(), []*image.NRGBA{quarters()}, view.Front(), 128)
	for i, want := range quarterColours {
		x, y := 64-20+40*(i%2), 64-20+40*(i/2)
		if got := img.NRGBAAt(x, y); got != want {
			t.Errorf("quarter %d is %v, want %v", i, got, want)
		}
	}
	if got := img.NRGBAAt(0, 0); got != (color.NRGBA{}) {
		t.Errorf("nothing is %v, want transparent black", got)
	}
}

func TestPicturesMayBePartsOfLargerOnes(t *testing.T) {
	large := image.NewNRGBA(image.Rect(-10, -10, 90, 90))
	for i := range large.Pix {
		large.Pix[i] = 17
	}
	whole := quarters()
	for y := range 64 {
		for x := range 64 {
			large.SetNRGBA(x, y, whole.NRGBAAt(x, y))
		}
	}
	part := large.SubImage(whole.Rect).(*image.NRGBA)
	v := open(t)
	got := renderView(t, v, painttest.Quad(), []*image.NRGBA{part}, view.Front(), 64)
	painttest.CompareImages(t, "part", got, renderView(t, v, painttest.Quad(), []*image.NRGBA{whole}, view.Front(), 64), 0)
}

func TestEdgesFadeOutWithoutDarkening(t *testing.T) {
	camera := view.At(0, 0)
	camera.PanX, camera.PanY = 0.0031, 0.0017 // edges between the pixels
	m := painttest.Quad()
	m.Materials[0].BaseColor = [4]float32{1, 1, 1, 1}
	img := renderView(t, open(t), m, nil, camera, 64)
	partly := 0
	for i := 0; i < len(img.Pix); i += 4 {
		p := img.Pix[i : i+4]
		if p[3] == 0 {
			continue
		}
		if p[3] < 255 {
			partly++
		}
		if slices.Min(p[:3]) < 250 {
			t.Fatalf("pixel %d of a white square is %v", i/4, p)
		}
	}
	if partly == 0 {
		t.Error("no pixel at the edges is partly covered")
	}
}

func TestMaterialsShowWhereThereIsNoTexture(t *testing.T) {
	m := painttest.Cube()
	m.Slots = make([]uint16, len(m.Triangles))
	for i := range m.Slots {
		m.Slots[i] = uint16(2 - i/2%3) // not sorted
	}
	m.Materials = []mesh.Material{
		{BaseColor: [4]float32{0.5, 0.5, 0.5, 1}, Texture: quarters()},
		{BaseColor: [4]float32{0.2140411, 1, 0, 1}}, // linear for sRGB 0.5
		{BaseColor: [4]float32{1, 1, 1, 1}, Texture: checker(16)},
	}
	v, blue := open(t), painttest.Solid(8, 8, color.NRGBA{0, 0, 255, 255})
	front, right := view.At(0, 0), view.At(90, 0) // slots 2 and 1
	for _, test := range []struct {
		camera   view.View
		textures []*image.NRGBA
		want     color.NRGBA
	}{
		{front, []*image.NRGBA{nil, nil, blue}, color.NRGBA{0, 0, 255, 255}},
		{right, []*image.NRGBA{blue, nil, blue}, color.NRGBA{128, 255, 0, 255}},
		{right, nil, color.NRGBA{128, 255, 0, 255}},
		{right, []*image.NRGBA{nil, blue, nil}, color.NRGBA{0, 0, 255, 255}},
	} {
		if got := renderView(t, v, m, test.textures, test.camera, 64).NRGBAAt(32, 32); got != test.want {
			t.Errorf("azimuth %g shows %v, want %v", test.camera.Azimuth, got, test.want)
		}
	}
}

func TestViewsAgreeWithRaster(t *testing.T) {
	v := open(t)
	m, textures := painttest.BumpySphere(5000), []*image.NRGBA{slopes(256)}
	views := append(view.Default().Views, perspectiveAt(35, 25))
	got, err := v.RenderViews(t.Context(), m, textures, views, 200)
	if err != nil {
		t.Fatal(err)
	}
	want, err := raster.Renderer{}.RenderViews(t.Context(), m, textures, views, 200)
	if err != nil {
		t.Fatal(err)
	}
	for i := range views {
		// Pixels on the silhouette and on seams are covered by other samples.
		if far := farApart(got[i], want[i], 4); far > 0.03 {
			t.Errorf("view %d: %.2f %% of the pixels are far from raster's", i, 100*far)
		} else {
			t.Logf("view %d: %.2f %% of the pixels are far from raster's", i, 100*far)
		}
	}
}

// slopes returns a picture without edges, so that filtering does not matter.
func slopes(size int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			img.SetNRGBA(x, y, color.NRGBA{uint8(255 * x / size), uint8(255 * y / size), uint8(255 - 127*(x+y)/size), 255})
		}
	}
	return img
}

// farApart is the share of pixels of which a component differs by more than
// tolerance.
func farApart(a, b *image.NRGBA, tolerance int) float64 {
	count := 0
	for i := 0; i < len(a.Pix); i += 4 {
		for c := range 4 {
			if d := int(a.Pix[i+c]) - int(b.Pix[i+c]); d > tolerance || d < -tolerance {
				count++
				break
			}
		}
	}
	return float64(count) / float64(len(a.Pix)/4)
}

func TestAMeshWithoutUVsShowsItsColour(t *testing.T) {
	m := painttest.Quad()
	m.UVs = nil
	m.Materials[0].BaseColor = [4]float32{1, 0, 0, 1}
	m.Materials[0].Texture = checker(16)
	if got := renderView(t, open(t), m, nil, view.Front(), 32).NRGBAAt(16, 16); got != (color.NRGBA{255, 0, 0, 255}) {
		t.Errorf("the middle is %v, want the colour of the material", got)
	}
}

func TestTexturesLargerThanTheDriverTakesAreHalved(t *testing.T) {
	img := shrink(quarters(), 20)
	if img.Rect.Size() != image.Pt(16, 16) {
		t.Errorf("64 texels were shrunk to %v, want 16", img.Rect)
	}
	for i, want := range quarterColours {
		if got := img.NRGBAAt(4+8*(i%2), 4+8*(i/2)); got != want {
			t.Errorf("quarter %d is %v, want %v", i, got, want)
		}
	}
	if narrow := shrink(painttest.Solid(1, 40, color.NRGBA{9, 8, 7, 255}), 10); narrow.Rect.Size() != image.Pt(1, 10) || narrow.NRGBAAt(0, 9) != (color.NRGBA{9, 8, 7, 255}) {
		t.Errorf("a column was shrunk to %v of %v", narrow.Rect, narrow.NRGBAAt(0, 9))
	}
	v := open(t)
	v.limits.textureSize = 16
	got := renderView(t, v, painttest.Quad(), []*image.NRGBA{quarters()}, view.Front(), 64)
	if c := got.NRGBAAt(22, 22); c != quarterColours[0] {
		t.Errorf("drawn from a shrunk texture, the first quarter is %v", c)
	}
}

func TestTrianglesAreGroupedBySlotInTheirOrder(t *testing.T) {
	m := &mesh.Mesh{
		Triangles: []mesh.Triangle{{0}, {1}, {2}, {3}, {4}},
		Slots:     []uint16{3, 0, 3, 1, 0},
	}
	grouped, runs := groupBySlot(m)
	if want := []mesh.Triangle{{1}, {4}, {3}, {0}, {2}}; !slices.Equal(grouped, want) {
		t.Errorf("grouped are %v, want %v", grouped, want)
	}
	if want := []run{{0, 0, 2}, {1, 2, 1}, {3, 3, 2}}; !slices.Equal(runs, want) {
		t.Errorf("runs are %v, want %v", runs, want)
	}
}

func TestNormalsForLightPointOutward(t *testing.T) {
	with, without := painttest.Sphere(4), painttest.Sphere(4)
	with.Normals = slices.Clone(with.Positions)
	for name, m := range map[string]*mesh.Mesh{"its own normals": with, "no normals": without} {
		ready := prepare(m)
		for i, n := range ready.outward {
			if along := n.Dot(ready.positions[i].Normalize()); along < 0.9 {
				t.Fatalf("%s: the normal %v of vertex %d points %g along the outside", name, n, i, along)
			}
		}
	}
	if g := prepare(with).ground; geom.BoxOf(prepare(with).positions).Max.Z != g {
		t.Errorf("the ground lies at %g", g)
	}
}
