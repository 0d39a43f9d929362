package bake

import (
	"context"

	"patina/paint/geom"
)

// Heal moves the colours of texels near seams so that what is interpolated between
// them agrees on both sides (as Iwanicki, Lighting Technology of The Last of Us, 2013,
// does for lightmaps), and spreads the change over the texels around so that no new
// edge appears. With e the change of each texel it makes
//
//	sum over places on seams of |step + e on one side - e on the other|²
//	+ stiffness · sum over neighbours in a chart of |e - e of the neighbour|²
//
// least, e being 0 beyond the reach. Places on seams where a texel that is Kept shows
// are left out.

// stiffness weighs how even the change is against how well the seam closes: low
// enough that over the usual reach all but a few hundredths of a step go away.
const stiffness = 0.1

// DefaultHealReach and DefaultHealLimit are the usual HealOptions.
const (
	DefaultHealReach = 4
	DefaultHealLimit = 32
)

// HealOptions are the choices of Heal. The zero value of a field is its documented
// default.
type HealOptions struct {
	// Reach is how many texels from a seam colours may change; 0 means
	// DefaultHealReach. A larger one makes steps of colour fade over more texels;
	// time and memory grow with it.
	Reach int
	// Limit is the step, in units of 1/255, beyond which a place on a seam is left as it
	// is, being taken for an edge that is meant, as between the sides of a crate; 0
	// means DefaultHealLimit, 255 heals everything.
	Limit float64
}

// Heal lowers the steps of colour across seams that MeasureSeams measures. It changes
// texels within reach of seams only, the ones beside charts that are interpolated
// with them included; all others, and those that are Kept, stay bit for bit. Call it after
// Dilate. Provenance stays as it is.
//
// The error is context.Cause(ctx) when ctx ends first; then nothing has changed. Heal
// panics if a was not made by Bake, or options are out of range.
func (a *Atlas) Heal(ctx context.Context, opt HealOptions) error {
	opt = opt.checked(a)
	h := &healing{atlas: a, opt: opt}
	h.collect()
	h.spread()
	if len(h.texels) == 0 {
		return context.Cause(ctx)
	}
	h.join()
	e, err := h.solve(ctx)
	if err != nil {
		return err
	}
	for v, id := range h.texels {
		at := a.colorAt(id)
		*at = at.Add(e[v])
		*at = geom.Vec3{X: unit(at.X), Y: unit(at.Y), Z: unit(at.Z)}
	}
	return nil
}

func (o HealOptions) checked(a *Atlas) HealOptions {
	if a.surface == nil || o.Reach < 0 || !(o.Limit >= 0) {
		panic("bake: Heal needs an atlas made by Bake, and a reach and a limit of 0 or more")
	}
	if o.Reach == 0 {
		o.Reach = DefaultHealReach
	}
	if o.Limit == 0 {
		o.Limit = DefaultHealLimit
	}
	return o
}

// colorAt returns the place of a texel's colour.
func (a *Atlas) colorAt(id texelID) *geom.Vec3 {
	n := a.surface.size * a.surface.size
	return &a.Textures[int(id)/n].Color[int(id)%n]
}

// healing is one Heal under way. Its unknowns are the changes of texels.
type healing struct {
	atlas   *Atlas
	opt     HealOptions
	samples []healSample
	unknown [][]int32  // for each slot and texel the number of its unknown plus 1, 0 for none
	texels  []texelID  // for each unknown its texel
	beside  [][4]int32 // for each unknown its neighbours right, below, left and above; see neighbour
	first   []int32    // for each unknown where its terms begin; one more entry at the end
	terms   []healTerm // how unknowns enter samples
}

// Neighbours that are no unknowns: none in the chart, or one that does not change.
const (
	noNeighbour int32 = -1
	fixed       int32 = -2
)

// healSample is a step across a seam, and how the unknowns change it.
type healSample struct {
	step    geom.Vec3
	unknown [8]int32 // -1 for texels that do not change
	weight  [8]float32
}

// healTerm says that an unknown enters a sample with a weight.
type healTerm struct {
	sample int32
	weight float32
}

// collect makes the samples, and unknowns of the texels in them.
func (h *healing) collect() {
	a := h.atlas
	h.unknown = make([][]int32, len(a.Textures))
	for slot, t := range a.Textures {
		if t != nil {
			h.unknown[slot] = make([]int32, len(t.Color))
		}
	}
	for _, at := range a.surface.seams {
		a.walkSeam(at, func(s seamSample) {
			sample := healSample{step: a.step(&s)}
			if rootMeanSquare(sample.step) > h.opt.Limit || s.a.shows(a.Textures[s.slotA], Kept) || s.b.shows(a.Textures[s.slotB], Kept) {
				return
			}
			for k := range 4 {
				sample.unknown[k], sample.weight[k] = h.number(s.slotA, s.a.texel[k], s.a.weight[k]), s.a.weight[k]
				sample.unknown[k+4], sample.weight[k+4] = h.number(s.slotB, s.b.texel[k], s.b.weight[k]), -s.b.weight[k]
			}
			h.samples = append(h.samples, sample)
		})
	}
}

// number returns the unknown of a texel, a new one if need be; -1 if it does not count.
func (h *healing) number(slot int, i int32, weight float32) int32 {
	if weight == 0 {
		return -1
	}
	at := &h.unknown[slot][i]
	if *at == 0 {
		n := h.atlas.surface.size * h.atlas.surface.size
		h.texels = append(h.texels, texelID(slot*n+int(i)))
		*at = int32(len(h.texels))
	}
	return *at - 1
}

// spread adds the texels of charts around the samples within reach.
func (h *healing) spread() {
	from := 0
	for range h.opt.Reach {
		end := len(h.texels)
		for v := from; v < end; v++ {
			slot, i := h.place(v)
			for side := range 4 {
				if j, ok := h.next(slot, i, side); ok {
					h.number(slot, int32(j), 1)
				}
			}
		}
		from = end
	}
}

// place returns the slot and the texel of an unknown.
func (h *healing) place(v int) (slot, i int) {
	n := h.atlas.surface.size * h.atlas.surface.size
	return int(h.texels[v]) / n, int(h.texels[v]) % n
}

// next returns the texel on one side of another if both belong together: to the same
// chart, or at least one of them to none, being beside a chart.
func (h *healing) next(slot, i, side int) (j int, ok bool) {
	s := h.atlas.surface
	x, y := i%s.size+sides[side].dx, i/s.size+sides[side].dy
	if x < 0 || y < 0 || x >= s.size || y >= s.size {
		return 0, false
	}
	j = y*s.size + x
	owners := s.owners[slot]
	if owners[i] == noOwner || owners[j] == noOwner {
		return j, h.unknown[slot][j] != 0
	}
	return j, s.connected(owners[i], owners[j])
}

// join finds the neighbours of all unknowns and the samples that they are in.
func (h *healing) join() {
	h.beside = make([][4]int32, len(h.texels))
	for v := range h.texels {
		slot, i := h.place(v)
		for side := range 4 {
			h.beside[v][side] = noNeighbour
			if j, ok := h.next(slot, i, side); ok {
				h.beside[v][side] = fixed
				if number := h.unknown[slot][j]; number != 0 {
					h.beside[v][side] = number - 1
				}
			}
		}
	}
	h.first = make([]int32, len(h.texels)+2)
	h.eachTerm(func(v int32, _ healTerm) { h.first[v+2]++ })
	for v := range len(h.first) - 1 {
		h.first[v+1] += h.first[v]
	}
	h.terms = make([]healTerm, h.first[len(h.first)-1])
	h.eachTerm(func(v int32, t healTerm) {
		h.terms[h.first[v+1]] = t
		h.first[v+1]++
	})
}

func (h *healing) eachTerm(f func(v int32, t healTerm)) {
	for i := range h.samples {
		for k, v := range h.samples[i].unknown {
			if v >= 0 {
				f(v, healTerm{int32(i), h.samples[i].weight[k]})
			}
		}
	}
}
