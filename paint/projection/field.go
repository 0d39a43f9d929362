package projection

import (
	"context"
	"math"

	"patina/paint/geom"
)

// field is a square picture of vectors, colours or displacements, whose outermost
// pixels lie on the edges of a view.
type field struct {
	size  int
	value []geom.Vec3
}

func newField(size int) *field { return &field{size, make([]geom.Vec3, size*size)} }

// at interpolates at a point of the view, repeating the border.
func (f *field) at(x, y float64) geom.Vec3 {
	return bilinear(f.value, f.size, f.size, gridPoint(x, f.size), gridPoint(y, f.size))
}

// gridPoint takes normalized device coordinates to the columns of a grid whose
// outermost points lie on the edges of the view.
func gridPoint(x float64, size int) float32 { return float32((x + 1) / 2 * float64(size-1)) }

// viewPoint is the inverse of gridPoint for point i of a square grid.
func viewPoint(i, size int) (x, y float64) {
	step := 2 / float64(size-1)
	return float64(i%size)*step - 1, float64(i/size)*step - 1
}

// blur returns the field smoothed with a Gaussian of sigma pixels.
func (f *field) blur(ctx context.Context, sigma float64) (*field, error) {
	kernel := gaussian(sigma)
	across, out := newField(f.size), newField(f.size)
	err := inRows(ctx, f.size, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			f.blurRow(across, kernel, y)
		}
	})
	if err != nil {
		return nil, err
	}
	return out, inRows(ctx, f.size, func(y0, y1 int) {
		for y := y0; y < y1; y++ {
			across.blurColumns(out, kernel, y)
		}
	})
}

func (f *field) blurRow(out *field, kernel []float32, y int) {
	row, to := f.value[y*f.size:(y+1)*f.size], out.value[y*f.size:]
	for x := range row {
		sum := row[x].Scale(kernel[0])
		for k := 1; k < len(kernel); k++ {
			sum = sum.Add(row[max(x-k, 0)].Add(row[min(x+k, f.size-1)]).Scale(kernel[k]))
		}
		to[x] = sum
	}
}

func (f *field) blurColumns(out *field, kernel []float32, y int) {
	to := out.value[y*f.size : (y+1)*f.size]
	for k, w := range kernel {
		above := f.value[max(y-k, 0)*f.size:]
		below := f.value[min(y+k, f.size-1)*f.size:]
		for x := range to {
			if k == 0 {
				to[x] = above[x].Scale(w)
			} else {
				to[x] = to[x].Add(above[x].Add(below[x]).Scale(w))
			}
		}
	}
}

// gaussian returns the weights from the middle outwards; with those on the other
// side they add up to 1.
func gaussian(sigma float64) []float32 {
	kernel := make([]float32, 1+int(math.Ceil(2.5*sigma)))
	var sum float64
	for i := range kernel {
		w := math.Exp(-float64(i*i) / (2 * sigma * sigma))
		kernel[i] = float32(w)
		if i > 0 {
			w *= 2
		}
		sum += w
	}
	for i := range kernel {
		kernel[i] /= float32(sum)
	}
	return kernel
}

// bilinear samples a picture at column u and row v, counted from the centre of the
// first pixel, repeating its border.
func bilinear(value []geom.Vec3, width, height int, u, v float32) geom.Vec3 {
	x0, fx := split(u, width)
	y0, fy := split(v, height)
	x1, y1 := min(x0+1, width-1), min(y0+1, height-1)
	top := value[y0*width+x0].Lerp(value[y0*width+x1], fx)
	bottom := value[y1*width+x0].Lerp(value[y1*width+x1], fx)
	return top.Lerp(bottom, fy)
}

// bilinearScalar does the same for a square grid of numbers.
func bilinearScalar(grid []float32, size int, u, v float32) float32 {
	x0, fx := split(u, size)
	y0, fy := split(v, size)
	x1, y1 := min(x0+1, size-1), min(y0+1, size-1)
	top := grid[y0*size+x0]*(1-fx) + grid[y0*size+x1]*fx
	bottom := grid[y1*size+x0]*(1-fx) + grid[y1*size+x1]*fx
	return top*(1-fy) + bottom*fy
}

// split returns the pixel before u and how far u is on the way to the next.
func split(u float32, n int) (int, float32) {
	u = min(max(u, 0), float32(n-1))
	i := int(u)
	return i, u - float32(i)
}
