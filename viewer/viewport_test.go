package viewer

import (
	"image"
	"image/png"
	"os"
	"testing"

	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

// frameOf shows a mesh and returns a copy of a frame of it.
func frameOf(t testing.TB, v *Viewer, m *mesh.Mesh, textures []*image.NRGBA, camera view.View, size image.Point, lit bool) *image.NRGBA {
	t.Helper()
	st := &stage{viewer: v}
	defer st.release()
	frame, err := st.draw(t.Context(), scene{mesh: m, baseColor: textures, lit: lit, camera: camera, size: size}, true)
	if err != nil {
		t.Fatal(err)
	}
	return frame
}

func TestPictures(t *testing.T) {
	dir := os.Getenv("PICTURES")
	if dir == "" {
		t.Skip("no PICTURES")
	}
	v := open(t)
	bumpy := painttest.BumpySphere(40000)
	cube := painttest.Cube()
	tex := []*image.NRGBA{checker(2048)}
	save := func(name string, img image.Image) {
		f, _ := os.Create(dir + "/" + name + ".png")
		defer f.Close()
		_ = png.Encode(f, img)
	}
	size := image.Pt(900, 700)
	save("bumpy-lit", frameOf(t, v, bumpy, nil, perspectiveAt(30, 20), size, true))
	save("bumpy-tex-lit", frameOf(t, v, bumpy, tex, perspectiveAt(30, 20), size, true))
	save("bumpy-tex-unlit", frameOf(t, v, bumpy, tex, perspectiveAt(30, 20), size, false))
	save("cube-lit", frameOf(t, v, cube, tex, perspectiveAt(-30, 25), size, true))
	save("cube-ortho", frameOf(t, v, cube, nil, view.At(40, 30), size, true))
	save("empty", frameOf(t, v, nil, nil, view.At(40, 30), size, true))
	img, err := v.RenderViews(t.Context(), cube, tex, []view.View{perspectiveAt(-30, 25)}, 512)
	if err != nil {
		t.Fatal(err)
	}
	save("view-cube", img[0])
}
