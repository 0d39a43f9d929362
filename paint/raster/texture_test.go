package raster_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

// clipOfUVs returns clip-space points that put texture coordinates where texels
// sample their own centres, as Rasterize documents it.
func clipOfUVs(uvs []geom.Vec2, size int) []geom.Vec4 {
	clip := make([]geom.Vec4, len(uvs))
	n := float32(size)
	for i, uv := range uvs {
		clip[i] = geom.Vec4{X: (2*uv.X*n-1)/(n-1) - 1, Y: (2*uv.Y*n-1)/(n-1) - 1, Z: -1, W: 1}
	}
	return clip
}

func TestTexelsSampleTheirCentres(t *testing.T) {
	m := painttest.Quad()
	for _, size := range []int{2, 64, 100} {
		hits := rasterize(t, clipOfUVs(m.UVs, size), m.Triangles, size, size)
		for i, triangle := range hits.Triangle {
			if triangle == view.NoTriangle {
				t.Fatalf("size %d: texel %d is not covered", size, i)
			}
			want := geom.Vec2{X: (float32(i%size) + 0.5) / float32(size), Y: (float32(i/size) + 0.5) / float32(size)}
			if got := interpolate(m.UVs, m.Triangles[triangle], hits.Bary[i]); got.Sub(want).Len() > 1e-5 {
				t.Fatalf("size %d: texel %d samples %v, want %v", size, i, got, want)
			}
		}
	}
}

func interpolate(uvs []geom.Vec2, t mesh.Triangle, w geom.Vec3) geom.Vec2 {
	return uvs[t[0]].Scale(w.X).Add(uvs[t[1]].Scale(w.Y)).Add(uvs[t[2]].Scale(w.Z))
}

// TestCoveredTexels counts texels against the area of the charts.
func TestCoveredTexels(t *testing.T) {
	m := painttest.BumpySphere(2000)
	var area float64
	for _, t := range m.Triangles {
		ab, ac := m.UVs[t[1]].Sub(m.UVs[t[0]]), m.UVs[t[2]].Sub(m.UVs[t[0]])
		area += math.Abs(float64(ab.X*ac.Y-ab.Y*ac.X)) / 2
	}
	const size = 512
	covered := 0
	for _, triangle := range rasterize(t, clipOfUVs(m.UVs, size), m.Triangles, size, size).Triangle {
		if triangle != view.NoTriangle {
			covered++
		}
	}
	if share := float64(covered) / size / size; math.Abs(share-area) > 0.005 {
		t.Errorf("charts with area %.4f cover %.4f of the texels", area, share)
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
