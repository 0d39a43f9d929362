package unwrap_test

import (
	"context"
	"slices"
	"testing"

	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/unwrap"
)

func benchmark(b *testing.B, m *mesh.Mesh) {
	for b.Loop() {
		_, _, report, err := unwrap.Unwrap(context.Background(), m, unwrap.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(report.Charts), "charts")
		b.ReportMetric(report.Utilization, "utilization")
		b.ReportMetric(report.Stretch, "stretch")
	}
}

func BenchmarkUnwrap40k(b *testing.B) { benchmark(b, painttest.BumpySphere(40_000)) }
func BenchmarkUnwrap1M(b *testing.B)  { benchmark(b, painttest.BumpySphere(1_000_000)) }
func BenchmarkUnwrapScan(b *testing.B) {
	benchmark(b, sample(b, "no_uv"))
}
func BenchmarkUnwrapFox(b *testing.B) { benchmark(b, sample(b, "fox")) }

// BenchmarkUnwrapNonManifold is the body of BenchmarkUnwrap40k with 28 % of its edges
// shared by three triangles.
func BenchmarkUnwrapNonManifold(b *testing.B) {
	benchmark(b, finned(painttest.BumpySphere(40_000), 0.28))
}

// finned adds triangles that stand on edges, until a share of the edges has three.
func finned(m *mesh.Mesh, share float64) *mesh.Mesh {
	out := *m
	out.Positions, out.Triangles = slices.Clone(m.Positions), slices.Clone(m.Triangles)
	edges := 1.5 * float64(len(m.Triangles))
	every := max(1, int(float64(len(m.Triangles))/(share*edges)))
	for i := 0; i < len(m.Triangles); i += every {
		t := m.Triangles[i]
		a, b, c := m.Corners(i)
		fin := a.Add(b).Scale(0.5).Add(b.Sub(a).Cross(c.Sub(a)).Normalize().Scale(b.Sub(a).Len()))
		out.Positions = append(out.Positions, fin)
		out.Triangles = append(out.Triangles, mesh.Triangle{t[0], t[1], uint32(len(out.Positions) - 1)})
	}
	return &out
}
