package pictures

// This follows T. Luft, C. Colditz and O. Deussen, "Image enhancement by unsharp masking
// the depth buffer" (2006): what lies behind the mean of its neighbourhood is in a
// crease and gets less light.

import "patina/paint/view"

// openness returns how open each pixel is, 0 to 1.
func openness(p view.Passes) []float32 {
	const reach, depth = 0.035, 0.06 // shares of the picture, and fitted units
	radius := max(1, int(reach*float32(p.Size)))
	weight := make([]float32, len(p.Mask))
	for i, seen := range p.Mask {
		if seen {
			weight[i] = 1
		}
	}
	sums := blurred(p.Depth, p.Size, radius) // depth is 0 where nothing is seen
	counts := blurred(weight, p.Size, radius)
	open := make([]float32, len(p.Mask))
	for i, seen := range p.Mask {
		if seen {
			behind := sums[i]/max(counts[i], 1e-6) - p.Depth[i]
			open[i] = 1 - min(max(behind/depth, 0), 1)
		}
	}
	return open
}

// blurred returns means over boxes, taken twice in each direction, which comes near to a
// bell.
func blurred(in []float32, size, radius int) []float32 {
	out := in
	for range 2 {
		out = transposedMeans(transposedMeans(out, size, radius), size, radius)
	}
	return out
}

// transposedMeans averages along rows and turns rows into columns.
func transposedMeans(in []float32, size, radius int) []float32 {
	out := make([]float32, len(in))
	scale := 1 / float32(2*radius+1)
	for y := range size {
		row := in[y*size : (y+1)*size]
		var sum float64
		for x := range radius {
			sum += float64(row[x])
		}
		for x := range size {
			if right := x + radius; right < size {
				sum += float64(row[right])
			}
			if left := x - radius - 1; left >= 0 {
				sum -= float64(row[left])
			}
			out[x*size+y] = float32(sum) * scale
		}
	}
	return out
}
