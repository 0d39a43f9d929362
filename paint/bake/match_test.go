//go:build !race

package bake_test

import (
	"testing"

	"patina/paint/bake"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

func mustMatch(t testing.TB, m *mesh.Mesh, painted []view.Painted, size int, how bake.Matching) *bake.Atlas {
	t.Helper()
	return mustBake(t, m, painted, bake.Options{Size: size, Matching: how})
}

// Views with different exposures come together at the colours of the front, and exact
// ones hardly change. Views whose shading no gain mends must not lose contrast for it.
func TestMatchingBringsExposuresTogether(t *testing.T) {
	for _, m := range []*mesh.Mesh{painttest.Organic(), painttest.HardSurface()} {
		exact := paintViews(t, m, view.Default().Views, 400, asset)
		for name, painted := range map[string][]view.Painted{"exact": exact, "exposed": exposed(exact), "shaded": shaded(exact)} {
			plain, _ := psnr(mustMatch(t, m, painted, 400, bake.MatchNone), asset, seen)
			matched, _ := psnr(mustMatch(t, m, painted, 400, bake.MatchColors), asset, seen)
			t.Logf("%s, %s: %.1f dB as they are, %.1f dB matched", m.Name, name, plain, matched)
			// Views along the axes share no side of boxes, so nothing can be matched there.
			if gain := matched - plain; gain < -0.2 && name == "exact" || gain < -1 || name == "exposed" && m.Name != "hard surface" && gain < 10 {
				t.Errorf("%s, %s: matching changes %.1f dB to %.1f", m.Name, name, plain, matched)
			}
		}
	}
}
