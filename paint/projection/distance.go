package projection

// This file follows "Distance Transforms of Sampled Functions" (Felzenszwalb and
// Huttenlocher, 2012): the squared distance to the nearest marked pixel is the
// lower envelope of one parabola for each of them, first along columns, then along
// rows.

import "math"

// distances returns how far each pixel of a square picture is from the nearest
// marked one, in pixels; infinite when none is marked.
func distances(marked []bool, size int) []float32 {
	field := make([]float64, len(marked))
	for i, m := range marked {
		if !m {
			field[i] = math.Inf(1)
		}
	}
	e := newEnvelope(size)
	for x := range size {
		e.transform(field, x, size)
	}
	for y := range size {
		e.transform(field, y*size, 1)
	}
	out := make([]float32, len(field))
	for i, d := range field {
		out[i] = float32(math.Sqrt(d))
	}
	return out
}

// signedDistances is positive outside and negative inside the marked pixels, and
// about 0 on the line between.
func signedDistances(marked []bool, size int) []float32 {
	inverse := make([]bool, len(marked))
	for i, m := range marked {
		inverse[i] = !m
	}
	out := distances(marked, size)
	inside := distances(inverse, size)
	for i, m := range marked {
		if m {
			out[i] = 0.5 - inside[i]
		} else {
			out[i] -= 0.5
		}
	}
	return out
}

// envelope is the lower envelope of parabolas over one row or column.
type envelope struct {
	values []float64 // of the row before the transform
	center []int     // of the parabolas in the envelope
	from   []float64 // where each of them begins
}

func newEnvelope(size int) *envelope {
	return &envelope{values: make([]float64, size), center: make([]int, size), from: make([]float64, size+1)}
}

// transform replaces the values of one row or column by the squared distances.
func (e *envelope) transform(field []float64, start, stride int) {
	for i := range e.values {
		e.values[i] = field[start+i*stride]
	}
	n := e.build()
	if n == 0 {
		return
	}
	k := 0
	for i := range e.values {
		for k < n-1 && e.from[k+1] < float64(i) {
			k++
		}
		d := float64(i - e.center[k])
		field[start+i*stride] = d*d + e.values[e.center[k]]
	}
}

// build collects the parabolas that are lowest somewhere, and returns how many.
func (e *envelope) build() (n int) {
	for q, value := range e.values {
		if math.IsInf(value, 1) {
			continue
		}
		begin := math.Inf(-1)
		for n > 0 {
			begin = e.crossing(e.center[n-1], q)
			if begin > e.from[n-1] {
				break
			}
			n--
			begin = math.Inf(-1)
		}
		e.center[n], e.from[n] = q, begin
		n++
	}
	return n
}

// crossing returns where the parabolas of p and q, p < q, are equally high.
func (e *envelope) crossing(p, q int) float64 {
	return (e.values[q] + float64(q*q) - e.values[p] - float64(p*p)) / float64(2*(q-p))
}
