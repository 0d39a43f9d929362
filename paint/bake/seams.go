package bake

import (
	"cmp"
	"context"
	"math"
	"slices"

	"patina/paint/geom"
	"patina/paint/parallel"
)

// Seams says how visible the seams of an atlas are. A seam is an edge of the mesh
// along which two charts meet, so that its two sides take their colours from
// different places of the textures. The step across it is the difference between
// the colours that a GPU shows on both sides, interpolated between texels: the root
// of the mean square over the channels, sRGB-encoded, in units of 1/255.
type Seams struct {
	Error  float64    // mean step along all seams, each texel of length counting the same: the figure to lower
	Most   float64    // largest step anywhere
	Count  int        // seams measured
	Texels float64    // their length
	Worst  []SeamEdge // the worst of them, worst first, see SeamEdge.Weight
}

// SeamEdge is one seam, with what is needed to find it on the mesh and in the
// textures.
type SeamEdge struct {
	Triangles [2]int          // the triangles on both sides
	Corners   [2]int          // the seam runs from this corner of the triangle to the next one
	Slots     [2]int          // the material slots of the triangles
	UVs       [2][2]geom.Vec2 // both ends of the seam on either side, in the order of From and To
	From, To  geom.Vec3       // both ends in the artist's frame: look at the middle to see it
	Normal    geom.Vec3       // mean outward normal of both triangles, the direction to look from; zero where there is none
	Length    float64         // in the units of the mesh
	Texels    float64         // length in texels, on the side with more of them
	Error     float64         // mean step along the seam, in units of 1/255
	Most      float64         // largest step
}

// Weight is how much of a seam there is to see: its mean step times its length in
// texels.
func (e *SeamEdge) Weight() float64 { return e.Error * e.Texels }

// seamStep is what is measured along one seam.
type seamStep struct {
	sum, most float64
	samples   int
	texels    float64
}

func (m *seamStep) mean() float64 { return m.sum / float64(max(m.samples, 1)) }

// MeasureSeams measures the steps of colour across all seams and lists at most so
// many of the worst. Call it after Dilate: then it measures what a GPU shows, borders
// of charts mixed with what is beside them. Before, only texels of charts count.
//
// The error is context.Cause(ctx) when ctx ends first. MeasureSeams panics if a was
// not made by Bake or worst is negative.
func (a *Atlas) MeasureSeams(ctx context.Context, worst int) (*Seams, error) {
	if a.surface == nil || worst < 0 {
		panic("bake: MeasureSeams needs an atlas made by Bake and a count of 0 or more")
	}
	steps := make([]seamStep, len(a.surface.seams))
	err := parallel.Parts(ctx, len(steps), 512, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			steps[i] = a.measureSeam(a.surface.seams[i])
		}
	})
	if err != nil {
		return nil, err
	}
	s := &Seams{}
	for i := range steps {
		s.add(&steps[i])
	}
	if s.Texels > 0 {
		s.Error /= s.Texels
	}
	for _, i := range worstSeams(steps, worst) {
		s.Worst = append(s.Worst, a.surface.seamEdge(a.surface.seams[i], &steps[i]))
	}
	return s, nil
}

func (a *Atlas) measureSeam(at seam) (m seamStep) {
	m.texels = a.walkSeam(at, func(s seamSample) {
		d := a.step(&s)
		size := rootMeanSquare(d)
		m.sum, m.most, m.samples = m.sum+size, max(m.most, size), m.samples+1
	})
	return m
}

// rootMeanSquare is the size of a difference of colours, in units of 1/255.
func rootMeanSquare(d geom.Vec3) float64 { return 255 * math.Sqrt(float64(d.Dot(d))/3) }

// add adds a seam to the sums; Error is one until the last is added.
func (s *Seams) add(m *seamStep) {
	if m.samples == 0 {
		return
	}
	s.Count++
	s.Texels += m.texels
	s.Error += m.mean() * m.texels
	s.Most = max(s.Most, m.most)
}

// worstSeams returns the indices of the worst seams, worst first, the first of equals
// first.
func worstSeams(steps []seamStep, count int) []int {
	order := make([]int, 0, len(steps))
	for i := range steps {
		if steps[i].samples > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Compare(steps[j].mean()*steps[j].texels, steps[i].mean()*steps[i].texels)
	})
	return order[:min(count, len(order))]
}

// seamEdge describes a seam.
func (s *surface) seamEdge(at seam, m *seamStep) SeamEdge {
	e := SeamEdge{Texels: m.texels, Error: m.mean(), Most: m.most}
	for side, h := range [2]int32{at.a, at.b} {
		from, to := halfEdge(s.mesh, h)
		if side == 1 && !s.sameWay(at) {
			from, to = to, from
		}
		e.Triangles[side], e.Corners[side] = int(h/3), int(h%3)
		e.Slots[side] = s.mesh.Slot(int(h / 3))
		e.UVs[side] = [2]geom.Vec2{s.mesh.UVs[from], s.mesh.UVs[to]}
		e.From, e.To = s.mesh.Positions[from], s.mesh.Positions[to]
		t := s.mesh.Triangles[h/3]
		p, q, r := s.mesh.Positions[t[0]], s.mesh.Positions[t[1]], s.mesh.Positions[t[2]]
		e.Normal = e.Normal.Add(q.Sub(p).Cross(r.Sub(p)).Normalize())
	}
	e.Normal = e.Normal.Normalize()
	e.Length = float64(e.To.Sub(e.From).Len())
	return e
}
