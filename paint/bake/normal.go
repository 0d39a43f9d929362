package bake

import "math"

// normal are the normal equations of a small problem of least squares.
type normal struct {
	n      int
	matrix []float64 // n times n, symmetric and, once every unknown is in it, positive
	right  []float64
}

func newNormal(n int) *normal {
	return &normal{n: n, matrix: make([]float64, n*n), right: make([]float64, n)}
}

// add adds weight times the square of what up to four unknowns times their factors
// lack of the value. Unknowns with a factor of 0 are left out.
func (m *normal) add(weight float64, unknowns [4]int, factors [4]float64, value float64) {
	for a, i := range unknowns {
		for b, j := range unknowns {
			m.matrix[i*m.n+j] += weight * factors[a] * factors[b]
		}
		m.right[i] += weight * factors[a] * value
	}
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
