package bake_test

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

// keptScene is a mesh of several bodies and materials of which a part is protected.
type keptScene struct {
	mesh      *mesh.Mesh
	protected []bool
	painted   []view.Painted
	opt       bake.Options
	padding   int
	heal      bool
}

// newKeptScene makes a scene that depends on nothing but the seed. The seeds take turns
// with the methods, blends and fills.
func newKeptScene(t *testing.T, seed uint64) *keptScene {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 0))
	m := newMesh(3)
	parts := []*mesh.Mesh{painttest.Cube(), painttest.BumpySphere(200), painttest.Sphere(2), painttest.Cube()}
	for i, part := range parts {
		u, v := float32(i%2)/2, float32(i/2)/2
		addMesh(m, uint16(rng.IntN(3)), part, 0.5, geom.Vec3{X: 1.1 * float32(i%2), Y: 1.1 * float32(i/2)}, rect{u, v, u + 0.5, v + 0.5})
	}
	for slot := range m.Materials {
		if rng.IntN(4) > 0 {
			m.Materials[slot].Texture = speckled(rng, image.Pt(20+rng.IntN(100), 20+rng.IntN(100)))
		}
	}
	s := &keptScene{mesh: m, protected: make([]bool, len(m.Triangles)), padding: rng.IntN(6), heal: seed%3 > 0}
	charts := rng.IntN(2) == 0 // else any triangles, which no selection does
	keep := false
	for f := range m.Triangles {
		if !charts || f == 0 || m.Positions[m.Triangles[f][0]].X-m.Positions[m.Triangles[f-1][0]].X > 0.4 || f%7 == 0 {
			keep = rng.IntN(2) == 0
		}
		s.protected[f] = keep
	}
	s.opt = bake.Options{Size: 64, Protected: s.protected}
	if seed%4 == 3 {
		s.opt.Method = bake.Splat
	}
	if seed%2 == 1 {
		s.opt.Blending = bake.BlendGradients
	}
	if seed%5 < 2 {
		s.opt.Fill = bake.Smooth
	}
	s.painted = paintViews(t, m, view.Default().Views[:1+rng.IntN(4)], 64, waves)
	return s
}

// speckled is a picture of any colours and any alpha.
func speckled(rng *rand.Rand, size image.Point) *image.NRGBA {
	img := image.NewNRGBA(image.Rectangle{Max: size})
	for i := range img.Pix {
		img.Pix[i] = uint8(rng.Uint32())
	}
	return img
}

// run does all stages of a job.
func (s *keptScene) run(t *testing.T) (*bake.Atlas, []*bake.Picture) {
	t.Helper()
	a := mustBake(t, s.mesh, s.painted, s.opt)
	mustFill(t, a)
	err := a.Dilate(t.Context(), s.padding)
	if err == nil && s.heal {
		err = a.Heal(t.Context(), bake.HealOptions{Limit: 255})
	}
	if err != nil {
		t.Fatal(err)
	}
	pictures, err := a.Pictures(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return a, pictures
}

// kindsOf tells whether a slot has triangles that are protected, and others.
func (s *keptScene) kindsOf(slot int) (protected, painted bool) {
	for f, p := range s.protected {
		if s.mesh.Slot(f) == slot {
			protected, painted = protected || p, painted || !p
		}
	}
	return protected, painted
}

// old is what a material showed in a texel.
func old(m *mesh.Material, i int) [4]uint8 {
	if m.Texture == nil {
		return [4]uint8{255, 255, 255, 255}
	}
	return [4]uint8(m.Texture.Pix[4*i:])
}

// eachShown calls f with texels that a GPU interpolates between on protected triangles of
// a slot: of points all over them, the corners among them.
func (s *keptScene) eachShown(slot int, width, height int, f func(i int)) {
	const steps = 12
	for n, protected := range s.protected {
		if !protected || s.mesh.Slot(n) != slot {
			continue
		}
		tri := s.mesh.Triangles[n]
		a, b, c := s.mesh.UVs[tri[0]], s.mesh.UVs[tri[1]], s.mesh.UVs[tri[2]]
		for j := range steps + 1 {
			for k := range steps + 1 - j {
				p := a.Add(b.Sub(a).Scale(float32(j) / steps)).Add(c.Sub(a).Scale(float32(k) / steps))
				x, y := float64(p.X)*float64(width)-0.5, float64(p.Y)*float64(height)-0.5
				for _, at := range [4][2]float64{{math.Floor(x), math.Floor(y)}, {math.Ceil(x), math.Floor(y)}, {math.Floor(x), math.Ceil(y)}, {math.Ceil(x), math.Ceil(y)}} {
					f(modulo(int(at[1]), height)*width + modulo(int(at[0]), width))
				}
			}
		}
	}
}

func modulo(i, n int) int { return ((i % n) + n) % n }

// What is protected comes out to the last bit as it went in, whatever is done around it.
func TestProtectedTexelsStayBitForBit(t *testing.T) {
	partly, changed := 0, 0
	for seed := range uint64(40) {
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
