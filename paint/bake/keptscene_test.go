package bake_test

import (
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
// with the methods, blends, fills and healing: the first 22 have all that go together.
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
	shown := make([]bool, width*height)
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
					shown[modulo(int(at[1]), height)*width+modulo(int(at[0]), width)] = true
				}
			}
		}
	}
	for i, yes := range shown {
		if yes {
			f(i)
		}
	}
}

func modulo(i, n int) int { return ((i % n) + n) % n }
