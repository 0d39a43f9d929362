package uv_test

import (
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"testing"

	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/uv"
)

// strewn returns squares anywhere on the texture and beside it, of which some lie on
// others and some are copies.
func strewn(count int) *mesh.Mesh {
	random := rand.New(rand.NewPCG(3, 5))
	var corners [][4]float32
	for i := range count {
		if i%3 == 2 {
			corners = append(corners, corners[random.IntN(len(corners))])
			continue
		}
		u, v, size := 2*random.Float32()-0.5, 2*random.Float32()-0.5, 0.3*random.Float32()
		corners = append(corners, [4]float32{u, v, u + size, v + size})
	}
	m := squares(corners...)
	m.Name = "strewn"
	return m
}

// digest is a number that differs where two reports say something else of any triangle,
// chart or texel.
func digest(m *mesh.Mesh, r *uv.Report) uint64 {
	sum := fnv.New64a()
	fmt.Fprintln(sum, r.UDIM, r.Charts, math.Round(r.Utilization*float64(r.Textures*r.TextureSize*r.TextureSize)))
	for f := range m.Triangles {
		fmt.Fprintln(sum, r.Kind(f), r.Chart(f), r.Tile(f))
	}
	for chart := range r.Charts {
		fmt.Fprintln(sum, r.Twin(chart))
	}
	return sum.Sum64()
}

// The digests are those of an examination that looks at one texel after the other.
func TestExaminationIsAsTexelByTexel(t *testing.T) {
	double := painttest.Sphere(24)
	double.UVs = append(double.UVs, double.UVs...)
	double.Positions = append(double.Positions, double.Positions...)
	n := uint32(len(double.Positions) / 2)
	for _, f := range double.Triangles {
		double.Triangles = append(double.Triangles, mesh.Triangle{f[0] + n, f[1] + n, f[2] + n})
	}
	for i := range n {
		double.Positions[n+i].X += 3
	}
	for _, test := range []struct {
		mesh *mesh.Mesh
		want map[int]uint64 // by texture size
	}{
		{painttest.BumpySphere(3000), map[int]uint64{64: 0xbca33c6eeb042cc0, 1000: 0xeb68b692cad1fb9d}},
		{painttest.Blob(t), map[int]uint64{64: 0x7aaa2b021889cd01, 1000: 0x7b18fdf76a831619}},
		{double, map[int]uint64{64: 0xb9c817def78966d7, 1000: 0xe3bb10d60d3f839e}},
		{strewn(60), map[int]uint64{64: 0x81b1ed984bb92a87, 1000: 0x60243304d88062c2}},
		{squares(stacked(7)...), map[int]uint64{64: 0xb1dc953dee1695f5, 1000: 0x1edc7e5f808d5e1d}},
	} {
		for size, want := range test.want {
			if got := digest(test.mesh, examined(t, test.mesh, size)); got != want {
				t.Errorf("%s at %d: %#x, want %#x", test.mesh.Name, size, got, want)
			}
		}
	}
}

// Whatever lies on top of each other, no more is looked at than a bound allows, and what
// is found stays the same.
func TestManyStackedChartsTakeABoundedTime(t *testing.T) {
	for _, count := range []int{107, 3000} {
		m := squares(stacked(count)...)
		r := examined(t, m, 2048)
		if r.Shared.Triangles != 2*count || r.Overlapping.Triangles != 0 || math.Abs(r.Utilization-1) > 1e-9 || r.Charts != count {
			t.Errorf("%d squares: %+v", count, r)
		}
	}
}
