package paint

// The mean of two guesses is nearer to the truth than either of them, but paler: where
// they do not agree, light and dark cancel out. So a mixture takes the colour around each
// place from the mean, and makes differences from it as large as they are in the two
// pictures (as variance-preserving blending does for patterns that have nothing to do with
// each other: E. Heitz and F. Neyret, "High-performance by-example noise using a
// histogram-preserving blending operator", 2018, section 3).

import (
	"context"
	"image"
	"math"
	"slices"

	"patina/paint/bake"
	"patina/paint/mesh"
	"patina/paint/view"
)

// ownShare is how much of a mixture is Base's.
const ownShare = 0.6

// texelsPerPixel is how many texels a pixel of a view needs at least, counting those that
// no chart covers.
const texelsPerPixel = 2

// mixed returns Base's views, which are all of one size, mixed with what Top makes of the
// whole mesh, and with the tones of its parts as Top sees them.
func (l Layered) mixed(ctx context.Context, req Request, top, base []view.Painted, report func(Event)) ([]view.Painted, error) {
	if len(base) == 0 {
		return nil, nil
	}
	const parts = 4
	done := func(n int) { report(WorkDone{StageViews, Mixing, n, parts}) }
	done(0)
	side := base[0].Image.Rect.Dx()
	opt := coarse(req.Mesh, len(base)*side*side)
	drawn, err := draw(ctx, req.Mesh, top, opt)
	if err != nil {
		return nil, err
	}
	textures, err := bordered(ctx, drawn)
	if err != nil {
		return nil, err
	}
	done(1)
	tones, err := tonesOfParts(ctx, req.Mesh, drawn, base, opt)
	if err != nil {
		return nil, err
	}
	done(2)
	views := make([]view.View, len(base))
	for i, b := range base {
		views[i] = b.View
	}
	others, err := l.Mix.RenderViews(ctx, req.Mesh, textures, views, side)
	if err != nil {
		return nil, err
	}
	done(3)
	shifts, err := l.Mix.RenderViews(ctx, req.Mesh, tones, views, side)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(base)
	for i := range out {
		out[i].Image = mixture(base[i].Image, others[i])
		shift(out[i].Image, shifts[i])
	}
	done(parts)
	return out, nil
}

// coarse are the options of textures that are fine enough for so many pixels.
func coarse(m *mesh.Mesh, pixels int) bake.Options {
	opt := bake.Options{Size: MinTextureSize, Draft: true, Protected: m.Unpaintable()}
	for opt.Size*opt.Size*Textures(m, opt.Protected) < texelsPerPixel*pixels && opt.Size < MaxTextureSize {
		opt.Size *= 2
	}
	return opt
}

// draw bakes views, and fills what they do not show.
func draw(ctx context.Context, m *mesh.Mesh, painted []view.Painted, opt bake.Options) (*bake.Atlas, error) {
	atlas, err := bake.Bake(ctx, m, painted, opt)
	if err != nil {
		return nil, err
	}
	return atlas, atlas.Fill(ctx, nil)
}

// borders is over how many texels colours grow over the borders of charts.
const borders = 2

// bordered returns the textures of an atlas as they can be rendered.
func bordered(ctx context.Context, a *bake.Atlas) ([]*image.NRGBA, error) {
	if err := a.Dilate(ctx, borders); err != nil {
		return nil, err
	}
	return a.Images(), nil
}

// mixture returns a picture mixed with another of the same size where that shows
// something. Its alpha stays.
func mixture(own, other *image.NRGBA) *image.NRGBA {
	out := image.NewNRGBA(own.Rect)
	copy(out.Pix, own.Pix)
	around := newSurroundings(own, other)
	for i := 0; i < len(out.Pix); i += 4 {
		if other.Pix[i+3] == 0 {
			continue
		}
		m := around.at(i / 4)
		contrast := m.contrast()
		for c := range 3 {
			mean := ownShare*m.own[c] + (1-ownShare)*m.other[c]
			value := ownShare*float64(own.Pix[i+c]) + (1-ownShare)*float64(other.Pix[i+c])
			out.Pix[i+c] = uint8(min(max(mean+contrast*(value-mean), 0), 255) + 0.5)
		}
	}
	return out
}

// moments are means over some pixels of two pictures.
type moments struct {
	weight                         float64    // how many pixels that is
	own, other                     [3]float64 // colours, 0 to 255
	ownSquare, otherSquare, common float64    // products of colours, summed over channels
}

// add adds a share of other moments.
func (m *moments) add(share float64, o *moments) {
	m.weight += share * o.weight
	for c := range 3 {
		m.own[c] += share * o.own[c]
		m.other[c] += share * o.other[c]
	}
	m.ownSquare += share * o.ownSquare
	m.otherSquare += share * o.otherSquare
	m.common += share * o.common
}

// pixelMoments returns those of one pixel.
func pixelMoments(own, other []uint8) moments {
	m := moments{weight: 1}
	for c := range 3 {
		a, b := float64(own[c]), float64(other[c])
		m.own[c], m.other[c] = a, b
		m.ownSquare, m.otherSquare, m.common = m.ownSquare+a*a, m.otherSquare+b*b, m.common+a*b
	}
	return m
}

// leastVariance is that of what counts as flat, in squared levels.
const leastVariance = 3

// contrast returns what differences of a mean are to be multiplied by so that they are
// as large as in the pictures: 1 where these are the same, and at most what two patterns
// need that have nothing to do with each other.
func (m *moments) contrast() float64 {
	own, other, common := m.ownSquare, m.otherSquare, m.common
	for c := range 3 {
		own, other, common = own-m.own[c]*m.own[c], other-m.other[c]*m.other[c], common-m.own[c]*m.other[c]
	}
	const a, b = ownShare, 1 - ownShare
	wanted := a*own + b*other
	mean := a*a*own + b*b*other + 2*a*b*max(common, 0)
	return math.Sqrt((max(wanted, 0) + leastVariance) / (max(mean, 0) + leastVariance))
}

// gridSize is how many cells surroundings have each way.
const gridSize = 8

// surroundings are the moments of two pictures in the cells of a coarse grid, as sums.
type surroundings struct {
	size  int
	cells [gridSize][gridSize]moments
}

// newSurroundings takes the pixels that other shows.
func newSurroundings(own, other *image.NRGBA) *surroundings {
	s := &surroundings{size: own.Rect.Dx()}
	for i := range s.size * s.size {
		if other.Pix[4*i+3] > 0 {
			m := pixelMoments(own.Pix[4*i:4*i+3], other.Pix[4*i:4*i+3])
			s.cells[i/s.size*gridSize/s.size][i%s.size*gridSize/s.size].add(1, &m)
		}
	}
	return s
}

// at returns the moments around a pixel that other shows, interpolated between cells.
func (s *surroundings) at(pixel int) (m moments) {
	row, fy := s.between(pixel / s.size)
	column, fx := s.between(pixel % s.size)
	for dy, wy := range [2]float64{1 - fy, fy} {
		for dx, wx := range [2]float64{1 - fx, fx} {
			m.add(wy*wx, &s.cells[min(row+dy, gridSize-1)][min(column+dx, gridSize-1)])
		}
	}
	var mean moments
	mean.add(1/m.weight, &m)
	return mean
}

// between returns the cell whose centre lies before a row or column, and how far that is
// on the way to the next one.
func (s *surroundings) between(i int) (cell int, way float64) {
	at := max((float64(i)+0.5)*gridSize/float64(s.size)-0.5, 0)
	return int(at), at - math.Floor(at)
}
