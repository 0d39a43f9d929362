package likeness_test

import (
	"context"
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"patina/assets/training/likeness"
	"patina/paint/painttest"
	"patina/paint/raster"
	"patina/paint/view"
)

const size = 96

// scene is a picture of soft blobs of colour, moved to the right.
func scene(shift float64) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for i := range size * size {
		x, y := float64(i%size)-shift, float64(i/size)
		img.Pix[4*i] = uint8(128 + 80*math.Sin(x/7)*math.Cos(y/9))
		img.Pix[4*i+1] = uint8(110 + 60*math.Sin(x/5+y/11))
		img.Pix[4*i+2] = uint8(140 + 70*math.Cos(y/6))
		img.Pix[4*i+3] = 255
	}
	return img
}

func all() []bool {
	region := make([]bool, size*size)
	for i := range region {
		region[i] = true
	}
	return region
}

// changed returns the picture with each component changed.
func changed(img *image.NRGBA, change func(v float64) float64) *image.NRGBA {
	out := image.NewNRGBA(img.Rect)
	for i, v := range img.Pix {
		out.Pix[i] = 255
		if i%4 != 3 {
			out.Pix[i] = uint8(min(max(change(float64(v)), 0), 255) + 0.5)
		}
	}
	return out
}

func compare(painted, truth *image.NRGBA, region []bool) likeness.Measures {
	return likeness.Compare([]likeness.Pair{{Painted: painted, True: truth, Region: region}})
}

func TestTheSameIsTheSame(t *testing.T) {
	m := compare(scene(0), scene(0), all())
	if !math.IsInf(m.PSNR, 1) || math.Abs(m.SSIM-1) > 1e-9 || m.Perceptual > 1e-9 || m.Colour != 0 || math.Abs(m.Palette) > 1e-9 || m.Pixels != size*size {
		t.Errorf("a picture and itself measure %+v", m)
	}
}

func TestPSNRIsThatOfKnownNoise(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	truth := changed(scene(0), func(float64) float64 { return 128 })
	noisy := changed(truth, func(v float64) float64 { return v + 10*random.NormFloat64() })
	// 10·log10(255²/10²) = 28.13; rounding to 8 bits adds a twelfth to the variance.
	if m := compare(noisy, truth, all()); math.Abs(m.PSNR-28.13) > 0.1 {
		t.Errorf("noise of deviation 10 measures %g dB", m.PSNR)
	}
	lifted := changed(truth, func(v float64) float64 { return v + 20 })
	if m := compare(lifted, truth, all()); math.Abs(m.PSNR-20*math.Log10(255.0/20)) > 1e-9 {
		t.Errorf("20 more measure %g dB", m.PSNR)
	}
}

// Without structure, SSIM is the luminance term alone.
func TestSSIMOfFlatPictures(t *testing.T) {
	a, b := changed(scene(0), func(float64) float64 { return 100 }), changed(scene(0), func(float64) float64 { return 150 })
	c1 := 2.55 * 2.55
	want := (2*100*150 + c1) / (100*100 + 150*150 + c1)
	if m := compare(a, b, all()); math.Abs(m.SSIM-want) > 1e-6 {
		t.Errorf("got %g, want %g", m.SSIM, want)
	}
}

func TestColourOfKnownDifferences(t *testing.T) {
	black, white := changed(scene(0), func(float64) float64 { return 0 }), changed(scene(0), func(float64) float64 { return 255 })
	if m := compare(black, white, all()); math.Abs(m.Colour-100) > 0.05 || m.Palette < 0.999 {
		t.Errorf("black and white are %g apart, palettes %g", m.Colour, m.Palette)
	}
}

// Every measure must get worse from a little noise to more, and call another picture
// worse than the same one moved by a pixel.
func TestMeasuresOrderDamage(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	noise := make([]float64, size*size*4)
	for i := range noise {
		noise[i] = random.NormFloat64()
	}
	damaged := func(by float64) likeness.Measures {
		i := -1
		return compare(changed(scene(0), func(v float64) float64 { i++; return v + by*noise[i] }), scene(0), all())
	}
	checkWorse(t, "noise", damaged(4), damaged(16))
	checkWorse(t, "shift", compare(scene(1), scene(0), all()), compare(scene(17), scene(0), all()))
}

func checkWorse(t *testing.T, name string, better, worse likeness.Measures) {
	t.Helper()
	if worse.PSNR >= better.PSNR || worse.SSIM >= better.SSIM || worse.Perceptual <= better.Perceptual || worse.Colour <= better.Colour {
		t.Errorf("%s: little of it measures %+v, much %+v", name, better, worse)
	}
}

func TestOnlyTheRegionCounts(t *testing.T) {
	region := make([]bool, size*size)
	spoilt := scene(0)
	for i := range region {
		if region[i] = i%size < size/2; !region[i] {
			spoilt.Pix[4*i] = 255 - spoilt.Pix[4*i]
		}
	}
	m := compare(spoilt, scene(0), region)
	if !math.IsInf(m.PSNR, 1) || math.Abs(m.SSIM-1) > 1e-9 || m.Perceptual > 1e-9 || m.Colour != 0 || m.Pixels != size*size/2 {
		t.Errorf("damage outside the region measures %+v", m)
	}
	if m := compare(spoilt, scene(0), make([]bool, size*size)); !math.IsNaN(m.PSNR) || m.Pixels != 0 {
		t.Errorf("no region measures %+v", m)
	}
}

// sights are those of the cube with six colours and of a sphere.
func sights(t *testing.T) []*view.Sight {
	t.Helper()
	rig := view.Default().Views
	rig = append(rig, view.At(45, 0))
	passes, err := raster.Renderer{}.RenderPasses(context.Background(), painttest.Blob(t), rig, size)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]*view.Sight, len(rig))
	for i := range rig {
		out[i] = view.NewSight(rig[i], passes[i])
	}
	return out
}

func share(seen, mask []bool) float64 {
	var n, total float64
	for i, there := range mask {
		if there {
			total++
			if seen[i] {
				n++
			}
		}
	}
	return n / total
}

func TestWhatCamerasSee(t *testing.T) {
	l := sights(t)
	for other, want := range map[int][2]float64{0: {0.93, 1}, 2: {0, 0.02}, 6: {0.4, 0.95}} {
		if got := share(likeness.SeenBy(l[0], l[other]), l[0].Passes.Mask); got < want[0] || got > want[1] {
			t.Errorf("view %d sees %g of what the front does, want %v", other, got, want)
		}
	}
}

// Views that show the position as a colour agree; views of one colour each do not.
func TestDisagreement(t *testing.T) {
	l := sights(t)
	painted := make([]*image.NRGBA, len(l))
	for i := range l {
		painted[i] = l[i].Passes.PositionImage()
	}
	mean, points := likeness.Disagreement(l, painted)
	if points < 500 || mean > 3 {
		t.Errorf("positions disagree by %g at %d points", mean, points)
	}
	for i := range l {
		painted[i] = changed(painted[i], func(float64) float64 { return float64(20 * i) })
	}
	if mean, _ := likeness.Disagreement(l, painted); mean < 20 {
		t.Errorf("views of different colours disagree by %g", mean)
	}
}
