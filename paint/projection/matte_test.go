package projection

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"patina/paint/painttest"
	"patina/paint/view"
)

func plainColour(c color.NRGBA) func(x, y int) color.NRGBA {
	return func(int, int) color.NRGBA { return c }
}

func noisy(sigma float64) func(x, y int) color.NRGBA {
	rng := rand.New(rand.NewPCG(1, 2))
	channel := func() uint8 { return uint8(min(max(170+sigma*rng.NormFloat64(), 0), 255)) }
	return func(int, int) color.NRGBA { return color.NRGBA{channel(), channel(), channel(), 255} }
}

func throughJPEG(t *testing.T, img image.Image) image.Image {
	t.Helper()
	var file bytes.Buffer
	if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	out, err := jpeg.Decode(&file)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestKeyingRecoversAlpha(t *testing.T) {
	subject := picture(t, creature(true), view.At(30, 15), 400)
	white := over(subject, plainColour(color.NRGBA{255, 255, 255, 255}))
	for name, reference := range map[string]image.Image{
		"white": white,
		"green": over(subject, plainColour(color.NRGBA{20, 200, 60, 255})),
		"black": over(subject, plainColour(color.NRGBA{0, 0, 0, 255})),
		"noise": over(subject, noisy(6)),
		"jpeg":  throughJPEG(t, white),
		"gradient": over(subject, func(x, y int) color.NRGBA {
			return color.NRGBA{uint8(250 - y/8), uint8(230 - y/5), uint8(200 + x/10), 255}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			cut, notices := cutOutOf(t, reference)
			if cut.whole || len(notices) > 0 {
				t.Fatalf("not keyed: %q", notices)
			}
			mean, wrong := alphaError(cut.img, subject)
			t.Logf("mean error of alpha %.4f, %.3f %% of pixels off by more than a quarter", mean, 100*wrong)
			if mean > 0.004 || wrong > 0.003 {
				t.Errorf("alpha differs by %.4f on average, and by more than a quarter in %.2f %% of pixels", mean, 100*wrong)
				painttest.CompareImages(t, "key-"+name, cut.img, subject, 64)
			}
		})
	}
}

// alphaError returns the mean absolute difference of alpha, 0 to 1, and the share
// of pixels in which it is more than a quarter.
func alphaError(got, want *image.NRGBA) (mean, wrong float64) {
	for i := 3; i < len(got.Pix); i += 4 {
		d := math.Abs(float64(got.Pix[i])-float64(want.Pix[i])) / 255
		mean += d
		if d > 0.25 {
			wrong++
		}
	}
	n := float64(len(got.Pix) / 4)
	return mean / n, wrong / n
}

// disc is a disc with a soft edge and a round hole or eye of another colour.
func disc(size int, body, eye color.NRGBA) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	middle, radius := float64(size)/2, float64(size)*0.35
	for y := range size {
		for x := range size {
			d := math.Hypot(float64(x)+0.5-middle, float64(y)+0.5-middle)
			c := body
			if d < radius*0.3 {
				c = eye
			}
			c.A = uint8(255*min(max((radius-d)/3+0.5, 0), 1) + 0.5)
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func TestEyesOfTheBackgroundsColourStay(t *testing.T) {
	white := color.NRGBA{255, 255, 255, 255}
	subject := disc(200, color.NRGBA{200, 40, 30, 255}, white)
	cut, _ := cutOutOf(t, over(subject, plainColour(white)))
	if c := cut.img.NRGBAAt(100, 100); c != white {
		t.Errorf("the eye became %v", c)
	}
	if c := cut.img.NRGBAAt(2, 2); c.A != 0 {
		t.Errorf("the corner stayed: %v", c)
	}
}

// No colour of the background may stay in the edge, nor in what filters may touch
// around it, whether the picture was keyed or came with alpha.
func TestEdgesAreFreeOfBackground(t *testing.T) {
	red := color.NRGBA{200, 40, 30, 255}
	subject := disc(300, red, red)
	green := over(subject, plainColour(color.NRGBA{10, 220, 40, 255}))
	contaminated := image.NewNRGBA(green.Rect)
	copy(contaminated.Pix, green.Pix)
	for i := 3; i < len(contaminated.Pix); i += 4 {
		contaminated.Pix[i] = subject.Pix[i]
	}
	for name, reference := range map[string]image.Image{"keyed": green, "alpha": contaminated} {
		cut, _ := cutOutOf(t, reference)
		for i := 0; i < len(cut.img.Pix); i += 4 {
			p := cut.img.Pix[i : i+4]
			if byteApart(p[0], red.R) > 6 || byteApart(p[1], red.G) > 6 || byteApart(p[2], red.B) > 6 {
				t.Fatalf("%s: pixel %d,%d is %v, want red", name, i/4%300, i/4/300, p)
			}
		}
	}
}

func byteApart(a, b uint8) uint8 { return max(a, b) - min(a, b) }

func TestSubjectMayRunOutOfThePicture(t *testing.T) {
	bust := disc(300, color.NRGBA{60, 70, 160, 255}, color.NRGBA{60, 70, 160, 255})
	cropped := bust.SubImage(image.Rect(30, 20, 270, 170)).(*image.NRGBA)
	cut, notices := cutOutOf(t, over(pasted(cropped, 240, 150, image.Point{}), plainColour(color.NRGBA{240, 240, 235, 255})))
	if cut.whole {
		t.Fatalf("not keyed: %q", notices)
	}
	if a := cut.img.NRGBAAt(120, 149).A; a != 255 {
		t.Errorf("the subject at the lower border has alpha %d", a)
	}
	if a := cut.img.NRGBAAt(3, 3).A; a != 0 {
		t.Errorf("the background has alpha %d", a)
	}
}

func TestReferencesWithoutOutline(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	busy := over(image.NewNRGBA(image.Rect(0, 0, 120, 90)), func(x, y int) color.NRGBA {
		return color.NRGBA{uint8(rng.Uint32()), uint8(rng.Uint32()), uint8(x * y), 255}
	})
	flat := painttest.Solid(50, 50, color.NRGBA{9, 99, 199, 255})
	for name, test := range map[string]struct {
		reference image.Image
		key       bool
		say       string
	}{
		"busy":       {busy, true, sayBusyBorder},
		"one colour": {flat, true, sayOnlyPlain},
		"no key":     {flat, false, sayNoKey},
	} {
		var said string
		cut, err := cutOut(context.Background(), test.reference, test.key, func(s string) { said += s })
		if err != nil || !cut.whole || said != test.say {
			t.Errorf("%s: whole %v, said %q, error %v; want %q", name, cut.whole, said, err, test.say)
		}
		if n, _ := countAlpha(cut.img); n != len(cut.img.Pix)/4 {
			t.Errorf("%s: only %d pixels count", name, n)
		}
	}
}

func TestTransparentReferenceIsAnError(t *testing.T) {
	_, err := cutOut(context.Background(), image.NewNRGBA(image.Rect(0, 0, 30, 20)), true, func(string) {})
	if !errors.Is(err, errTransparent) || !strings.Contains(err.Error(), "transparent everywhere") {
		t.Errorf("got %v", err)
	}
}

func TestSpecksAreDropped(t *testing.T) {
	subject := disc(300, color.NRGBA{200, 40, 30, 255}, color.NRGBA{200, 40, 30, 255})
	subject.SetNRGBA(5, 5, color.NRGBA{0, 0, 0, 255})
	cut, _ := cutOutOf(t, subject)
	if b := subjectBounds(cut.img); b.Min.X < 30 || b.Min.Y < 30 {
		t.Errorf("the bounds %v still hold the speck", b)
	}
}

func TestLargePicturesAreShrunk(t *testing.T) {
	big := image.NewGray(image.Rect(10, 10, 10+2*maxReference+3, 20))
	img := copyPicture(big)
	if img.Rect.Dx() > maxReference || img.Rect.Dy() != 4 {
		t.Errorf("got %v", img.Rect)
	}
	if c := img.NRGBAAt(img.Rect.Dx()-1, 0); c != (color.NRGBA{A: 255}) {
		t.Errorf("the last pixel is %v", c)
	}
}

func TestShrinkingAveragesByAlpha(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	img.SetNRGBA(0, 0, color.NRGBA{200, 100, 50, 255})
	img.SetNRGBA(1, 0, color.NRGBA{0, 255, 0, 0})
	if c := shrink(img, 2).NRGBAAt(0, 0); c != (color.NRGBA{200, 100, 50, 127}) {
		t.Errorf("got %v", c)
	}
}

func TestCutOutLeavesBusyPicturesAlone(t *testing.T) {
	busy := image.NewNRGBA(image.Rect(0, 0, 60, 60))
	for i := range busy.Pix {
		busy.Pix[i] = uint8(i * i % 251)
		if i%4 == 3 {
			busy.Pix[i] = 255
		}
	}
	if got, err := CutOut(context.Background(), busy); err != nil || got != busy {
		t.Errorf("a picture without a plain border was changed, error %v", err)
	}
	plain := image.NewNRGBA(image.Rect(0, 0, 60, 60))
	for i := range 60 * 60 {
		c := color.NRGBA{R: 250, G: 250, B: 250, A: 255}
		if x, y := i%60, i/60; x > 15 && x < 45 && y > 15 && y < 45 {
			c = color.NRGBA{R: 200, A: 255}
		}
		plain.SetNRGBA(i%60, i/60, c)
	}
	got, err := CutOut(context.Background(), plain)
	if err != nil || got.NRGBAAt(2, 2).A != 0 || got.NRGBAAt(30, 30).A != 255 {
		t.Errorf("corner %v, middle %v, error %v", got.NRGBAAt(2, 2), got.NRGBAAt(30, 30), err)
	}
}
