package bake

import (
	"context"
	"math"

	"patina/paint/geom"
	"patina/paint/parallel"
)

// healIterations bounds the iterations of solve; it stops earlier once the residual
// is healed times what it began with.
const (
	healIterations = 60
	healed         = 2e-3
)

// solve finds the changes by conjugate gradients, preconditioned by the diagonal
// (Jacobi).
func (h *healing) solve(ctx context.Context) ([]geom.Vec3, error) {
	n := len(h.texels)
	e, rest, z, p, q := make([]geom.Vec3, n), make([]geom.Vec3, n), make([]geom.Vec3, n), make([]geom.Vec3, n), make([]geom.Vec3, n)
	across := make([]geom.Vec3, len(h.samples))
	for i := range h.samples {
		across[i] = h.samples[i].step.Scale(-1)
	}
	inverse := h.diagonal()
	if err := h.pull(ctx, rest, across, e); err != nil {
		return nil, err
	}
	var begin, before float64
	for k := range healIterations {
		now := 0.0
		for v := range z {
			z[v] = rest[v].Scale(inverse[v])
			now += float64(z[v].Dot(rest[v]))
		}
		if k == 0 {
			begin = now
		}
		if now <= healed*healed*begin {
			break
		}
		beta := float32(0)
		if k > 0 {
			beta = float32(now / before)
		}
		for v := range p {
			p[v] = z[v].Add(p[v].Scale(beta))
		}
		if err := h.apply(ctx, q, across, p); err != nil {
			return nil, err
		}
		var energy float64
		for v := range p {
			energy += float64(p[v].Dot(q[v]))
		}
		alpha := float32(now / math.Max(energy, math.SmallestNonzeroFloat64))
		for v := range p {
			e[v], rest[v] = e[v].Add(p[v].Scale(alpha)), rest[v].Sub(q[v].Scale(alpha))
		}
		before = now
	}
	return e, context.Cause(ctx)
}

// diagonal returns the inverse of the diagonal of the system.
func (h *healing) diagonal() []float32 {
	inverse := make([]float32, len(h.texels))
	for v := range inverse {
		sum := float32(1e-6)
		for _, t := range h.terms[h.first[v]:h.first[v+1]] {
			sum += t.weight * t.weight
		}
		for _, other := range h.beside[v] {
			if other != noNeighbour {
				sum += stiffness
			}
		}
		inverse[v] = 1 / sum
	}
	return inverse
}

// apply sets out to the left-hand side of the system for the changes x; across is
// scratch.
func (h *healing) apply(ctx context.Context, out, across, x []geom.Vec3) error {
	err := parallel.Parts(ctx, len(h.samples), chunk, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			s := &h.samples[i]
			var sum geom.Vec3
			for k, v := range s.unknown {
				if v >= 0 {
					sum = sum.Add(x[v].Scale(s.weight[k]))
				}
			}
			across[i] = sum
		}
	})
	if err != nil {
		return err
	}
	return h.pull(ctx, out, across, x)
}

// pull sets out to the forces on the texels: what the samples say, and how unevenly
// the texels change.
func (h *healing) pull(ctx context.Context, out, across, x []geom.Vec3) error {
	return parallel.Parts(ctx, len(out), chunk, func(lo, hi int) {
		for v := lo; v < hi; v++ {
			var sum geom.Vec3
			for _, t := range h.terms[h.first[v]:h.first[v+1]] {
				sum = sum.Add(across[t.sample].Scale(t.weight))
			}
			for _, other := range h.beside[v] {
				switch {
				case other >= 0:
					sum = sum.Add(x[v].Sub(x[other]).Scale(stiffness))
				case other == fixed:
					sum = sum.Add(x[v].Scale(stiffness))
				}
			}
			out[v] = sum
		}
	})
}
