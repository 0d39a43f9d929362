package imageio

// This follows the resampling of the Pillow library bit for bit, because networks were
// trained on pictures that it resized: two passes of fixed-point sums, the second on
// the rounded result of the first (reference section 1.4).

import (
	"image"
	"math"
)

// Filter is a kernel of Resize: a bell around 0 that falls to nothing at its radius.
type Filter struct {
	radius float64
	kernel func(x float64) float64 // even; called within the radius only
}

// The filters. Bicubic is what Pillow takes when nothing is said, Lanczos is sharper.
var (
	Bicubic = Filter{2, cubic}
	Lanczos = Filter{3, windowedSinc}
)

// cubic is the kernel of R. Keys, "Cubic convolution interpolation for digital image
// processing", 1981.
func cubic(x float64) float64 {
	const a = -0.5
	x = math.Abs(x)
	if x < 1 {
		return ((a+2)*x-(a+3))*x*x + 1
	}
	return (((x-5)*x+8)*x - 4) * a
}

func windowedSinc(x float64) float64 { return sinc(x) * sinc(x/3) }

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

const fixedBits = 22 // Pillow's 32 - 8 - 2

// tap is one pixel of the result along an axis: where its sources start, and their
// weights in fixed point.
type tap struct {
	first   int
	weights []int32
}

// taps returns the sums that take in pixels to out; downwards the kernel is stretched.
func (f Filter) taps(in, out int) []tap {
	scale := float64(in) / float64(out)
	stretch := max(scale, 1)
	support := f.radius * stretch
	list := make([]tap, out)
	for i := range list {
		centre := (float64(i) + 0.5) * scale
		first := max(0, int(centre-support+0.5))
		last := min(in, int(centre+support+0.5))
		list[i] = tap{first, fixed(f.weights(first, last, centre, stretch))}
	}
	return list
}

func (f Filter) weights(first, last int, centre, stretch float64) []float64 {
	weights := make([]float64, last-first)
	sum := 0.0
	for i := range weights {
		if x := (float64(i+first) - centre + 0.5) / stretch; math.Abs(x) < f.radius {
			weights[i] = f.kernel(x)
		}
		sum += weights[i]
	}
	for i := range weights {
		weights[i] /= sum
	}
	return weights
}

// fixed rounds half away from zero.
func fixed(weights []float64) []int32 {
	list := make([]int32, len(weights))
	for i, w := range weights {
		list[i] = int32(math.Round(w * (1 << fixedBits)))
	}
	return list
}

// axis is a direction in a picture: the distances in bytes of neighbours along it, and
// of the lines beside each other that run along it.
type axis struct{ step, stride int }

// resample runs the taps along one axis of src.
func resample(dst, src []uint8, taps []tap, lines int, to, from axis) {
	for line := range lines {
		for i, t := range taps {
			at := line*from.stride + t.first*from.step
			sum := [4]int32{1 << (fixedBits - 1), 1 << (fixedBits - 1), 1 << (fixedBits - 1), 1 << (fixedBits - 1)}
			for _, w := range t.weights {
				p := src[at : at+4 : at+4]
				sum[0] += int32(p[0]) * w
				sum[1] += int32(p[1]) * w
				sum[2] += int32(p[2]) * w
				sum[3] += int32(p[3]) * w
				at += from.step
			}
			q := dst[line*to.stride+i*to.step:][:4]
			for c, v := range sum {
				q[c] = uint8(min(max(v>>fixedBits, 0), 255))
			}
		}
	}
}

// Resize returns img at width times height pixels, both positive. Straight alpha is
// multiplied in for the sums and divided out again, so what is transparent lends no
// colour. An axis that keeps its size is not filtered.
func Resize(img *image.NRGBA, width, height int, f Filter) *image.NRGBA {
	img = ToNRGBA(img)
	out := premultiplied(img)
	if w := out.Rect.Dx(); w != width {
		h := out.Rect.Dy()
		wide := image.NewNRGBA(image.Rect(0, 0, width, h))
		resample(wide.Pix, out.Pix, f.taps(w, width), h, axis{4, wide.Stride}, axis{4, out.Stride})
		out = wide
	}
	if h := out.Rect.Dy(); h != height {
		high := image.NewNRGBA(image.Rect(0, 0, width, height))
		resample(high.Pix, out.Pix, f.taps(h, height), width, axis{high.Stride, 4}, axis{out.Stride, 4})
		out = high
	}
	divideAlpha(out)
	return out
}

// premultiplied returns a copy with the colours times alpha, rounded.
func premultiplied(img *image.NRGBA) *image.NRGBA {
	out := image.NewNRGBA(img.Rect)
	copy(out.Pix, img.Pix)
	for i := 0; i < len(out.Pix); i += 4 {
		alpha := uint32(out.Pix[i+3])
		if alpha == 255 {
			continue
		}
		for c := range 3 {
			t := uint32(out.Pix[i+c])*alpha + 128
			out.Pix[i+c] = uint8((t>>8 + t) >> 8)
		}
	}
	return out
}

// divideAlpha undoes premultiplied, cutting off.
func divideAlpha(img *image.NRGBA) {
	for i := 0; i < len(img.Pix); i += 4 {
		alpha := int(img.Pix[i+3])
		if alpha == 0 || alpha == 255 {
			continue
		}
		for c := range 3 {
			img.Pix[i+c] = uint8(min(255*int(img.Pix[i+c])/alpha, 255))
		}
	}
}
