// Package likeness says how alike pictures of the same surface are: painted views
// against true ones, and views of a job against each other. All views of an object are
// measured as one set of pixels; pixels outside a region do not count.
package likeness

import (
	"image"
	"math"
)

// Pair is a painted view, the true one, and the pixels that count: opaque pictures of the
// same size, and a flag for each pixel.
type Pair struct {
	Painted, True *image.NRGBA
	Region        []bool
}

// Measures is how alike views are. A measure of no pixels is NaN.
type Measures struct {
	Pixels     int     `json:"pixels"`     // that count
	PSNR       float64 `json:"psnr"`       // decibels, more is better; see PSNR
	SSIM       float64 `json:"ssim"`       // at most 1, more is better; see SSIM
	Perceptual float64 `json:"perceptual"` // 0 is the same; see Perceptual
	Colour     float64 `json:"colour"`     // 0 is the same; see Colour
	Palette    float64 `json:"palette"`    // 0 to 1, 0 is the same; see Palette
}

// Compare returns all measures.
func Compare(pairs []Pair) Measures {
	m := Measures{
		PSNR: PSNR(pairs), SSIM: SSIM(pairs), Perceptual: Perceptual(pairs),
		Colour: Colour(pairs), Palette: Palette(pairs),
	}
	for _, p := range pairs {
		for _, in := range p.Region {
			if in {
				m.Pixels++
			}
		}
	}
	return m
}

// PSNR returns the peak signal-to-noise ratio over the colour components of all pixels,
// in decibels: infinite for the same pictures.
func PSNR(pairs []Pair) float64 {
	var sum, count float64
	for _, p := range pairs {
		for i, in := range p.Region {
			if !in {
				continue
			}
			for c := range 3 {
				d := float64(p.Painted.Pix[4*i+c]) - float64(p.True.Pix[4*i+c])
				sum += d * d
			}
			count += 3
		}
	}
	if count == 0 {
		return math.NaN()
	}
	return 10 * math.Log10(255*255/(sum/count))
}

// plane is one number for each pixel of a square picture.
type plane struct {
	size  int
	value []float64
}

func newPlane(size int) plane { return plane{size, make([]float64, size*size)} }

// planes returns three numbers of each pixel, made from its colour components, 0 to 255.
func planes(img *image.NRGBA, of func(r, g, b float64) [3]float64) [3]plane {
	size := img.Rect.Dx()
	out := [3]plane{newPlane(size), newPlane(size), newPlane(size)}
	for i := range size * size {
		v := of(float64(img.Pix[4*i]), float64(img.Pix[4*i+1]), float64(img.Pix[4*i+2]))
		for c := range out {
			out[c].value[i] = v[c]
		}
	}
	return out
}

// halved averages two by two pixels.
func (p plane) halved() plane {
	out := newPlane(p.size / 2)
	for y := range out.size {
		for x := range out.size {
			at := 2*y*p.size + 2*x
			out.value[y*out.size+x] = (p.value[at] + p.value[at+1] + p.value[at+p.size] + p.value[at+p.size+1]) / 4
		}
	}
	return out
}

// halvedRegion keeps pixels of which all four are in the region.
func halvedRegion(region []bool, size int) []bool {
	half := size / 2
	out := make([]bool, half*half)
	for y := range half {
		for x := range half {
			at := 2*y*size + 2*x
			out[y*half+x] = region[at] && region[at+1] && region[at+size] && region[at+size+1]
		}
	}
	return out
}

// yiq returns luma and the two chroma components of NTSC.
func yiq(r, g, b float64) [3]float64 {
	return [3]float64{
		0.299*r + 0.587*g + 0.114*b,
		0.5959*r - 0.2746*g - 0.3213*b,
		0.2115*r - 0.5227*g + 0.3112*b,
	}
}
