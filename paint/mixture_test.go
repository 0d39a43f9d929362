package paint

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"
)

const mixtureSize = 64

// picture returns an opaque grey picture of the numbers that value gives.
func picture(value func(x, y int) float64) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, mixtureSize, mixtureSize))
	for i := range mixtureSize * mixtureSize {
		v := uint8(math.Round(min(max(value(i%mixtureSize, i/mixtureSize), 0), 255)))
		copy(img.Pix[4*i:], []uint8{v, v, v, 255})
	}
	return img
}

func noisy(seed uint64) *image.NRGBA {
	random := rand.New(rand.NewPCG(seed, 1))
	return picture(func(_, _ int) float64 { return 128 + 20*random.NormFloat64() })
}

// meanAndDeviation are those of the first channel.
func meanAndDeviation(img *image.NRGBA) (mean, deviation float64) {
	n := float64(len(img.Pix) / 4)
	var sum, squares float64
	for i := 0; i < len(img.Pix); i += 4 {
		v := float64(img.Pix[i])
		sum, squares = sum+v, squares+v*v
	}
	return sum / n, math.Sqrt(squares/n - sum/n*sum/n)
}

func TestAMixtureOfTheSameIsTheSame(t *testing.T) {
	img := noisy(1)
	for i, v := range mixture(img, img).Pix {
		if d := int(v) - int(img.Pix[i]); d < -1 || d > 1 {
			t.Fatalf("byte %d is %d, want %d", i, v, img.Pix[i])
		}
	}
}

// Means of patterns that have nothing to do with each other would be paler by 0.72.
func TestAMixtureKeepsTheContrast(t *testing.T) {
	mean, deviation := meanAndDeviation(mixture(noisy(1), noisy(2)))
	if math.Abs(mean-128) > 1 || math.Abs(deviation-20) > 1 {
		t.Errorf("mean and deviation are %.1f and %.1f, want 128 and 20", mean, deviation)
	}
}

// What is light in one picture where it is dark in the other is not known: it is not blown up.
func TestAMixtureOfOppositesIsFlat(t *testing.T) {
	stripes := func(amplitude float64) *image.NRGBA {
		return picture(func(x, _ int) float64 { return 128 + amplitude*float64(1-x%2*2) })
	}
	if _, deviation := meanAndDeviation(mixture(stripes(20), stripes(-30))); deviation > 1 {
		t.Errorf("the deviation is %.1f", deviation)
	}
}

func TestAMixtureIsTheMeanOfFlatPictures(t *testing.T) {
	got := mixture(picture(func(_, _ int) float64 { return 100 }), picture(func(_, _ int) float64 { return 200 }))
	for i, v := range got.Pix {
		if want := []uint8{140, 140, 140, 255}[i%4]; v != want {
			t.Fatalf("byte %d is %d, want %d", i, v, want)
		}
	}
}

// What the other picture does not show takes no part.
func TestAMixtureLeavesAloneWhatTheOtherDoesNotShow(t *testing.T) {
	own, other := noisy(1), picture(func(_, _ int) float64 { return 200 })
	for i := range other.Pix[:len(other.Pix)/2] {
		other.Pix[i] = 0
	}
	got := mixture(own, other)
	for i := range got.Pix[:len(got.Pix)/2] {
		if got.Pix[i] != own.Pix[i] {
			t.Fatalf("byte %d is %d, want %d", i, got.Pix[i], own.Pix[i])
		}
	}
	if mean, _ := meanAndDeviation(got); math.Abs(mean-(128+156.8)/2) > 1 {
		t.Errorf("the mean is %.1f", mean)
	}
}
