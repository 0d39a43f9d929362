package imageio

import (
	"bytes"
	"image"
	"image/draw"
	"testing"
)

// The goldens are Pillow's, of opaque pictures and of one with soft alpha. They must
// be met bit for bit.
func TestResizeIsPillows(t *testing.T) {
	for _, c := range []struct {
		from, to string
		filter   Filter
	}{
		{"view2_512.png", "view2_resize128_bicubic.png", Bicubic},
		{"view2_512.png", "view2_resize300_lanczos.png", Lanczos},
		{"soft.png", "soft_12x40_bicubic.png", Bicubic},
		{"soft.png", "soft_31x9_lanczos.png", Lanczos},
	} {
		source, want := openGolden(t, c.from), openGolden(t, c.to)
		before := bytes.Clone(source.Pix)
		got := Resize(source, want.Rect.Dx(), want.Rect.Dy(), c.filter)
		if !bytes.Equal(got.Pix, want.Pix) {
			t.Errorf("%s: %d of %d bytes differ", c.to, differing(got.Pix, want.Pix), len(want.Pix))
		}
		if !bytes.Equal(source.Pix, before) {
			t.Errorf("%s was changed", c.from)
		}
	}
}

func openGolden(t *testing.T, name string) *image.NRGBA {
	t.Helper()
	m, err := Open(t.Context(), "testdata/"+name)
	if err != nil {
		t.Fatal(err)
	}
	return m.Pixels
}

func differing(a, b []byte) (n int) {
	for i := range a {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

func TestResizeToTheSameSizeKeepsOpaquePixels(t *testing.T) {
	source := openGolden(t, "view2_resize128_bicubic.png")
	got := Resize(source, 128, 128, Lanczos)
	if !bytes.Equal(got.Pix, source.Pix) || &got.Pix[0] == &source.Pix[0] {
		t.Error("the picture changed, or is the same one")
	}
}

func TestResizeOfAPart(t *testing.T) {
	whole := openGolden(t, "view2_512.png")
	part := whole.SubImage(image.Rect(100, 50, 300, 250)).(*image.NRGBA)
	got := Resize(part, 50, 50, Bicubic)
	alone := image.NewNRGBA(image.Rect(0, 0, 200, 200))
	draw.Draw(alone, alone.Rect, whole, image.Pt(100, 50), draw.Src)
	want := Resize(alone, 50, 50, Bicubic)
	if got.Rect != image.Rect(0, 0, 50, 50) || !bytes.Equal(got.Pix, want.Pix) {
		t.Error("a part is not resized as its copy is")
	}
}

func BenchmarkResize2048To512(b *testing.B) {
	source := image.NewNRGBA(image.Rect(0, 0, 2048, 2048))
	b.SetBytes(int64(len(source.Pix)))
	for b.Loop() {
		Resize(source, 512, 512, Bicubic)
	}
}
