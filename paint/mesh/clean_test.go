package mesh

import (
	"math"
	"slices"
	"testing"

	"patina/paint/geom"
)

func square() *Mesh {
	return &Mesh{
		Positions: []geom.Vec3{{}, {X: 1}, {X: 1, Y: 1}, {Y: 1}},
		UVs:       []geom.Vec2{{Y: 1}, {X: 1, Y: 1}, {X: 1}, {}},
		Triangles: []Triangle{{0, 1, 2}, {0, 2, 3}},
		Slots:     []uint16{0, 1},
		Materials: []Material{DefaultMaterial(), DefaultMaterial()},
	}
}

func TestCleanLeavesAGoodMeshAlone(t *testing.T) {
	m, want := square(), square()
	m.Normals = []geom.Vec3{{Z: 1}, {X: 0.6, Z: 0.8}, {Z: 1}, {Z: 1}}
	want.Normals = slices.Clone(m.Normals)
	if c := m.Clean(); c != (Cleaned{}) {
		t.Errorf("it says %+v", c)
	}
	if !slices.Equal(m.Positions, want.Positions) || !slices.Equal(m.Normals, want.Normals) || !slices.Equal(m.Triangles, want.Triangles) {
		t.Errorf("got %+v", m)
	}
}

func TestCleanDropsWhatCannotBePainted(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for name, spoil := range map[string]func(m *Mesh){
		"NaN position":      func(m *Mesh) { m.Positions[1].Y = nan },
		"infinite position": func(m *Mesh) { m.Positions[1].Z = -inf },
		"huge position":     func(m *Mesh) { m.Positions[1].X = 1e30 },
		"NaN UV":            func(m *Mesh) { m.UVs[1].X = nan },
		"huge UV":           func(m *Mesh) { m.UVs[1].Y = -1e7 },
	} {
		m := square()
		spoil(m)
		c := m.Clean()
		if c.BadTriangles != 1 || !c.VerticesDropped || len(m.Positions) != 3 {
			t.Errorf("%s: %+v, %d vertices", name, c, len(m.Positions))
		}
		if !slices.Equal(m.Triangles, []Triangle{{0, 1, 2}}) || !slices.Equal(m.Slots, []uint16{1}) || m.UVs[2] != (geom.Vec2{}) {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

func TestCleanDropsTrianglesWithoutArea(t *testing.T) {
	m := square()
	m.Positions = append(m.Positions, geom.Vec3{X: 0.5, Y: 0.5})
	m.UVs = append(m.UVs, geom.Vec2{})
	m.Triangles = append(m.Triangles, Triangle{0, 0, 1}, Triangle{0, 4, 2})
	m.Slots = append(m.Slots, 0, 0)
	if c := m.Clean(); c.ZeroArea != 2 || len(m.Triangles) != 2 || len(m.Positions) != 4 {
		t.Errorf("%+v, %+v", c, m)
	}
}

func TestCleanKeepsTinyTriangles(t *testing.T) {
	m := square()
	for i, p := range m.Positions {
		m.Positions[i] = p.Scale(1e-25)
	}
	if c := m.Clean(); c.ZeroArea != 0 || m.Normals[0] != (geom.Vec3{Z: 1}) {
		t.Errorf("%+v, normals %v", c, m.Normals)
	}
}

func TestCleanMakesNormalsUnit(t *testing.T) {
	m := square()
	nan := float32(math.NaN())
	m.Normals = []geom.Vec3{{Z: 5}, {}, {X: nan}, {X: 1e-3}}
	c := m.Clean()
	if want := []geom.Vec3{{Z: 1}, {Z: 1}, {Z: 1}, {X: 1}}; !slices.Equal(m.Normals, want) || c.NormalsMade != 2 {
		t.Errorf("%+v, normals %v", c, m.Normals)
	}
}
