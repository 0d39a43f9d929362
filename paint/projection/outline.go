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
func (o *outline) at(x, y float64) float64 {
	u, v := (x-o.x0)/o.cell-0.5, (y-o.y0)/o.cell-0.5
	if u < 0 || v < 0 || u >= float64(o.width-1) || v >= float64(o.height-1) {
		return 0 // the outermost cells are empty
	}
	i, j := int(u), int(v)
	fx, fy := u-float64(i), v-float64(j)
	k := j*o.width + i
	top := float64(o.cover[k])*(1-fx) + float64(o.cover[k+1])*fx
	k += o.width
	bottom := float64(o.cover[k])*(1-fx) + float64(o.cover[k+1])*fx
	return top*(1-fy) + bottom*fy
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
// which there is a triangle, as normalized device coordinates.
type silhouette struct {
	x, y           []float64 // for each pixel seen; y grows downwards, -1 is the top
	pixel          float64   // side of a pixel, in the same units
	x0, y0, x1, y1 float64   // bounds of the pixels, edges included
}

func newSilhouette(p view.Passes) *silhouette {
	s := &silhouette{pixel: 2 / float64(p.Size-1), x0: math.Inf(1), y0: math.Inf(1), x1: math.Inf(-1), y1: math.Inf(-1)}
	for i, seen := range p.Mask {
		if !seen {
			continue
		}
		x, y := float64(i%p.Size)*s.pixel-1, float64(i/p.Size)*s.pixel-1
		s.x, s.y = append(s.x, x), append(s.y, y)
		half := s.pixel / 2
		s.x0, s.x1 = min(s.x0, x-half), max(s.x1, x+half)
		s.y0, s.y1 = min(s.y0, y-half), max(s.y1, y+half)
	}
	return s
}

func (s *silhouette) empty() bool { return len(s.x) == 0 }

// area of the silhouette in squared normalized device units.
func (s *silhouette) area() float64 { return float64(len(s.x)) * s.pixel * s.pixel }
