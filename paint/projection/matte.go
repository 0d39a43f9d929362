package projection

import (
	"context"
	"errors"
	"image"
)

// cutout is the subject of the reference, freed from its background: straight
// alpha, and colours that go on past the soft edge, so that nothing of the
// background can reach the mesh however the picture is resampled.
type cutout struct {
	img *image.NRGBA
	// whole says that there was nothing to cut the subject out by: the whole
	// picture counts as the subject, and its outline says nothing about the mesh.
	whole bool
}

// Sentences for references that have no usable outline.
const (
	sayBusyBorder = "The background of the reference is not plain, so the subject could not be cut out and the whole picture is laid over the mesh; for a better fit use an image with a transparent or plain background."
	sayNoKey      = "The reference has no transparent background and keying is off, so the whole picture is laid over the mesh; turn on \"key background\" if the background is plain."
	sayOnlyPlain  = "The reference is of one plain colour, so the whole picture is laid over the mesh."
)

var errTransparent = errors.New("the reference image is transparent everywhere, so there is nothing to paint with: use an image whose subject is opaque")

// cutOut frees the subject of a reference from its background: by its alpha if
// that says anything, otherwise, if key is set, by the colour of its border.
func cutOut(ctx context.Context, reference image.Image, key bool, say func(string)) (cutout, error) {
	cut := cutout{img: copyPicture(reference)}
	switch inside, outside := countAlpha(cut.img); {
	case inside == 0:
		return cutout{}, errTransparent
	case outside > 0:
	case !key:
		cut.whole = true
		say(sayNoKey)
	default:
		if reason := keyBackground(ctx, cut.img); reason != "" {
			cut.whole = true
			say(reason)
		}
	}
	if err := context.Cause(ctx); err != nil {
		return cutout{}, err
	}
	if cut.whole {
		fillAlpha(cut.img)
		return cut, nil
	}
	dropSpecks(cut.img)
	return cut, continueColours(ctx, cut.img)
}

// countAlpha counts the pixels that belong to the subject and those that do not.
func countAlpha(img *image.NRGBA) (inside, outside int) {
	for i := 3; i < len(img.Pix); i += 4 {
		if img.Pix[i] >= opaqueEnough {
			inside++
		} else {
			outside++
		}
	}
	return inside, outside
}

func fillAlpha(img *image.NRGBA) {
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 255
	}
}

// speckShare is the share of the largest connected part below which a part of the
// cut-out counts as dirt: noise that keying left over, crumbs of an automatic
// cut-out.
const speckShare = 0.002

// dropSpecks makes the parts of the subject transparent that are tiny compared
// with its largest part; they would pull at the fit.
func dropSpecks(img *image.NRGBA) {
	parts, sizes := connectedParts(img)
	largest := 0
	for _, n := range sizes {
		largest = max(largest, n)
	}
	for i, part := range parts {
		if part >= 0 && float64(sizes[part]) < speckShare*float64(largest) {
			img.Pix[4*i+3] = 0
		}
	}
}

// connectedParts numbers the connected parts of the pixels that are not fully
// transparent, -1 elsewhere, and counts the pixels of each part.
func connectedParts(img *image.NRGBA) (parts []int32, sizes []int) {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	parts = make([]int32, width*height)
	for i := range parts {
		parts[i] = -1
	}
	var queue []int
	for start := range parts {
		if parts[start] >= 0 || img.Pix[4*start+3] == 0 {
			continue
		}
		part, n := int32(len(sizes)), 0
		parts[start] = part
		for queue = append(queue[:0], start); len(queue) > 0; n++ {
			at := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			eachNeighbour(at, width, height, func(next int) {
				if parts[next] < 0 && img.Pix[4*next+3] > 0 {
					parts[next] = part
					queue = append(queue, next)
				}
			})
		}
		sizes = append(sizes, n)
	}
	return parts, sizes
}

// eachNeighbour calls do for the up to four pixels beside pixel i.
func eachNeighbour(i, width, height int, do func(int)) {
	x, y := i%width, i/width
	if x > 0 {
		do(i - 1)
	}
	if x < width-1 {
		do(i + 1)
	}
	if y > 0 {
		do(i - width)
	}
	if y < height-1 {
		do(i + width)
	}
}

// CutOut returns a copy of an opaque picture whose plain background is transparent, as
// the projection painter would cut it out; the picture itself where its border is not
// plain. The error is context.Cause(ctx) when ctx ends first.
func CutOut(ctx context.Context, img *image.NRGBA) (*image.NRGBA, error) {
	cut, err := cutOut(ctx, img, true, func(string) {})
	if err != nil || cut.whole {
		return img, err
	}
	return cut.img, nil
}
