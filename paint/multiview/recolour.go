package multiview

// This follows recorrect_rgb of Hunyuan3D-2 (reference section 1.5).

import (
	"image"
	"math"
)

// trimEdge takes one pixel off the edge of what a picture with alpha shows, as erosion
// by a box of 3 x 3 does, and makes what is transparent then white.
func trimEdge(picture *image.NRGBA) {
	if picture.Opaque() {
		return
	}
	eroded := erode(picture)
	for i, alpha := range eroded {
		p := picture.Pix[4*i : 4*i+4]
		p[3] = alpha
		if alpha == 0 {
			p[0], p[1], p[2] = 255, 255, 255
		}
	}
}

// erode returns the least alpha around each pixel; there is nothing beyond the border.
func erode(picture *image.NRGBA) []uint8 {
	w, h := picture.Rect.Dx(), picture.Rect.Dy()
	out := make([]uint8, w*h)
	for y := range h {
		for x := range w {
			least := uint8(255)
			for v := max(y-1, 0); v <= min(y+1, h-1); v++ {
				for u := max(x-1, 0); u <= min(x+1, w-1); u++ {
					least = min(least, picture.Pix[v*picture.Stride+4*u+3])
				}
			}
			out[y*w+x] = least
		}
	}
	return out
}

// recolour gives a repainted picture the brightness and contrast of the original in
// each channel, where the original's alpha is above one half, unless that takes it
// farther from the original. The result lies on white. Both pictures have one size.
func recolour(repainted, original *image.NRGBA) *image.NRGBA {
	source, target := channelsOf(repainted), channelsOf(original)
	corrected := source
	for c := range corrected {
		corrected[c] = matched(source[c], target[c], original)
	}
	if squares(source, target) < squares(corrected, target) {
		corrected = source
	}
	out := image.NewNRGBA(original.Rect)
	for i := range len(out.Pix) / 4 {
		alpha := float64(original.Pix[4*i+3]) / 255
		for c := range corrected {
			out.Pix[4*i+c] = uint8(255 * (corrected[c][i]*alpha + 1 - alpha))
		}
		out.Pix[4*i+3] = 255
	}
	return out
}

// channelsOf returns red, green and blue from 0 to 1.
func channelsOf(picture *image.NRGBA) (channels [3][]float64) {
	for c := range channels {
		channels[c] = make([]float64, len(picture.Pix)/4)
		for i := range channels[c] {
			channels[c][i] = float64(picture.Pix[4*i+c]) / 255
		}
	}
	return channels
}

// matched shifts and stretches source to the mean and deviation of target, over the
// pixels that alpha says are seen. A flat source is only shifted.
func matched(source, target []float64, alpha *image.NRGBA) []float64 {
	const keep = 0.95 // of the mean, as the official pipeline does
	sourceMean, sourceDeviation := moments(source, alpha)
	targetMean, targetDeviation := moments(target, alpha)
	stretch := 1.0
	if sourceDeviation > 0 {
		stretch = targetDeviation / sourceDeviation
	}
	out := make([]float64, len(source))
	for i, v := range source {
		out[i] = min(max((v-keep*sourceMean)*stretch+keep*targetMean, 0), 1)
	}
	return out
}

// moments returns the mean and the unbiased standard deviation of the pixels seen.
func moments(channel []float64, alpha *image.NRGBA) (mean, deviation float64) {
	n, sum := 0.0, 0.0
	for i, v := range channel {
		if alpha.Pix[4*i+3] >= 128 {
			n++
			sum += v
		}
	}
	if n < 2 {
		return sum, 0
	}
	mean = sum / n
	for i, v := range channel {
		if alpha.Pix[4*i+3] >= 128 {
			deviation += (v - mean) * (v - mean)
		}
	}
	return mean, math.Sqrt(deviation / (n - 1))
}

// squares returns the sum of squared differences of all pixels.
func squares(a, b [3][]float64) (sum float64) {
	for c := range a {
		for i := range a[c] {
			d := a[c][i] - b[c][i]
			sum += d * d
		}
	}
	return sum
}
