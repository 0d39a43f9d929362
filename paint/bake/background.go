package bake

import (
	"context"

	"patina/paint/geom"
	"patina/paint/parallel"
)

// background is the colour of the texels far from all charts, by push and pull
// (Gortler et al., The Lumigraph, 1996): means over blocks of texels, blocks
// without a colour taking it from blocks twice as large. Mip levels are means over
// the same blocks, so none of them bleeds.
type background struct {
	side   int // blocks per side
	shift  int // texels per block, as a power of two
	color  []geom.Vec3
	weight []float32
}

// blockShift makes the finest blocks 8 texels wide: mip level 3.
const blockShift = 3

// newBackground takes the means over the chart texels.
func (t *Texture) newBackground(ctx context.Context) (*background, error) {
	b := emptyBackground((t.Size+1<<blockShift-1)>>blockShift, blockShift)
	err := parallel.Parts(ctx, b.side, 4, func(lo, hi int) {
		for y := lo << blockShift; y < min(hi<<blockShift, t.Size); y++ {
			for x := range t.Size {
				if i := y*t.Size + x; t.onChart(i) {
					b.add(y>>blockShift*b.side+x>>blockShift, t.Color[i], 1)
				}
			}
		}
	})
	if err != nil {
		return nil, err
	}
	b.complete()
	return b, nil
}

func emptyBackground(side, shift int) *background {
	return &background{side: side, shift: shift, color: make([]geom.Vec3, side*side), weight: make([]float32, side*side)}
}

func (b *background) add(block int, c geom.Vec3, weight float32) {
	b.color[block] = b.color[block].Add(c.Scale(weight))
	b.weight[block] += weight
}

// complete turns sums into means and gives empty blocks the colour of the next
// larger block around them.
func (b *background) complete() {
	for i, w := range b.weight {
		if w > 0 {
			b.color[i] = b.color[i].Scale(1 / w)
		}
	}
	if b.side == 1 {
		return
	}
	larger := emptyBackground((b.side+1)/2, b.shift+1)
	for i, w := range b.weight {
		if w > 0 {
			larger.add(i/b.side/2*larger.side+i%b.side/2, b.color[i], w)
		}
	}
	larger.complete()
	for i, w := range b.weight {
		if w == 0 {
			b.color[i] = larger.color[i/b.side/2*larger.side+i%b.side/2]
		}
	}
}

// at returns the colour for a texel.
func (b *background) at(x, y int) geom.Vec3 { return b.color[y>>b.shift*b.side+x>>b.shift] }
