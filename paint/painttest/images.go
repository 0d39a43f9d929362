package painttest

import (
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

// CompareImages fails the test where a component of got, in 8 bits with straight
// alpha, differs from want by more than tolerance. It says how many pixels do, and
// by how much at most, and leaves NAME-got.png, NAME-want.png and NAME-diff.png in
// testdata/failed of the package under test.
func CompareImages(t testing.TB, name string, got, want image.Image, tolerance uint8) {
	t.Helper()
	if got.Bounds().Size() != want.Bounds().Size() {
		t.Errorf("%s: the image is %v large, want %v", name, got.Bounds().Size(), want.Bounds().Size())
		save(t, name+"-got", got)
		save(t, name+"-want", want)
		return
	}
	diff, different, most := difference(got, want, tolerance)
	if different == 0 {
		return
	}
	t.Errorf("%s: %d of %d pixels differ by more than %d, at most by %d; see testdata/failed/%[1]s-*.png",
		name, different, diff.Rect.Dx()*diff.Rect.Dy(), tolerance, most)
	save(t, name+"-got", got)
	save(t, name+"-want", want)
	save(t, name+"-diff", diff)
}

// difference returns a picture of where two images of the same size differ (black
// where not at all, grey up to the tolerance, red beyond), the number of pixels
// beyond the tolerance, and the largest difference.
func difference(got, want image.Image, tolerance uint8) (diff *image.NRGBA, different int, most uint8) {
	size := got.Bounds().Size()
	diff = image.NewNRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			d := apart(at(got, x, y), at(want, x, y))
			most = max(most, d)
			shade := color.NRGBA{d, d, d, 255}
			if d > tolerance {
				different++
				shade = color.NRGBA{255, 255 - d, 255 - d, 255}
			}
			diff.SetNRGBA(x, y, shade)
		}
	}
	return diff, different, most
}

func at(img image.Image, x, y int) color.NRGBA {
	origin := img.Bounds().Min
	return color.NRGBAModel.Convert(img.At(origin.X+x, origin.Y+y)).(color.NRGBA)
}

// apart is the largest difference of a component. The colour of what is
// transparent in both does not count.
func apart(a, b color.NRGBA) uint8 {
	if a.A == 0 && b.A == 0 {
		return 0
	}
	return max(max(a.R, b.R)-min(a.R, b.R), max(a.G, b.G)-min(a.G, b.G), max(a.B, b.B)-min(a.B, b.B), max(a.A, b.A)-min(a.A, b.A))
}

func save(t testing.TB, name string, img image.Image) {
	t.Helper()
	path := filepath.Join("testdata", "failed", name+".png")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Error(err)
		return
	}
	file, err := os.Create(path)
	if err != nil {
		t.Error(err)
		return
	}
	defer file.Close()
	if err := png.Encode(file, img); err != nil {
		t.Errorf("%s: %v", path, err)
	}
}
