package likeness

import (
	"image"

	"patina/paint/view"
)

// Angles to the surface that count.
const (
	grazing = 0.1 // cosine between surface and camera below which a camera does not see it
	facing  = 0.5 // cosine of 60 degrees: what two views must both see a point within
)

// SeenBy tells for each pixel of a view whether another camera sees the point of the
// surface that is there, and not at a grazing angle.
func SeenBy(v, other *view.Sight) []bool {
	seen := make([]bool, len(v.Passes.Mask))
	for i, there := range v.Passes.Mask {
		if there {
			p := v.Passes.Position[i]
			_, found := other.Find(p)
			seen[i] = found && other.Facing(p, v.Passes.Normal[i]) > grazing
		}
	}
	return seen
}

// Disagreement returns the mean absolute difference, 0 to 255, between the colours that
// two views give the same point of the surface, over all points that two views see within
// 60 degrees, and the number of such points. Colours are interpolated between pixels.
func Disagreement(sights []*view.Sight, painted []*image.NRGBA) (mean float64, points int) {
	var sum float64
	for a := range sights {
		for b := range sights {
			if a == b {
				continue
			}
			s, n := differences(sights[a], sights[b], painted[a], painted[b])
			sum, points = sum+s, points+n
		}
	}
	return sum / float64(points), points
}

// differences sums over the pixels of one view that another sees too.
func differences(v, other *view.Sight, mine, theirs *image.NRGBA) (sum float64, points int) {
	for i, there := range v.Passes.Mask {
		p, n := v.Passes.Position[i], v.Passes.Normal[i]
		if !there || v.Facing(p, n) < facing || other.Facing(p, n) < facing {
			continue
		}
		at, seen := other.Find(p)
		if !seen {
			continue
		}
		c, ok := other.Sample(theirs, at)
		if !ok {
			continue
		}
		for k := range c {
			d := float64(c[k]) - float64(mine.Pix[4*i+k])
			sum += max(d, -d) / 3
		}
		points++
	}
	return sum, points
}
