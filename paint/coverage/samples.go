package coverage

import (
	"errors"
	"fmt"
	"math"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// sample is a point of the surface.
type sample struct {
	at, normal geom.Vec3 // in the fitted frame; the normal is outward, of length 1
	triangle   int32
	weight     float64 // share of the area
}

// The least and most samples. Up to the most, every triangle with an area has one.
const (
	fewSamples  = 40_000
	manySamples = 200_000
)

// left tells for each triangle of a mesh whether it is not painted; nil when all are.
func (o Options) left(m *mesh.Mesh) []bool {
	left := m.Unpaintable()
	switch {
	case o.Protected == nil:
		return left
	case len(o.Protected) != len(m.Triangles):
		panic("coverage: Options.Protected needs an entry for each triangle")
	case left == nil:
		return o.Protected
	}
	for t, protected := range o.Protected {
		left[t] = left[t] || protected
	}
	return left
}

func (s *scene) isLeft(triangle int) bool { return s.left != nil && s.left[triangle] }

var errNothing = errors.New("everything is protected or has no UVs, so there is nothing for cameras to see: take something out of the protection")

// areas returns the area of each triangle that is painted, 0 for others, and their sum.
func (s *scene) areas() (areas []float64, painted float64, err error) {
	areas = make([]float64, len(s.mesh.Triangles))
	var total float64
	for t := range areas {
		area := float64(cross(s.mesh, s.fitted, t).Len()) / 2
		total += area
		if !s.isLeft(t) {
			areas[t] = area
			painted += area
		}
	}
	switch {
	case !(total > 0) || math.IsInf(total, 0):
		return nil, 0, fmt.Errorf("mesh %q has no surface to look at", s.mesh.Name)
	case painted == 0:
		return nil, 0, errNothing
	}
	if s.left != nil {
		s.share = 1 - painted/total
	}
	return areas, painted, nil
}

// scatter spreads samples over the surface that is painted, so that each stands for about
// the same area, or where triangles are smaller than that for one triangle.
func (s *scene) scatter() error {
	m := s.mesh
	areas, total, err := s.areas()
	if err != nil {
		return err
	}
	target := float64(min(max(len(m.Triangles), fewSamples), manySamples))
	var samples []sample
	var before float64 // area of the triangles so far
	for t, area := range areas {
		n := int((before+area)/total*target) - int(before/total*target)
		before += area
		if n == 0 && area > 0 && len(m.Triangles) <= manySamples {
			n = 1
		}
		samples = appendSamples(samples, m, s.fitted, t, n, area/total)
	}
	var sum float64
	for i := range samples {
		sum += samples[i].weight
	}
	for i := range samples {
		samples[i].weight /= sum
	}
	s.samples = samples
	return nil
}

// appendSamples spreads n samples over a triangle by the R2 sequence (Roberts, The
// unreasonable effectiveness of quasirandom sequences, 2018).
func appendSamples(samples []sample, m *mesh.Mesh, fitted []geom.Vec3, t, n int, weight float64) []sample {
	const g, h = 0.7548776662466927, 0.5698402909980532
	tri := m.Triangles[t]
	a := fitted[tri[0]]
	ab, ac := fitted[tri[1]].Sub(a), fitted[tri[2]].Sub(a)
	normal := cross(m, fitted, t).Normalize()
	for i := range n {
		_, u := math.Modf(1.0/3 + g*float64(i))
		_, v := math.Modf(1.0/3 + h*float64(i))
		if u+v > 1 {
			u, v = 1-u, 1-v
		}
		at := a.Add(ab.Scale(float32(u))).Add(ac.Scale(float32(v)))
		samples = append(samples, sample{at, normal, int32(t), weight / float64(n)})
	}
	return samples
}

// cross returns the outward normal of a triangle, twice its area long. The fitted
// frame mirrors, so corners run clockwise seen from outside.
func cross(m *mesh.Mesh, fitted []geom.Vec3, t int) geom.Vec3 {
	tri := m.Triangles[t]
	a := fitted[tri[0]]
	return fitted[tri[2]].Sub(a).Cross(fitted[tri[1]].Sub(a))
}
