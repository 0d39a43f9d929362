package unwrap_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/unwrap"
	"patina/paint/uv"
)

// noisyScan returns a body whose vertices are moved in and out by up to an amount, and
// about the given number of triangles.
func noisyScan(triangles int, amount float32) *mesh.Mesh {
	m := painttest.BumpySphere(triangles)
	random := rand.New(rand.NewPCG(4, 5))
	moved := make(map[geom.Vec3]geom.Vec3)
	for i, p := range m.Positions {
		if _, ok := moved[p]; !ok {
			moved[p] = p.Scale(1 + amount*(2*random.Float32()-1))
		}
		m.Positions[i] = moved[p]
	}
	return m
}

// finned returns a mesh with a triangle more on about 28 % of its edges.
func finned(m *mesh.Mesh) *mesh.Mesh {
	random := rand.New(rand.NewPCG(6, 7))
	out := named(m.Name+", finned", m.Positions, m.Triangles...)
	for _, t := range m.Triangles {
		for k := range t {
			a, b := t[k], t[(k+1)%3]
			if a < b && random.Float32() < 0.28 {
				tip := out.Positions[a].Add(out.Positions[b]).Scale(0.51)
				out.Positions = append(out.Positions, tip)
				out.Triangles = append(out.Triangles, mesh.Triangle{b, a, uint32(len(out.Positions) - 1)})
			}
		}
	}
	return out
}

// shells returns many small bodies.
func shells(n int) *mesh.Mesh {
	random := rand.New(rand.NewPCG(8, 9))
	out, one := named("shells", nil), painttest.Sphere(2)
	for range n {
		first := uint32(len(out.Positions))
		size, at := 0.2+random.Float32(), geom.Vec3{X: random.Float32(), Y: random.Float32(), Z: random.Float32()}.Scale(40)
		for _, p := range one.Positions {
			out.Positions = append(out.Positions, p.Scale(size).Add(at))
		}
		for _, t := range one.Triangles {
			out.Triangles = append(out.Triangles, mesh.Triangle{t[0] + first, t[1] + first, t[2] + first})
		}
	}
	return out
}

// BenchmarkUnwrap is the table of what unwrapping comes to: time, charts, utilization,
// L2 stretch, and the triangles that overlap, as an examination of the UVs counts them.
func BenchmarkUnwrap(b *testing.B) {
	meshes := []struct {
		name string
		make func() *mesh.Mesh
	}{
		{"no_uv", func() *mesh.Mesh { return sample(b, "no_uv") }},
		{"fox", func() *mesh.Mesh { return sample(b, "fox") }},
		{"cube", painttest.Cube},
		{"sphere", func() *mesh.Mesh { return painttest.Sphere(24) }},
		{"bust", func() *mesh.Mesh { return bust(40_000) }},
		{"bumpy40k", func() *mesh.Mesh { return painttest.BumpySphere(40_000) }},
		{"doubled28percent", func() *mesh.Mesh {
			m := painttest.BumpySphere(40_000)
			m.Triangles = append(m.Triangles, m.Triangles[:len(m.Triangles)*28/100]...)
			return m
		}},
		{"finned28percent", func() *mesh.Mesh { return finned(painttest.BumpySphere(30_000)) }},
		{"scan100k", func() *mesh.Mesh { return noisyScan(100_000, 0.005) }},
		{"noise100k", func() *mesh.Mesh { return noisyScan(100_000, 0.03) }},
		{"shells2000", func() *mesh.Mesh { return shells(2000) }},
		{"bumpy1M", func() *mesh.Mesh { return painttest.BumpySphere(1_000_000) }},
		{"bumpy5M", func() *mesh.Mesh { return painttest.BumpySphere(5_000_000) }},
	}
	for _, m := range meshes {
		b.Run(m.name, func(b *testing.B) { benchmark(b, m.make()) })
	}
}

func benchmark(b *testing.B, m *mesh.Mesh) {
	var result *unwrap.Result
	for b.Loop() {
		var err error
		if result, err = unwrap.Unwrap(context.Background(), m, unwrap.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	report, err := uv.Examine(context.Background(), result.Mesh, result.Report.TextureSize)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(result.Report.Charts), "charts")
	b.ReportMetric(result.Report.Utilization, "utilization")
	b.ReportMetric(result.Report.Stretch, "stretch")
	b.ReportMetric(float64(report.Overlapping.Triangles+report.Shared.Triangles), "overlapping")
	b.ReportMetric(float64(len(m.Triangles)), "triangles")
}
