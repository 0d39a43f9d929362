package multiview

// Views that were painted together differ where they see the same place: each of them is
// decoded by itself. Agreeing takes the mean over the surface, as synchronised multiview
// diffusion does with the clean prediction of a step (Liu et al., "Text-guided texturing by
// synchronized multi-view diffusion", 2023), weighted by how directly a view looks.

import (
	"context"
	"image"

	"patina/paint/parallel"
	"patina/paint/view"
)

// directness is the power of the cosine that views are weighted with: detail is that of
// the view that looks best, and others count only where they look about as well.
const directness = 16

// agreed returns the views with, at each pixel, the mean colour of all views that see the
// point of the surface there. What a view sees at a grazing angle only counts where no
// other sees more. Pictures are opaque inside their masks; alpha stays.
func agreed(ctx context.Context, sights []*view.Sight, painted []*image.NRGBA) ([]*image.NRGBA, error) {
	out := make([]*image.NRGBA, len(painted))
	for i, s := range sights {
		out[i] = image.NewNRGBA(painted[i].Rect)
		copy(out[i].Pix, painted[i].Pix)
		err := parallel.Parts(ctx, s.Passes.Size, 8, func(from, to int) {
			for j := from * s.Passes.Size; j < to*s.Passes.Size; j++ {
				if s.Passes.Mask[j] {
					copy(out[i].Pix[4*j:4*j+3], consensus(sights, painted, i, j))
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// consensus returns the mean colour of the point that a view sees at a pixel.
func consensus(sights []*view.Sight, painted []*image.NRGBA, own, pixel int) []uint8 {
	at, normal := sights[own].Passes.Position[pixel], sights[own].Passes.Normal[pixel]
	weight := weightOf(sights[own].Facing(at, normal))
	var sum [3]float32
	for c := range sum {
		sum[c] = weight * float32(painted[own].Pix[4*pixel+c])
	}
	for i, s := range sights {
		if i == own {
			continue
		}
		place, seen := s.Find(at)
		if !seen {
			continue
		}
		if colour, ok := s.Sample(painted[i], place); ok {
			w := weightOf(s.Facing(at, normal))
			weight += w
			for c := range sum {
				sum[c] += w * colour[c]
			}
		}
	}
	return []uint8{uint8(sum[0]/weight + 0.5), uint8(sum[1]/weight + 0.5), uint8(sum[2]/weight + 0.5)}
}

// leastWeight keeps the colour of what every view only grazes.
const leastWeight = 1e-4

func weightOf(cosine float32) float32 {
	w := float32(1)
	for range directness {
		w *= max(cosine, 0)
	}
	return w + leastWeight
}
