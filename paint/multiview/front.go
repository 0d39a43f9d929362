package multiview

import (
	"math"

	"patina/paint/geom"
	"patina/paint/view"
)

// What a reference's camera sees is told from the points that the passes see, on a coarse
// grid: its lens is unknown, so that exact occlusion would be no truer.
const (
	frontCells = 96   // of the grid, along the longer side
	sameDepth  = 0.03 // fitted units behind the nearest point of a cell that still are seen
)

// front is how near to a camera the nearest points are, by cells of a grid.
type front struct {
	of      box
	nearest [frontCells * frontCells]float64
}

// front returns the nearest of all points that the passes see, in the box around them.
func (p rays) front(passes []view.Passes, of box) *front {
	f := &front{of: of}
	for i := range f.nearest {
		f.nearest[i] = math.Inf(-1)
	}
	for _, pass := range passes {
		for i, seen := range pass.Mask {
			if seen {
				cell := f.cell(p.at(pass.Position[i]))
				f.nearest[cell] = max(f.nearest[cell], p.nearness(pass.Position[i]))
			}
		}
	}
	return f
}

func (p rays) nearness(point geom.Vec3) float64 { return float64(p.towards.Dot(point)) }

// cell returns the cell that a point of the box lies in.
func (f *front) cell(x, y float64) int {
	side := max(f.of.right-f.of.left, f.of.bottom-f.of.top, 1e-6)
	at := func(v, first float64) int { return int((v-first)/side*(frontCells-1) + 0.5) }
	return at(y, f.of.top)*frontCells + at(x, f.of.left)
}

// hides tells whether something lies in front of a point.
func (f *front) hides(p rays, point geom.Vec3) bool {
	return p.nearness(point) <= f.nearest[f.cell(p.at(point))]-sameDepth
}
