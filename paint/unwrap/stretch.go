package unwrap

import "math"

// Stretch is the L2 stretch of Sander, Snyder, Gortler and Hoppe, "Texture Mapping
// Progressive Meshes" (2001), section 3: the root mean square, over the surface, of
// how many units of surface one unit of texture covers, in all directions.

// spread sums up the parts of the stretch over triangles.
type spread struct {
	surface float64 // area on the surface
	plane   float64 // area in the plane
	squares float64 // area on the surface times squared stretch
}

func (a spread) add(b spread) spread {
	return spread{a.surface + b.surface, a.plane + b.plane, a.squares + b.squares}
}

// stretch is 1 where lengths are kept, after scaling the plane to the area of the
// surface. A surface without area is not stretched.
func (a spread) stretch() float64 {
	if !(a.surface > 0) {
		return 1
	}
	return math.Sqrt(a.squares/a.surface) * math.Sqrt(a.plane/a.surface)
}

// spread measures the chart as it lies in the plane.
func (ch *chart) spread(s *surface, shapes []shape) (sum spread) {
	for i, f := range ch.faces {
		j := shapes[i].jacobian(ch.triangle(i))
		det := j.determinant()
		sum = sum.add(spread{
			surface: s.area[f],
			plane:   s.area[f] * det,
			squares: s.area[f] * j.squares() / (2 * det * det),
		})
	}
	return sum
}
