package projection

import (
	"image"
	"math"

	"patina/paint/view"
)

// outline is the coverage of a cut-out on a coarse grid: what is fitted to
// silhouettes. Cells are squares of cell reference pixels; x0, y0 is the corner of
// the first one in reference pixels.
type outline struct {
	width, height int
	cover         []float32 // 0 to 1, row 0 at the top
	cell          float64
	x0, y0        float64
	area          float64 // sum of cover
}

// newOutline averages the alpha of a cut-out over a grid whose longer side has
// about cells cells across the subject, with an empty cell around it.
func newOutline(img *image.NRGBA, cells int) *outline {
	b := subjectBounds(img)
	cell := max(1, float64(max(b.Dx(), b.Dy()))/float64(cells))
	o := &outline{cell: cell, x0: float64(b.Min.X) - cell, y0: float64(b.Min.Y) - cell}
	o.width = int(math.Ceil(float64(b.Dx())/cell)) + 2
	o.height = int(math.Ceil(float64(b.Dy())/cell)) + 2
	o.cover = make([]float32, o.width*o.height)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			o.addPixel(x, y, float64(img.Pix[img.PixOffset(x, y)+3])/255)
		}
	}
	for _, c := range o.cover {
		o.area += float64(c)
	}
	return o
}

// addPixel spreads a pixel over the up to four cells that it touches.
func (o *outline) addPixel(x, y int, alpha float64) {
	if alpha == 0 {
		return
	}
	u, v := (float64(x)-o.x0)/o.cell, (float64(y)-o.y0)/o.cell
	side := 1 / o.cell
	i, j := int(u), int(v)
	right := max(u+side-float64(i+1), 0) // width of the part in the next column
	below := max(v+side-float64(j+1), 0)
	add := func(i, j int, share float64) {
		if share > 0 {
			o.cover[j*o.width+i] += float32(alpha * share)
		}
	}
	add(i, j, (side-right)*(side-below))
	add(i+1, j, right*(side-below))
	add(i, j+1, (side-right)*below)
	add(i+1, j+1, right*below)
}

// at samples the coverage at a point in reference pixels; 0 outside the grid.
func (o *outline) at(x, y float64) float64 { return o.sum(x, y, 0, 1) }

// sum adds up the coverage at n points in reference pixels: (x, y), and on to the
// right with a distance of step.
func (o *outline) sum(x, y, step float64, n int) (sum float64) {
	v := (y-o.y0)/o.cell - 0.5
	if v < 0 || v >= float64(o.height-1) {
		return 0 // the outermost cells are empty
	}
	j := int(v)
	fv := float32(v - float64(j))
	upper, lower := o.cover[j*o.width:(j+1)*o.width], o.cover[(j+1)*o.width:(j+2)*o.width]
	u, du := (x-o.x0)/o.cell-0.5, step/o.cell
	for range n {
		if u >= 0 && u < float64(o.width-1) {
			i := int(u)
			fu := float32(u - float64(i))
			top := upper[i] + (upper[i+1]-upper[i])*fu
			bottom := lower[i] + (lower[i+1]-lower[i])*fu
			sum += float64(top + (bottom-top)*fv)
		}
		u += du
	}
	return sum
}

// subjectBounds returns the smallest rectangle around the pixels that belong to
// the subject; at least one does.
func subjectBounds(img *image.NRGBA) image.Rectangle {
	b := image.Rectangle{Min: img.Rect.Max, Max: img.Rect.Min}
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			if img.Pix[img.PixOffset(x, y)+3] >= opaqueEnough {
				b.Min.X, b.Min.Y = min(b.Min.X, x), min(b.Min.Y, y)
				b.Max.X, b.Max.Y = max(b.Max.X, x+1), max(b.Max.Y, y+1)
			}
		}
	}
	return b
}

// silhouette is what a view sees of the mesh: the pixels of a square picture in
// which there is a triangle, in normalized device coordinates; y = -1 is the top.
type silhouette struct {
	spans          []span
	pixels         int     // in all spans
	pixel          float64 // side of a pixel
	x0, y0, x1, y1 float64 // bounds of the pixels, edges included
}

// span is a row of pixels side by side; x and y are the middle of the first.
type span struct {
	x, y float64
	n    int
}

func newSilhouette(p view.Passes) *silhouette {
	s := &silhouette{pixel: 2 / float64(p.Size-1), x0: math.Inf(1), y0: math.Inf(1), x1: math.Inf(-1), y1: math.Inf(-1)}
	for row := range p.Size {
		seen := p.Mask[row*p.Size : (row+1)*p.Size]
		for first := 0; first < p.Size; first++ {
			end := first
			for end < p.Size && seen[end] {
				end++
			}
			if end > first {
				s.add(first, end, row)
				first = end
			}
		}
	}
	return s
}

func (s *silhouette) add(first, end, row int) {
	x, y := float64(first)*s.pixel-1, float64(row)*s.pixel-1
	s.spans = append(s.spans, span{x, y, end - first})
	s.pixels += end - first
	half := s.pixel / 2
	s.x0, s.x1 = min(s.x0, x-half), max(s.x1, float64(end-1)*s.pixel-1+half)
	s.y0, s.y1 = min(s.y0, y-half), max(s.y1, y+half)
}

// extent is the longer side of the bounds.
func (s *silhouette) extent() float64 { return max(s.x1-s.x0, s.y1-s.y0) }

func (s *silhouette) empty() bool { return s.pixels == 0 }

// area of the silhouette in squared normalized device units.
func (s *silhouette) area() float64 { return float64(s.pixels) * s.pixel * s.pixel }
