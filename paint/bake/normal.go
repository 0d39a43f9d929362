package bake

import "math"

// normal are the normal equations of a small problem of least squares.
type normal struct {
	n      int
	matrix []float64 // n times n, symmetric and, once every unknown is in it, positive
	right  []float64
}

// newNormal begins with equations that draw every unknown to 0, hardly.
func newNormal(n int) *normal {
	m := &normal{n: n, matrix: make([]float64, n*n), right: make([]float64, n)}
	for i := range n {
		m.add(i, 1e-9)
	}
	return m
}

// add adds weight times the square of unknown i.
func (m *normal) add(i int, weight float64) { m.matrix[i*m.n+i] += weight }

// join adds weight times the square of what unknown i less unknown j lacks of the value.
func (m *normal) join(weight float64, i, j int, value float64) {
	m.add(i, weight)
	m.add(j, weight)
	m.matrix[i*m.n+j] -= weight
	m.matrix[j*m.n+i] -= weight
	m.right[i] += weight * value
	m.right[j] -= weight * value
}

// solve returns the unknowns that make the sum least (Cholesky). It overwrites the
// equations.
func (m *normal) solve() []float64 {
	n, l, x := m.n, m.matrix, m.right
	for i := range n {
		for j := range i + 1 {
			sum := l[i*n+j]
			for k := range j {
				sum -= l[i*n+k] * l[j*n+k]
			}
			if i == j {
				l[i*n+i] = math.Sqrt(math.Max(sum, 1e-30))
			} else {
				l[i*n+j] = sum / l[j*n+j]
			}
		}
	}
	for i := range n {
		for k := range i {
			x[i] -= l[i*n+k] * x[k]
		}
		x[i] /= l[i*n+i]
	}
	for i := n - 1; i >= 0; i-- {
		for k := i + 1; k < n; k++ {
			x[i] -= l[k*n+i] * x[k]
		}
		x[i] /= l[i*n+i]
	}
	return x
}
