package imageio

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpenGivesBackWhatWasSaved(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 3, 2))
	for i := range img.Pix {
		img.Pix[i] = uint8(i * 9)
	}
	path := filepath.Join(t.TempDir(), "a.png")
	if err := SavePNG(path, img); err != nil {
		t.Fatal(err)
	}
	got, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Pixels.Pix, img.Pix) || len(got.SHA256) != 64 || !got.HasAlpha() {
		t.Errorf("got %v, %s", got.Pixels.Pix, got.SHA256)
	}
}

// What comes as premultiplied RGBA is what package draw makes of it.
func TestToNRGBAIsWhatDrawMakes(t *testing.T) {
	img := image.NewRGBA(image.Rect(-3, 5, 70, 140))
	for i := range img.Pix {
		alpha := i / 4 * 5 % 256
		img.Pix[i] = uint8(alpha)
		if i%4 < 3 {
			img.Pix[i] = uint8(i * 7 % (alpha + 1)) // premultiplied: never more than alpha
		}
	}
	part := img.SubImage(image.Rect(0, 10, 60, 130))
	want := image.NewNRGBA(image.Rect(0, 0, 60, 120))
	draw.Draw(want, want.Rect, part, image.Pt(0, 10), draw.Src)
	if got := ToNRGBA(part); got.Rect != want.Rect || !bytes.Equal(got.Pix, want.Pix) {
		t.Errorf("%d of %d bytes differ", differing(got.Pix, want.Pix), len(want.Pix))
	}
}

func TestBrokenImagesGiveASentence(t *testing.T) {
	dir := t.TempDir()
	good, _ := EncodePNG(image.NewNRGBA(image.Rect(0, 0, 40, 40)))
	huge := bytes.Clone(good)
	binary.BigEndian.PutUint32(huge[16:], 1<<30)
	for name, b := range map[string][]byte{
		"empty.png": nil, "text.png": []byte("hello"), "cut.png": good[:len(good)-20], "huge.png": huge,
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(context.Background(), path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %v does not name the file", name, err)
		}
	}
	for _, path := range []string{dir, filepath.Join(dir, "missing.png")} {
		if _, err := Open(context.Background(), path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %v does not name the file", path, err)
		}
	}
}

// A picture with one bright corner, stored in each of the eight orientations, must
// come out with that corner where a viewer would show it.
func TestEXIFOrientationIsApplied(t *testing.T) {
	corners := []image.Point{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}}
	for o := 1; o <= 8; o++ {
		b := jpegWithOrientation(t, o)
		img, err := Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		w, h := img.Rect.Dx(), img.Rect.Dy()
		if wide := w > h; wide != (o < 5) {
			t.Errorf("orientation %d: size %dx%d", o, w, h)
		}
		x, y := 4+corners[o].X*(w-8), 4+corners[o].Y*(h-8)
		if img.NRGBAAt(x, y).R < 200 {
			t.Errorf("orientation %d: corner is not at %d,%d", o, x, y)
		}
	}
}

// jpegWithOrientation stores a 64x32 picture whose top left corner is white.
func jpegWithOrientation(t *testing.T, o int) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 64, 32))
	for y := range 8 {
		for x := range 8 {
			img.SetGray(x, y, color.Gray{255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(rune(o)) + "\x00\x00")
	exif := append([]byte("Exif\x00\x00"), tiff...)
	app1 := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	return bytes.Join([][]byte{b.Bytes()[:2], app1, exif, b.Bytes()[2:]}, nil)
}

func FuzzDecode(f *testing.F) {
	good, _ := EncodePNG(image.NewNRGBA(image.Rect(0, 0, 4, 4)))
	f.Add(good)
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00*\x00\x00\x00\x08"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if width, height, err := Size(b); err == nil && width*height > 1<<20 {
			t.Skip("keeps the fuzzer's memory small")
		}
		if img, err := Decode(b); err == nil && img.Rect.Empty() {
			t.Error("decoded an image without pixels")
		}
		orientation(b)
	})
}
