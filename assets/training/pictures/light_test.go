package pictures

import (
	"context"
	"math/rand/v2"
	"testing"

	"patina/assets/training/objects"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/view"
)

func TestFlatLightIsTheBaseColour(t *testing.T) {
	c := geom.Vec3{X: 0.2, Y: 0.5, Z: 0.7}
	if got := (&lighting{flat: true}).shade(c, site{}); got != c {
		t.Errorf("got %v, want %v", got, c)
	}
}

func TestLightFallsOnWhatFacesIt(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	grey := geom.Vec3{X: 0.5, Y: 0.5, Z: 0.5}
	for range 50 {
		l := newLighting(r, view.Front())
		l.rim = 0
		facing := l.shade(grey, site{normal: l.key, open: 1, reach: 1})
		shadowed := l.shade(grey, site{normal: l.key, open: 1})
		closed := l.shade(grey, site{normal: l.key, open: 0, reach: 1})
		if facing.Y <= shadowed.Y || facing.Y <= closed.Y || facing.Y < 0.3 || facing.Y > 0.75 {
			t.Fatalf("a grey of 0.5 is %v in the light, %v in the shadow, %v in a crease", facing, shadowed, closed)
		}
	}
}

// slab is a square of a size at a height, seen from above.
func slab(half, y float32) (p []geom.Vec3) {
	return []geom.Vec3{{X: -half, Y: y, Z: half}, {X: half, Y: y, Z: half}, {X: half, Y: y, Z: -half}, {X: -half, Y: y, Z: -half}}
}

func TestShadowsFallStraightDown(t *testing.T) {
	m := &mesh.Mesh{
		Positions: append(slab(1, 0), slab(0.3, 0.5)...),
		Triangles: []mesh.Triangle{{0, 1, 2}, {0, 2, 3}, {4, 5, 6}, {4, 6, 7}},
		Materials: []mesh.Material{mesh.DefaultMaterial()},
	}
	s := newStudio(m, 0)
	shadow, err := s.newShadow(context.Background(), view.At(0, 90), 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		at   geom.Vec3
		want float32
	}{{geom.Vec3{}, 0}, {geom.Vec3{X: 0.7}, 1}, {geom.Vec3{Y: 0.5}, 1}, {geom.Vec3{X: -0.2, Z: 0.2}, 0}, {geom.Vec3{Z: -0.6}, 1}} {
		if got := shadow.lit(s.fit.Point(test.at)); got != test.want {
			t.Errorf("light of %g reaches %v, want %g", got, test.at, test.want)
		}
	}
}

func TestCreasesAreLessOpen(t *testing.T) {
	m := &mesh.Mesh{
		Positions: append(slab(1, 0), slab(0.3, 0.2)...),
		Triangles: []mesh.Triangle{{0, 1, 2}, {0, 2, 3}, {4, 5, 6}, {4, 6, 7}},
		Materials: []mesh.Material{mesh.DefaultMaterial()},
	}
	passes, err := newStudio(m, 0).Passes(context.Background(), []view.View{view.At(0, 90)}, 128)
	if err != nil {
		t.Fatal(err)
	}
	open := openness(passes[0])
	row := 64 * 128
	if middle, beside, far := open[row+64], open[row+64+17], open[row+64+36]; middle < 0.99 || far < 0.95 || beside > 0.9 {
		t.Errorf("the slab is open by %g, the floor beside it by %g, the floor by %g", middle, beside, far)
	}
}

func TestAThirdOfFirstReferencesIsFlat(t *testing.T) {
	flat := 0
	for seed := range uint64(40) {
		s := NewStudio(objects.New(seed))
		references, err := s.References(context.Background(), 1, 24)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := s.photograph(context.Background(), references[0].View, &lighting{flat: true}, 24)
		if err != nil {
			t.Fatal(err)
		}
		if string(plain.Pix) == string(references[0].Image.Pix) {
			flat++
		}
	}
	if flat < 6 || flat > 22 {
		t.Errorf("%d of 40 first references are flat", flat)
	}
}
