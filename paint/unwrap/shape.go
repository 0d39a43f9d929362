package unwrap

import "math"

// shape is what a triangle of a chart should look like in the plane: its true
// form, laid flat.
type shape struct {
	area float64

	// gradient holds for each corner how fast its hat function rises: the
	// Jacobian of a map that takes corner i to u[i] is the sum of u[i]·gradient[i]ᵀ.
	gradient [3]flat
}

// thinnest is the least height of a shape as a share of its longest side. Thinner
// triangles are thickened: they are so small that this stretches nothing, and it
// keeps them from being turned over by rounding.
const thinnest = 0.02

// layFlat returns the shape of the triangle a, b, c, enlarged if its longest side is
// shorter than least.
func layFlat(a, b, c space, least float64) shape {
	corners := [3]space{a, b, c}
	base, longest := 0, 0.0
	for k := range corners {
		if l := corners[(k+1)%3].sub(corners[k]).length(); l > longest {
			base, longest = k, l
		}
	}
	side := corners[(base+1)%3].sub(corners[base])
	apex := corners[(base+2)%3].sub(corners[base])
	enlarge := math.Max(1, least/longest)
	var p [3]flat
	p[(base+1)%3] = flat{x: longest}.scale(enlarge)
	p[(base+2)%3] = flat{apex.dot(side) / longest, math.Max(side.cross(apex).length()/longest, thinnest*longest)}.scale(enlarge)
	return shapeOf(p)
}

// shapeOf returns the shape of a counter-clockwise triangle.
func shapeOf(p [3]flat) (s shape) {
	double := orientation(p[0], p[1], p[2])
	s.area = double / 2
	for k := range p {
		against := p[(k+2)%3].sub(p[(k+1)%3])
		s.gradient[k] = flat{-against.y / double, against.x / double}
	}
	return s
}

// shapes returns the shapes of all triangles of the chart.
func (ch *chart) shapes(least float64) []shape {
	out := make([]shape, len(ch.corners))
	for i, t := range ch.corners {
		out[i] = layFlat(ch.points[t[0]], ch.points[t[1]], ch.points[t[2]], least)
	}
	return out
}

// matrix is the 2x2 matrix (a b; c d).
type matrix struct{ a, b, c, d float64 }

// jacobian returns the derivative of the map from the shape to the triangle u.
func (s *shape) jacobian(u [3]flat) matrix {
	var j matrix
	for k, g := range s.gradient {
		j.a += u[k].x * g.x
		j.b += u[k].x * g.y
		j.c += u[k].y * g.x
		j.d += u[k].y * g.y
	}
	return j
}

func (m matrix) determinant() float64 { return m.a*m.d - m.b*m.c }

// squares is the sum of the squared singular values.
func (m matrix) squares() float64 { return m.a*m.a + m.b*m.b + m.c*m.c + m.d*m.d }

// rotation returns the cosine and sine of the rotation closest to m, whose
// determinant is positive.
func (m matrix) rotation() flat {
	r := flat{m.a + m.d, m.c - m.b}
	return r.scale(1 / r.length())
}

// symmetric is the 2x2 matrix (a b; b c).
type symmetric struct{ a, b, c float64 }

func (m symmetric) times(v flat) flat { return flat{m.a*v.x + m.b*v.y, m.b*v.x + m.c*v.y} }

func (m symmetric) scale(s float64) symmetric { return symmetric{m.a * s, m.b * s, m.c * s} }

func (m symmetric) add(n symmetric) symmetric {
	return symmetric{m.a + n.a, m.b + n.b, m.c + n.c}
}

// inverse returns the inverse of m, or zero where there is none.
func (m symmetric) inverse() symmetric {
	det := m.a*m.c - m.b*m.b
	if !(det > 0) {
		return symmetric{}
	}
	return symmetric{m.c / det, -m.b / det, m.a / det}
}
