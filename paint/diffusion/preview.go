package diffusion

import (
	"image"

	"patina/paint/tensor"
)

// Preview turns latents into small pictures by a linear map, one pixel for each
// latent: a few microseconds where a decoder takes seconds. The map is fitted to
// latents whose pictures are known, those of the reference and of the passes, so it
// suits whatever autoencoder made them.
type Preview struct {
	weights [3][latentChannels + 1]float64
}

const latentChannels = 4

// FitPreview fits the map by least squares. latents are [n,4,h,w], pictures their n
// images of any size. Channels that never vary get no weight.
func FitPreview(latents tensor.Tensor, pictures []*image.NRGBA) Preview {
	const n = latentChannels + 1
	var normal [n][n]float64
	var target [3][n]float64
	h, w := latents.Shape[2], latents.Shape[3]
	for k, picture := range pictures {
		small := tensor.FromImages([]*image.NRGBA{shrink(picture, w, h)})
		for p := range h * w {
			x := features(latents, k, p)
			for i := range n {
				for j := range n {
					normal[i][j] += x[i] * x[j]
				}
				for c := range 3 {
					target[c][i] += x[i] * float64(small.F32[c*h*w+p])
				}
			}
		}
	}
	var preview Preview
	for i := range n {
		normal[i][i] += 1e-6*normal[i][i] + 1e-9 // a channel that never varies would make it singular
	}
	for c := range 3 {
		preview.weights[c] = solve(normal, target[c])
	}
	return preview
}

// Images returns one picture of w times h pixels for each of the latents [n,4,h,w].
func (p Preview) Images(latents tensor.Tensor) []*image.NRGBA {
	n, h, w := latents.Shape[0], latents.Shape[2], latents.Shape[3]
	pixels := tensor.New(n, 3, h, w)
	for k := range n {
		for i := range h * w {
			x := features(latents, k, i)
			for c := range 3 {
				var sum float64
				for j, v := range x {
					sum += p.weights[c][j] * v
				}
				pixels.F32[(k*3+c)*h*w+i] = float32(sum)
			}
		}
	}
	return pixels.Images()
}

// features are the latents of one pixel of picture k, and 1.
func features(latents tensor.Tensor, k, pixel int) (x [latentChannels + 1]float64) {
	plane := latents.Shape[2] * latents.Shape[3]
	for c := range latentChannels {
		x[c] = float64(latents.F32[(k*latentChannels+c)*plane+pixel])
	}
	x[latentChannels] = 1
	return x
}

// shrink averages the pixels that fall into each of w times h cells.
func shrink(picture *image.NRGBA, w, h int) *image.NRGBA {
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	size := picture.Bounds().Size()
	for y := range h {
		for x := range w {
			cell := image.Rect(x*size.X/w, y*size.Y/h, (x+1)*size.X/w, (y+1)*size.Y/h)
			copy(out.Pix[out.PixOffset(x, y):], average(picture, cell))
		}
	}
	return out
}

func average(picture *image.NRGBA, cell image.Rectangle) []uint8 {
	var sum [4]int
	for y := cell.Min.Y; y < cell.Max.Y; y++ {
		for x := cell.Min.X; x < cell.Max.X; x++ {
			for c, v := range picture.Pix[picture.PixOffset(x, y):][:4] {
				sum[c] += int(v)
			}
		}
	}
	n := max(1, cell.Dx()*cell.Dy())
	return []uint8{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), uint8(sum[3] / n)}
}

// solve returns the solution of a symmetric positive definite system by Gaussian
// elimination.
func solve(a [latentChannels + 1][latentChannels + 1]float64, b [latentChannels + 1]float64) [latentChannels + 1]float64 {
	n := len(b)
	for i := range n {
		for r := i + 1; r < n; r++ {
			f := a[r][i] / a[i][i]
			for c := i; c < n; c++ {
				a[r][c] -= f * a[i][c]
			}
			b[r] -= f * b[i]
		}
	}
	for i := n - 1; i >= 0; i-- {
		for c := i + 1; c < n; c++ {
			b[i] -= a[i][c] * b[c]
		}
		b[i] /= a[i][i]
	}
	return b
}
