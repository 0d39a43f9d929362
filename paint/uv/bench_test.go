package uv_test

import (
	"fmt"
	"testing"

	"patina/paint/painttest"
)

// stacked returns how many squares lie on all of the texture.
func stacked(count int) [][4]float32 {
	corners := make([][4]float32, count)
	for i := range corners {
		corners[i] = [4]float32{0, 0, 1, 1}
	}
	return corners
}

func BenchmarkExamine(b *testing.B) {
	ball := painttest.BumpySphere(100_000)
	b.Run("a ball of 100k triangles", func(b *testing.B) {
		for b.Loop() {
			examined(b, ball, 2048)
		}
	})
	for _, count := range []int{1, 10, 107, 1000} {
		m := squares(stacked(count)...)
		b.Run(fmt.Sprintf("%d stacked squares", count), func(b *testing.B) {
			for b.Loop() {
				examined(b, m, 2048)
			}
		})
	}
}
