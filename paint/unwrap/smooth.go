package unwrap

import (
	"context"
	"slices"

	"patina/paint/parallel"
)

// Borders are smoothed by letting each triangle near one join the chart that most
// of its surroundings belong to, all at once, several times over: motion by mean
// curvature as in Merriman, Bence and Osher, "Diffusion Generated Motion by Mean
// Curvature" (1992). Triangles that point elsewhere than a chart do not join it, so
// that borders on creases stay there.

const (
	smoothRounds = 4
	smoothRings  = 8 // of triangles that surround one
	smoothNear   = 2 // rings in which a triangle must see another chart to join it
	clipRounds   = 8
	smoothBend   = 0.5 // how much worse a triangle may fit into the chart that it joins
)

// smoother moves the borders between charts.
type smoother struct {
	s       *surface
	chartOf []int32
	normal  []space // mean unit normal of each chart
}

// smooth returns the charts of all triangles with straighter borders. Some charts may
// fall apart or vanish on the way: see reconnect.
func smooth(ctx context.Context, s *surface, chartOf []int32, charts int) ([]int32, error) {
	m := &smoother{s: s, chartOf: chartOf, normal: make([]space, charts)}
	for f, c := range chartOf {
		if c >= 0 {
			m.normal[c] = m.normal[c].add(s.normal[f].scale(s.area[f]))
		}
	}
	for c := range m.normal {
		m.normal[c] = m.normal[c].unit()
	}
	for range smoothRounds {
		if err := m.round(ctx); err != nil {
			return nil, err
		}
	}
	m.clip()
	return m.chartOf, nil
}

// clip gives triangles that stick out of their chart to the chart around them,
// which makes the border shorter.
func (m *smoother) clip() {
	for range clipRounds {
		clipped := 0
		for f := range int32(len(m.chartOf)) {
			if into := m.holder(f); into != m.chartOf[f] {
				m.chartOf[f] = into
				clipped++
			}
		}
		if clipped == 0 {
			return
		}
	}
}

// holder returns the chart that most of the sides of a triangle touch.
func (m *smoother) holder(f int32) int32 {
	own := m.chartOf[f]
	if own < 0 {
		return own
	}
	var length, held float64
	into := own
	for k := range int32(3) {
		o := m.s.opposite[3*f+k]
		switch {
		case o < 0 || m.chartOf[o/3] < 0:
		case m.chartOf[o/3] == own:
			length += m.s.length(o)
		case held == 0 || m.chartOf[o/3] == into:
			into = m.chartOf[o/3]
			held += m.s.length(o)
		}
	}
	if held > length && length > 0 && m.misfit(f, into) <= m.misfit(f, own)+smoothBend {
		return into
	}
	return own
}

const smoothBatch = 4096 // triangles that one goroutine looks at in one go

// round moves all borders once.
func (m *smoother) round(ctx context.Context) error {
	next := slices.Clone(m.chartOf)
	batches := (len(next) + smoothBatch - 1) / smoothBatch
	around := make([]surroundings, workers())
	for i := range around {
		around[i].seen = make([]int32, len(next))
	}
	err := parallel.Workers(ctx, len(around), batches, func(worker, batch int) {
		for f := batch * smoothBatch; f < min((batch+1)*smoothBatch, len(next)); f++ {
			next[f] = m.vote(&around[worker], int32(f))
		}
	})
	m.chartOf = next
	return err
}

// surroundings are the triangles around one, and how much of them belongs to which
// chart.
type surroundings struct {
	line  []int32
	seen  []int32 // of each triangle the one for which it was collected last, plus one
	votes []vote
}

type vote struct {
	chart int32
	area  float64
}

// vote returns the chart that a triangle should belong to.
func (m *smoother) vote(around *surroundings, f int32) int32 {
	own := m.chartOf[f]
	if own < 0 {
		return own
	}
	if !around.collect(m, f) {
		return own
	}
	around.count(m)
	best, most := own, 0.0
	for _, v := range around.votes {
		if v.area > most && m.misfit(f, v.chart) <= m.misfit(f, own)+smoothBend {
			best, most = v.chart, v.area
		}
	}
	return best
}

func (m *smoother) misfit(f, chart int32) float64 { return 1 - m.s.normal[f].dot(m.normal[chart]) }

// collect finds the triangles around f. It gives up and returns false when all of
// the nearest ones belong to the chart of f.
func (a *surroundings) collect(m *smoother, f int32) (mixed bool) {
	a.line = append(a.line[:0], f)
	a.seen[f] = f + 1
	for ring, from := 0, 0; ring < smoothRings; ring++ {
		if ring == smoothNear && !mixed {
			return false
		}
		to := len(a.line)
		for _, g := range a.line[from:to] {
			for k := range int32(3) {
				o := m.s.opposite[3*g+k] / 3
				if m.s.opposite[3*g+k] < 0 || a.seen[o] == f+1 || m.chartOf[o] < 0 {
					continue
				}
				a.seen[o] = f + 1
				a.line = append(a.line, o)
				mixed = mixed || m.chartOf[o] != m.chartOf[f]
			}
		}
		from = to
	}
	return mixed
}

// count counts the area of each chart among the collected triangles.
func (a *surroundings) count(m *smoother) {
	a.votes = a.votes[:0]
	for _, g := range a.line {
		chart := m.chartOf[g]
		i := slices.IndexFunc(a.votes, func(v vote) bool { return v.chart == chart })
		if i < 0 {
			i = len(a.votes)
			a.votes = append(a.votes, vote{chart: chart})
		}
		a.votes[i].area += m.s.area[g]
	}
}
