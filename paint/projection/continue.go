package projection

// This file follows "The Pull-Push Algorithm Revisited" (Kraus, 2009), which goes
// back to the pyramids of Gortler et al., "The Lumigraph" (1996): colours that are
// known in places are averaged into ever coarser levels, and on the way back each
// pixel that knows too little takes the rest from the level above it.

import (
	"context"
	"image"

	"patina/paint/geom"
)

// Alpha between which a pixel's colour becomes its own: below, the soft edge of a
// cut-out holds colour of the background it was cut from.
const (
	foreignAlpha = 0.8
	ownAlpha     = 0.995
)

// faint keeps the colours of a subject that is nowhere opaque.
const faint = 1e-3

// level is one picture of a pyramid; weight says how much of a colour is known.
type level struct {
	width, height int
	colour        []geom.Vec3
	weight        []float32
}

// continueColours replaces the colours of the soft edge of a cut-out, and of the
// transparent pixels around it, by those of the solid pixels nearby. Alpha stays.
func continueColours(ctx context.Context, img *image.NRGBA) error {
	finest, err := knownColours(ctx, img)
	if err != nil {
		return err
	}
	coarse := finest.halve()
	if err := coarse.fill(ctx); err != nil {
		return err
	}
	return inRows(ctx, finest.height, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range finest.width {
				i := y*finest.width + x
				if w := finest.weight[i]; w < 1 {
					setColour(img, i, coarse.above(x, y).Lerp(finest.colour[i], w))
				}
			}
		}
	})
}

// knownColours says how far each pixel's colour is that of the subject. A pixel
// beside the edge is no better than the worst of its neighbours, because cut-outs
// are seldom drawn quite tightly enough.
func knownColours(ctx context.Context, img *image.NRGBA) (*level, error) {
	l := newLevel(img.Rect.Dx(), img.Rect.Dy())
	err := inRows(ctx, l.height, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			for x := range l.width {
				i := y*l.width + x
				alpha := float32(lowestAlpha(img, x, y)) / 255
				own := float32(img.Pix[4*i+3]) / 255
				l.weight[i] = max(smoothstep(foreignAlpha, ownAlpha, alpha), faint*own)
				l.colour[i] = colourAt(img, i)
			}
		}
	})
	return l, err
}

func lowestAlpha(img *image.NRGBA, x0, y0 int) uint8 {
	lowest := uint8(255)
	for y := max(y0-1, 0); y <= min(y0+1, img.Rect.Dy()-1); y++ {
		for x := max(x0-1, 0); x <= min(x0+1, img.Rect.Dx()-1); x++ {
			lowest = min(lowest, img.Pix[img.PixOffset(x, y)+3])
		}
	}
	return lowest
}

func newLevel(width, height int) *level {
	return &level{width, height, make([]geom.Vec3, width*height), make([]float32, width*height)}
}

// fill gives every pixel of a level a colour.
func (l *level) fill(ctx context.Context) error {
	if l.width == 1 && l.height == 1 {
		return context.Cause(ctx)
	}
	coarse := l.halve()
	if err := coarse.fill(ctx); err != nil {
		return err
	}
	for i, w := range l.weight {
		if w < 1 {
			l.colour[i] = coarse.above(i%l.width, i/l.width).Lerp(l.colour[i], w)
		}
	}
	return nil
}

// halve averages blocks of two times two pixels by what is known of them.
func (l *level) halve() *level {
	half := newLevel((l.width+1)/2, (l.height+1)/2)
	for y := range l.height {
		for x := range l.width {
			from, to := y*l.width+x, y/2*half.width+x/2
			half.colour[to] = half.colour[to].Add(l.colour[from].Scale(l.weight[from]))
			half.weight[to] += l.weight[from]
		}
	}
	for i, w := range half.weight {
		if w > 0 {
			half.colour[i] = half.colour[i].Scale(1 / w)
		}
		half.weight[i] = min(w, 1)
	}
	return half
}

// above returns the colour of this level at pixel (x, y) of the next finer one,
// interpolated between the four nearest pixels.
func (l *level) above(x, y int) geom.Vec3 {
	u, v := (float32(x)-0.5)/2, (float32(y)-0.5)/2
	return bilinear(l.colour, l.width, l.height, u, v)
}
