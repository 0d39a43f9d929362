package mesh

import (
	"math"
	"testing"

	"patina/paint/geom"
)

// cube has its corners split by face, as UV seams split them, and one face cut along
// the other diagonal than its opposite.
func cube() (positions []geom.Vec3, triangles []Triangle) {
	axes := [3]geom.Vec3{{X: 1}, {Y: 1}, {Z: 1}}
	for k := range 3 {
		for _, side := range []float32{-1, 1} {
			n, u, v := axes[k].Scale(side), axes[(k+1)%3].Scale(side), axes[(k+2)%3]
			at := uint32(len(positions))
			positions = append(positions, n.Sub(u).Sub(v), n.Add(u).Sub(v), n.Add(u).Add(v), n.Sub(u).Add(v))
			if k == 0 {
				triangles = append(triangles, Triangle{at, at + 1, at + 3}, Triangle{at + 1, at + 2, at + 3})
			} else {
				triangles = append(triangles, Triangle{at, at + 1, at + 2}, Triangle{at, at + 2, at + 3})
			}
		}
	}
	return positions, triangles
}

func TestSmoothNormalsIgnoreSeamsAndDiagonals(t *testing.T) {
	positions, triangles := cube()
	for i, n := range SmoothNormals(positions, triangles) {
		if want := positions[i].Normalize(); n.Sub(want).Len() > 1e-6 {
			t.Errorf("vertex %d at %v has %v", i, positions[i], n)
		}
	}
}

func TestSmoothNormalsAreUnitEvenWhereFacesCancelOut(t *testing.T) {
	positions := []geom.Vec3{{}, {X: 1}, {Y: 1}, {X: 9}}
	for i, n := range SmoothNormals(positions, []Triangle{{0, 1, 2}, {0, 2, 1}}) {
		if math.Abs(float64(n.Len()-1)) > 1e-6 || n.Z*n.Z != 1 {
			t.Errorf("vertex %d has %v", i, n)
		}
	}
}
