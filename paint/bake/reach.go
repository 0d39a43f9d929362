package bake

import (
	"context"
	"image"
	"math"

	"patina/paint/mesh"
)

// filterReach is how far from a point in texels lie the centres of the texels between
// which a GPU interpolates there, and a little for its rounding.
const filterReach = 1 + 1.0/64

// reachedTiles is how many repetitions of the texture a triangle may lie in, each way;
// one that lies in more reaches every texel.
const reachedTiles = 64

// reached marks the texels of a texture that show on protected triangles of a slot, at
// the finest mip level. Textures repeat.
func (k *kept) reached(ctx context.Context, slot int, size image.Point) ([]bool, error) {
	r := &reach{size: size, texels: make([]bool, size.X*size.Y), missing: make([]int, size.Y)}
	for y := range r.missing {
		r.missing[y] = size.X
	}
	for t, protected := range k.triangles {
		if t&0xfff == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		if protected && k.mesh.Slot(t) == slot {
			var corners [3]point
			for c, v := range k.mesh.Triangles[t] {
				uv := k.mesh.UVs[v]
				corners[c] = point{float64(uv.X) * float64(size.X), float64(uv.Y) * float64(size.Y)}
			}
			r.add(corners)
		}
	}
	return r.texels, nil
}

// reach collects texels.
type reach struct {
	size    image.Point
	texels  []bool
	missing []int // in each row, texels that are not marked yet
}

// add marks the texels whose centres are within filterReach, along both axes, of a point
// of a triangle given in texels.
func (r *reach) add(c [3]point) {
	o := newOutline(c[0], c[1], c[2])
	if !(o.maxX-o.minX <= float64(reachedTiles*r.size.X) && o.maxY-o.minY <= float64(reachedTiles*r.size.Y)) {
		for y := range r.size.Y {
			r.mark(y, 0, r.size.X-1)
		}
		return
	}
	first, last := centers(o.minY-filterReach, o.maxY+filterReach)
	for y := first; y <= last; y++ {
		middle := float64(y) + 0.5
		from, to := o.between(middle-filterReach, middle+filterReach)
		left, right := centers(from-filterReach, to+filterReach)
		r.mark(modulo(y, r.size.Y), left, right)
	}
}

// mark marks a part of a row, which goes on where the texture repeats.
func (r *reach) mark(y, left, right int) {
	if r.missing[y] == 0 {
		return
	}
	row := r.texels[y*r.size.X:][:r.size.X]
	for x := left; x <= min(right, left+r.size.X-1); x++ {
		if at := modulo(x, r.size.X); !row[at] {
			row[at] = true
			r.missing[y]--
		}
	}
}

// sizes returns how large each finished texture is: as asked, or where a part of it is
// protected as large as the one that the material had, unless that had one colour only.
func (k *kept) sizes(slots int, opt Options) []image.Point {
	sizes := make([]image.Point, slots)
	for slot := range sizes {
		sizes[slot] = image.Pt(opt.Size, opt.Size)
		if k.protectsPartOf(slot) && !opt.Draft {
			if old := lookOf(&k.mesh.Materials[slot]).texture; old != nil {
				sizes[slot] = old.Rect.Size()
			}
		}
	}
	return sizes
}

// mostBaked bounds the texels per side that are baked for a finished texture that is
// larger than asked.
const mostBaked = 8192

// bakedSize returns how many texels per side are baked, for finished textures of the given
// sizes: enough for all of them.
func bakedSize(asked int, sizes []image.Point) int {
	size := asked
	for _, s := range sizes {
		size = max(size, min(max(s.X, s.Y), mostBaked))
	}
	return size
}

// KeptSize returns how many texels per side all textures of a mesh are baked with at least,
// so that those of which a part is protected can keep theirs; 0 where there is none.
// protected is as in Options.
func KeptSize(m *mesh.Mesh, protected []bool) int {
	return bakedSize(0, newKept(m, protected).sizes(len(m.Materials), Options{}))
}

// mostDilated bounds how many baked texels colours grow for a finished texture that is much
// smaller: a texel or two of a tiny one, which would else take minutes.
const mostDilated = 256

// baked returns the number of texels of the baked texture of a slot that are as long as so
// many of the finished one, but for tiny ones.
func (a *Atlas) baked(slot, texels int) int {
	finished := min(a.sizes[slot].X, a.sizes[slot].Y)
	return min(int(math.Ceil(float64(texels)*float64(a.surface.size)/float64(finished))), max(texels, mostDilated))
}
