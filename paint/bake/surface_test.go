package bake_test

import (
	"math"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
)

// unpainted bakes a mesh without any views.
func unpainted(t *testing.T, m *mesh.Mesh, size int) *bake.Atlas {
	t.Helper()
	return mustBake(t, m, nil, bake.Options{Size: size})
}

func TestTexelsShowTheirOwnCentres(t *testing.T) {
	m := newMesh(1)
	addQuad(m, 0, geom.Vec3{}, right, up, whole)
	const size = 16
	a := unpainted(t, m, size)
	fit := m.Fit()
	for i := range size * size {
		p, ok := a.PointAt(0, i)
		if !ok {
			t.Fatalf("texel %d is not covered", i)
		}
		want := geom.Vec3{X: (float32(i%size) + 0.5) / size, Y: 1 - (float32(i/size)+0.5)/size}
		if d := fit.Unfit(p).Sub(want).Len(); d > 1e-6 {
			t.Fatalf("texel (%d, %d) shows %v, want %v", i%size, i/size, fit.Unfit(p), want)
		}
	}
}

func TestEveryTexelWithItsCentreInATriangleIsCovered(t *testing.T) {
	m := painttest.BumpySphere(3000)
	const size = 256
	a := unpainted(t, m, size)
	for _, tri := range m.Triangles {
		eachInside(size, m.UVs[tri[0]], m.UVs[tri[1]], m.UVs[tri[2]], func(i int) {
			if a.Textures[0].Provenance[i] != bake.Invented {
				t.Fatalf("texel (%d, %d) is not covered", i%size, i/size)
			}
		})
	}
}

// eachInside calls f with the texels whose centres lie in a triangle.
func eachInside(size int, a, b, c geom.Vec2, f func(i int)) {
	side := func(p, q geom.Vec2, x, y float64) float64 {
		return (float64(q.X)-float64(p.X))*(y-float64(p.Y)) - (float64(q.Y)-float64(p.Y))*(x-float64(p.X))
	}
	n := float64(size)
	for y := int(float64(min(a.Y, b.Y, c.Y)) * n); y < int(math.Ceil(float64(max(a.Y, b.Y, c.Y))*n)); y++ {
		for x := int(float64(min(a.X, b.X, c.X)) * n); x < int(math.Ceil(float64(max(a.X, b.X, c.X))*n)); x++ {
			u, v := (float64(x)+0.5)/n, (float64(y)+0.5)/n
			if p, q, r := side(a, b, u, v), side(b, c, u, v), side(c, a, u, v); p >= 0 && q >= 0 && r >= 0 || p <= 0 && q <= 0 && r <= 0 {
				f(y*size + x)
			}
		}
	}
}

func TestThinChartsAreNotLost(t *testing.T) {
	const size = 64
	charts := map[string][3]geom.Vec2{
		"a hair along a row": {{X: 0.1, Y: 0.501}, {X: 0.9, Y: 0.501}, {X: 0.9, Y: 0.502}},
		"a hair aslant":      {{X: 0.1, Y: 0.1}, {X: 0.9, Y: 0.83}, {X: 0.9, Y: 0.8301}},
		"a line":             {{X: 0.1, Y: 0.5}, {X: 0.5, Y: 0.7}, {X: 0.9, Y: 0.9}},
		"a dot":              {{X: 0.3, Y: 0.3}, {X: 0.3, Y: 0.3}, {X: 0.3, Y: 0.3}},
		"a speck":            {{X: 0.301, Y: 0.301}, {X: 0.302, Y: 0.301}, {X: 0.302, Y: 0.302}},
	}
	for name, uvs := range charts {
		m := newMesh(1)
		addTriangle(m, 0, [3]geom.Vec3{{}, right, up}, uvs)
		a := unpainted(t, m, size)
		for k := range 33 {
			f := float32(k) / 32
			u, v := uvs[0].X+f*(uvs[2].X-uvs[0].X), uvs[0].Y+f*(uvs[2].Y-uvs[0].Y)
			i := int(v*size)*size + int(u*size)
			if p, ok := a.PointAt(0, i); !ok {
				t.Errorf("%s: texel (%d, %d) is lost", name, i%size, i/size)
			} else if q := m.Fit().Unfit(p); q.X < -1e-5 || q.Y < -1e-5 || q.X+q.Y > 1+1e-5 {
				t.Errorf("%s: texel (%d, %d) shows %v, which is not on the triangle", name, i%size, i/size, q)
			}
		}
	}
}

func TestUVsRepeat(t *testing.T) {
	const size = 32
	straight, moved, across := newMesh(1), newMesh(1), newMesh(1)
	addQuad(straight, 0, geom.Vec3{}, right, up, rect{0.25, 0.25, 0.75, 0.75})
	addQuad(moved, 0, geom.Vec3{}, right, up, rect{-2.75, 5.25, -2.25, 5.75})
	addQuad(across, 0, geom.Vec3{}, right, up, rect{0.75, 0.75, 1.25, 1.25})
	a, b, c := unpainted(t, straight, size), unpainted(t, moved, size), unpainted(t, across, size)
	for i := range size * size {
		p, ok := a.PointAt(0, i)
		for name, other := range map[string]*bake.Atlas{"moved": b, "across": c} {
			j := i
			if name == "across" {
				j = (i/size+size/2)%size*size + (i%size+size/2)%size
			}
			if q, also := other.PointAt(0, j); ok != also || p.Sub(q).Len() > 1e-5 {
				t.Fatalf("%s: texel (%d, %d) shows %v (%v), want %v (%v)", name, j%size, j/size, q, also, p, ok)
			}
		}
	}
}

func TestFirstTriangleWinsWhereUVsOverlap(t *testing.T) {
	m := newMesh(1)
	addQuad(m, 0, geom.Vec3{}, right, up, rect{0, 0, 0.75, 1})
	addQuad(m, 0, geom.Vec3{Z: 5}, right, up, rect{0.25, 0, 1, 1})
	const size = 32
	a := unpainted(t, m, size)
	for i := range size * size {
		p, _ := a.PointAt(0, i)
		if second := m.Fit().Unfit(p).Z > 2; second != (i%size >= 24) {
			t.Fatalf("texel (%d, %d) belongs to the second quad: %v", i%size, i/size, second)
		}
	}
}

func TestUnusableUVsCoverNothing(t *testing.T) {
	m := newMesh(1)
	nan := float32(math.NaN())
	addTriangle(m, 0, [3]geom.Vec3{{}, right, up}, [3]geom.Vec2{{X: nan}, {X: 1}, {Y: 1}})
	addTriangle(m, 0, [3]geom.Vec3{{}, right, up}, [3]geom.Vec2{{X: 1e30}, {X: -1e30}, {Y: 1}})
	addTriangle(m, 0, [3]geom.Vec3{{}, right, up}, [3]geom.Vec2{{X: 0.1}, {X: 900}, {Y: 800}})
	a := unpainted(t, m, 16)
	for i := range 16 * 16 {
		if p, ok := a.PointAt(0, i); !ok || !p.Finite() {
			t.Fatalf("texel %d shows %v (%v), want a place on the triangle that is drawn many times over", i, p, ok)
		}
	}
}

func TestSlotsHaveTexturesOfTheirOwn(t *testing.T) {
	m := newMesh(3)
	addQuad(m, 0, geom.Vec3{}, right, up, rect{0, 0, 0.5, 0.5})
	addQuad(m, 2, geom.Vec3{X: 2}, right, up, whole)
	a := unpainted(t, m, 16)
	if a.Textures[1] != nil || a.Images()[1] != nil {
		t.Error("a slot without triangles has a texture")
	}
	if got := a.Coverage(); got.Texels != 64+256 || got.Invented != got.Texels || got.Seen != 0 {
		t.Errorf("coverage %+v, want 320 texels, all invented", got)
	}
}
