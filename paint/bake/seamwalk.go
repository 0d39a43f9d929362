package bake

import (
	"math"

	"patina/paint/geom"
)

// taps are the four texels between which the GPU interpolates at a point of a
// texture, and how much each counts; the weights sum up to 1.
type taps struct {
	texel  [4]int32 // in the texture of the slot
	weight [4]float32
}

// tapsAt returns the texels around a point given in texels. Textures repeat.
func tapsAt(at point, size int) taps {
	x, y := at.x-0.5, at.y-0.5
	x0, y0 := math.Floor(x), math.Floor(y)
	fx, fy := float32(x-x0), float32(y-y0)
	left, top := modulo(int(x0), size), modulo(int(y0), size)
	right, below := (left+1)%size, (top+1)%size
	return taps{
		texel:  [4]int32{int32(top*size + left), int32(top*size + right), int32(below*size + left), int32(below*size + right)},
		weight: [4]float32{(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy},
	}
}

// onCharts leaves out the texels outside of all charts; ok is false when no other is
// left. Before Dilate they have no colour of their own.
func (t *taps) onCharts(texture *Texture) (ok bool) {
	var sum float32
	for k, i := range t.texel {
		if !texture.onChart(int(i)) {
			t.weight[k] = 0
		}
		sum += t.weight[k]
	}
	for k := range t.weight {
		t.weight[k] /= sum
	}
	return sum > 1e-3
}

// shows tells whether a texel of some provenance counts.
func (t *taps) shows(texture *Texture, provenance uint8) bool {
	for k, i := range t.texel {
		if t.weight[k] > 0 && texture.Provenance[i] == provenance {
			return true
		}
	}
	return false
}

// color interpolates between the texels.
func (t *taps) color(colors []geom.Vec3) (c geom.Vec3) {
	for k, i := range t.texel {
		c = c.Add(colors[i].Scale(t.weight[k]))
	}
	return c
}

// seamLines returns where the two sides of a seam lie, in texels, running the same
// way. ok is false where texture coordinates are not usable.
func (s *surface) seamLines(at seam) (a, b borderSegment, ok bool) {
	a, okA := s.borderLine(at.a)
	b, okB := s.borderLine(at.b)
	if !s.sameWay(at) {
		b[0], b[1] = b[1], b[0]
	}
	return a, b, okA && okB
}

// seamSample is a place on a seam as both sides show it.
type seamSample struct {
	slotA, slotB int
	a, b         taps
}

// walkSeam calls f at places along a seam that are at most a texel apart on either
// side. It does nothing for places that no texel shows.
func (a *Atlas) walkSeam(at seam, f func(seamSample)) (texels float64) {
	s := a.surface
	lineA, lineB, ok := s.seamLines(at)
	slotA, slotB := s.mesh.Slot(int(at.a/3)), s.mesh.Slot(int(at.b/3))
	if !ok || a.Textures[slotA] == nil || a.Textures[slotB] == nil {
		return 0
	}
	texels = max(lineA.length(), lineB.length())
	steps := min(max(1, math.Ceil(texels)), float64(4*s.size))
	for k := 0.5; k < steps; k++ {
		sample := seamSample{slotA, slotB, tapsAt(lineA.at(k/steps), s.size), tapsAt(lineB.at(k/steps), s.size)}
		if a.dilated || sample.a.onCharts(a.Textures[slotA]) && sample.b.onCharts(a.Textures[slotB]) {
			f(sample)
		}
	}
	return texels
}

// step returns how much the colour changes across the seam.
func (a *Atlas) step(s *seamSample) geom.Vec3 {
	return s.a.color(a.Textures[s.slotA].Color).Sub(s.b.color(a.Textures[s.slotB].Color))
}
