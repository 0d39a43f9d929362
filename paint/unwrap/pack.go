package unwrap

import (
	"context"
	"math"
	"slices"
)

// Charts are packed like the pieces of Lévy, Petitjean, Ray and Maillot, "Least
// Squares Conformal Maps for Automatic Texture Atlas Generation" (2002), section 4,
// the largest first and each as low as it goes, but on a bitmap of the atlas
// instead of its skyline, so that small charts also go into holes.

// piece is a chart as it is packed.
type piece struct {
	outline []flat // turned so that its long side lies along x, in units of the surface
	turn    flat   // cosine and sine of that turn
	extent  flat   // of the rectangle around it
	turns   []flat // in which it is tried
}

func newPiece(ch *chart) piece {
	outline := ch.outline()
	along := align(outline)
	p := piece{outline: outline, turn: flat{along.x, -along.y}}
	for i := range outline {
		outline[i] = outline[i].turn(p.turn)
	}
	low, high := bounds(outline)
	p.extent = high.sub(low)
	return p
}

// quarters are the turns in which a piece is tried, and eighths those of one that is no
// rectangle when there are few.
var (
	quarters = []flat{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}
	eighths  = append(slices.Clone(quarters), flat{math.Sqrt2 / 2, math.Sqrt2 / 2}, flat{-math.Sqrt2 / 2, math.Sqrt2 / 2},
		flat{-math.Sqrt2 / 2, -math.Sqrt2 / 2}, flat{math.Sqrt2 / 2, -math.Sqrt2 / 2})
)

const (
	manyPieces  = 4000 // beyond which none is turned: they are so small then that it gains nothing
	largePieces = 16   // up to which turns by an eighth gain much: the gaps are large
	rectangular = 0.8  // share of the rectangle around a piece that it fills when it is about one
)

// turnsAmong returns the turns in which a piece among so many is tried. What is about a
// rectangle stays upright, for its straight borders to run along the texels.
func (p *piece) turnsAmong(pieces int) []flat {
	switch {
	case pieces > manyPieces:
		return quarters[:1]
	case pieces <= largePieces && polygonArea(p.outline) < rectangular*p.extent.x*p.extent.y:
		return eighths
	}
	return quarters
}

// polygonArea returns the area inside a counter-clockwise outline.
func polygonArea(outline []flat) (area float64) {
	for i := 1; i+1 < len(outline); i++ {
		area += orientation(outline[0], outline[i], outline[i+1]) / 2
	}
	return area
}

// placement takes a chart into an atlas: turned, scaled, shifted.
type placement struct {
	atlas int     // number of the atlas, from 0
	turn  flat    // cosine and sine
	scale float64 // cells per unit of the surface
	shift flat    // cells
}

func (p placement) point(q flat) flat { return q.turn(p.turn).scale(p.scale).add(p.shift) }

// smallestPiece is the least length of a chart, in cells: smaller ones are enlarged
// so that they have a texel to be painted on.
const smallestPiece = 1.5

// masks returns the masks of the piece in all turns, and where it lies in them.
func (p *piece) masks(scale float64, padding int) (masks []*mask, places []placement) {
	if p.extent.x*scale < smallestPiece {
		scale = smallestPiece / p.extent.x
	}
	turned := make([]flat, len(p.outline))
	for _, turn := range p.turns {
		for i, q := range p.outline {
			turned[i] = q.turn(turn).scale(scale)
		}
		low, _ := bounds(turned)
		for i := range turned {
			turned[i] = turned[i].sub(low)
		}
		masks = append(masks, newMask(turned, padding))
		places = append(places, placement{turn: p.turn.turn(turn), scale: scale, shift: low.scale(-1)})
	}
	return masks, places
}

// job is what is to be packed and into what.
type job struct {
	pieces  []piece
	order   []int   // in which the pieces are placed
	area    float64 // of the pieces
	atlases int     // that the pieces are spread over
	width   int     // cells of each square atlas along each side, without the border
	padding int     // cells between charts

	prepared []turned // the pieces at the share that all orders are tried at, or nil
}

// turned is a piece at some scale in all its turns.
type turned struct {
	masks  []*mask
	places []placement
}

// turn returns piece i at the scale at which the charts fill a share of the atlases,
// without masks when it is too large for any.
func (j *job) turn(i int, share float64) (t turned) {
	if j.prepared != nil {
		return j.prepared[i]
	}
	if scale := j.scale(share); j.pieces[i].extent.x*scale <= strip*float64(j.width) {
		t.masks, t.places = j.pieces[i].masks(scale, j.padding)
	}
	return t
}

// newJob returns the job of packing charts into squares of side cells. Half of the
// padding is left free along their borders, so that charts are apart where the
// texture repeats.
func newJob(charts []*chart, atlases, side, padding int) *job {
	j := &job{
		pieces: make([]piece, len(charts)), order: make([]int, len(charts)),
		atlases: atlases, width: max(1, side-padding), padding: padding,
	}
	for i, ch := range charts {
		j.pieces[i], j.order[i] = newPiece(ch), i
		j.pieces[i].turns = j.pieces[i].turnsAmong(len(charts))
		j.area += polygonArea(j.pieces[i].outline)
	}
	return j
}

// scale returns the cells per unit of the surface at which the charts fill a share
// of the atlases.
func (j *job) scale(share float64) float64 {
	return float64(j.width) * math.Sqrt(share*float64(j.atlases)/j.area)
}

// share is the inverse of scale.
func (j *job) share(scale float64) float64 {
	return math.Pow(scale/float64(j.width), 2) * j.area / float64(j.atlases)
}

// longest returns the length that no run of any piece exceeds, in cells.
func (j *job) longest(share float64) int {
	longest, scale := 0.0, j.scale(share)
	for i := range j.pieces {
		longest = max(longest, j.pieces[i].extent.length()*scale)
	}
	return min(int(max(longest, 2*smallestPiece)), j.width) + 2 + 2*j.padding
}

// row is the atlases that are packed one after the other. Only the last ones are
// kept open: what does not fit there is not worth being tried in those before.
type row struct {
	job     *job
	longest int
	height  int // of the last atlas, in cells
	open    []*atlas
	first   int // number of the first open atlas
}

const mostOpen = 4

// atlas returns an atlas, and opens it if need be.
func (r *row) atlas(number int) *atlas {
	if number == r.first+len(r.open) {
		height := r.job.width
		if number == r.job.atlases-1 {
			height = r.height
		}
		r.open = append(r.open, newAtlas(r.job.width, height, r.job.padding, r.longest, len(r.job.pieces)))
		if len(r.open) > mostOpen {
			r.open = r.open[1:]
			r.first++
		}
	}
	return r.open[number-r.first]
}

// place puts a piece into the first atlas with room for it, and returns how high it
// reaches there, in cells.
func (r *row) place(piece turned) (place placement, top int, ok bool) {
	for number := r.first; number < r.job.atlases; number++ {
		a := r.atlas(max(number, r.first))
		best, at, limit := -1, spot{}, a.height+1
		for k, m := range piece.masks {
			if s, ok := a.find(m, limit-1); ok {
				best, at, limit = k, s, s.y+m.height
			}
		}
		if best >= 0 {
			a.put(piece.masks[best], at)
			place = piece.places[best]
			place.atlas = number
			place.shift = place.shift.add(flat{float64(at.x), float64(at.y)})
			return place, limit - 2*r.job.padding, true
		}
	}
	return placement{}, 0, false
}

// pack places the pieces so that they fill a share of the atlases, and returns how
// high they reach, in atlases. The last one may be as high as several. It gives up
// and returns false when even that does not do.
func (j *job) pack(ctx context.Context, share float64, high int) (places []placement, top float64, ok bool) {
	r := &row{job: j, longest: j.longest(share), height: high * j.width}
	places = make([]placement, len(j.pieces))
	for _, i := range j.order {
		place, height, ok := r.place(j.turn(i, share))
		if !ok || ctx.Err() != nil {
			return nil, 0, false
		}
		places[i] = place
		top = max(top, float64(place.atlas)+float64(height)/float64(j.width))
	}
	return places, top, true
}
