package objects

// This follows S. F. F. Gibson, "Constrained elastic surface nets" (1998), without the
// relaxation: one vertex in each cell that the surface crosses, at the mean of the
// crossings of the cell's edges, and one quad around each edge that is crossed.

import (
	"patina/paint/geom"
	"patina/paint/mesh"
)

// net is a lattice of samples of a distance. Samples farther from the surface than a
// few cells may be missing from it and hold only a value of the right sign.
type net struct {
	distance distance
	origin   geom.Vec3
	step     float32
	n        [3]int // samples along each axis
	value    []float32
	vertex   []int32 // of each cell, -1 where the surface does not cross it
	out      shape
}

// stride is the side, in cells, of the blocks that are sampled or skipped as one.
const stride = 4

// surface returns the zero set of a lump, with so many cells along its longest side.
func (l lump) surface(cells int) shape {
	size := l.box.Size()
	step := max(size.X, size.Y, size.Z) / float32(cells)
	w := &net{distance: l.distance, step: step, origin: l.box.Min.Sub(vec(2*step, 2*step, 2*step))}
	for i, extent := range []float32{size.X, size.Y, size.Z} {
		blocks := int(extent/step/stride) + 2
		w.n[i] = blocks*stride + 1
	}
	count := w.n[0] * w.n[1] * w.n[2]
	w.value, w.vertex = make([]float32, count), make([]int32, count)
	w.sample()
	w.placeVertices()
	w.layQuads()
	return w.out
}

func (w *net) index(x, y, z int) int { return (z*w.n[1]+y)*w.n[0] + x }

func (w *net) point(x, y, z float32) geom.Vec3 {
	return w.origin.Add(vec(x, y, z).Scale(w.step))
}

// sample measures the distance at the samples of all blocks that the surface may cross.
func (w *net) sample() {
	for i := range w.value {
		w.value[i] = 1
	}
	// Half the diagonal of a block, with room for distances that are too large.
	reach := 1.5 * 0.87 * stride * w.step
	for z := 0; z < w.n[2]-1; z += stride {
		for y := 0; y < w.n[1]-1; y += stride {
			for x := 0; x < w.n[0]-1; x += stride {
				const half = stride / 2.0
				d := w.distance(w.point(float32(x)+half, float32(y)+half, float32(z)+half))
				w.fillBlock(x, y, z, d, abs(d) < reach)
			}
		}
	}
}

func (w *net) fillBlock(x, y, z int, d float32, near bool) {
	for k := range stride + 1 {
		for j := range stride + 1 {
			for i := range stride + 1 {
				at := w.index(x+i, y+j, z+k)
				switch {
				case near && w.vertex[at] == 0:
					w.value[at] = w.distance(w.point(float32(x+i), float32(y+j), float32(z+k)))
					w.vertex[at] = 1 // measured
				case !near && w.vertex[at] == 0:
					w.value[at] = d
				}
			}
		}
	}
}

// edges of a cell, as pairs of its corners; bit 0 of a corner is x, bit 1 y, bit 2 z.
var edges = [12][2]int{{0, 1}, {2, 3}, {4, 5}, {6, 7}, {0, 2}, {1, 3}, {4, 6}, {5, 7}, {0, 4}, {1, 5}, {2, 6}, {3, 7}}

func (w *net) placeVertices() {
	for i := range w.vertex {
		w.vertex[i] = -1
	}
	for z := range w.n[2] - 1 {
		for y := range w.n[1] - 1 {
			for x := range w.n[0] - 1 {
				w.placeVertex(x, y, z)
			}
		}
	}
}

func (w *net) placeVertex(x, y, z int) {
	var corner [8]float32
	inside := 0
	for i := range corner {
		corner[i] = w.value[w.index(x+i&1, y+i>>1&1, z+i>>2)]
		if corner[i] < 0 {
			inside++
		}
	}
	if inside == 0 || inside == 8 {
		return
	}
	var sum geom.Vec3
	var crossings float32
	for _, e := range edges {
		a, b := corner[e[0]], corner[e[1]]
		if (a < 0) == (b < 0) {
			continue
		}
		sum = sum.Add(cornerAt(e[0]).Lerp(cornerAt(e[1]), a/(a-b)))
		crossings++
	}
	mean := sum.Scale(1 / crossings)
	w.vertex[w.index(x, y, z)] = int32(len(w.out.positions))
	w.out.positions = append(w.out.positions, w.point(float32(x)+mean.X, float32(y)+mean.Y, float32(z)+mean.Z))
}

func cornerAt(i int) geom.Vec3 { return vec(float32(i&1), float32(i>>1&1), float32(i>>2)) }

func (w *net) layQuads() {
	steps := [3]int{1, w.n[0], w.n[0] * w.n[1]}
	for z := 1; z < w.n[2]-1; z++ {
		for y := 1; y < w.n[1]-1; y++ {
			for x := 1; x < w.n[0]-1; x++ {
				at := w.index(x, y, z)
				for axis := range 3 {
					w.layQuad(at, steps[axis], steps[(axis+1)%3], steps[(axis+2)%3])
				}
			}
		}
	}
}

// layQuad joins the four cells around the edge from a sample along an axis.
func (w *net) layQuad(at, along, b, c int) {
	inside := w.value[at] < 0
	if inside == (w.value[at+along] < 0) {
		return
	}
	q := [4]int32{w.vertex[at-b-c], w.vertex[at-c], w.vertex[at], w.vertex[at-b]}
	if min(q[0], q[1], q[2], q[3]) < 0 {
		return // a distance that jumps
	}
	if !inside {
		q[1], q[3] = q[3], q[1]
	}
	w.out.triangles = append(w.out.triangles,
		mesh.Triangle{uint32(q[0]), uint32(q[1]), uint32(q[2])}, mesh.Triangle{uint32(q[0]), uint32(q[2]), uint32(q[3])})
}
