package uv

import (
	"cmp"
	"math"
	"slices"
)

// Density is how many texels lie along a unit of length of the mesh.
type Density struct {
	Low    float64 `json:"low"` // a tenth of the surface has less
	Median float64 `json:"median"`
	High   float64 `json:"high"` // a tenth of the surface has more
}

// density returns the density of the charts.
func (e *examination) density() (d Density) {
	type triangle struct{ texels, area float64 }
	var all []triangle
	sum := 0.0
	for f, a := range e.area {
		if a > 0 && e.chartOf[f] >= 0 {
			all = append(all, triangle{float64(e.size) * math.Sqrt(math.Abs(e.flat[f])/(2*a)), a})
			sum += a
		}
	}
	slices.SortFunc(all, func(a, b triangle) int { return cmp.Compare(a.texels, b.texels) })
	below := 0.0
	for _, t := range all {
		if below <= 0.1*sum {
			d.Low = t.texels
		}
		if below <= 0.5*sum {
			d.Median = t.texels
		}
		if below <= 0.9*sum {
			d.High = t.texels
		}
		below += t.area
	}
	return d
}
