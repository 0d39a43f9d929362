package bake

import (
	"context"
	"math"

	"patina/paint/geom"
)

// This solves the equations of the finest graph by conjugate gradients (Hestenes
// and Stiefel 1952) in the flexible form of Polak and Ribiere, preconditioned by a
// multigrid cycle over the coarser graphs. It starts from a cascade: the coarsest
// graph solved exactly, then graph by graph from the colours of the groups.
//
// Each colour channel is a system of its own with the same left-hand side.

// cascadeSweeps smooth each graph of the cascade. The iterations of the conjugate
// gradients then bring the colours to within about 1/255 of the exact solution.
const (
	cascadeSweeps = 4
	iterations    = 4
)

// cascade sets the colours of all graphs from the coarsest on.
func cascade(ctx context.Context, levels []*graph) error {
	for i, fine := range levels[:len(levels)-1] {
		fine.restrict(levels[i+1].inflow, fine.inflow)
	}
	top := levels[len(levels)-1]
	top.divide(top.value, top.inflow)
	for i := len(levels) - 2; i >= 0; i-- {
		fine, coarse := levels[i], levels[i+1]
		for k, p := range fine.parent {
			fine.value[k] = coarse.value[p]
		}
		for sweep := range cascadeSweeps {
			if err := fine.sweep(ctx, fine.value, fine.inflow, sweep%2 == 1); err != nil {
				return err
			}
		}
	}
	return nil
}

// divide solves the equations of a graph without edges.
func (g *graph) divide(x, rhs []geom.Vec3) {
	for i := range x {
		x[i] = rhs[i].Scale(g.inverse[i])
	}
}

// cycle sets x to an approximate solution for the right-hand side rhs on the first
// of the levels. It overwrites the colours and inflows of the coarser ones.
func cycle(ctx context.Context, levels []*graph, x, rhs []geom.Vec3, turns int) error {
	g := levels[0]
	if len(levels) == 1 {
		g.divide(x, rhs)
		return nil
	}
	coarse := levels[1]
	clear(x)
	if err := g.sweep(ctx, x, rhs, false); err != nil {
		return err
	}
	for range turns {
		if err := g.residual(ctx, g.rest, x, rhs); err != nil {
			return err
		}
		g.restrict(coarse.inflow, g.rest)
		if err := cycle(ctx, levels[1:], coarse.value, coarse.inflow, 2); err != nil {
			return err
		}
		for k, p := range g.parent {
			x[k] = x[k].Add(coarse.value[p])
		}
		if err := g.sweep(ctx, x, rhs, true); err != nil {
			return err
		}
	}
	return nil
}

// conjugateGradients improves the colours of the first of the levels by so many
// iterations.
func conjugateGradients(ctx context.Context, levels []*graph, iterations int) error {
	g := levels[0]
	n := g.nodes()
	rest, old := make([]geom.Vec3, n), make([]geom.Vec3, n)
	z, p, q := make([]geom.Vec3, n), make([]geom.Vec3, n), make([]geom.Vec3, n)
	if err := g.residual(ctx, rest, g.value, g.inflow); err != nil {
		return err
	}
	zero := make([]geom.Vec3, n)
	var before channels // rest times z of the last iteration
	for range iterations {
		if err := cycle(ctx, levels, z, rest, 1); err != nil {
			return err
		}
		now := dot(z, rest)
		beta := ratio(now.sub(dot(z, old)), before)
		for i := range p {
			p[i] = z[i].Add(p[i].Mul(beta))
		}
		if err := g.residual(ctx, q, p, zero); err != nil {
			return err
		}
		alpha := ratio(now, dot(p, q))
		copy(old, rest)
		for i := range p {
			g.value[i] = g.value[i].Sub(p[i].Mul(alpha))
			rest[i] = rest[i].Sub(q[i].Mul(alpha))
		}
		before = now
	}
	return nil
}

// channels is a number for each colour channel.
type channels [3]float64

func (a channels) sub(b channels) channels { return channels{a[0] - b[0], a[1] - b[1], a[2] - b[2]} }

// dot returns the inner products channel by channel.
func dot(a, b []geom.Vec3) (sum channels) {
	for i := range a {
		sum[0] += float64(a[i].X) * float64(b[i].X)
		sum[1] += float64(a[i].Y) * float64(b[i].Y)
		sum[2] += float64(a[i].Z) * float64(b[i].Z)
	}
	return sum
}

// solved is where an inner product with a residual is only rounding.
const solved = 1e-14

// ratio divides channel by channel; it is 0 where there is nothing left to divide.
func ratio(a, b channels) geom.Vec3 {
	over := func(a, b float64) float32 {
		if math.Abs(b) < solved {
			return 0
		}
		return float32(a / b)
	}
	return geom.Vec3{X: over(a[0], b[0]), Y: over(a[1], b[1]), Z: over(a[2], b[2])}
}
