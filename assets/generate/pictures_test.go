package main

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"patina/assets"
)

// closeness is the largest mean difference in 8-bit levels at which a picture
// that is drawn small counts as the embedded one scaled down: fine stitches
// fall differently on larger pixels.
const closeness = 1

func TestReferenceIsTheEmbeddedOne(t *testing.T) {
	content := readAsset(t, assets.SampleReference)
	if len(content) >= 500_000 {
		t.Errorf("%s has %d bytes, want less than 500 kB", assets.SampleReference, len(content))
	}
	img := decodePNG(t, content, referenceSize)
	if a := img.NRGBAAt(0, 0).A; a != 0 {
		t.Errorf("the corner of %s has alpha %d, want a transparent ground", assets.SampleReference, a)
	}
	const shrink = 4
	made, err := drawReference(context.Background(), newSample(), referenceSize/shrink)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "reference", made, shrunk(img, shrink))
}

func TestIconIsTheEmbeddedOne(t *testing.T) {
	img := decodePNG(t, readAsset(t, assets.Icon), iconSize)
	const shrink = 2
	made, err := drawIcon(context.Background(), iconSize/shrink)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "icon", made, shrunk(img, shrink))
}

func TestIllustratingSeesCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := drawReference(ctx, newSample(), 64); err == nil {
		t.Error("a cancelled illustration was finished")
	}
}

func readAsset(t *testing.T, name string) []byte {
	t.Helper()
	content, err := assets.Files.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func decodePNG(t *testing.T, content []byte, size int) *image.NRGBA {
	t.Helper()
	decoded, err := png.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if decoded.Bounds() != image.Rect(0, 0, size, size) {
		t.Fatalf("the picture measures %v, want %d pixels square", decoded.Bounds(), size)
	}
	img, ok := decoded.(*image.NRGBA)
	if !ok {
		t.Fatalf("the picture is a %T, want 8-bit RGBA", decoded)
	}
	return img
}

// shrunk returns the mean of each block of n times n pixels, on black.
func shrunk(img *image.NRGBA, n int) *image.RGBA {
	onBlack := image.NewRGBA(img.Bounds())
	draw.Draw(onBlack, onBlack.Bounds(), img, image.Point{}, draw.Src)
	out := image.NewRGBA(image.Rect(0, 0, img.Rect.Dx()/n, img.Rect.Dy()/n))
	for i := range out.Pix {
		pixel, channel := i/4, i%4
		x, y := pixel%out.Rect.Dx()*n, pixel/out.Rect.Dx()*n
		sum := 0
		for k := range n * n {
			sum += int(onBlack.Pix[onBlack.PixOffset(x+k%n, y+k/n)+channel])
		}
		out.Pix[i] = uint8(sum / (n * n))
	}
	return out
}

// compare fails the test when the pictures differ, and lays both and their difference
// side by side in the folder failed.
func compare(t *testing.T, name string, made *image.NRGBA, want *image.RGBA) {
	t.Helper()
	got := shrunk(made, 1)
	width := got.Rect.Dx()
	sheet := image.NewRGBA(image.Rect(0, 0, 3*width, got.Rect.Dy()))
	draw.Draw(sheet, got.Rect, got, image.Point{}, draw.Src)
	draw.Draw(sheet, got.Rect.Add(image.Pt(width, 0)), want, image.Point{}, draw.Src)
	sum := 0
	for i := range got.Pix {
		d := max(got.Pix[i], want.Pix[i]) - min(got.Pix[i], want.Pix[i])
		sum += int(d)
		if i%4 == 3 {
			d = 255 - d
		}
		pixel := i / 4
		sheet.Pix[sheet.PixOffset(2*width+pixel%width, pixel/width)+i%4] = d
	}
	mean := float64(sum) / float64(len(got.Pix))
	t.Logf("%s: mean difference %.2f levels", name, mean)
	if mean <= closeness {
		return
	}
	path := filepath.Join("failed", name+".png")
	if err := os.MkdirAll("failed", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, encodePNG(sheet), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Errorf("the %s differs from the embedded one by %.2f levels in the mean, see %s; run go generate ./assets", name, mean, path)
}
