package bake

import (
	"context"
	"math"
	"slices"

	"patina/paint/disjoint"
	"patina/paint/geom"
	"patina/paint/parallel"
)

// detail is what the colour of a texel adds to the base colour, that of its surroundings.
type detail struct {
	r, g, b int16  // in steps of 1/detailScale
	tag     uint16 // the chart of the texel, 0 where no detail is known; see copied
}

const (
	detailScale = 16384
	copied      = 1 << 15 // set in the tag of a texel whose detail is copied from elsewhere
)

// details holds the details of all texels, and of the cells over which colours are
// averaged.
type details struct {
	atlas  *Atlas
	tags   []uint16   // for each triangle the tag of its chart
	parts  []int32    // for each triangle its part: charts that touch along seams share one
	texels [][]detail // for each slot; nil where the atlas has no texture
	cell   int        // texels per side of a cell
	cells  int        // cells per side of a texture
	bases  []base     // of the cells of each slot, row by row
}

// base is what the colours of a cell are without their detail.
type base struct {
	color geom.Vec3
	tag   uint16 // of the one chart it is about, 0 where the cell is empty
}

// usualSize is the size of texture for which cells have cellSize texels per side.
// In larger ones, which show the same things in more texels, they grow along.
const usualSize = 1024

// newDetails finds the details of all painted texels. The unpainted ones must have
// their smooth colours already.
func newDetails(ctx context.Context, a *Atlas) (*details, error) {
	d := &details{atlas: a, cell: cellSize}
	for size := a.surface.size; size >= 2*usualSize; size /= 2 {
		d.cell *= 2
	}
	d.cells = (a.surface.size + d.cell - 1) / d.cell
	d.tagCharts()
	d.joinParts()
	if err := d.solveBase(ctx); err != nil {
		return nil, err
	}
	d.texels = make([][]detail, len(a.Textures))
	for slot, t := range a.Textures {
		if t == nil {
			continue
		}
		d.texels[slot] = make([]detail, len(t.Color))
		err := parallel.Parts(ctx, d.cells, 8, func(lo, hi int) {
			for y := lo * d.cell; y < min(hi*d.cell, t.Size); y++ {
				d.detailRow(slot, y)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return d, nil
}

// tagCharts numbers the charts from 1. If there are more of them than tags, some
// share one: then a pattern may be copied over a border between two such charts
// that touch in the texture.
func (d *details) tagCharts() {
	chart := d.atlas.surface.chart
	d.tags = make([]uint16, len(chart))
	charts := 0
	for t, root := range chart {
		if int(root) == t {
			d.tags[t] = uint16(1 + charts%(copied-1))
			charts++
		}
	}
	for t, root := range chart {
		d.tags[t] = d.tags[root]
	}
}

func (d *details) joinParts() {
	s := d.atlas.surface
	parts := disjoint.Sets(slices.Clone(s.chart))
	for _, at := range s.seams {
		parts.Join(at.a/3, at.b/3)
	}
	d.parts = parts.Roots()
}

// tag returns the tag of the chart that owns a texel, 0 outside.
func (d *details) tag(owner int32) uint16 {
	if owner == noOwner {
		return 0
	}
	return d.tags[owner&ownerMask]
}

// detailRow finds the details of the painted texels of a row.
func (d *details) detailRow(slot, y int) {
	t, owners := d.atlas.Textures[slot], d.atlas.surface.owners[slot]
	for i := y * t.Size; i < (y+1)*t.Size; i++ {
		if p := t.Provenance[i]; p == Outside || p == Invented || owners[i] == noOwner {
			continue
		}
		tag := d.tag(owners[i])
		base, ok := d.baseAt(slot, i-y*t.Size, y, tag)
		if !ok {
			continue
		}
		c := t.Color[i].Sub(base)
		d.texels[slot][i] = detail{quantised(c.X), quantised(c.Y), quantised(c.Z), tag}
	}
}

func quantised(f float32) int16 {
	return int16(math.Floor(float64(min(max(f, -1), 1)*detailScale) + 0.5))
}

// baseAt interpolates the base colours at the centre of a texel between those of the
// four cells around it that belong to the same chart. ok is false if none does.
func (d *details) baseAt(slot, x, y int, tag uint16) (base geom.Vec3, ok bool) {
	scale := 1 / float32(d.cell)
	fx, fy := (float32(x)+0.5)*scale-0.5, (float32(y)+0.5)*scale-0.5
	x0, y0 := (x+d.cell/2)/d.cell-1, (y+d.cell/2)/d.cell-1
	fx, fy = fx-float32(x0), fy-float32(y0)
	var total float32
	for k, w := range [4]float32{(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy} {
		cx, cy := x0+k&1, y0+k>>1
		if cx < 0 || cy < 0 || cx >= d.cells || cy >= d.cells {
			continue
		}
		if m := &d.bases[(slot*d.cells+cy)*d.cells+cx]; m.tag == tag {
			base, total = base.Add(m.color.Scale(w)), total+w
		}
	}
	if total < 1e-3 {
		return geom.Vec3{}, false
	}
	return base.Scale(1 / total), true
}
