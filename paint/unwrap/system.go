package unwrap

import (
	"context"
	"math"
)

// system is a sparse, symmetric, positive semidefinite system of equations with a
// plane vector for each vertex of a chart. It is solved by conjugate gradients,
// preconditioned by the 2x2 blocks of the diagonal (Shewchuk, "An Introduction to
// the Conjugate Gradient Method Without the Agonizing Pain", 1994, B3).
type system struct {
	diagonal []symmetric
	edges    []coupling
	fixed    []bool // vertices that stay where they are, or nil
}

// coupling is the block that two vertices share off the diagonal.
type coupling struct {
	i, j  int32
	block symmetric
}

// newSystem returns a system of zeros that couples the vertices along the edges of
// the chart, and for each half-edge its place among the couplings.
func newSystem(ch *chart) (s *system, edgeOf []int32) {
	s = &system{diagonal: make([]symmetric, len(ch.points))}
	edgeOf = make([]int32, len(ch.twins))
	for h, twin := range ch.twins {
		if twin >= 0 && int(twin) < h {
			edgeOf[h] = edgeOf[twin]
			continue
		}
		n := following(int32(h))
		edgeOf[h] = int32(len(s.edges))
		s.edges = append(s.edges, coupling{i: ch.corners[h/3][h%3], j: ch.corners[n/3][n%3]})
	}
	return s, edgeOf
}

// clear sets all blocks to zero.
func (s *system) clear() {
	clear(s.diagonal)
	for e := range s.edges {
		s.edges[e].block = symmetric{}
	}
}

// multiply sets out to the product of the system with x.
func (s *system) multiply(out, x []flat) {
	for i, d := range s.diagonal {
		out[i] = d.times(x[i])
	}
	for e := range s.edges {
		c := &s.edges[e]
		xi, xj := x[c.i], x[c.j]
		yi, yj := &out[c.i], &out[c.j]
		yi.x += c.block.a*xj.x + c.block.b*xj.y
		yi.y += c.block.b*xj.x + c.block.c*xj.y
		yj.x += c.block.a*xi.x + c.block.b*xi.y
		yj.y += c.block.b*xi.x + c.block.c*xi.y
	}
}

// precondition returns the inverted blocks of the diagonal, zero for fixed
// vertices.
func (s *system) precondition() []symmetric {
	out := make([]symmetric, len(s.diagonal))
	for i, d := range s.diagonal {
		if s.fixed == nil || !s.fixed[i] {
			out[i] = d.inverse()
		}
	}
	return out
}

// solve returns an approximate solution: one whose residual is smaller than the
// right hand side by the tolerance, or what the given number of rounds led to. It
// gives up when ctx ends; what it returns then is still a step downhill.
func (s *system) solve(ctx context.Context, right []flat, tolerance float64, rounds int) []flat {
	n := len(right)
	x, residual := make([]flat, n), append([]flat(nil), right...)
	direction, product, scaled := make([]flat, n), make([]flat, n), make([]flat, n)
	inverse := s.precondition()
	previous, target := 0.0, 0.0
	for round := range rounds {
		var gain float64
		for i, r := range residual {
			scaled[i] = inverse[i].times(r)
			gain += r.dot(scaled[i])
		}
		if round == 0 {
			target = gain * tolerance * tolerance
		}
		if !(gain > target) || round%16 == 15 && ctx.Err() != nil {
			break
		}
		keep := 0.0
		if round > 0 {
			keep = gain / previous
		}
		for i := range direction {
			direction[i] = scaled[i].add(direction[i].scale(keep))
		}
		s.multiply(product, direction)
		step := gain / inner(direction, product)
		if math.IsNaN(step) || math.IsInf(step, 0) {
			break
		}
		for i := range x {
			x[i] = x[i].add(direction[i].scale(step))
			residual[i] = residual[i].sub(product[i].scale(step))
		}
		previous = gain
	}
	return x
}

func inner(a, b []flat) (sum float64) {
	for i := range a {
		sum += a[i].dot(b[i])
	}
	return sum
}
