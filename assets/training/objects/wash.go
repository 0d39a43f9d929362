package objects

import "patina/paint/geom"

// wash is what lies over all parts of an object alike: a shade from below or above, a
// grain, a hand that paints unevenly.
type wash struct {
	shade        float32 // change of lightness from the middle to the ends, above 0 brighter at the top
	grain, blots float32 // strengths
	seed         uint32
}

func newWash(d dice) wash {
	w := wash{seed: d.seed()}
	if d.chance(0.25) {
		w.shade = d.between(-0.1, 0.3)
	}
	if d.chance(0.2) {
		w.grain = d.between(0.03, 0.15)
	}
	if d.chance(0.2) {
		w.blots = d.between(0.05, 0.2)
	}
	return w
}

// over returns a colour under the wash at a point of the mesh.
func (w wash) over(c, p geom.Vec3) geom.Vec3 {
	scale := 1 + w.shade*clamp(p.Y, -1, 1)
	if w.grain > 0 {
		scale += w.grain * (2*noise(p.Scale(40), w.seed) - 1)
	}
	if w.blots > 0 {
		scale += w.blots * (2*clouds(p.Scale(4), 2, w.seed+7) - 1)
	}
	return c.Scale(scale)
}

// finish gives the surface of some objects what modelling leaves: facets or dents.
func (a *assembly) finish() {
	switch t := a.Float32(); {
	case t < 0.08:
		for i := range a.pieces {
			a.pieces[i].shape = a.pieces[i].shape.creased(7)
		}
	case t < 0.25:
		seed, size, depth := a.seed(), a.between(0.08, 0.3), a.between(0.005, 0.03)
		for i := range a.pieces {
			a.pieces[i].shape = a.pieces[i].shape.dented(size, depth, seed)
		}
	}
}

// dented moves vertices by noise of a feature size, up to a depth.
func (s shape) dented(size, depth float32, seed uint32) shape {
	return s.bent(func(p geom.Vec3) geom.Vec3 {
		q := p.Scale(1 / size)
		by := vec(noise(q, seed)-0.5, noise(q, seed+1)-0.5, noise(q, seed+2)-0.5)
		return p.Add(by.Scale(2 * depth))
	})
}
