package unwrap_test

import (
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/unwrap"
)

func named(name string, positions []geom.Vec3, triangles ...mesh.Triangle) *mesh.Mesh {
	return &mesh.Mesh{Name: name, Positions: positions, Triangles: triangles, Materials: []mesh.Material{mesh.DefaultMaterial()}}
}

// soup returns triangles that share nothing.
func soup(n int) *mesh.Mesh {
	random := rand.New(rand.NewPCG(uint64(n), 3))
	m := named("soup", nil)
	for i := range uint32(n) {
		center := geom.Vec3{X: random.Float32(), Y: random.Float32(), Z: random.Float32()}.Scale(10)
		for range 3 {
			m.Positions = append(m.Positions, center.Add(geom.Vec3{X: random.Float32(), Y: random.Float32(), Z: random.Float32()}))
		}
		m.Triangles = append(m.Triangles, mesh.Triangle{3 * i, 3*i + 1, 3*i + 2})
	}
	return m
}

// fan returns triangles that all stand on one edge.
func fan(n int) *mesh.Mesh {
	m := named("fan", []geom.Vec3{{}, {Y: 1}})
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		m.Positions = append(m.Positions, geom.Vec3{X: float32(cos), Y: 0.5, Z: float32(sin)})
		t := mesh.Triangle{0, 1, uint32(i) + 2}
		if i%2 == 1 {
			t[0], t[1] = 1, 0
		}
		m.Triangles = append(m.Triangles, t)
	}
	return m
}

// moebius returns a strip with one side.
func moebius(n int) *mesh.Mesh {
	m := named("Möbius strip", nil)
	for i := range n {
		a := 2 * math.Pi * float64(i) / float64(n)
		for _, w := range []float64{-0.3, 0.3} {
			r := 1 + w*math.Cos(a/2)
			m.Positions = append(m.Positions, geom.Vec3{X: float32(r * math.Cos(a)), Y: float32(r * math.Sin(a)), Z: float32(w * math.Sin(a/2))})
		}
	}
	at := func(i int) uint32 {
		if i >= 2*n {
			return uint32(i-2*n) ^ 1 // the two sides change places
		}
		return uint32(i)
	}
	for i := range n {
		a, b, c, d := at(2*i), at(2*i+1), at(2*i+2), at(2*i+3)
		m.Triangles = append(m.Triangles, mesh.Triangle{a, c, b}, mesh.Triangle{b, c, d})
	}
	return m
}

// rough returns a sphere whose vertices were shaken until many triangles fold over.
func rough(triangles int) *mesh.Mesh {
	m := painttest.Sphere(int(math.Sqrt(float64(triangles) / 12)))
	random := rand.New(rand.NewPCG(4, 5))
	moved := make(map[geom.Vec3]geom.Vec3)
	for i, p := range m.Positions {
		if _, ok := moved[p]; !ok {
			moved[p] = p.Scale(0.9 + 0.2*random.Float32())
		}
		m.Positions[i] = moved[p]
	}
	m.Name = "rough sphere"
	return m
}

// torus returns a closed ring.
func torus(n int) *mesh.Mesh {
	m := named("torus", nil)
	for i := range n {
		for j := range n {
			sa, ca := math.Sincos(2 * math.Pi * float64(i) / float64(n))
			sb, cb := math.Sincos(2 * math.Pi * float64(j) / float64(n))
			m.Positions = append(m.Positions, geom.Vec3{X: float32((1 + 0.3*cb) * ca), Y: float32((1 + 0.3*cb) * sa), Z: float32(0.3 * sb)})
			a, b := uint32(i*n+j), uint32(i*n+(j+1)%n)
			c, d := uint32((i+1)%n*n+j), uint32((i+1)%n*n+(j+1)%n)
			m.Triangles = append(m.Triangles, mesh.Triangle{a, c, b}, mesh.Triangle{b, c, d})
		}
	}
	return m
}

// doubled returns a mesh with all triangles twice, the second time turned over if
// asked for.
func doubled(m *mesh.Mesh, over bool) *mesh.Mesh {
	out := named(m.Name+", doubled", m.Positions, m.Triangles...)
	for _, t := range m.Triangles {
		if over {
			t[0], t[1] = t[1], t[0]
		}
		out.Triangles = append(out.Triangles, t)
	}
	return out
}

func scaled(m *mesh.Mesh, s float32) *mesh.Mesh {
	out := named(m.Name+", scaled", nil, m.Triangles...)
	for _, p := range m.Positions {
		out.Positions = append(out.Positions, p.Scale(s))
	}
	return out
}

// needles returns a flat strip of triangles thinner than float32 can tell.
func needles(n int) *mesh.Mesh {
	m := named("needles", []geom.Vec3{{}, {X: 1}})
	for i := range uint32(n) {
		m.Positions = append(m.Positions, geom.Vec3{X: float32(i) / float32(n), Y: float32(i+1) * 1e-9})
		m.Triangles = append(m.Triangles, mesh.Triangle{i, i + 1, i + 2})
		if i%2 == 1 {
			m.Triangles[i] = mesh.Triangle{i + 1, i, i + 2}
		}
	}
	return m
}

func TestHostileMeshes(t *testing.T) {
	right := []geom.Vec3{{}, {X: 1}, {Y: 1}}
	speck := painttest.Quad()
	speck.Positions = append(speck.Positions, geom.Vec3{X: 1e-6}, geom.Vec3{Y: 1e-6}, geom.Vec3{Z: 1e-6})
	speck.Triangles = append(speck.Triangles, mesh.Triangle{4, 5, 6})
	meshes := []*mesh.Mesh{
		named("nothing", nil),
		named("one triangle", right, mesh.Triangle{0, 1, 2}),
		named("no area", []geom.Vec3{{}, {X: 1}, {X: 2}}, mesh.Triangle{0, 1, 2}),
		named("all in one place", []geom.Vec3{{}, {}, {}}, mesh.Triangle{0, 1, 2}, mesh.Triangle{0, 0, 1}),
		named("partly collapsed", right, mesh.Triangle{0, 1, 2}, mesh.Triangle{0, 0, 2}, mesh.Triangle{1, 1, 1}),
		named("the same three times", right, mesh.Triangle{0, 1, 2}, mesh.Triangle{0, 1, 2}, mesh.Triangle{1, 2, 0}),
		speck,
		fan(50), fan(7), moebius(40), torus(24), needles(60),
		soup(5000),
		rough(2000),
		doubled(painttest.Sphere(8), false), doubled(painttest.BumpySphere(2000), true),
		scaled(painttest.BumpySphere(2000), 1e36), scaled(painttest.BumpySphere(2000), 1e-36),
	}
	for _, m := range meshes {
		t.Run(m.Name, func(t *testing.T) { unwrapped(t, m, unwrap.Options{TextureSize: 256}) })
	}
}

func TestRandomConnectivity(t *testing.T) {
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 9))
		m := named("knot", nil)
		for range 10 + random.IntN(30) {
			m.Positions = append(m.Positions, geom.Vec3{X: random.Float32(), Y: random.Float32(), Z: float32(random.IntN(2))})
		}
		vertex := func() uint32 { return random.Uint32N(uint32(len(m.Positions))) }
		for range random.IntN(60) {
			m.Triangles = append(m.Triangles, mesh.Triangle{vertex(), vertex(), vertex()})
		}
		unwrapped(t, m, unwrap.Options{TextureSize: 256})
	}
}

func TestManyChartsShrinkThePadding(t *testing.T) {
	_, report := unwrapped(t, soup(5000), unwrap.Options{TextureSize: 256, Padding: 8})
	if report.Padding >= 8 || report.Charts != 5000 {
		t.Errorf("got padding %d between %d charts", report.Padding, report.Charts)
	}
}

func TestRefusedMeshes(t *testing.T) {
	endless := named("endless", []geom.Vec3{{}, {X: float32(math.Inf(1))}, {Y: 1}}, mesh.Triangle{0, 1, 2})
	nowhere := named("nowhere", []geom.Vec3{{}, {X: 1}}, mesh.Triangle{0, 1, 2})
	tests := []struct {
		mesh *mesh.Mesh
		size int
		says string
	}{
		{endless, 64, "no place"},
		{nowhere, 64, "names vertex 2 of 2"},
		{soup(5000), 32, "choose a larger texture"},
	}
	for _, test := range tests {
		_, err := unwrap.Unwrap(context.Background(), test.mesh, unwrap.Options{TextureSize: test.size})
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: got error %v, want one that says %q", test.mesh.Name, err, test.says)
		}
	}
}
