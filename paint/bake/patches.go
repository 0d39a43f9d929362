package bake

import (
	"context"
	"math"
	"slices"

	"patina/paint/parallel"
)

// patch is what gets its detail from one place: the unseen texels of a chart within
// a cell.
type patch struct {
	slot   int32
	x, y   int32  // the middle texel, one of the patch
	tag    uint16 // of the chart
	layer  int32  // how many patches lie between it and what is seen; beyond if none is reached
	root   texelID
	rough  float32 // share of texture, by the roughness of what is seen near
	source source
}

// source is a place in a texture, in texels, whose detail a patch copies: the
// middle of the patch shows it, what is around follows by the tangent frames of
// both. slot is negative where none is chosen.
type source struct {
	slot int32
	x, y float32
}

var noSource = source{slot: -1}

const beyond = 1<<31 - 1

// patchwork is all patches and how they lie beside each other.
type patchwork struct {
	*details
	filling  *filling
	patches  []patch
	first    []int32   // for each cell of each slot its first patch; one more entry at the end
	bridges  []texelID // links of the patches: where each leads from and to
	bridge   []int32   // for each patch its first bridge, in pairs; one more entry at the end
	jacobian []jacobian
	layers   [][]int32 // the patches of each layer
}

// newPatchwork cuts the unseen texels into patches.
func newPatchwork(ctx context.Context, f *filling, d *details) (*patchwork, error) {
	w := &patchwork{details: d, filling: f}
	rows := len(f.wires) * d.cells
	w.first = make([]int32, rows*d.cells+1)
	found := make([][]patch, rows)
	err := parallel.Parts(ctx, rows, 8, func(lo, hi int) {
		for row := lo; row < hi; row++ {
			found[row] = w.cut(row)
		}
	})
	if err != nil {
		return nil, err
	}
	for i := range len(w.first) - 1 {
		w.first[i+1] += w.first[i]
	}
	w.patches = slices.Concat(found...)
	w.connect()
	if w.jacobian, err = newJacobians(ctx, f.atlas.surface); err != nil {
		return nil, err
	}
	return w, w.peel(ctx)
}

// cut finds the patches of a row of cells and counts them in first.
func (w *patchwork) cut(row int) (patches []patch) {
	slot := row / w.cells
	if w.filling.wires[slot] == nil {
		return nil
	}
	for cx := range w.cells {
		before := len(patches)
		patches = w.cutCell(patches, slot, cx, row%w.cells)
		w.first[row*w.cells+cx+1] = int32(len(patches) - before)
	}
	return patches
}

// cutCell appends the patches of a cell.
func (w *patchwork) cutCell(patches []patch, slot, cx, cy int) []patch {
	size := w.atlas.surface.size
	wired, owners := w.filling.wires[slot], w.atlas.surface.owners[slot]
	begin := len(patches)
	middleX, middleY := cx*w.cell+w.cell/2, cy*w.cell+w.cell/2
	for y := cy * w.cell; y < min((cy+1)*w.cell, size); y++ {
		for x := cx * w.cell; x < min((cx+1)*w.cell, size); x++ {
			i := y*size + x
			if wired[i] == 0 {
				continue
			}
			tag := w.tag(owners[i])
			at := begin
			for at < len(patches) && patches[at].tag != tag {
				at++
			}
			if at == len(patches) {
				patches = append(patches, patch{slot: int32(slot), x: int32(x), y: int32(y), tag: tag, layer: beyond, source: noSource})
			}
			p := &patches[at]
			if distance(x, y, middleX, middleY) < distance(int(p.x), int(p.y), middleX, middleY) {
				p.x, p.y = int32(x), int32(y)
			}
		}
	}
	return patches
}

// distance is the squared distance of two texels.
func distance(x, y, u, v int) int { return (x-u)*(x-u) + (y-v)*(y-v) }

// at returns the patch of a chart in a cell, -1 if there is none.
func (w *patchwork) at(slot int32, cx, cy int, tag uint16) int32 {
	if cx < 0 || cy < 0 || cx >= w.cells || cy >= w.cells {
		return -1
	}
	cell := (int(slot)*w.cells+cy)*w.cells + cx
	for p := w.first[cell]; p < w.first[cell+1]; p++ {
		if w.patches[p].tag == tag {
			return p
		}
	}
	return -1
}

// patchOf returns the patch of a texel, -1 for texels that are seen.
func (w *patchwork) patchOf(id texelID) int32 {
	if *w.filling.wiresOf(id) == 0 {
		return -1
	}
	slot, x, y := w.split(id)
	return w.at(slot, x/w.cell, y/w.cell, w.tagOf(id))
}

func (w *patchwork) split(id texelID) (slot int32, x, y int) {
	size := w.atlas.surface.size
	i := int(id) % (size * size)
	return int32(int(id) / (size * size)), i % size, i / size
}

func (w *patchwork) tagOf(id texelID) uint16 { return w.tag(w.ownerOf(id)) }

func (w *patchwork) ownerOf(id texelID) int32 {
	s := w.atlas.surface
	n := s.size * s.size
	return s.owners[int(id)/n][int(id)%n]
}

// connect collects the links of each patch across the seams.
func (w *patchwork) connect() {
	w.bridge = make([]int32, len(w.patches)+2)
	links := w.filling.links.all
	from := make([]int32, len(links))
	for k, l := range links {
		from[k] = w.patchOf(l.from)
		w.bridge[from[k]+2]++
	}
	for p := range w.patches {
		w.bridge[p+2] += w.bridge[p+1]
	}
	w.bridges = make([]texelID, 2*len(links))
	for k, l := range links {
		at := w.bridge[from[k]+1]
		w.bridges[2*at], w.bridges[2*at+1] = l.from, l.to
		w.bridge[from[k]+1]++
	}
	w.bridge = w.bridge[:len(w.patches)+1]
}

// bridgesOf returns the links of a patch: from and to in turn.
func (w *patchwork) bridgesOf(p int32) []texelID {
	return w.bridges[2*w.bridge[p] : 2*w.bridge[p+1]]
}

// around are the eight cells around a cell.
var around = [8][2]int{{-1, -1}, {0, -1}, {1, -1}, {-1, 0}, {1, 0}, {-1, 1}, {0, 1}, {1, 1}}

// eachNeighbour calls f with the patches beside a patch, those across seams last,
// some of them more than once.
func (w *patchwork) eachNeighbour(p int32, f func(other int32)) {
	at := &w.patches[p]
	for _, step := range around {
		if other := w.at(at.slot, int(at.x)/w.cell+step[0], int(at.y)/w.cell+step[1], at.tag); other >= 0 {
			f(other)
		}
	}
	bridges := w.bridgesOf(p)
	for k := 1; k < len(bridges); k += 2 {
		if other := w.patchOf(bridges[k]); other >= 0 {
			f(other)
		}
	}
}

// peel finds the layers of patches, from those next to something seen inwards.
func (w *patchwork) peel(ctx context.Context) error {
	var layer []int32
	for p := range w.patches {
		if root, ok := w.seenBeside(int32(p)); ok {
			w.patches[p].layer, w.patches[p].root, w.patches[p].rough = 0, root, w.roughness(root)
			layer = append(layer, int32(p))
		}
	}
	for depth := int32(1); len(layer) > 0; depth++ {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		w.layers = append(w.layers, layer)
		var next []int32
		for _, p := range layer {
			w.eachNeighbour(p, func(other int32) {
				if o := &w.patches[other]; o.layer == beyond {
					o.layer, o.root, o.rough = depth, w.patches[p].root, w.patches[p].rough
					next = append(next, other)
				}
			})
		}
		slices.Sort(next)
		layer = next
	}
	return nil
}

// seenBeside returns a texel with known detail beside a patch: of the same chart
// within a cell's width, or across a seam.
func (w *patchwork) seenBeside(p int32) (texelID, bool) {
	at := &w.patches[p]
	size := w.atlas.surface.size
	for radius := 1; radius <= w.cell; radius++ {
		for _, step := range around {
			x, y := int(at.x)+step[0]*radius, int(at.y)+step[1]*radius
			if x >= 0 && y >= 0 && x < size && y < size && w.texels[at.slot][y*size+x].tag == at.tag {
				return texelID(int(at.slot)*size*size + y*size + x), true
			}
		}
	}
	bridges := w.bridgesOf(p)
	for k := 1; k < len(bridges); k += 2 {
		if w.detailOf(bridges[k]).tag != 0 {
			return bridges[k], true
		}
	}
	return 0, false
}

func (w *patchwork) detailOf(id texelID) *detail {
	n := w.atlas.surface.size * w.atlas.surface.size
	return &w.texels[int(id)/n][int(id)%n]
}

// What is seen counts as smooth when its colour bends by less than the first over
// three places, each a fourth of a cell from the next, and as rough when by more
// than the second: root mean squares over the channels. Eight bits alone bend
// colours by 0.003.
const smoothBend, roughBend = 0.006, 0.012

// roughReach is how many cells around a texel its roughness is measured over.
const roughReach = 5

// roughness tells how rough what is seen around a texel is: 0 smooth, 1 rough.
func (w *patchwork) roughness(id texelID) float32 {
	slot, x, y := w.split(id)
	tag, size, unit := w.tagOf(id), w.atlas.surface.size, w.cell/cellSize
	texels, reach := w.texels[slot], roughReach*w.cell
	var sum, count float64
	for v := max(y-reach, unit); v <= min(y+reach, size-1-unit); v += 2 * unit {
		for u := max(x-reach, unit); u <= min(x+reach, size-1-unit); u += 2 * unit {
			at := &texels[v*size+u]
			for _, step := range [2]int{unit, unit * size} {
				before, after := &texels[v*size+u-step], &texels[v*size+u+step]
				if at.tag == tag && before.tag == tag && after.tag == tag {
					sum, count = sum+at.bend(before, after), count+3
				}
			}
		}
	}
	if count == 0 {
		return 0
	}
	return float32(smoothstep((math.Sqrt(sum/count)/detailScale - smoothBend) / (roughBend - smoothBend)))
}

// bend is the squared second difference of three details.
func (d *detail) bend(before, after *detail) float64 {
	bend := func(a, b, c int16) float64 { return float64(int(a) - 2*int(b) + int(c)) }
	r, g, b := bend(before.r, d.r, after.r), bend(before.g, d.g, after.g), bend(before.b, d.b, after.b)
	return r*r + g*g + b*b
}
