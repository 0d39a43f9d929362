package projection

import (
	"context"
	"image"

	"patina/paint/geom"
)

// keyBackground makes the plain background of a picture transparent. Only what is
// connected with the border goes, so a white eye stays white. Along the edge each
// pixel is taken as a mix of subject and background: its share of the subject
// becomes its alpha, and the background is taken out of its colour.
//
// It returns "" when it cut something out, otherwise a sentence that says why it
// left the picture as it was.
func keyBackground(ctx context.Context, img *image.NRGBA) (reason string) {
	b, plain := estimateBackdrop(img)
	if !plain {
		return sayBusyBorder
	}
	background := floodFromBorder(img, &b)
	if !anyFalse(background) {
		return sayOnlyPlain
	}
	k := keyer{img: img, backdrop: &b, depth: depthInside(img, background, edgeWidth(img)), width: edgeWidth(img)}
	k.run(ctx)
	return ""
}

// edgeWidth is how many pixels deep the soft edge of a subject may be.
func edgeWidth(img *image.NRGBA) int {
	return min(max((max(img.Rect.Dx(), img.Rect.Dy())+256)/400, 2), 8)
}

// floodFromBorder marks the pixels of the backdrop's colour that are connected
// with the border.
func floodFromBorder(img *image.NRGBA, b *backdrop) []bool {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	background := make([]bool, width*height)
	var queue []int
	visit := func(i int) {
		if !background[i] && colourAt(img, i).Sub(b.pixel(i)).Len() <= b.tolerance {
			background[i] = true
			queue = append(queue, i)
		}
	}
	for x := range width {
		visit(x)
		visit((height-1)*width + x)
	}
	for y := range height {
		visit(y * width)
		visit(y*width + width - 1)
	}
	for len(queue) > 0 {
		at := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		eachNeighbour(at, width, height, visit)
	}
	return background
}

func anyFalse(marks []bool) bool {
	for _, m := range marks {
		if !m {
			return true
		}
	}
	return false
}

// depthInside returns for each pixel how many steps it lies inside the subject: 0
// in the background, 1 beside it, and deepest+1 for all pixels further in.
func depthInside(img *image.NRGBA, background []bool, deepest int) []uint8 {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	depth := make([]uint8, len(background))
	var ring []int
	for i, b := range background {
		if b {
			ring = append(ring, i)
		} else {
			depth[i] = uint8(deepest + 1)
		}
	}
	for d := 1; d <= deepest; d++ {
		var next []int
		for _, i := range ring {
			eachNeighbour(i, width, height, func(n int) {
				if depth[n] == uint8(deepest+1) {
					depth[n] = uint8(d)
					next = append(next, n)
				}
			})
		}
		ring = next
	}
	return depth
}

// keyer works out alpha and colour of the soft edge.
type keyer struct {
	img      *image.NRGBA
	backdrop *backdrop
	depth    []uint8
	width    int // of the edge, pixels
}

func (k *keyer) run(ctx context.Context) {
	source := &image.NRGBA{Pix: append([]uint8(nil), k.img.Pix...), Stride: k.img.Stride, Rect: k.img.Rect}
	columns := k.img.Rect.Dx()
	// A cancelled run leaves the picture half keyed; the caller looks at ctx.
	_ = inRows(ctx, k.img.Rect.Dy(), func(y0, y1 int) {
		for i := y0 * columns; i < y1*columns; i++ {
			switch d := int(k.depth[i]); {
			case d == 0:
				k.img.Pix[4*i+3] = 0
			case d <= k.width:
				alpha, colour := k.unmix(source, i)
				setColour(k.img, i, colour)
				k.img.Pix[4*i+3] = byteOf(alpha)
			}
		}
	})
}

// unmix splits an edge pixel into subject and background. The subject's own colour
// there is taken from the solid pixels around it.
func (k *keyer) unmix(source *image.NRGBA, i int) (alpha float32, colour geom.Vec3) {
	c, b := colourAt(source, i), k.backdrop.pixel(i)
	f, found := k.solidAround(source, i)
	way := f.Sub(b)
	if !found || way.Len() < 2*k.backdrop.tolerance {
		// Nothing solid is near, or it looks like the background: no telling
		// how much of the pixel is subject.
		return 1, c
	}
	alpha = min(max(c.Sub(b).Dot(way)/way.Dot(way), 0), 1)
	// Deeper pixels are solid unless there is strong evidence: a pale lock of
	// hair is not background.
	alpha = max(alpha, float32(k.depth[i]-1)/float32(k.width))
	if alpha < 0.3 {
		return alpha, f
	}
	return alpha, c.Sub(b.Scale(1 - alpha)).Scale(1 / alpha)
}

// solidAround averages the solid pixels around an edge pixel, near ones most.
func (k *keyer) solidAround(source *image.NRGBA, i int) (mean geom.Vec3, found bool) {
	columns, rows := k.img.Rect.Dx(), k.img.Rect.Dy()
	x0, y0, reach := i%columns, i/columns, k.width+2
	var weight float32
	for y := max(y0-reach, 0); y <= min(y0+reach, rows-1); y++ {
		for x := max(x0-reach, 0); x <= min(x0+reach, columns-1); x++ {
			if j := y*columns + x; int(k.depth[j]) > k.width {
				w := 1 / float32((x-x0)*(x-x0)+(y-y0)*(y-y0))
				w *= w
				mean, weight = mean.Add(colourAt(source, j).Scale(w)), weight+w
			}
		}
	}
	if weight == 0 {
		return mean, false
	}
	return mean.Scale(1 / weight), true
}
