package multiview

// This continues colours beyond an outline with those of coarser and coarser pictures
// (Gortler et al., "The lumigraph", 1996, section 3.4).

import (
	"image"
	"math"
)

// weighted is a square picture whose colours are multiplied by weights 0 to 1.
type weighted struct {
	size   int
	colour []float32 // three a pixel, 0 to 255 times the weight
	weight []float32
}

func newWeighted(size int) weighted {
	return weighted{size, make([]float32, 3*size*size), make([]float32, size*size)}
}

// evidence returns the evident pixels of a square picture.
func evidence(picture *image.NRGBA) weighted {
	w := newWeighted(picture.Rect.Dx())
	for i := range w.weight {
		if picture.Pix[4*i+3] > evident {
			w.weight[i] = 1
			for c := range 3 {
				w.colour[3*i+c] = float32(picture.Pix[4*i+c])
			}
		}
	}
	return w
}

// halved returns the mean of each square of four; of an odd size the last row and
// column are met by themselves.
func (w weighted) halved() weighted {
	h := newWeighted((w.size + 1) / 2)
	for y := range h.size {
		for x := range h.size {
			to := y*h.size + x
			for _, from := range [4]int{
				w.index(2*x, 2*y), w.index(2*x+1, 2*y), w.index(2*x, 2*y+1), w.index(2*x+1, 2*y+1),
			} {
				h.weight[to] += w.weight[from] / 4
				for c := range 3 {
					h.colour[3*to+c] += w.colour[3*from+c] / 4
				}
			}
		}
	}
	return h
}

// index returns the pixel at a place, or the nearest one.
func (w weighted) index(x, y int) int {
	return min(max(y, 0), w.size-1)*w.size + min(max(x, 0), w.size-1)
}

// fill gives pixels without weight the colour of a coarser picture, and all weight 1.
func (w weighted) fill(coarser weighted) {
	for i, weight := range w.weight {
		from := coarser.index(i%w.size/2, i/w.size/2)
		for c := range 3 {
			if weight > 0 {
				w.colour[3*i+c] /= weight
			} else {
				w.colour[3*i+c] = coarser.colour[3*from+c]
			}
		}
		w.weight[i] = 1
	}
}

// near returns the opaque pixel nearest to a point.
func (w weighted) near(x, y float64) []uint8 {
	i := 3 * w.index(int(math.Floor(x+0.5)), int(math.Floor(y+0.5)))
	round := func(v float32) uint8 { return uint8(math.RoundToEven(float64(v))) }
	return []uint8{round(w.colour[i]), round(w.colour[i+1]), round(w.colour[i+2]), 255}
}

// grow returns a square picture whose evident colours are continued over all of it;
// black where it has none.
func grow(picture *image.NRGBA) weighted {
	levels := []weighted{evidence(picture)}
	for levels[len(levels)-1].size > 1 {
		levels = append(levels, levels[len(levels)-1].halved())
	}
	filled := levels[len(levels)-1]
	filled.fill(newWeighted(1))
	for i := len(levels) - 2; i >= 0; i-- {
		levels[i].fill(filled)
		filled = levels[i]
	}
	return filled
}

// softness is how many times the side of a picture is the reach of one of its blurs.
const softness = 24

// softened returns the picture blurred by two boxes, whose edges repeat those of the
// picture.
func (w weighted) softened() weighted {
	for range 2 {
		w = w.boxed(w.size / softness).turned().boxed(w.size / softness).turned()
	}
	return w
}

// boxed returns the mean colours of the pixels up to reach to the left and right.
func (w weighted) boxed(reach int) weighted {
	out := newWeighted(w.size)
	for y := range w.size {
		for c := range 3 {
			var sum float64
			at := func(x int) float64 { return float64(w.colour[3*w.index(x, y)+c]) }
			for x := -reach; x < reach; x++ {
				sum += at(x)
			}
			for x := range w.size {
				sum += at(x + reach)
				out.colour[3*out.index(x, y)+c] = float32(sum / float64(2*reach+1))
				sum -= at(x - reach)
			}
		}
	}
	return out
}

// turned returns the picture with rows as columns.
func (w weighted) turned() weighted {
	out := newWeighted(w.size)
	for i := range w.weight {
		to := out.index(i/w.size, i%w.size)
		copy(out.colour[3*to:3*to+3], w.colour[3*i:3*i+3])
	}
	return out
}
