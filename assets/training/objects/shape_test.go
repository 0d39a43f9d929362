package objects

import (
	"math"
	"testing"

	"patina/paint/geom"
)

// boundary returns the number of edges of a shape that only one triangle has, after
// vertices at the same place are merged.
func boundary(s shape) (open int) {
	s = s.welded()
	uses := map[[2]uint32]int{}
	for _, t := range s.triangles {
		for i := range t {
			a, b := t[i], t[(i+1)%3]
			uses[[2]uint32{min(a, b), max(a, b)}]++
		}
	}
	for _, n := range uses {
		if n == 1 {
			open++
		}
	}
	return open
}

func TestSolidsAreClosedAndHaveTheirVolume(t *testing.T) {
	const sphere = 4 * math.Pi / 3
	path := []geom.Vec3{{}, {Y: 0.5}, {Y: 1}}
	for name, test := range map[string]struct {
		s      shape
		volume float64
	}{
		"ball":      {ball(1, 0.5, 2, 64), sphere},
		"cylinder":  {cylinder(0.5, 0.5, 2, 0, 64), math.Pi / 2},
		"cone":      {cylinder(1, 0, 3, 0, 96), math.Pi},
		"torus":     {torus(1, 0.25, 64, 32), 2 * math.Pi * math.Pi / 16},
		"sharp box": {block(1, 2, 3, 0), 48},
		"round box": {block(0.5, 0.5, 0.5, 0.1), 0.95},
		"limb":      {limb(path, 48, 0.2, 0.2), math.Pi*0.04 + sphere*0.008},
		"extrusion": {extrusion([]geom.Vec2{{X: -1, Y: -1}, {X: 1, Y: -1}, {X: 1, Y: 1}, {X: -1, Y: 1}}, geom.Vec2{}, 0.5), 2},
		"clay":      {ovoid(geom.Vec3{}, vec(1, 1, 1)).surface(40), sphere},
		"bumpy":     {brick(vec(0.2, 0, 0), vec(0.5, 0.5, 0.5), 0.05).surface(40), 0.99},
	} {
		if open := boundary(test.s); open != 0 {
			t.Errorf("%s has %d open edges", name, open)
		}
		if got := float64(volume(test.s)); math.Abs(got/test.volume-1) > 0.03 {
			t.Errorf("%s has a volume of %g, want %g", name, got, test.volume)
		}
	}
}

func TestMirroredShapesAreRightSideOut(t *testing.T) {
	s := ball(0.2, 0.3, 0.4, 24).at(1, 2, 3)
	pair := s.pair()
	if v := volume(pair) / volume(s); math.Abs(float64(v)-2) > 1e-3 {
		t.Errorf("a pair has %g times the volume of one", v)
	}
	if box := pair.box(); abs(box.Min.X+box.Max.X) > 1e-6 {
		t.Errorf("a pair lies in %v", box)
	}
}

func TestCreasesSplitHardEdgesOnly(t *testing.T) {
	if s := block(1, 1, 1, 0); len(s.welded().creased(30).positions) != len(s.positions) {
		t.Errorf("a cube whose faces have %d vertices together gets %d", len(s.positions), len(s.welded().creased(30).positions))
	}
	smooth := ball(1, 1, 1, 48)
	if n := len(smooth.creased(30).positions); n != len(smooth.positions) {
		t.Errorf("a ball of %d vertices gets %d", len(smooth.positions), n)
	}
}

// Clay that is sampled in blocks must not lose what lies between their middles.
func TestBlocksMissNothing(t *testing.T) {
	lumps := []lump{bone(vec(-1, 0, 0), vec(1, 0.3, 0), 0.05, 0.05), ovoid(vec(0, 0.6, 0), vec(0.9, 0.06, 0.06))}
	for i, l := range lumps {
		s := l.surface(60)
		if open := boundary(s); open != 0 {
			t.Errorf("thin lump %d has %d open edges", i, open)
		}
		if size := s.box().Size(); size.X < 0.93*l.box.Size().X {
			t.Errorf("thin lump %d is %g wide, want %g", i, size.X, l.box.Size().X)
		}
	}
}
