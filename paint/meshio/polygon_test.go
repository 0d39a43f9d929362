package meshio

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// spiral is an OBJ with one concave face of n corners.
func spiral(n int) string {
	var text strings.Builder
	text.WriteString("vt 0 0\n")
	for _, p := range spiralPoints(n) {
		fmt.Fprintf(&text, "v %g %g 0\n", p.X, p.Y)
	}
	text.WriteString("f")
	for i := range n {
		fmt.Fprintf(&text, " %d/1", i+1)
	}
	return text.String()
}

// spiralPoints winds a band outwards along one side and back along the other.
func spiralPoints(n int) []geom.Vec3 {
	points := make([]geom.Vec3, n)
	at := func(angle, r float64) geom.Vec3 {
		return geom.Vec3{X: float32(r * math.Cos(angle)), Y: float32(r * math.Sin(angle))}
	}
	for i := range n / 2 {
		angle := 6 * math.Pi * float64(i) / float64(n/2)
		points[i] = at(angle, 2+angle/2)
		points[n-1-i] = at(angle, 1+angle/2)
	}
	return points
}

func TestConcaveFacesKeepTheirArea(t *testing.T) {
	for name, points := range map[string][]geom.Vec3{
		"arrow":         {{X: 0, Y: 0}, {X: 2, Y: 1}, {X: 0, Y: 2}, {X: 0.5, Y: 1}},
		"arrow, turned": {{X: 0.5, Y: 1}, {X: 0, Y: 0}, {X: 2, Y: 1}, {X: 0, Y: 2}},
		"L":             {{}, {X: 2}, {X: 2, Y: 1}, {X: 1, Y: 1}, {X: 1, Y: 2}, {Y: 2}},
		"hole":          {{}, {X: 3}, {X: 3, Y: 3}, {Y: 3}, {}, {X: 1, Y: 1}, {X: 1, Y: 2}, {X: 2, Y: 2}, {X: 2, Y: 1}, {X: 1, Y: 1}},
		"collinear":     {{}, {X: 1}, {X: 2}, {X: 2, Y: 2}, {X: 1, Y: 1}, {Y: 2}},
		"comb":          {{}, {X: 7}, {X: 7, Y: 3}, {X: 6, Y: 1}, {X: 5, Y: 3}, {X: 4, Y: 1}, {X: 3, Y: 3}, {X: 2, Y: 1}, {X: 1, Y: 3}},
		"spiral":        spiralPoints(200),
	} {
		for _, swap := range []string{"xyz", "yzx", "zxy", "clockwise"} {
			t.Run(name+" "+swap, func(t *testing.T) { checkCut(t, turned(points, swap)) })
		}
	}
}

func turned(points []geom.Vec3, how string) []geom.Vec3 {
	out := slices.Clone(points)
	for i, p := range out {
		switch how {
		case "yzx":
			out[i] = geom.Vec3{X: p.Y, Y: p.Z, Z: p.X}
		case "zxy":
			out[i] = geom.Vec3{X: p.Z, Y: p.X, Z: p.Y}
		}
	}
	if how == "clockwise" {
		slices.Reverse(out)
	}
	return out
}

// checkCut checks that the triangles are as many as they must be, all turn the way
// the face does, and cover its area: then they do not overlap.
func checkCut(t *testing.T, points []geom.Vec3) {
	t.Helper()
	face := make([]corner, len(points))
	var normal geom.Vec3 // twice the area, by Newell's sum over the edges
	for i := range face {
		face[i].v = int32(i)
		normal = normal.Add(points[i].Cross(points[(i+1)%len(points)]))
	}
	var cutter earCutter
	triangles, err := cutter.cut(nil, face, points)
	if err != nil || len(triangles) != len(points)-2 {
		t.Fatalf("%d triangles, %v", len(triangles), err)
	}
	unit := normal.Normalize()
	var area float32
	for _, tri := range triangles {
		n := points[tri[1]].Sub(points[tri[0]]).Cross(points[tri[2]].Sub(points[tri[0]])).Dot(unit)
		if n < -1e-5 {
			t.Errorf("triangle %v is turned over", tri)
		}
		area += n
	}
	if want := normal.Len(); math.Abs(float64(area/want-1)) > 1e-4 {
		t.Errorf("area %v, want %v", area/2, want/2)
	}
}

func TestConvexFacesBecomeFans(t *testing.T) {
	var cutter earCutter
	got, err := cutter.cut(nil, []corner{{v: 0}, {v: 1}, {v: 2}, {v: 3}}, squarePoints)
	if err != nil || !slices.Equal(got, []mesh.Triangle{{0, 1, 2}, {0, 2, 3}}) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestCrossedFacesEnd(t *testing.T) {
	points := []geom.Vec3{{X: 0}, {X: 1, Y: 1}, {X: 1}, {Y: 1}, {X: float32(math.NaN())}, {X: 3, Y: 3}}
	var cutter earCutter
	for n := 3; n <= len(points); n++ {
		face := make([]corner, n)
		for i := range face {
			face[i].v = int32(i)
		}
		got, err := cutter.cut(nil, face, points)
		if err != nil || len(got) != n-2 {
			t.Errorf("%d corners: %v, %v", n, got, err)
		}
	}
}
