package multiview

// The memory of an autoencoder grows with the pixels that it takes at once, and the time
// of its attention with their square. Large views are therefore decoded in tiles that
// overlap and are blended where they do, as tiled decoding in diffusers works; smaller
// ones are decoded so, and pictures encoded, where a device has no room for more.
//
// The tiles are not quite what they would be in one piece: a tile's convolutions do not
// see beyond its border, and the statistics of its group norms and what its attention
// looks at are those of the tile and not of the view, so that tones may drift a little
// from tile to tile. The overlap is wider than most of what the convolutions see, and
// blending spreads the rest over it.

import (
	"math"

	"patina/paint/arch"
	"patina/paint/tensor"
)

// tiling says when latents are decoded in tiles, in latents per side.
type tiling struct {
	most    int // more are decoded in tiles, which are no larger
	overlap int // of two neighbours, at least
}

// viewTiling decodes views of up to 768 pixels in one piece.
var viewTiling = tiling{most: 768 / latentScale, overlap: 24}

// pictureTiling encodes pictures of any size in one piece where there is room for that.
var pictureTiling = tiling{most: MaxViewSize / latentScale, overlap: 24}

// span is one axis of an image that is decoded in tiles of one size, in latents.
type span struct {
	side, tile int
	starts     []int // of the tiles
}

// count returns how few tiles a side takes; one that is small enough is one tile.
func (t tiling) count(side int) int {
	if side <= t.most {
		return 1
	}
	step := t.most - t.overlap
	return (side - t.overlap + step - 1) / step
}

// cuts returns the numbers of tiles that a side can be cut into to need less memory.
// Beyond four the overlaps are most of what is decoded.
func (t tiling) cuts(side int) (counts []int) {
	for n := t.count(side) + 1; n <= 4; n++ {
		if t.span(side, n).tile < t.span(side, n-1).tile {
			counts = append(counts, n)
		}
	}
	return counts
}

// span spreads n tiles over a side, evenly; 0 stands for as few as can be. Tiles of a
// small side overlap by less.
func (t tiling) span(side, n int) span {
	n = max(n, t.count(side))
	if n == 1 {
		return span{side, side, []int{0}}
	}
	overlap := min(t.overlap, side/3)
	s := span{side: side, tile: (side + (n-1)*overlap + n - 1) / n}
	for i := range n {
		s.starts = append(s.starts, i*(side-s.tile)/(n-1))
	}
	return s
}

// weights returns what each pixel, or latent where scale is 1, of tile i counts along
// this axis: 1 where no other tile is, and a linear ramp from one to the other where two
// overlap. The weights of a pixel in all tiles sum to 1.
func (s span) weights(i, scale int) []float32 {
	w := make([]float32, s.tile*scale)
	for x := range w {
		w[x] = 1
	}
	if i > 0 {
		n := (s.starts[i-1] + s.tile - s.starts[i]) * scale
		for x := range n {
			w[x] = ramp(x, n)
		}
	}
	if i < len(s.starts)-1 {
		n := (s.starts[i] + s.tile - s.starts[i+1]) * scale
		for x := range n {
			w[len(w)-n+x] = 1 - ramp(x, n)
		}
	}
	return w
}

// ramp rises from 0 to 1 over n pixels.
func ramp(x, n int) float32 { return (float32(x) + 0.5) / float32(n) }

// tiles are the tiles of a view.
type tiles struct{ rows, columns span }

// of cuts a view into n times n tiles, 0 for as few as can be.
func (t tiling) of(height, width, n int) tiles { return tiles{t.span(height, n), t.span(width, n)} }

// tilesPerSide returns the square root of the tiles of a picture in a plan.
func tilesPerSide(tiles int) int { return int(math.Sqrt(float64(tiles))) }

// size is that of each tile, in latents.
func (t tiles) size() arch.Size { return arch.Size{Height: t.rows.tile, Width: t.columns.tile} }

// decode returns the pixels [1,3,8h,8w] of latents [1,4,h,w]: decoder is asked for each
// tile, and the tiles are blended.
func (t tiles) decode(latents tensor.Tensor, decoder func(tensor.Tensor) (tensor.Tensor, error)) (tensor.Tensor, error) {
	made, err := t.each(latents, 1, latentScale, func(tile tensor.Tensor) ([]tensor.Tensor, error) {
		pixels, err := decoder(tile)
		return []tensor.Tensor{pixels}, err
	})
	if err != nil {
		return tensor.Tensor{}, err
	}
	return made[0], nil
}

// encode returns the latents [1,4,h,w] of pixels [1,3,8h,8w], and whatever else encoder
// makes of that shape: it is asked for each tile, and what it makes is blended.
func (t tiles) encode(pixels tensor.Tensor, encoder func(tensor.Tensor) ([]tensor.Tensor, error)) ([]tensor.Tensor, error) {
	return t.each(pixels, latentScale, 1, encoder)
}

// each cuts whole into tiles, lets do make something of each, and blends that. The scales
// are how many elements there are for a latent along each side, before and after.
func (t tiles) each(whole tensor.Tensor, before, after int, do func(tensor.Tensor) ([]tensor.Tensor, error)) ([]tensor.Tensor, error) {
	if len(t.rows.starts) == 1 && len(t.columns.starts) == 1 {
		return do(whole)
	}
	var made []tensor.Tensor
	for i, y := range t.rows.starts {
		for j, x := range t.columns.starts {
			parts, err := do(cut(whole, y*before, x*before, t.rows.tile*before, t.columns.tile*before))
			if err != nil {
				return nil, err
			}
			for k, part := range parts {
				if k == len(made) {
					made = append(made, tensor.New(1, part.Shape[1], t.rows.side*after, t.columns.side*after))
				}
				blend(made[k], part, y*after, x*after, t.rows.weights(i, after), t.columns.weights(j, after))
			}
		}
	}
	return made, nil
}

// cut returns a rectangle of t [1,c,h,w].
func cut(t tensor.Tensor, top, left, height, width int) tensor.Tensor {
	channels := t.Shape[1]
	tile := tensor.New(1, channels, height, width)
	for row := range channels * height {
		c, y := row/height, row%height
		from := (c*t.Shape[2]+top+y)*t.Shape[3] + left
		copy(tile.F32[row*width:][:width], t.F32[from:])
	}
	return tile
}

// blend adds a tile to the pixels as much as it counts there.
func blend(pixels, tile tensor.Tensor, top, left int, down, across []float32) {
	height, width := pixels.Shape[2], pixels.Shape[3]
	for row := range tile.Shape[1] * len(down) {
		c, y := row/len(down), row%len(down)
		to := pixels.F32[(c*height+top+y)*width+left:]
		for x, v := range tile.F32[row*len(across):][:len(across)] {
			to[x] += down[y] * across[x] * v
		}
	}
}
