package unwrap

import (
	"context"
	"math"
)

// Flattening follows Rabinovich, Poranne, Panozzo and Sorkine-Hornung, "Scalable
// Locally Injective Mappings" (2017): it lowers the symmetric Dirichlet energy,
// the sum over triangles of area·(σ₁² + σ₁⁻² + σ₂² + σ₂⁻²) with the singular values
// of the Jacobian, which is the L2 stretch of Sander et al. in both directions.
// Each round solves for the step that a weighted distance to the closest rotations
// asks for, and goes as far along it as no triangle turns over and the energy falls
// (Smith and Schaefer, "Bijective Parameterization with Free Boundaries", 2015,
// section 3.3).

const (
	slimRounds   = 25   // at most
	slimPatience = 1e-3 // stop when a round lowers the energy by less than this share
	solveRounds  = 60   // of conjugate gradients in each round
	solveError   = 0.05
)

// relaxer lowers the stretch of one chart.
type relaxer struct {
	ch     *chart
	shapes []shape
	system *system
	edgeOf []int32
	force  []flat // the negative gradient of half the energy
}

func newRelaxer(ch *chart, shapes []shape) *relaxer {
	s, edgeOf := newSystem(ch)
	return &relaxer{ch: ch, shapes: shapes, system: s, edgeOf: edgeOf, force: make([]flat, len(ch.points))}
}

// triangle returns the corners of a triangle in the plane.
func (ch *chart) triangle(i int) [3]flat {
	t := ch.corners[i]
	return [3]flat{ch.flat[t[0]], ch.flat[t[1]], ch.flat[t[2]]}
}

// energy returns the symmetric Dirichlet energy, infinite when a triangle is
// turned over.
func (r *relaxer) energy() (sum float64) {
	for i := range r.shapes {
		j := r.shapes[i].jacobian(r.ch.triangle(i))
		det := j.determinant()
		if !(det > 0) {
			return math.Inf(1)
		}
		sum += r.shapes[i].area * j.squares() * (1 + 1/(det*det))
	}
	return sum
}

// assemble sets up the system and the force for the chart as it lies.
func (r *relaxer) assemble() {
	r.system.clear()
	clear(r.force)
	for i := range r.shapes {
		r.addTriangle(i)
	}
}

// addTriangle adds what one triangle asks for. With the polar decomposition
// J = S·R the weights are M = I + S⁻¹ + S⁻² + S⁻³, so that the distance
// area·|J-R|² in the norm of M has the same gradient as the energy.
func (r *relaxer) addTriangle(i int) {
	s, corners := &r.shapes[i], r.ch.corners[i]
	j := s.jacobian(r.ch.triangle(i))
	turn := j.rotation()
	stretch := symmetric{
		j.a*turn.x - j.b*turn.y,
		j.a*turn.y + j.b*turn.x,
		j.c*turn.y + j.d*turn.x,
	}
	weights := stretch.inverse().weights().scale(s.area)
	left, right := weights.times(flat{j.a - turn.x, j.c - turn.y}), weights.times(flat{j.b + turn.y, j.d - turn.x})
	for k, g := range s.gradient {
		v := corners[k]
		r.force[v] = r.force[v].sub(left.scale(g.x)).sub(right.scale(g.y))
		r.system.diagonal[v] = r.system.diagonal[v].add(weights.scale(g.dot(g)))
		e := &r.system.edges[r.edgeOf[3*i+k]]
		e.block = e.block.add(weights.scale(g.dot(s.gradient[(k+1)%3])))
	}
}

// weights returns I + P + P² + P³.
func (p symmetric) weights() symmetric {
	square := symmetric{p.a*p.a + p.b*p.b, p.b * (p.a + p.c), p.b*p.b + p.c*p.c}
	// (I + P)(I + P²): the factors commute, so the product is symmetric.
	l, m := symmetric{1 + p.a, p.b, 1 + p.c}, symmetric{1 + square.a, square.b, 1 + square.c}
	return symmetric{l.a*m.a + l.b*m.b, l.a*m.b + l.b*m.c, l.b*m.b + l.c*m.c}
}

// reach returns how far the chart can go along a step, at most 1, before 0.8 of
// the way to where the first triangle has no area.
func (r *relaxer) reach(step []flat) float64 {
	nearest := 1 / 0.8
	for i, t := range r.ch.corners {
		j := r.shapes[i].jacobian(r.ch.triangle(i))
		d := r.shapes[i].jacobian([3]flat{step[t[0]], step[t[1]], step[t[2]]})
		nearest = min(nearest, firstRoot(d.determinant(), j.a*d.d+d.a*j.d-j.b*d.c-d.b*j.c, j.determinant()))
	}
	return 0.8 * nearest
}

// firstRoot returns the smallest positive t with a·t² + b·t + c = 0, for c > 0, or
// infinity.
func firstRoot(a, b, c float64) float64 {
	root := b*b - 4*a*c
	if root < 0 {
		return math.Inf(1)
	}
	// The form that does not cancel: c is positive, so the smallest positive root
	// is 2c/(-b + √) where that is positive.
	if d := math.Sqrt(root) - b; d > 0 {
		return 2 * c / d
	}
	return math.Inf(1)
}

// advance goes along the step until the energy is lower, and returns it.
func (r *relaxer) advance(step []flat, energy float64) float64 {
	start := append([]flat(nil), r.ch.flat...)
	share := r.reach(step)
	for range 12 {
		for v := range step {
			r.ch.flat[v] = start[v].add(step[v].scale(share))
		}
		if lower := r.energy(); lower < energy {
			return lower
		}
		share /= 2
	}
	copy(r.ch.flat, start)
	return energy
}

// relax lowers the stretch of a chart that has no triangle turned over, and turns
// none over. It ends early when ctx does.
func (ch *chart) relax(ctx context.Context, shapes []shape) {
	r := newRelaxer(ch, shapes)
	energy := r.energy()
	for range slimRounds {
		if ctx.Err() != nil {
			return
		}
		r.assemble()
		lower := r.advance(r.system.solve(ctx, r.force, solveError, solveRounds), energy)
		if lower > energy*(1-slimPatience) {
			return
		}
		energy = lower
	}
}
