package unwrap

import (
	"cmp"
	"context"
	"math"
	"slices"

	"patina/paint/parallel"
)

// The plane of symmetry is found as in Mitra, Guibas and Pauly, "Partial and
// Approximate Symmetry Detection for 3D Geometry" (2006), with the search made short:
// a surface that is its own mirror image keeps its centre of area on the plane, so
// only the normal is unknown. Normals from all directions are tried on a few samples,
// and the best ones are turned for as long as that makes the surface fit its mirror
// image better.

// mirror is the plane of the points p with normal·p = offset.
type mirror struct {
	normal space
	offset float64
}

func (m mirror) height(p space) float64 { return m.normal.dot(p) - m.offset }

func (m mirror) point(p space) space { return p.sub(m.normal.scale(2 * m.height(p))) }

func (m mirror) direction(d space) space { return d.sub(m.normal.scale(2 * m.normal.dot(d))) }

const (
	sampleTargets = 4096 // samples of the surface that others are compared with
	sampleQueries = 384  // samples whose mirror images are looked for
	sampleFew     = 96   // of those while there are many normals to try
	directions    = 160  // normals that are tried
	mostTurned    = 8    // of them are turned
	firstTurn     = 0.12 // radians
	lastTurn      = 1e-3
	leastMatch    = 0.9 // share of the surface that must be found again in the mirror
)

// samples are points all over a surface, as dense everywhere.
type samples struct {
	queries *scatter
	targets *scatter
	center  space
	near    float64 // distance up to which two samples count as the same place
}

// sample takes a number of samples.
func (s *surface) sample(n int, spacing float64) *scatter {
	out := newScatter(n, spacing)
	total := 0.0
	for _, a := range s.area {
		total += a
	}
	step, due := total/float64(n), 0.0
	due = step / 2
	for f, a := range s.area {
		for ; due < a; due += step {
			out.add(s.inside(int32(f), len(out.places)), s.normal[f])
		}
		due -= a
	}
	return out
}

// inside returns a point of a triangle: each number another one, evenly spread.
func (s *surface) inside(f int32, number int) space {
	_, u := math.Modf(float64(number) * 0.7548776662466927)
	_, v := math.Modf(float64(number) * 0.5698402909980532)
	if u+v > 1 {
		u, v = 1-u, 1-v
	}
	a, b, c := s.corners(f)
	return a.add(b.sub(a).scale(u)).add(c.sub(a).scale(v))
}

func newSamples(s *surface) *samples {
	total := 0.0
	for _, a := range s.area {
		total += a
	}
	spacing := math.Sqrt(total / sampleTargets)
	out := &samples{near: 2 * spacing, targets: s.sample(sampleTargets, 2*spacing), queries: s.sample(sampleQueries, 1)}
	for f, a := range s.area {
		p, q, r := s.corners(int32(f))
		out.center = out.center.add(p.add(q).add(r).scale(a / 3))
	}
	out.center = out.center.scale(1 / max(total, 1e-300))
	return out
}

// miss tells how badly the surface fits its mirror image, from 0 to 1: the mean
// distance of samples from the surface, in units of near, and how they are turned.
func (a *samples) miss(m mirror, step int) (sum float64) {
	n := 0.0
	for i := 0; i < len(a.queries.places); i += step {
		n++
		image, normal := m.point(a.queries.places[i]), m.direction(a.queries.normals[i])
		at, _ := a.targets.nearest(image, normal, a.near)
		if at < 0 {
			sum++
			continue
		}
		off := math.Abs(a.targets.normals[at].dot(image.sub(a.targets.places[at])))
		sum += min(1, off/a.near+1-a.targets.normals[at].dot(normal))
	}
	return sum / max(n, 1)
}

// match returns the share of the surface that is found again in a mirror.
func (a *samples) match(m mirror) float64 {
	found := 0
	for i, p := range a.queries.places {
		if at, _ := a.targets.nearest(m.point(p), m.direction(a.queries.normals[i]), a.near); at >= 0 {
			found++
		}
	}
	return float64(found) / float64(len(a.queries.places))
}

// through returns the plane through the centre with a normal.
func (a *samples) through(normal space) mirror {
	normal = normal.unit()
	return mirror{normal, normal.dot(a.center)}
}

// turn turns the plane for as long as that makes it fit better.
func (a *samples) turn(t *try, step int) {
	for angle := firstTurn; angle > lastTurn; angle /= 2 {
		for range 4 {
			right, up := t.normal.basis()
			best := *t
			for _, d := range [4]space{right, up, right.scale(-1), up.scale(-1)} {
				next := a.through(t.normal.add(d.scale(angle)))
				if miss := a.miss(next, step); miss < best.miss {
					best.mirror, best.miss = next, miss
				}
			}
			if best.miss == t.miss {
				break
			}
			*t = best
		}
	}
}

// symmetry returns the plane in which the surface is its own mirror image; ok is false
// when there is none.
func (s *surface) symmetry(ctx context.Context) (plane mirror, ok bool, err error) {
	a := newSamples(s)
	if len(a.queries.places) < sampleFew {
		return mirror{}, false, nil
	}
	tries := a.candidates()
	step := len(a.queries.places) / sampleFew
	if err := eachTry(ctx, tries, func(t *try) { t.miss = a.miss(t.mirror, step) }); err != nil {
		return mirror{}, false, err
	}
	byMiss := func(x, y try) int { return cmp.Compare(x.miss, y.miss) }
	slices.SortStableFunc(tries, byMiss)
	tries = tries[:min(mostTurned, len(tries))]
	if err := eachTry(ctx, tries, func(t *try) { a.turn(t, step) }); err != nil {
		return mirror{}, false, err
	}
	best := first(tries).mirror
	return best, a.match(best) >= leastMatch, nil
}

// try is a plane and how badly it fits.
type try struct {
	mirror
	miss   float64
	number int
}

// first returns of the planes that fit about as well as the best one the one with the
// lowest number: of the many of a round body one across an axis.
func first(tries []try) try {
	const asWell = 0.01
	best := slices.MinFunc(tries, func(x, y try) int { return cmp.Compare(x.miss, y.miss) })
	for _, t := range tries {
		if t.miss <= best.miss+asWell && t.number < best.number {
			best.mirror, best.number = t.mirror, t.number
		}
	}
	return best
}

func eachTry(ctx context.Context, tries []try, do func(t *try)) error {
	return parallel.Parts(ctx, len(tries), 1, func(from, _ int) { do(&tries[from]) })
}

// candidates returns planes through the centre: across the axes, and on all sides, the
// points of a Fibonacci lattice.
func (a *samples) candidates() []try {
	normals := []space{{x: 1}, {y: 1}, {z: 1}}
	for i := range directions {
		up := (float64(i) + 0.5) / directions
		sin, cos := math.Sincos(float64(i) * math.Pi * (3 - math.Sqrt(5)))
		r := math.Sqrt(1 - up*up)
		normals = append(normals, space{r * cos, r * sin, up})
	}
	tries := make([]try, len(normals))
	for i, n := range normals {
		tries[i] = try{mirror: a.through(n), number: i}
	}
	return tries
}
