package main

import (
	"math"

	"patina/paint/view"
)

// openness returns for each sample of a view how much of the sky it sees, 0 to 1,
// as far as the view itself can tell: the mean over directions of the picture of
// how far the horizon stands above the surface. After L. Bavoil, M. Sainz and
// R. Dimitrov, "Image-space horizon-based ambient occlusion" (2008).
func openness(p *view.Passes) []float32 {
	const cell = samples // occlusion is soft: one look for each pixel is enough
	size := p.Size / cell
	coarse := make([]float32, size*size)
	for y := range size {
		for x := range size {
			coarse[y*size+x] = openAt(p, x*cell+cell/2, y*cell+cell/2)
		}
	}
	out := make([]float32, p.Size*p.Size)
	for y := range p.Size {
		for x := range p.Size {
			out[y*p.Size+x] = coarse[y/cell*size+x/cell]
		}
	}
	return out
}

// How far and how often openAt looks.
const (
	horizonDirections = 12
	horizonSteps      = 7
	horizonReach      = 0.07 // share of the picture
)

func openAt(p *view.Passes, x, y int) float32 {
	at := y*p.Size + x
	if !p.Mask[at] {
		return 1
	}
	var blocked float32
	for d := range horizonDirections {
		c, s := cosSin(float32(d) / horizonDirections)
		blocked += horizon(p, at, x, y, c, s)
	}
	return 1 - blocked/horizonDirections
}

// horizon returns the share of light that what stands in one direction takes away.
func horizon(p *view.Passes, at, x, y int, c, s float32) float32 {
	n := p.Normal[at].Normalize().Scale(-1) // fitted normals point inwards
	var highest float32
	for step := 1; step <= horizonSteps; step++ {
		t := float32(step) / horizonSteps
		far := t * t * horizonReach * float32(p.Size)
		px, py := x+int(math.Round(float64(c*far))), y+int(math.Round(float64(s*far)))
		if px < 0 || py < 0 || px >= p.Size || py >= p.Size || !p.Mask[py*p.Size+px] {
			continue
		}
		to := p.Position[py*p.Size+px].Sub(p.Position[at])
		length := to.Len()
		if length == 0 {
			continue
		}
		fade := step01(0.22, 0.04, length)
		highest = max(highest, (to.Dot(n)/length-0.08)*fade)
	}
	return highest
}
