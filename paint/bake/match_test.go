package bake_test

import (
	"image"
	"testing"

	"patina/paint/bake"
	"patina/paint/mesh"
	"patina/paint/painttest"
	"patina/paint/view"
)

// exposed returns copies of painted views in which all but the first have their own
// gains and offsets, as a painter has that paints one view after the other.
func exposed(painted []view.Painted) []view.Painted {
	gains := [][3]float32{{1, 1, 1}, {0.85, 0.9, 0.95}, {1.1, 1.05, 0.9}, {0.95, 0.85, 1}, {0.8, 0.8, 0.8}, {1.1, 1, 1.1}}
	offsets := [][3]float32{{}, {0.05, 0.02, 0}, {-0.05, -0.02, 0.04}, {0.03, 0.08, 0}, {0.1, 0.1, 0.1}, {-0.04, 0, -0.06}}
	out := make([]view.Painted, len(painted))
	for k, p := range painted {
		img := image.NewNRGBA(p.Image.Rect)
		for i, c := range p.Image.Pix {
			if i%4 == 3 {
				img.Pix[i] = c
				continue
			}
			img.Pix[i] = round8(float32(c)/255*gains[k][i%4] + offsets[k][i%4])
		}
		out[k] = view.Painted{View: p.View, Image: img}
	}
	return out
}

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
