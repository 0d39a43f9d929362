package raster_test

import (
	"context"
	"fmt"
	"testing"

	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

func BenchmarkPasses6x512(b *testing.B)  { benchmarkPasses(b, 40_000, 512) }
func BenchmarkPasses6x1024(b *testing.B) { benchmarkPasses(b, 40_000, 1024) }

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

// BenchmarkRasterizeTexture rasterises UVs, as baking does.
func BenchmarkRasterizeTexture(b *testing.B) {
	m := painttest.BumpySphere(40_000)
	for _, size := range []int{1024, 2048, 4096} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			clip := clipOfUVs(m.UVs, size)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := raster.Rasterize(context.Background(), clip, m.Triangles, size, size); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkViews6x512(b *testing.B) {
	m, views := painttest.BumpySphere(40_000), view.Default().Views
	m.Materials[0].Texture = painttest.Solid(2048, 2048, grey)
	for b.Loop() {
		if _, err := (raster.Renderer{}).RenderViews(context.Background(), m, nil, views, 512); err != nil {
			b.Fatal(err)
		}
	}
}
