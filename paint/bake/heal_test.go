//go:build !race

package bake_test

import (
	"testing"

	"patina/paint/bake"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

// Healing lowers the figure of real atlases tenfold and leaves colours as near to the
// paint as they were.
func TestHealLowersSeamsOfEveryKindOfMesh(t *testing.T) {
	for _, m := range []*mesh.Mesh{painttest.Organic(), painttest.HardSurface(), painttest.ThinShells()} {
		a := mustBake(t, m, paintViews(t, m, view.Default().Views, 256, asset), bake.Options{Size: 512, Fill: bake.Smooth})
		mustFill(t, a)
		if err := a.Dilate(t.Context(), 4); err != nil {
			t.Fatal(err)
		}
		before, near := mustMeasure(t, a), 0.0
		near, _ = psnr(a, asset, seen)
		if err := a.Heal(t.Context(), bake.HealOptions{}); err != nil {
			t.Fatal(err)
		}
		after := mustMeasure(t, a)
		still, _ := psnr(a, asset, seen)
		t.Logf("%s: %.2f/255 over %d seams, healed %.2f; %.1f dB, healed %.1f", m.Name, before.Error, before.Count, after.Error, near, still)
		if after.Error > before.Error/8 || still < near-1 {
			t.Errorf("%s: want a tenth of the step, and colours within 1 dB", m.Name)
		}
	}
}
