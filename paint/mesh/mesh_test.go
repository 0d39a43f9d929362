package mesh_test

import (
	"math"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/painttest"
)

func TestVertexNormalsPointOutwards(t *testing.T) {
	m := painttest.Sphere(8)
	for i, n := range mesh.VertexNormals(m.Positions, m.Triangles) {
		if n.Dot(m.Positions[i]) < 0.97 || math.Abs(float64(n.Len()-1)) > 1e-6 {
			t.Fatalf("vertex %v has normal %v", m.Positions[i], n)
		}
	}
}

func TestVertexNormalsAreUnweightedAndSplitAtSeams(t *testing.T) {
	// Two squares at a right angle share an edge; one is ten times as large.
	positions := []geom.Vec3{{}, {Z: 1}, {X: 10}, {X: 10, Z: 1}, {Y: 1}, {Y: 1, Z: 1}, {X: 9}}
	triangles := []mesh.Triangle{{0, 1, 2}, {4, 1, 0}}
	normals := mesh.VertexNormals(positions, triangles)
	if want := (geom.Vec3{X: 1, Y: 1}).Normalize(); normals[0].Sub(want).Len() > 1e-6 {
		t.Errorf("the shared vertex has normal %v, want %v", normals[0], want)
	}
	if normals[6] != (geom.Vec3{}) {
		t.Errorf("a vertex without triangles has normal %v", normals[6])
	}
	cube := painttest.Cube()
	for i, n := range mesh.VertexNormals(cube.Positions, cube.Triangles) {
		if largest := max(abs(n.X), abs(n.Y), abs(n.Z)); largest != 1 {
			t.Errorf("vertex %d of a cube with a chart for each side has normal %v", i, n)
		}
	}
}

func TestFaceNormalOfNoArea(t *testing.T) {
	p := geom.Vec3{X: 1, Y: 2, Z: 3}
	if n := mesh.FaceNormal(p, p, geom.Vec3{}); n != (geom.Vec3{}) {
		t.Errorf("got %v, want zero", n)
	}
}

func TestAreaAndBounds(t *testing.T) {
	m := painttest.Cube()
	if got := m.Area(); math.Abs(got-24) > 1e-9 {
		t.Errorf("a cube with sides of 2 has area %g, want 24", got)
	}
	want := geom.Box{Min: geom.Vec3{X: -1, Y: -1, Z: -1}, Max: geom.Vec3{X: 1, Y: 1, Z: 1}}
	if got := m.Bounds(); got != want {
		t.Errorf("got bounds %v, want %v", got, want)
	}
}

func TestSlots(t *testing.T) {
	m := painttest.Quad()
	if m.Slot(1) != 0 {
		t.Error("without slots every triangle has slot 0")
	}
	m.Slots = []uint16{0, 3}
	if m.Slot(1) != 3 {
		t.Errorf("got slot %d, want 3", m.Slot(1))
	}
}

func abs(f float32) float32 { return max(f, -f) }
