package raster_test

import (
	"context"
	"testing"

	"patina/paint"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

var (
	_ paint.PassRenderer = raster.Renderer{}
	_ paint.ViewRenderer = raster.Renderer{}
)

func TestPassRenderer(t *testing.T) { painttest.TestPassRenderer(t, raster.Renderer{}) }

func TestRendererAgreesWithItself(t *testing.T) {
	painttest.CompareRenderers(t, raster.Renderer{}, raster.Renderer{}, painttest.BumpySphere(5000), view.Default().Views, 96)
}

func BenchmarkPasses6x512(b *testing.B)        { benchmarkPasses(b, 40_000, 512) }
func BenchmarkPasses6x1024(b *testing.B)       { benchmarkPasses(b, 40_000, 1024) }
func BenchmarkPasses6x512Million(b *testing.B) { benchmarkPasses(b, 1_000_000, 512) }

func benchmarkPasses(b *testing.B, triangles, size int) {
	m, views := painttest.BumpySphere(triangles), view.Default().Views
	b.ReportAllocs()
	for b.Loop() {
		if _, err := (raster.Renderer{}).RenderPasses(context.Background(), m, views, size); err != nil {
			b.Fatal(err)
		}
	}
}
