package bake_test

import (
	"math"
	"slices"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/painttest"
)

// numbered bakes the sphere without views and gives every chart texel a colour of
// its own, its index.
func numbered(t *testing.T, size int) *bake.Atlas {
	t.Helper()
	a := unpainted(t, painttest.Sphere(4), size)
	for i := range a.Textures[0].Color {
		a.Textures[0].Color[i] = geom.Vec3{X: float32(i)}
	}
	return a
}

func TestDilateTakesTheNearestChartTexel(t *testing.T) {
	const size = 40
	for _, radius := range []int{1, 3, 25, 1000} {
		a := numbered(t, size)
		tex := a.Textures[0]
		provenance := slices.Clone(tex.Provenance)
		if err := a.Dilate(t.Context(), radius); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(provenance, tex.Provenance) {
			t.Fatal("dilating changes provenance")
		}
		for i, p := range tex.Provenance {
			if covered(p) {
				if tex.Color[i].X != float32(i) {
					t.Fatalf("radius %d: chart texel %d changed", radius, i)
				}
				continue
			}
			nearest := nearestCovered(tex, i)
			if nearest > min(radius, size)*min(radius, size) {
				continue
			}
			from := int(tex.Color[i].X)
			if float32(from) != tex.Color[i].X || !covered(provenance[from]) || torusDistance(i, from, size) != nearest {
				t.Fatalf("radius %d: texel (%d, %d) has the colour of %v", radius, i%size, i/size, tex.Color[i].X)
			}
		}
	}
}

// nearestCovered returns the squared distance to the nearest chart texel.
func nearestCovered(t *bake.Texture, i int) int {
	nearest := math.MaxInt
	for j, p := range t.Provenance {
		if covered(p) {
			nearest = min(nearest, torusDistance(i, j, t.Size))
		}
	}
	return nearest
}

// torusDistance returns the squared distance of two texels of a repeating texture.
func torusDistance(i, j, size int) int {
	wrap := func(d int) int { d = max(d, -d); return min(d, size-d) }
	dx, dy := wrap(i%size-j%size), wrap(i/size-j/size)
	return dx*dx + dy*dy
}

func TestDilateByNothingChangesNothing(t *testing.T) {
	a := numbered(t, 64)
	if err := a.Dilate(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	for i, c := range a.Textures[0].Color {
		if c.X != float32(i) {
			t.Fatalf("texel %d changed", i)
		}
	}
}

// The background has the colours of the charts around it, so the coarsest mip
// level is not grey.
func TestBackgroundLooksLikeTheCharts(t *testing.T) {
	a := unpainted(t, painttest.Sphere(4), 250)
	tex := a.Textures[0]
	for i, p := range tex.Provenance {
		if covered(p) {
			tex.Color[i] = orange
		}
	}
	if err := a.Dilate(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	for i, c := range tex.Color {
		if furthest(c, orange) > 1e-4 {
			t.Fatalf("texel (%d, %d) is %v, want %v", i%250, i/250, c, orange)
		}
	}
}
