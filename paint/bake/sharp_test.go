//go:build !race

package bake_test

import (
	"math"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

// sharp returns a paint with as much detail as views of so many pixels can show:
// smooth noise of three pixels, and lines of two pixels across it.
func sharp(pixels int) paint {
	pixel := 1.2 / float64(pixels) // of the fitted frame
	return func(p geom.Vec3) geom.Vec3 {
		x, y, z := float64(p.X)/pixel, float64(p.Y)/pixel, float64(p.Z)/pixel
		line := math.Min(periodic(x+0.3*y, 24), math.Min(periodic(y+0.3*z, 24), periodic(z+0.3*x, 24)))
		ink := float32(1 / (1 + math.Exp(4*(line-1))))
		c := geom.Vec3{X: noise3(x/3, y/3, z/3), Y: noise3(x/3+50, y/3, z/3), Z: noise3(x/3, y/3+50, z/3)}
		c = geom.Vec3{X: 0.5, Y: 0.5, Z: 0.5}.Add(c.Scale(0.35))
		return c.Lerp(geom.Vec3{X: 0.05, Y: 0.05, Z: 0.2}, ink)
	}
}

// periodic is the distance to the nearest multiple of the period.
func periodic(f, period float64) float64 { return math.Abs(f - period*math.Round(f/period)) }

// noise3 is value noise from -1 to 1 on the grid of whole numbers, smooth between.
func noise3(x, y, z float64) (sum float32) {
	fx, fy, fz := math.Floor(x), math.Floor(y), math.Floor(z)
	ease := func(t float64) float64 { return t * t * (3 - 2*t) }
	u, v, w := ease(x-fx), ease(y-fy), ease(z-fz)
	for corner := range 8 {
		i, j, k := float64(corner&1), float64(corner>>1&1), float64(corner>>2)
		share := math.Abs(1-i-u) * math.Abs(1-j-v) * math.Abs(1-k-w)
		h := math.Sin((fx+i)*12.9898+(fy+j)*78.233+(fz+k)*37.719) * 43758.5453
		sum += float32(share * (2*(h-math.Floor(h)) - 1))
	}
	return sum
}

// A pattern near the size of the views' pixels comes through at least 3 dB better
// than by the reference's splatting, over the texels that splatting paints and over
// all that gathering paints.
func TestSharpPatternBeatsSplatting(t *testing.T) {
	wantSharper(t, painttest.BumpySphere(40_000), 512, 1024)
}

func TestSharpPatternOnTheFox(t *testing.T) {
	wantSharper(t, fox(t), 1024, 2048)
}

func wantSharper(t *testing.T, m *mesh.Mesh, pixels, texels int) {
	t.Helper()
	pattern := sharp(pixels)
	painted := paintViews(t, m, view.Default().Views, pixels, pattern)
	splat := mustBake(t, m, painted, bake.Options{Size: texels, Method: bake.Splat})
	gather := mustBake(t, m, painted, bake.Options{Size: texels})
	before, few := psnr(splat, pattern, seen)
	after, many := psnr(gather, pattern, seen)
	// Compare the same texels, too.
	for slot, tex := range splat.Textures {
		for i, p := range tex.Provenance {
			if !seen(p) {
				gather.Textures[slot].Provenance[i] = bake.Invented
			}
		}
	}
	same, _ := psnr(gather, pattern, seen)
	t.Logf("splat %.1f dB over %d texels; gather %.1f dB over the same, %.1f dB over %d", before, few, same, after, many)
	if same < before+3 || after < before+3 {
		t.Errorf("gathering is not 3 dB better than splatting")
	}
}
