//go:build cgo

package multiview

import (
	"image"
	"math"
	"testing"

	"patina/paint"
	"patina/paint/tensor"
	"patina/paint/view"
)

// A view that is decoded in tiles is close to one that is decoded in one piece, and
// where a tile begins or ends the difference does not change faster than elsewhere. The
// network has random weights, which let tones drift more than trained ones do.
func TestTilesLeaveNoSeams(t *testing.T) {
	const side = 832 / latentScale
	latents := ripples(side)
	p := live(t, PaintFolder)
	whole := decoded(t, p, latents, tiling{most: side})

	blended := difference(decoded(t, p, latents, viewTiling), whole)
	seams, elsewhere := seamsOf(blended, viewTiling.span(side, 0))
	t.Logf("tiles differ by %.2f of 255 on average; from pixel to pixel by %.2f at seams, %.2f elsewhere", magnitude(blended), seams, elsewhere)
	if magnitude(blended) > 8 || seams > 1.5*elsewhere {
		t.Error("the tiles can be seen")
	}

	abutting := tiling{most: side / 2}
	cut := difference(decoded(t, p, latents, abutting), whole)
	if hard, elsewhere := seamsOf(cut, abutting.span(side, 0)); hard < 3*elsewhere {
		t.Errorf("tiles that do not overlap differ by %.2f at seams, %.2f elsewhere: no seams are seen there", hard, elsewhere)
	}
}

// ripples are latents that vary smoothly.
func ripples(side int) tensor.Tensor {
	latents := tensor.New(1, 4, side, side)
	for i := range latents.F32 {
		c, y, x := i/side/side, i/side%side, i%side
		latents.F32[i] = float32(math.Sin(float64(x*(c+1))/9)+math.Cos(float64(y*(4-c))/11)) / 2
	}
	return latents
}

// decoded returns the picture of latents.
func decoded(t *testing.T, p *Painter, latents tensor.Tensor, how tiling) (picture *image.NRGBA) {
	t.Helper()
	p.model.vae.tiling = how
	req := request(t)
	req.Settings.ViewSize = latents.Shape[2] * latentScale
	r, err := p.begin(t.Context(), req, make([]view.Passes, len(req.Settings.Rig.Views)), func(paint.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	defer r.end(nil)
	if err := r.decodePictures(decoder, p.model.vae, latents, func(img *image.NRGBA) { picture = img }); err != nil {
		t.Fatal(err)
	}
	return picture
}

// plane is a square by channel and row.
type plane []float64

// difference returns a - b, of 255.
func difference(a, b *image.NRGBA) plane {
	d := make(plane, 0, 3*len(a.Pix)/4)
	for c := range 3 {
		for i := c; i < len(a.Pix); i += 4 {
			d = append(d, float64(a.Pix[i])-float64(b.Pix[i]))
		}
	}
	return d
}

// magnitude returns the mean of the magnitudes.
func magnitude(d plane) float64 {
	sum := 0.0
	for _, v := range d {
		sum += math.Abs(v)
	}
	return sum / float64(len(d))
}

// seamsOf returns by how much d changes from a column to the next where a tile begins or
// ends, and where none does, on average.
func seamsOf(d plane, s span) (seams, elsewhere float64) {
	border := map[int]bool{}
	for _, start := range s.starts {
		border[start*latentScale], border[(start+s.tile)*latentScale] = true, true
	}
	width := s.side * latentScale
	sums, counts := map[bool]float64{}, map[bool]float64{}
	for i := range d {
		if x := i % width; x > 0 {
			sums[border[x]] += math.Abs(d[i] - d[i-1])
			counts[border[x]]++
		}
	}
	return sums[true] / counts[true], sums[false] / counts[false]
}
