package unwrap_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/unwrap"
)

// bust returns a lopsided body that is its own mirror image in the plane x = 0, with
// about the given number of triangles.
func bust(triangles int) *mesh.Mesh {
	m := painttest.BumpySphere(triangles)
	for i, p := range m.Positions {
		p = p.Normalize()
		x, y, z := float64(max(p.X, -p.X)), float64(p.Y), float64(p.Z)
		r := 1 + 0.3*x*y + 0.25*math.Sin(5*z+2*x) + 0.15*math.Cos(7*y)*x
		m.Positions[i] = geom.Vec3{X: p.X, Y: 1.3 * p.Y, Z: 0.8 * p.Z}.Scale(float32(r))
	}
	m.Name = "bust"
	return m
}

// turned returns a mesh turned and moved to where its plane of symmetry is none of the
// axes'.
func turned(m *mesh.Mesh) *mesh.Mesh {
	out := named(m.Name+", turned", nil, m.Triangles...)
	for _, p := range m.Positions {
		p = geom.Vec3{X: 0.8*p.X - 0.6*p.Y, Y: 0.6*p.X + 0.8*p.Y, Z: p.Z}
		out.Positions = append(out.Positions, geom.Vec3{X: p.X + 5, Y: 0.28*p.Y - 0.96*p.Z, Z: 0.96*p.Y + 0.28*p.Z})
	}
	return out
}

func TestSymmetricMeshesGetSymmetricCharts(t *testing.T) {
	for _, m := range []*mesh.Mesh{bust(6000), turned(bust(6000)), bust(12000)} {
		_, without := unwrapped(t, m, unwrap.Options{TextureSize: 512, IgnoreSymmetry: true})
		out, report := unwrapped(t, m, unwrap.Options{TextureSize: 512})
		if !report.Symmetric || without.Symmetric {
			t.Errorf("%s: symmetric %t, and %t where that is ignored", m.Name, report.Symmetric, without.Symmetric)
		}
		if report.Charts > without.Charts+without.Charts/4+2 {
			t.Errorf("%s: %d charts, %d without symmetry", m.Name, report.Charts, without.Charts)
		}
		source := bust(len(m.Triangles)) // the same triangles, where x = 0 is the plane
		if share := mirrored(source, chartsOf(out)); share < 0.97 {
			t.Errorf("%s: only %.3f of the triangles have a mirror image with the chart that mirrors theirs", m.Name, share)
		}
	}
}

// mirrored returns the share of triangles for which the chart of their mirror image is
// the one that most of their chart's mirror images have. Symmetry is in x. Images are
// the triangles nearest to them, because the diagonals of squares are not mirrored.
func mirrored(m *mesh.Mesh, charts []int) float64 {
	centers := make([]geom.Vec3, len(charts))
	for f := range charts {
		a, b, c := m.Corners(f)
		centers[f] = a.Add(b).Add(c).Scale(1.0 / 3)
	}
	nearest := nearestTo(centers)
	votes, most := make(map[[2]int]int), make(map[int]int)
	for f, chart := range charts {
		image := centers[f]
		image.X = -image.X
		pair := [2]int{chart, charts[nearest(image)]}
		votes[pair]++
		most[chart] = max(most[chart], votes[pair])
	}
	agreed := 0
	for _, n := range most {
		agreed += n
	}
	return float64(agreed) / float64(len(charts))
}

// nearestTo returns a function that finds the nearest of some points; the first, where
// several are as near. It looks outwards from the height that is asked for.
func nearestTo(points []geom.Vec3) func(p geom.Vec3) int {
	byHeight := make([]int, len(points))
	for i := range byHeight {
		byHeight[i] = i
	}
	slices.SortFunc(byHeight, func(i, j int) int { return cmp.Compare(points[i].Y, points[j].Y) })
	return func(p geom.Vec3) int {
		nearest, distance := 0, float32(math.MaxFloat32)
		look := func(i int) (further bool) {
			d := points[i].Sub(p)
			if square := d.Dot(d); square < distance || square == distance && i < nearest {
				nearest, distance = i, square
			}
			return d.Y*d.Y <= distance
		}
		start, _ := slices.BinarySearchFunc(byHeight, p.Y, func(i int, y float32) int { return cmp.Compare(points[i].Y, y) })
		for k := start; k < len(byHeight) && look(byHeight[k]); k++ {
		}
		for k := start - 1; k >= 0 && look(byHeight[k]); k-- {
		}
		return nearest
	}
}

func TestAsymmetricMeshesAreNotCalledSymmetric(t *testing.T) {
	_, report := unwrapped(t, painttest.BumpySphere(5000), unwrap.Options{TextureSize: 256})
	if report.Symmetric {
		t.Error("a lopsided body is called symmetric")
	}
}

// A part that only one side has gets charts of its own, and the rest stays symmetric.
func TestSymmetryWithAPartOnOneSide(t *testing.T) {
	m := bust(6000)
	horn := painttest.Sphere(3)
	first := uint32(len(m.Positions))
	for _, p := range horn.Positions {
		m.Positions = append(m.Positions, p.Scale(0.12).Add(geom.Vec3{X: -1.6, Y: 0.2}))
	}
	for _, t := range horn.Triangles {
		m.Triangles = append(m.Triangles, mesh.Triangle{t[0] + first, t[1] + first, t[2] + first})
	}
	m.UVs = nil
	out, report := unwrapped(t, m, unwrap.Options{TextureSize: 512})
	if !report.Symmetric {
		t.Fatal("not symmetric")
	}
	if share := mirrored(m, chartsOf(out)); share < 0.97 {
		t.Errorf("only %.3f of the triangles have a symmetric chart", share)
	}
}
