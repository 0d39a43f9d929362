package viewer

import (
	"image"
	"slices"
	"testing"

	"patina/paint/painttest"
	"patina/paint/view"
)

// bluish counts the pixels of a frame in which blue is well above red.
func bluish(frame *image.NRGBA) (n int) {
	for i := 0; i < len(frame.Pix); i += 4 {
		if int(frame.Pix[i+2]) > int(frame.Pix[i])+25 {
			n++
		}
	}
	return n
}

func TestProtectedTrianglesAreHatched(t *testing.T) {
	v := open(t)
	m := painttest.Cube()
	front := make([]bool, len(m.Triangles))
	front[0], front[1] = true, true
	s := scene{mesh: m, hatched: front, camera: view.Front(), size: image.Pt(120, 120)}
	hatched := bluish(frameOf(t, v, s, true))
	if hatched < 1000 {
		t.Errorf("%d pixels of the front are hatched, want a fourth of 4400", hatched)
	}
	s.camera = view.At(180, 0)
	if n := bluish(frameOf(t, v, s, true)); n != 0 {
		t.Errorf("%d pixels of the back are hatched", n)
	}
	s.camera, s.hatched = view.Front(), nil
	if n := bluish(frameOf(t, v, s, true)); n != 0 {
		t.Errorf("%d pixels are hatched though nothing is to be", n)
	}
}

// The same stage draws other selections, other meshes and none; passes of the same
// geometry are what they were.
func TestHatchingChangesWithTheScene(t *testing.T) {
	v := open(t)
	cube, ball := painttest.Cube(), painttest.Sphere(4)
	before, err := v.RenderPasses(t.Context(), cube, []view.View{view.Front()}, 64)
	if err != nil {
		t.Fatal(err)
	}
	st := &stage{viewer: v}
	defer st.release()
	all := func(n int) []bool { return slices.Repeat([]bool{true}, n) }
	for i, c := range []struct {
		scene   scene
		hatched bool
	}{
		{scene{mesh: cube, hatched: all(12)}, true},
		{scene{mesh: cube}, false},
		{scene{mesh: ball, hatched: all(len(ball.Triangles))}, true},
		{scene{}, false},
		{scene{mesh: cube, hatched: all(12)}, true},
	} {
		c.scene.camera, c.scene.size = view.Front(), image.Pt(80, 80)
		frame, err := st.draw(t.Context(), c.scene, true)
		if err != nil {
			t.Fatal(err)
		}
		if n := bluish(frame); n > 0 != c.hatched {
			t.Errorf("scene %d: %d hatched pixels, want some: %t", i, n, c.hatched)
		}
	}
	after, err := v.RenderPasses(t.Context(), cube, []view.View{view.Front()}, 64)
	if err != nil || !slices.Equal(before[0].Depth, after[0].Depth) || !slices.Equal(before[0].Mask, after[0].Mask) {
		t.Errorf("hatching changes the passes of a job (%v)", err)
	}
}

func TestAnotherMeshIsNotHatched(t *testing.T) {
	v := open(t)
	m := painttest.Cube()
	v.Show(m, nil)
	v.Hatch(make([]bool, len(m.Triangles)))
	if v.viewport.current().hatched == nil {
		t.Error("the selection is lost")
	}
	v.Show(m, []*image.NRGBA{nil})
	if v.viewport.current().hatched == nil {
		t.Error("another texture takes the selection back")
	}
	v.Show(painttest.Sphere(2), nil)
	if v.viewport.current().hatched != nil {
		t.Error("another mesh is hatched like the one before")
	}
}
