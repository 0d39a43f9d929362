package bake_test

import (
	"image"
	"math"
	"runtime"
	"slices"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

// backToBack returns two squares that share their texels: one faces the front, the other
// the back, unless first is 1, in the other order.
func backToBack(first int) *mesh.Mesh {
	m := newMesh(1)
	add := []func(){
		func() { addQuad(m, 0, geom.Vec3{X: -0.5, Y: -0.5, Z: 0.1}, right, up, whole) },
		func() { addQuad(m, 0, geom.Vec3{X: 0.5, Y: -0.5, Z: -0.1}, right.Scale(-1), up, whole) },
	}
	add[first]()
	add[1-first]()
	return m
}

func meanColor(a *bake.Atlas) (mean geom.Vec3) {
	for _, c := range a.Textures[0].Color {
		mean = mean.Add(c)
	}
	return mean.Scale(1 / float32(len(a.Textures[0].Color)))
}

// A texel is painted when a view sees any of its places, whichever comes first in the mesh.
func TestSharedTexelsAreSeenAtAllTheirPlaces(t *testing.T) {
	orange := geom.Vec3{X: 0.8, Y: 0.4, Z: 0.2}
	for first := range 2 {
		m := backToBack(first)
		for _, azimuth := range []float64{0, 180} {
			a := mustBake(t, m, paintViews(t, m, []view.View{view.At(azimuth, 0)}, 128, solid(orange)), bake.Options{Size: 64})
			if c := a.Coverage(); c.Texels != 64*64 || c.Seen != c.Texels {
				t.Errorf("from %.0f degrees: %+v", azimuth, c)
			}
			if d := meanColor(a).Sub(orange); d.Len() > 0.01 {
				t.Errorf("from %.0f degrees the texture is %v", azimuth, meanColor(a))
			}
		}
	}
}

// Where the places do not agree, the one that is seen best leads; the other only shows
// where that one is not seen.
func TestTheBestSeenPlaceLeads(t *testing.T) {
	red, blue := geom.Vec3{X: 0.9, Y: 0.1, Z: 0.1}, geom.Vec3{X: 0.1, Y: 0.1, Z: 0.9}
	twoFaced := func(p geom.Vec3) geom.Vec3 {
		if p.Y > 0 { // +Y is the front in the fitted frame
			return red
		}
		return blue
	}
	for first := range 2 {
		m := backToBack(first)
		for _, test := range []struct {
			views []view.View
			want  geom.Vec3
			from  uint8
		}{
			{[]view.View{view.At(0, 0), view.At(180, 50)}, red, 1},
			{[]view.View{view.At(0, 50), view.At(180, 0)}, blue, 2},
		} {
			a := mustBake(t, m, paintViews(t, m, test.views, 128, twoFaced), bake.Options{Size: 64, Matching: bake.MatchNone})
			if d := meanColor(a).Sub(test.want); d.Len() > 0.06 {
				t.Errorf("the texture is %v, want %v", meanColor(a), test.want)
			}
			if n := countOf(a.Textures[0].Provenance, test.from); n != 64*64 {
				t.Errorf("%d texels remember view %d", n, test.from)
			}
		}
	}
}

func countOf(provenance []uint8, value uint8) (n int) {
	for _, p := range provenance {
		if p == value {
			n++
		}
	}
	return n
}

// Of very many places of a texel only some are looked at, the best seen ones.
func TestManyPlacesOfATexel(t *testing.T) {
	m := newMesh(1)
	for k := range 40 {
		addQuad(m, 0, geom.Vec3{X: -0.5, Y: -0.5, Z: -0.5 + float32(k)/40}, right, up, whole)
	}
	a := mustBake(t, m, paintViews(t, m, []view.View{view.Front()}, 128, solid(geom.Vec3{X: 1})), bake.Options{Size: 32})
	if c := a.Coverage(); c.Seen != 32*32 {
		t.Errorf("only the last of 40 squares is seen, and of its texels %d of %d are painted", c.Seen, c.Texels)
	}
}

// turned returns the mesh turned around the vertical axis.
func turned(m *mesh.Mesh, degrees float64) *mesh.Mesh {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	for i, p := range m.Positions {
		m.Positions[i] = geom.Vec3{X: float32(cos)*p.X + float32(sin)*p.Z, Y: p.Y, Z: float32(cos)*p.Z - float32(sin)*p.X}
	}
	m.Normals = nil
	return m
}

// Filling and healing see the seams of every place, on any number of cores.
func TestSharedTexelsDoNotDependOnTheNumberOfCores(t *testing.T) {
	m := turned(painttest.MirroredUVs(), 30)
	painted := exposed(paintViews(t, m, []view.View{view.At(40, 20), view.At(150, 10)}, 128, waves))
	var first []*image.NRGBA
	for _, cores := range []int{1, 4, 3} {
		before := runtime.GOMAXPROCS(cores)
		a := mustBake(t, m, painted, bake.Options{Size: 170, Blending: bake.BlendGradients})
		err := finish(t.Context(), a)
		runtime.GOMAXPROCS(before)
		if err != nil {
			t.Fatal(err)
		}
		images := append(a.Images(), a.Textures[0].ProvenanceImage())
		if first == nil {
			first = images
		}
		for i := range images {
			if !slices.Equal(images[i].Pix, first[i].Pix) {
				t.Errorf("%d cores: picture %d differs from what one core makes", cores, i)
			}
		}
	}
}

// The fill of a texel that two places share crosses the seams of both. Here the first one
// has no neighbour: alone, it would take the colour of the square in front of it.
func TestFillCrossesSeamsOfAllPlaces(t *testing.T) {
	shared, upper, lower := rect{0, 0, 0.45, 1}, rect{0.55, 0, 1, 0.45}, rect{0.55, 0.55, 1, 1}
	m := newMesh(1)
	addQuad(m, 0, geom.Vec3{X: 2, Y: -0.5, Z: -0.6}, right.Scale(-1), up, shared)
	addQuad(m, 0, geom.Vec3{X: -0.5, Y: -0.5}, geom.Vec3{Z: -1}, up, shared)
	addQuad(m, 0, geom.Vec3{X: -0.5, Y: -0.5}, right, up, upper) // shares an edge with the one before
	addQuad(m, 0, geom.Vec3{X: 1, Y: -0.5, Z: -0.5}, right, up, lower)
	red, green := geom.Vec3{X: 0.9, Y: 0.1, Z: 0.1}, geom.Vec3{X: 0.1, Y: 0.8, Z: 0.2}
	sides := func(p geom.Vec3) geom.Vec3 {
		if p.X > 0 { // -X is the right in the fitted frame
			return green
		}
		return red
	}
	a := mustBake(t, m, paintViews(t, m, []view.View{view.Front()}, 128, sides), bake.Options{Size: 64, Fill: bake.Smooth})
	if n := countOf(a.Textures[0].Provenance, bake.Invented); n < 64*24 {
		t.Fatalf("%d texels are left to fill", n)
	}
	mustFill(t, a)
	for i, p := range a.Textures[0].Provenance {
		if p == bake.Invented && a.Textures[0].Color[i].Sub(green).Len() > 0.02 {
			t.Fatalf("texel %d is filled with %v", i, a.Textures[0].Color[i])
		}
	}
}
