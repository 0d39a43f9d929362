package bake

import (
	"context"

	"patina/paint/geom"
	"patina/paint/parallel"
)

// Fill solves Laplace's equation on the surface: unseen texels are the unknowns,
// seen ones are held, and every unseen texel becomes the mean of its neighbours on
// the surface, those on the other side of a UV seam included. The equations are
// first summed up over cells of 4 by 4 texels and solved there, see
// conjugateGradients; then the texels start from their cells' colours and are
// smoothed. Time grows linearly with the number of texels.

// texelSweeps is the number of sweeps over the texels: enough for what is smaller
// than a cell.
const texelSweeps = 6

// Fill gives every covered texel that no view painted a colour from the surface around
// it: evenly, or with the detail of painted places nearby where those are rough, as
// Options.Fill says. Colours cross UV seams, also to other materials, but not the gaps
// between parts that do not touch; only a part of which nothing was seen takes its colours
// from the nearest seen places in space. An atlas of which nothing was seen stays
// Unpainted. Seen texels and Provenance do not change.
//
// progress, when not nil, is called now and then with how much of the work is
// done. The error is context.Cause(ctx) when ctx ends first; then the colours of
// unseen texels are somewhere on their way. Fill panics if a was not made by Bake.
func (a *Atlas) Fill(ctx context.Context, progress func(done, total int)) error {
	if a.surface == nil {
		panic("bake: Fill needs an atlas made by Bake")
	}
	if empty, painted := a.unpainted(); empty == 0 || painted == 0 {
		return context.Cause(ctx)
	}
	f := &filling{atlas: a, progress: progress}
	steps := []func(context.Context) error{f.wire, f.link, f.build, f.solve, f.smooth}
	if a.fill == Textured {
		steps = append(steps, f.texture)
	}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// texture adds detail from nearby painted places to the smooth colours.
func (f *filling) texture(ctx context.Context) error {
	f.graph = nil
	d, err := newDetails(ctx, f.atlas)
	if err != nil {
		return err
	}
	f.advance()
	w, err := newPatchwork(ctx, f, d)
	if err != nil {
		return err
	}
	f.advance()
	if err := w.synthesise(ctx, f.advance); err != nil {
		return err
	}
	if err := w.compose(ctx); err != nil {
		return err
	}
	f.advance()
	return nil
}

// filling is one Fill under way.
type filling struct {
	atlas    *Atlas
	progress func(done, total int)
	done     int
	wires    [][]wires // for each slot what every texel is connected to
	links    *links
	graph    *texelGraph
}

// fillSteps is the number of times that progress is called.
const (
	fillSteps    = 5 + texelSweeps
	textureSteps = 4 + refinements
)

func (f *filling) advance() {
	f.done++
	if f.progress != nil {
		total := fillSteps
		if f.atlas.fill == Textured {
			total += textureSteps
		}
		f.progress(f.done, total)
	}
}

// smooth hands the colours of the graph down to the texels and sweeps over them,
// forwards and backwards in turn.
func (f *filling) smooth(ctx context.Context) error {
	if err := f.handDown(ctx); err != nil {
		return err
	}
	for sweep := range texelSweeps {
		f.links.refresh(f.atlas)
		for slot, t := range f.atlas.Textures {
			if t == nil {
				continue
			}
			err := alternateBands(ctx, t.Size, func(lo, hi int) {
				for k := range hi - lo {
					if sweep%2 == 0 {
						f.sweepForward(slot, lo+k)
					} else {
						f.sweepBackward(slot, hi-1-k)
					}
				}
			})
			if err != nil {
				return err
			}
		}
		f.advance()
	}
	return nil
}

// alternateBands runs f first on every other band of rows, then on those between,
// so that f may read the rows next to its own while it changes its own.
func alternateBands(ctx context.Context, rows int, f func(lo, hi int)) error {
	count := (rows + bandRows - 1) / bandRows
	for parity := range 2 {
		err := parallel.Parts(ctx, (count+1-parity)/2, 1, func(i, _ int) {
			lo := (2*i + parity) * bandRows
			f(lo, min(lo+bandRows, rows))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (f *filling) sweepForward(slot, y int) {
	t, wired := f.atlas.Textures[slot], f.wires[slot]
	link := f.links.row(slot, y)
	for i := y * t.Size; i < (y+1)*t.Size; i++ {
		w := wired[i]
		if w&wireUnseen == 0 {
			continue
		}
		sum, count := neighbours(t, i, w)
		if w&wireLinked != 0 {
			for ; f.links.is(link, slot, i); link++ {
				sum, count = f.links.add(link, sum, count)
			}
		}
		if count > 0 {
			t.Color[i] = sum.Scale(1 / count)
		}
	}
}

func (f *filling) sweepBackward(slot, y int) {
	t, wired := f.atlas.Textures[slot], f.wires[slot]
	link := f.links.row(slot, y+1) - 1
	for i := (y+1)*t.Size - 1; i >= y*t.Size; i-- {
		w := wired[i]
		if w&wireUnseen == 0 {
			continue
		}
		sum, count := neighbours(t, i, w)
		if w&wireLinked != 0 {
			for ; f.links.is(link, slot, i); link-- {
				sum, count = f.links.add(link, sum, count)
			}
		}
		if count > 0 {
			t.Color[i] = sum.Scale(1 / count)
		}
	}
}

// neighbours sums up the colours of the texels that texel i is wired to.
func neighbours(t *Texture, i int, w wires) (sum geom.Vec3, count float32) {
	if w&wireAll == wireAll {
		a, b, c, d := &t.Color[i-t.Size], &t.Color[i-1], &t.Color[i+1], &t.Color[i+t.Size]
		return geom.Vec3{X: a.X + b.X + c.X + d.X, Y: a.Y + b.Y + c.Y + d.Y, Z: a.Z + b.Z + c.Z + d.Z}, 4
	}
	if w&wireRight != 0 {
		sum, count = sum.Add(t.Color[i+1]), count+1
	}
	if w&wireBelow != 0 {
		sum, count = sum.Add(t.Color[i+t.Size]), count+1
	}
	if w&wireLeft != 0 {
		sum, count = sum.Add(t.Color[i-1]), count+1
	}
	if w&wireAbove != 0 {
		sum, count = sum.Add(t.Color[i-t.Size]), count+1
	}
	return sum, count
}
