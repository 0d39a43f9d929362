//go:build !race

package bake_test

import (
	"image"
	"math"
	"testing"

	"patina/paint/bake"
	"patina/paint/geom"
	"patina/paint/painttest"
	"patina/paint/view"
)

// shaded returns copies of painted views that are darker towards one side, each towards
// another, so that no gain and offset brings them together.
func shaded(painted []view.Painted) []view.Painted {
	out := make([]view.Painted, len(painted))
	for k, p := range painted {
		size := p.Image.Rect.Dx()
		img := image.NewNRGBA(p.Image.Rect)
		sin, cos := math.Sincos(2.4 * float64(k))
		for i := 0; i < len(img.Pix); i += 4 {
			x, y := float64(i/4%size)/float64(size)-0.5, float64(i/4/size)/float64(size)-0.5
			light := float32(1 + 0.4*(cos*x+sin*y))
			for c := range 3 {
				img.Pix[i+c] = round8(float32(p.Image.Pix[i+c]) / 255 * light * 0.85)
			}
			img.Pix[i+3] = p.Image.Pix[i+3]
		}
		out[k] = view.Painted{View: p.View, Image: img}
	}
	return out
}

// roughness is the mean difference between neighbouring painted texels that the paint,
// as bright as the texture is there, does not have, in 1/255: what shows of the borders
// of views.
func roughness(a *bake.Atlas, c paint) float64 {
	const apart = 12
	var sum float64
	count := 0
	for slot, t := range a.Textures {
		light := func(i int) (geom.Vec3, bool) {
			at, ok := a.PointAt(slot, i)
			if !ok || !seen(t.Provenance[i]) {
				return geom.Vec3{}, false
			}
			p, q := t.Color[i], c(at)
			return geom.Vec3{X: p.X / max(q.X, 0.05), Y: p.Y / max(q.Y, 0.05), Z: p.Z / max(q.Z, 0.05)}, true
		}
		for i := range t.Color {
			if i%t.Size+apart >= t.Size {
				continue
			}
			p, okP := light(i)
			q, okQ := light(i + apart)
			if okP && okQ && t.Provenance[i] != t.Provenance[i+apart] {
				sum += 255 * math.Sqrt(float64(p.Sub(q).Dot(p.Sub(q)))/3)
				count++
			}
		}
	}
	return sum / float64(count)
}

func TestGradientsHideTheBordersOfViews(t *testing.T) {
	m := painttest.Organic()
	exact := paintViews(t, m, view.Default().Views, 512, waves)
	for name, painted := range map[string][]view.Painted{"exact": exact, "shaded": shaded(exact)} {
		var rough, near [2]float64
		for k, how := range []bake.Blending{bake.BlendMeans, bake.BlendGradients} {
			a := mustBake(t, m, painted, bake.Options{Size: 1024, Blending: how})
			rough[k] = roughness(a, waves)
			near[k], _ = psnr(a, waves, seen)
			savePNG(t, "gradient "+name+" "+string(how), a.Textures[0].Image())
		}
		t.Logf("%s: between texels of different views %.2f/255 by means, %.2f/255 by gradients; %.1f and %.1f dB", name, rough[0], rough[1], near[0], near[1])
		if name == "shaded" && rough[1] > rough[0]/3 {
			t.Error("the borders of shaded views show, want a third of what means show at most")
		}
		if name == "exact" && (near[1] < near[0]-2 || rough[1] > rough[0]+0.2) {
			t.Error("exact views must come through as they are")
		}
	}
}
