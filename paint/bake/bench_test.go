package bake_test

import (
	"context"
	"fmt"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/painttest"
	"patina/paint/view"
)

// The mesh of the benchmarks has about 40,000 triangles; six views of 512 pixels.
func benchmarkBake(b *testing.B, size int) {
	m := painttest.BumpySphere(40_000)
	painted := paintViews(b, m, view.Default().Views, 512, waves)
	b.ReportAllocs()
	for b.Loop() {
		mustBake(b, m, painted, bake.Options{Size: size})
	}
}

func BenchmarkBake1024(b *testing.B) { benchmarkBake(b, 1024) }
func BenchmarkBake2048(b *testing.B) { benchmarkBake(b, 2048) }
func BenchmarkBake4096(b *testing.B) { benchmarkBake(b, 4096) }

// Six views of 1024 pixels into the largest usual texture.
func BenchmarkBake4096From1024(b *testing.B) {
	m := painttest.BumpySphere(40_000)
	painted := paintViews(b, m, view.Default().Views, 1024, waves)
	for b.Loop() {
		mustBake(b, m, painted, bake.Options{Size: 4096})
	}
}

// benchmarkFill fills an atlas of which only the front is painted: about half of
// its texels are unseen.
func benchmarkFill(b *testing.B, size int, method bake.FillMethod, c paint) {
	m := painttest.BumpySphere(40_000)
	a := mustBake(b, m, paintViews(b, m, []view.View{view.Front()}, 512, c), bake.Options{Size: size, Fill: method})
	b.ReportMetric(float64(a.Coverage().Invented), "texels")
	for b.Loop() {
		mustFill(b, a)
	}
}

func BenchmarkFill1024(b *testing.B) { benchmarkFill(b, 1024, bake.Smooth, waves) }
func BenchmarkFill2048(b *testing.B) { benchmarkFill(b, 2048, bake.Smooth, waves) }
func BenchmarkFill4096(b *testing.B) { benchmarkFill(b, 4096, bake.Smooth, waves) }
func BenchmarkFill8192(b *testing.B) { benchmarkFill(b, 8192, bake.Smooth, waves) }

func BenchmarkTexture1024(b *testing.B) { benchmarkFill(b, 1024, bake.Textured, bricks) }
func BenchmarkTexture2048(b *testing.B) { benchmarkFill(b, 2048, bake.Textured, bricks) }
func BenchmarkTexture4096(b *testing.B) { benchmarkFill(b, 4096, bake.Textured, bricks) }
func BenchmarkTexture8192(b *testing.B) { benchmarkFill(b, 8192, bake.Textured, bricks) }

// From six views of 1024 pixels to the finished image of the largest texture: look at
// its memory, too.
func BenchmarkWhole8192(b *testing.B) {
	m := painttest.BumpySphere(40_000)
	painted := paintViews(b, m, view.Default().Views, 1024, bricks)
	for b.Loop() {
		a := mustBake(b, m, painted, bake.Options{Size: 8192})
		mustFill(b, a)
		if err := a.Dilate(context.Background(), 16); err != nil {
			b.Fatal(err)
		}
		a.Images()
	}
}

func BenchmarkDilate2048(b *testing.B) {
	m := painttest.BumpySphere(40_000)
	a := mustBake(b, m, paintViews(b, m, view.Default().Views, 512, waves), bake.Options{Size: 2048})
	for _, texels := range []int{4, 16, 64} {
		b.Run(fmt.Sprint(texels), func(b *testing.B) {
			for b.Loop() {
				if err := a.Dilate(context.Background(), texels); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Squares behind each other that all have the whole texture.
func BenchmarkBakeStacked(b *testing.B) {
	for _, count := range []int{1, 10, 107} {
		m := newMesh(1)
		for i := range count {
			addQuad(m, 0, geom.Vec3{X: -0.5, Y: -0.5, Z: -0.01 * float32(i)}, right, up, whole)
		}
		painted := paintViews(b, m, []view.View{view.Front(), view.At(30, 10)}, 512, waves)
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			for b.Loop() {
				mustBake(b, m, painted, bake.Options{Size: 2048})
			}
		})
	}
}
