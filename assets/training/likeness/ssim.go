package likeness

// This follows Z. Wang, A. C. Bovik, H. R. Sheikh and E. P. Simoncelli, "Image quality
// assessment: from error visibility to structural similarity" (2004): luma, a Gaussian
// window of 11 pixels with a deviation of 1.5. Windows are weighted over the pixels of
// the region only, and count where those hold at least half of a window's weight.

import "math"

const (
	windowReach     = 5
	windowDeviation = 1.5
	leastWindow     = 0.5
)

// SSIM returns the mean structural similarity over all windows, at most 1.
func SSIM(pairs []Pair) float64 {
	var sum, count float64
	for _, p := range pairs {
		s, n := similarity(planes(p.Painted, yiq)[0], planes(p.True, yiq)[0], p.Region)
		sum, count = sum+s, count+n
	}
	return sum / count
}

// similarity returns the sum and the number of the similarities in a region.
func similarity(a, b plane, region []bool) (sum, count float64) {
	m := newMoments(a, b, region)
	const c1, c2 = 0.01 * 255 * 0.01 * 255, 0.03 * 255 * 0.03 * 255
	for i, in := range region {
		w := m.weight.value[i]
		if !in || w < leastWindow {
			continue
		}
		ma, mb := m.a.value[i]/w, m.b.value[i]/w
		va, vb, cov := m.aa.value[i]/w-ma*ma, m.bb.value[i]/w-mb*mb, m.ab.value[i]/w-ma*mb
		sum += (2*ma*mb + c1) * (2*cov + c2) / ((ma*ma + mb*mb + c1) * (max(va, 0) + max(vb, 0) + c2))
		count++
	}
	return sum, count
}

// moments are windowed sums over the pixels of a region.
type moments struct{ weight, a, b, aa, bb, ab plane }

func newMoments(a, b plane, region []bool) moments {
	sums := func(of func(i int) float64) plane {
		in := newPlane(a.size)
		for i, counts := range region {
			if counts {
				in.value[i] = of(i)
			}
		}
		return windowed(windowed(in))
	}
	return moments{
		weight: sums(func(int) float64 { return 1 }),
		a:      sums(func(i int) float64 { return a.value[i] }),
		b:      sums(func(i int) float64 { return b.value[i] }),
		aa:     sums(func(i int) float64 { return a.value[i] * a.value[i] }),
		bb:     sums(func(i int) float64 { return b.value[i] * b.value[i] }),
		ab:     sums(func(i int) float64 { return a.value[i] * b.value[i] }),
	}
}

// window is a Gaussian of weight 1.
var window = gaussian()

func gaussian() (w [2*windowReach + 1]float64) {
	sum := 0.0
	for i := range w {
		d := float64(i-windowReach) / windowDeviation
		w[i] = math.Exp(-d * d / 2)
		sum += w[i]
	}
	for i := range w {
		w[i] /= sum
	}
	return w
}

// windowed sums along rows and turns rows into columns.
func windowed(in plane) plane {
	out := newPlane(in.size)
	for y := range in.size {
		for x := range in.size {
			sum := 0.0
			for k, w := range window {
				if at := x + k - windowReach; at >= 0 && at < in.size {
					sum += w * in.value[y*in.size+at]
				}
			}
			out.value[x*in.size+y] = sum
		}
	}
	return out
}
