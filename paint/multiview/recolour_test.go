package multiview

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"patina/paint/painttest"
)

func TestTrimEdgeErodesByOnePixel(t *testing.T) {
	picture := image.NewNRGBA(image.Rect(0, 0, 9, 9))
	draw.Draw(picture, image.Rect(0, 2, 6, 8), image.NewUniform(color.NRGBA{10, 20, 30, 255}), image.Point{}, draw.Src)
	picture.SetNRGBA(3, 4, color.NRGBA{10, 20, 30, 90})
	trimEdge(picture)
	for y := range 9 {
		for x := range 9 {
			want := color.NRGBA{255, 255, 255, 0}
			if inside := image.Pt(x, y).In(image.Rect(0, 3, 5, 7)); inside {
				want = color.NRGBA{10, 20, 30, 255}
				if max(x-3, 3-x) <= 1 && max(y-4, 4-y) <= 1 {
					want.A = 90
				}
			}
			if got := picture.NRGBAAt(x, y); got != want {
				t.Errorf("(%d, %d) is %v, want %v", x, y, got, want)
			}
		}
	}
	opaque := painttest.Solid(3, 3, color.NRGBA{1, 2, 3, 255})
	trimEdge(opaque)
	if !bytes.Equal(opaque.Pix, painttest.Solid(3, 3, color.NRGBA{1, 2, 3, 255}).Pix) {
		t.Error("an opaque picture has no edge")
	}
}

// gradient is a picture whose channels run from low to high.
func gradient(low, high float64, alpha func(x int) uint8) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, 32, 32))
	for i := range 32 * 32 {
		v := uint8(low + (high-low)*float64(i)/1023)
		img.SetNRGBA(i%32, i/32, color.NRGBA{v, v / 2, 255 - v, alpha(i % 32)})
	}
	return img
}

func opaque(int) uint8 { return 255 }

// The formula of the reference, on one channel by hand: mean and deviation of the
// original, but for the share of the mean that it does not move.
func TestRecolourMatchesMeanAndDeviation(t *testing.T) {
	original, repainted := gradient(40, 180, opaque), gradient(90, 130, opaque)
	got := recolour(repainted, original)
	mean, deviation := moments(channelsOf(got)[0], original)
	sourceMean, sourceDeviation := moments(channelsOf(repainted)[0], original)
	targetMean, targetDeviation := moments(channelsOf(original)[0], original)
	wantMean := 0.95*targetMean + 0.05*sourceMean*targetDeviation/sourceDeviation
	if math.Abs(mean-wantMean) > 0.004 || math.Abs(deviation-targetDeviation) > 0.004 {
		t.Errorf("mean %.4f, deviation %.4f, want %.4f and %.4f", mean, deviation, wantMean, targetDeviation)
	}
	if math.Abs(targetMean-0.43) > 0.01 {
		t.Errorf("the mean of the original is %g", targetMean)
	}
}

func TestRecolourKeepsWhatIsNearerAlready(t *testing.T) {
	mirrored := gradient(180, 40, opaque) // correcting its colours cannot turn it round
	original := gradient(60, 160, opaque)
	nearer := gradient(62, 158, opaque)
	nearer.SetNRGBA(0, 0, color.NRGBA{255, 255, 255, 255})
	if got := recolour(nearer, original); squares(channelsOf(got), channelsOf(original)) > squares(channelsOf(nearer), channelsOf(original))+0.1 {
		t.Error("the correction took it farther")
	}
	if got := recolour(mirrored, original); squares(channelsOf(got), channelsOf(original)) > squares(channelsOf(mirrored), channelsOf(original))+0.1 {
		t.Error("the correction took the mirrored one farther")
	}
}

func TestRecolourLiesOnWhiteAndLooksAtWhatIsSeenOnly(t *testing.T) {
	half := func(x int) uint8 {
		if x < 16 {
			return 255
		}
		return 0
	}
	original := gradient(40, 180, half)
	repainted := gradient(90, 130, opaque)
	for i := 0; i < len(repainted.Pix); i += 4 {
		if i/4%32 >= 16 {
			copy(repainted.Pix[i:], []byte{255, 0, 255, 255})
		}
	}
	got := recolour(repainted, original)
	if got.NRGBAAt(20, 10) != white || !got.Opaque() {
		t.Errorf("where nothing is seen it is %v", got.NRGBAAt(20, 10))
	}
	if _, deviation := moments(channelsOf(repainted)[0], original); deviation > 0.06 {
		t.Errorf("what is not seen counts: the deviation is %g", deviation)
	}
	if mean, deviation := moments([]float64{0.5}, painttest.Solid(1, 1, white)); mean != 0.5 || deviation != 0 {
		t.Errorf("one pixel: %g, %g", mean, deviation)
	}
	if mean, deviation := moments([]float64{0, 1}, painttest.Solid(2, 1, white)); mean != 0.5 || deviation != math.Sqrt(0.5) {
		t.Errorf("two pixels: %g, %g", mean, deviation)
	}
	flat := recolour(painttest.Solid(4, 4, color.NRGBA{100, 100, 100, 255}), painttest.Solid(4, 4, color.NRGBA{50, 60, 70, 255}))
	if c := flat.NRGBAAt(0, 0); c.R > 56 || c.B > 76 || c.R < 47 {
		t.Errorf("a flat picture became %v", c)
	}
}
