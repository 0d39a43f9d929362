package bake

import (
	"context"

	"patina/paint/geom"
	"patina/paint/parallel"
)

// compose adds the details of the sources to the base colours, where what is seen is
// rough; where it is smooth, the smooth colours stay. Near the middle of
// a patch a texel shows the source of that patch, between patches a mix of theirs.
func (w *patchwork) compose(ctx context.Context) error {
	maps := make([]mapping, len(w.patches))
	for p := range w.patches {
		if m, ok := w.mapping(&w.patches[p]); ok {
			maps[p] = m
		}
	}
	for slot, t := range w.atlas.Textures {
		if t == nil {
			continue
		}
		err := parallel.Parts(ctx, t.Size, bandRows, func(lo, hi int) {
			for y := lo; y < hi; y++ {
				w.composeRow(maps, slot, y)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *patchwork) composeRow(maps []mapping, slot, y int) {
	t, owners, wired := w.atlas.Textures[slot], w.atlas.surface.owners[slot], w.filling.wires[slot]
	for x := range t.Size {
		i := y*t.Size + x
		if wired[i] == 0 {
			continue
		}
		tag := w.tag(owners[i])
		d, share := w.mixed(maps, int32(slot), x, y, tag)
		base, ok := w.baseAt(slot, x, y, tag)
		if !ok {
			continue
		}
		c := t.Color[i].Lerp(base.Add(d), share)
		t.Color[i] = geom.Vec3{X: min(max(c.X, 0), 1), Y: min(max(c.Y, 0), 1), Z: min(max(c.Z, 0), 1)}
	}
}

// mixed returns the detail of a texel, that of the sources of the four patches
// around it, and the share that it has in the colour.
func (w *patchwork) mixed(maps []mapping, slot int32, x, y int, tag uint16) (sum geom.Vec3, share float32) {
	scale := 1 / float32(w.cell)
	fx, fy := (float32(x)+0.5)*scale-0.5, (float32(y)+0.5)*scale-0.5
	x0, y0 := (x+w.cell/2)/w.cell-1, (y+w.cell/2)/w.cell-1
	fx, fy = fx-float32(x0), fy-float32(y0)
	fx, fy = sharpened(fx), sharpened(fy)
	var total float32
	for k, weight := range [4]float32{(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy} {
		p := w.at(slot, x0+k&1, y0+k>>1, tag)
		if p < 0 || w.patches[p].source.slot < 0 {
			continue
		}
		d := w.nearest(w.patches[p].source.slot, maps[p].at(float32(x)+0.5, float32(y)+0.5))
		if d.tag == 0 || d.tag&copied != 0 {
			continue
		}
		sum = sum.Add(geom.Vec3{X: float32(d.r), Y: float32(d.g), Z: float32(d.b)}.Scale(weight))
		total += weight
		share += weight * w.patches[p].rough
	}
	if total == 0 {
		return geom.Vec3{}, 0
	}
	return sum.Scale(1 / total / detailScale), share / total
}

// sharpened narrows the strip in which two patches mix to half of a cell.
func sharpened(f float32) float32 { return min(max(2*f-0.5, 0), 1) }
