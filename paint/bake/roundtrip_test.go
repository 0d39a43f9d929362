package bake_test

import (
	"testing"
	"time"

	"patina/paint/bake"
	"patina/paint/view"
)

// The reference's own code paints 76.7 % of the fox at 52.4 dB and ends at 23.7 dB
// over all chart texels after its fill.
func TestRoundTripOfTheFox(t *testing.T) {
	m := fox(t)
	painted := paintViews(t, m, view.Default().Views, 1024, waves)
	start := time.Now()
	a := mustBake(t, m, painted, bake.Options{Size: 2048})
	baked := time.Now()
	decibels, texels := psnr(a, waves, seen)
	c := a.Coverage()
	t.Logf("painted %.1f %% of %d texels at %.1f dB in %v", 100*float64(texels)/float64(c.Texels), c.Texels, decibels, baked.Sub(start))
	savePNG(t, "fox", a.Textures[0].Image())
	savePNG(t, "fox_provenance", a.Textures[0].ProvenanceImage())
	start = time.Now()
	mustFill(t, a)
	filled := time.Now()
	all, _ := psnr(a, waves, covered)
	savePNG(t, "fox_filled", a.Textures[0].Image())
	if 100*texels < 88*c.Texels || decibels < 52 || all < 30 {
		t.Errorf("%d of %d texels painted at %.1f dB, %.1f dB over all; want 88 %%, 52 dB and 30 dB", texels, c.Texels, decibels, all)
	}
	t.Logf("filled to %.1f dB in %v", all, filled.Sub(start))
}
