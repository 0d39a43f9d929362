package bake_test

import (
	"fmt"
	"image"
	"math/rand/v2"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/view"
)

// What is protected comes out to the last bit as it went in, whatever is done around it.
func TestProtectedTexelsStayBitForBit(t *testing.T) {
	partly, changed := 0, 0
	for seed := range uint64(24) {
		s := newKeptScene(t, seed)
		_, pictures := s.run(t)
		for slot, p := range pictures {
			material := &s.mesh.Materials[slot]
			protected, painted := s.kindsOf(slot)
			if (p != nil) != painted {
				t.Fatalf("seed %d: slot %d is painted: %t, want %t", seed, slot, p != nil, painted)
			}
			if !painted || !protected {
				continue
			}
			partly++
			if size := image.Pt(p.Width, p.Height); material.Texture != nil && size != material.Texture.Rect.Size() {
				t.Fatalf("seed %d: the texture has %v texels, want those it had", seed, size)
			}
			plain, dithered, fine := p.Image(), p.DitheredImage(), p.Image16()
			s.eachShown(slot, p.Width, p.Height, func(i int) {
				want := old(material, i)
				if got := [4]uint8(plain.Pix[4*i:]); got != want {
					t.Fatalf("seed %d: texel %d of slot %d is %v, want %v", seed, i, slot, got, want)
				}
				if got := [4]uint8(dithered.Pix[4*i:]); got != want {
					t.Fatalf("seed %d: texel %d of slot %d is %v when dithered, want %v", seed, i, slot, got, want)
				}
				for c, v := range want {
					if fine.Pix[8*i+2*c] != v || fine.Pix[8*i+2*c+1] != v {
						t.Fatalf("seed %d: channel %d of texel %d is %v in 16 bits, want %d twice", seed, c, i, fine.Pix[8*i+2*c:][:2], v)
					}
				}
			})
			for i := range p.Width * p.Height {
				if [4]uint8(plain.Pix[4*i:]) != old(material, i) {
					changed++
				}
			}
		}
	}
	if partly < 20 || changed < 1000 {
		t.Errorf("%d textures are partly protected and %d of their texels are painted: the scenes prove nothing", partly, changed)
	}
}

// No colour comes out of what is protected: with other textures everything that is
// painted is the same.
func TestProtectedTexelsAreNoSource(t *testing.T) {
	for seed := range uint64(20) {
		s := newKeptScene(t, seed)
		before, _ := s.run(t)
		rng := rand.New(rand.NewPCG(seed, 1))
		for slot := range s.mesh.Materials {
			if m := &s.mesh.Materials[slot]; m.Texture != nil {
				m.Texture = speckled(rng, m.Texture.Rect.Size())
			}
		}
		after, _ := s.run(t)
		for slot, a := range before.Textures {
			if a == nil {
				continue
			}
			b := after.Textures[slot]
			for i, p := range a.Provenance {
				if p != b.Provenance[i] {
					t.Fatalf("seed %d: texel %d of slot %d comes from %d, and with other textures from %d", seed, i, slot, p, b.Provenance[i])
				}
				if p != bake.Kept && a.Color[i] != b.Color[i] {
					t.Fatalf("seed %d: texel %d of slot %d is %v, and with other textures %v", seed, i, slot, a.Color[i], b.Color[i])
				}
			}
		}
	}
}

// No view gets at a texel that is kept, by either method.
func TestViewsLeaveKeptTexelsAlone(t *testing.T) {
	kept := 0
	for seed := range uint64(12) {
		s := newKeptScene(t, seed)
		before, after := mustBake(t, s.mesh, nil, s.opt), mustBake(t, s.mesh, s.painted, s.opt)
		for slot, a := range before.Textures {
			if a == nil {
				continue
			}
			for i, p := range a.Provenance {
				if p != bake.Kept {
					continue
				}
				kept++
				if b := after.Textures[slot]; b.Provenance[i] != bake.Kept || b.Color[i] != a.Color[i] {
					t.Fatalf("seed %d: texel %d of slot %d comes from %d", seed, i, slot, b.Provenance[i])
				}
			}
		}
	}
	if kept < 1000 {
		t.Errorf("%d texels are kept: the scenes prove nothing", kept)
	}
}

// strip is two squares that touch, the left one protected, in one texture.
func strip() (*mesh.Mesh, []bool) {
	m := newMesh(1)
	addQuad(m, 0, geom.Vec3{X: -1}, right, up, rect{0.1, 0.1, 0.4, 0.4})
	addQuad(m, 0, geom.Vec3{}, right, up, rect{0.6, 0.1, 0.9, 0.4})
	return m, []bool{true, true, false, false}
}

func TestTexturesOfWhichAPartIsProtectedKeepTheirSize(t *testing.T) {
	for _, size := range []image.Point{{64, 64}, {200, 100}, {33, 17}, {64, 300}, {8, 8}} {
		for _, draft := range []bool{false, true} {
			m, protected := strip()
			m.Materials[0].Texture = speckled(rand.New(rand.NewPCG(1, 1)), size)
			s := &keptScene{
				mesh: m, protected: protected, padding: 2, opt: bake.Options{Size: 96, Protected: protected, Draft: draft},
				painted: paintViews(t, m, []view.View{view.Front()}, 256, solid(geom.Vec3{X: 1})),
			}
			_, pictures := s.run(t)
			want := size
			if draft {
				want = image.Pt(96, 96)
			}
			p := pictures[0]
			if image.Pt(p.Width, p.Height) != want {
				t.Errorf("a texture of %v becomes one of %d x %d, want %v", size, p.Width, p.Height, want)
			}
			middle := p.Color[p.Height/4*p.Width+p.Width*3/4]
			if furthest(middle, geom.Vec3{X: 1}) > 0.01 {
				t.Errorf("a texture of %v is painted in %v, want red", size, middle)
			}
		}
	}
}

// Padding grows around what is painted, and stops where a protected chart is nearer.
func TestPaddingStopsBeforeProtectedCharts(t *testing.T) {
	m, protected := strip()
	m.Materials[0].Texture = speckled(rand.New(rand.NewPCG(1, 1)), image.Pt(100, 100))
	s := &keptScene{
		mesh: m, protected: protected, padding: 30, opt: bake.Options{Size: 100, Protected: protected},
		painted: paintViews(t, m, []view.View{view.Front()}, 256, solid(geom.Vec3{X: 1})),
	}
	_, pictures := s.run(t)
	for i, c := range pictures[0].Color {
		x, y := i%100, i/100
		red := furthest(c, geom.Vec3{X: 1}) < 0.01
		switch {
		case y < 10 || y > 39: // charts are beside each other
		case x >= 52 && x < 100 && !red:
			t.Fatalf("texel (%d, %d), nearer to the painted chart, is %v", x, y, c)
		case x >= 9 && x < 48 && red:
			t.Fatalf("texel (%d, %d), nearer to the protected chart, is painted", x, y)
		}
	}
}

// A material without a texture keeps its colour where it is protected, and one with both
// has them multiplied.
func TestBaseColorsStayWhatTheyAre(t *testing.T) {
	spotted := greys(64, 128)
	spotted.Pix[4*64*63] = 0 // where nothing is
	for _, test := range []struct {
		texture *image.NRGBA
		want    uint8 // of red: 0.5 of linear is 188, and of 128 it is 92
	}{{nil, 188}, {greys(2, 128), 92}, {spotted, 92}, {greys(2, 0), 0}} {
		m, protected := strip()
		m.Materials[0].BaseColor, m.Materials[0].Texture = [4]float32{0.5, 1, 1, 1}, test.texture
		s := &keptScene{mesh: m, protected: protected, opt: bake.Options{Size: 64, Protected: protected}}
		_, pictures := s.run(t)
		img := pictures[0].DitheredImage()
		s.eachShown(0, 64, 64, func(i int) {
			if got := img.Pix[4*i]; got != test.want {
				t.Fatalf("texel %d has red %d, want %d", i, got, test.want)
			}
		})
	}
}

// greys is a picture of one grey.
func greys(size int, grey uint8) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for i := range img.Pix {
		img.Pix[i] = grey
		if i%4 == 3 {
			img.Pix[i] = 255
		}
	}
	return img
}

// Triangles beyond the texture, over its border or over many repetitions of it hold the
// texels that show on them.
func TestProtectionFollowsRepetitions(t *testing.T) {
	for _, uv := range []rect{{1.1, -0.9, 1.4, -0.6}, {-0.2, -0.2, 0.2, 0.2}, {-3, 0.1, 4, 0.4}, {-500, 0.1, 500, 0.4}} {
		t.Run(fmt.Sprint(uv), func(t *testing.T) {
			m := newMesh(1)
			addQuad(m, 0, geom.Vec3{X: -1}, right, up, uv)
			addQuad(m, 0, geom.Vec3{}, right, up, rect{0, 0, 1, 1})
			m.Materials[0].Texture = speckled(rand.New(rand.NewPCG(1, 1)), image.Pt(40, 40))
			protected := []bool{true, true, false, false}
			s := &keptScene{
				mesh: m, protected: protected, padding: 2, opt: bake.Options{Size: 40, Protected: protected},
				painted: paintViews(t, m, []view.View{view.Front()}, 256, solid(geom.Vec3{X: 1})),
			}
			_, pictures := s.run(t)
			img := pictures[0].Image()
			s.eachShown(0, 40, 40, func(i int) {
				if got, want := [4]uint8(img.Pix[4*i:]), old(&m.Materials[0], i); got != want {
					t.Fatalf("texel %d is %v, want %v", i, got, want)
				}
			})
		})
	}
}
