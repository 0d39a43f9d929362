package bake_test

import (
	"math"

	"patina/paint/bake"
	"patina/paint/geom"
)

// quality compares a fill with the truth over the texels that were held out.
type quality struct {
	psnr      float64
	gradients float64 // distance between the histograms of steps from texel to texel, as a share of the true mean step
	contrast  float64 // of the steps, compared with the true ones
	structure float64 // mean structural similarity (Wang et al. 2004) without its term for the mean: 1 where patterns agree, 0 where nothing does
}

func judge(a *bake.Atlas, c paint, held [][]bool) quality {
	var q quality
	q.psnr, _ = psnrOf(a, c, held)
	var got, want []float64
	for slot, t := range a.Textures {
		for i := range t.Color {
			p, ok := a.PointAt(slot, i)
			if !ok || !held[slot][i] {
				continue
			}
			for _, j := range []int{i + 1, i + t.Size} {
				if j >= len(t.Color) || !held[slot][j] {
					continue
				}
				r, ok := a.PointAt(slot, j)
				if d := r.Sub(p); !ok || d.Dot(d) > 1e-4 {
					continue
				}
				got = append(got, math.Abs(grey(t.Color[i])-grey(t.Color[j])))
				want = append(want, math.Abs(grey(c(p))-grey(c(r))))
			}
		}
	}
	q.gradients, q.contrast = earthMover(got, want)
	q.structure = similarity(a, c, held)
	return q
}

// similarity compares squares of 8 by 8 texels that were held out as a whole.
func similarity(a *bake.Atlas, c paint, held [][]bool) float64 {
	const side = 8
	var sum, count float64
	for slot, t := range a.Textures {
		for corner := range t.Color {
			if corner%t.Size%side != 0 || corner/t.Size%side != 0 || corner%t.Size+side > t.Size || corner/t.Size+side > t.Size {
				continue
			}
			if s, ok := squareSimilarity(a, c, held[slot], slot, corner, side); ok {
				sum, count = sum+s, count+1
			}
		}
	}
	return sum / count
}

func squareSimilarity(a *bake.Atlas, c paint, held []bool, slot, corner, side int) (similarity float64, ok bool) {
	t := a.Textures[slot]
	var x, y, xx, yy, xy float64
	for k := range side * side {
		i := corner + k/side*t.Size + k%side
		p, covered := a.PointAt(slot, i)
		if !covered || !held[i] {
			return 0, false
		}
		got, want := grey(t.Color[i]), grey(c(p))
		x, y, xx, yy, xy = x+got, y+want, xx+got*got, yy+want*want, xy+got*want
	}
	const small = 0.03 * 0.03
	n := float64(side * side)
	x, y = x/n, y/n
	return (2*(xy/n-x*y) + small) / (xx/n - x*x + yy/n - y*y + small), true
}

func grey(c geom.Vec3) float64 { return 0.299*float64(c.X) + 0.587*float64(c.Y) + 0.114*float64(c.Z) }

func psnrOf(a *bake.Atlas, c paint, held [][]bool) (decibels float64, texels int) {
	var sum float64
	for slot, t := range a.Textures {
		for i := range t.Color {
			if p, ok := a.PointAt(slot, i); ok && held[slot][i] {
				d := t.Color[i].Sub(c(p))
				sum += float64(d.Dot(d)) / 3
				texels++
			}
		}
	}
	return -10 * math.Log10(sum/float64(texels)), texels
}

// earthMover returns the mean difference of the sorted numbers, and the ratio of
// the means.
func earthMover(got, want []float64) (distance, ratio float64) {
	const bins = 1024
	var histogram [bins]float64
	var sumGot, sumWant float64
	for i := range got {
		histogram[min(int(got[i]*bins), bins-1)]++
		histogram[min(int(want[i]*bins), bins-1)]--
		sumGot, sumWant = sumGot+got[i], sumWant+want[i]
	}
	var carried float64
	for _, h := range histogram {
		carried += h
		distance += math.Abs(carried) / bins
	}
	return distance / sumWant, sumGot / sumWant
}
