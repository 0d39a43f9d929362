package unwrap_test

import (
	"context"
	"testing"

	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/unwrap"
)

func benchmark(b *testing.B, m *mesh.Mesh) {
	for b.Loop() {
		result, err := unwrap.Unwrap(context.Background(), m, unwrap.Options{})
		if err != nil {
			b.Fatal(err)
		}
		report := result.Report
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

// BenchmarkUnwrapNonManifold unwraps the body of BenchmarkUnwrap40k with about 28 %
// of its edges non-manifold: where its surface lies double.
func BenchmarkUnwrapNonManifold(b *testing.B) {
	m := painttest.BumpySphere(40_000)
	m.Triangles = append(m.Triangles, m.Triangles[:len(m.Triangles)*28/100]...)
	benchmark(b, m)
}
