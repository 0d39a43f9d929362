package likeness

// This follows W. Xue, L. Zhang, X. Mou and A. C. Bovik, "Gradient magnitude similarity
// deviation" (2014), over scales and with colour as in B. Zhang, P. V. Sander and A.
// Bermak, "Gradient magnitude similarity deviation on multiple scales for color image
// quality assessment" (2017), with the weights and constants of the latter. Gradients are
// taken where all nine pixels around are in the region.

import "math"

var scaleWeights = [4]float64{0.096, 0.596, 0.289, 0.019}

// Constants of the similarity (for luma from 0 to 255, and its masking), and of the share
// that colour has in the distance.
const (
	gradientFloor   = 170
	gradientMasking = 0.5
	chromaWeight    = 0.01
	chromaKnee      = 0.32
	chromaSlope     = 15
)

// Perceptual returns the multi-scale gradient magnitude similarity deviation with colour
// (MS-GMSDc) of all views together: 0 for the same pictures, about 0.1 for strong damage,
// 0.3 and more for other pictures.
func Perceptual(pairs []Pair) float64 {
	structure := 0.0
	var scales [len(scaleWeights)][]float64
	chroma, count := 0.0, 0.0
	for _, p := range pairs {
		a, b, region, size := planes(p.Painted, yiq), planes(p.True, yiq), p.Region, p.True.Rect.Dx()
		for i, in := range region {
			if in {
				di, dq := a[1].value[i]-b[1].value[i], a[2].value[i]-b[2].value[i]
				chroma += di*di + dq*dq
				count++
			}
		}
		for s := range scales {
			scales[s] = append(scales[s], similarities(a[0], b[0], region)...)
			a[0], b[0], region = a[0].halved(), b[0].halved(), halvedRegion(region, size)
			size /= 2
		}
	}
	if count == 0 {
		return math.NaN()
	}
	for s, values := range scales {
		d := deviation(values)
		structure += scaleWeights[s] * d * d
	}
	structure = math.Sqrt(structure)
	gamma := 2/(1+chromaKnee*math.Exp(-chromaSlope*structure)) - 1
	return gamma*structure + (1-gamma)*chromaWeight*math.Sqrt(chroma/count)
}

// similarities returns the similarity of the gradients' magnitudes in a region.
func similarities(a, b plane, region []bool) (out []float64) {
	for y := 1; y < a.size-1; y++ {
		for x := 1; x < a.size-1; x++ {
			i := y*a.size + x
			if !surrounded(region, i, a.size) {
				continue
			}
			ga, gb := gradient(a, i), gradient(b, i)
			out = append(out, ((2-gradientMasking)*ga*gb+gradientFloor)/(ga*ga+gb*gb-gradientMasking*ga*gb+gradientFloor))
		}
	}
	return out
}

func surrounded(region []bool, i, size int) bool {
	for _, row := range [3]int{i - size, i, i + size} {
		if !region[row-1] || !region[row] || !region[row+1] {
			return false
		}
	}
	return true
}

// gradient is the magnitude of Prewitt's.
func gradient(p plane, i int) float64 {
	v, n := p.value, p.size
	dx := (v[i-n+1] + v[i+1] + v[i+n+1] - v[i-n-1] - v[i-1] - v[i+n-1]) / 3
	dy := (v[i+n-1] + v[i+n] + v[i+n+1] - v[i-n-1] - v[i-n] - v[i-n+1]) / 3
	return math.Hypot(dx, dy)
}

// deviation returns the standard deviation, 0 of nothing.
func deviation(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	var sum, squares float64
	for _, v := range values {
		sum += v
		squares += v * v
	}
	n := float64(len(values))
	return math.Sqrt(max(squares/n-sum/n*sum/n, 0))
}
