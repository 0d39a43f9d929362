package mesh_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"patina/paint/geom"
	"patina/paint/mesh"
)

// places returns a mesh of small triangles around places in the plane of UVs, v up.
func places(uvs ...geom.Vec2) *mesh.Mesh {
	m := &mesh.Mesh{Materials: []mesh.Material{mesh.DefaultMaterial()}}
	for _, at := range uvs {
		n := uint32(len(m.UVs))
		for _, step := range []geom.Vec2{{}, {X: 0.03}, {Y: -0.03}} {
			m.UVs = append(m.UVs, geom.Vec2{X: at.X - 0.01 + step.X, Y: 1 - at.Y + 0.01 + step.Y})
			m.Positions = append(m.Positions, geom.Vec3{})
		}
		m.Triangles = append(m.Triangles, mesh.Triangle{n, n + 1, n + 2})
	}
	return m
}

func TestNumbersOfTiles(t *testing.T) {
	for number, at := range map[int][2]float64{1001: {0.5, 0.5}, 1002: {1.5, 0.5}, 1010: {9.5, 0.5}, 1011: {0.5, -0.5}, 1024: {3.5, -1.5}} {
		tile := mesh.TileAt(at[0], at[1])
		if got, ok := tile.Number(); got != number || !ok || mesh.TileNumbered(number) != tile {
			t.Errorf("%v is in tile %d, want %d", at, got, number)
		}
	}
	for _, at := range [][2]float64{{-0.5, 0.5}, {10.5, 0.5}, {0.5, 1.5}, {0.5, -900.5}, {math.NaN(), 0}, {1e30, 0}} {
		if number, ok := mesh.TileAt(at[0], at[1]).Number(); ok {
			t.Errorf("%v is in tile %d", at, number)
		}
	}
}

// Each material has a slot for each of its tiles, ordered by number, and shares
// everything else.
func TestInTiles(t *testing.T) {
	m := places(geom.Vec2{X: 2.5, Y: 0.5}, geom.Vec2{X: 0.5, Y: 0.5}, geom.Vec2{X: 0.5, Y: 1.5}, geom.Vec2{X: 1.5, Y: 0.5}, geom.Vec2{X: 0.2, Y: 0.2})
	m.Materials = append(m.Materials, mesh.Material{Name: "cloth"}, mesh.Material{Name: "unused"})
	m.Slots = []uint16{0, 0, 0, 1, 1}
	split, err := m.InTiles()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	var tiles []int
	for _, material := range split.Materials {
		names, tiles = append(names, material.Name), append(tiles, material.Tile)
	}
	if want := []string{"material", "material", "material", "cloth", "cloth", "unused"}; !slices.Equal(names, want) {
		t.Errorf("materials %q", names)
	}
	if want := []int{1001, 1003, 1011, 1001, 1002, 0}; !slices.Equal(tiles, want) {
		t.Errorf("tiles %v", tiles)
	}
	if want := []uint16{1, 0, 2, 4, 3}; !slices.Equal(split.Slots, want) {
		t.Errorf("slots %v, want %v", split.Slots, want)
	}
	if want := []uint16{0, 0, 0, 1, 1, 2}; !slices.Equal(split.Wholes, want) || split.Whole(3) != 1 || m.Whole(1) != 1 {
		t.Errorf("wholes %v", split.Wholes)
	}
	if &split.UVs[0] != &m.UVs[0] || len(m.Materials) != 3 || m.Tiled() || !split.Tiled() {
		t.Error("the mesh itself changed, or its UVs are copied")
	}
}

// What exporters round over a border makes no tile, and neither does what lies in none.
func TestNoTileForCrumbs(t *testing.T) {
	m := places(geom.Vec2{X: 0.5, Y: 0.5}, geom.Vec2{X: 1.5, Y: 0.5}, geom.Vec2{X: -0.3, Y: 0.5})
	n := uint32(len(m.UVs))
	m.UVs = append(m.UVs, geom.Vec2{X: 2, Y: 0.3}, geom.Vec2{X: 2.00005, Y: 0.31}, geom.Vec2{X: 2.00005, Y: 0.3})
	m.Triangles = append(m.Triangles, mesh.Triangle{n, n + 1, n + 2})
	split, err := m.InTiles()
	if err != nil {
		t.Fatal(err)
	}
	if want := []uint16{0, 1, 0, 1}; len(split.Materials) != 2 || !slices.Equal(split.Slots, want) {
		t.Errorf("%d materials, slots %v, want %v", len(split.Materials), split.Slots, want)
	}
	nowhere, err := places(geom.Vec2{X: -0.5, Y: 0.5}).InTiles()
	if err != nil || len(nowhere.Materials) != 1 || nowhere.Tiled() {
		t.Errorf("UVs in no tile: %+v, %v", nowhere, err)
	}
}

func TestTooManyTiles(t *testing.T) {
	var all []geom.Vec2
	for k := range 9000 {
		all = append(all, geom.Vec2{X: float32(k%10) + 0.5, Y: float32(k/10) + 0.5})
	}
	m := places(all...)
	const materials = 8
	one := len(m.Triangles)
	for slot := range materials {
		for f := range one {
			if slot > 0 {
				m.Triangles = append(m.Triangles, m.Triangles[f])
			}
			m.Slots = append(m.Slots, uint16(slot))
		}
		m.Materials = append(m.Materials, mesh.DefaultMaterial())
	}
	if _, err := m.InTiles(); err == nil || !strings.Contains(err.Error(), "72001 UDIM tiles") {
		t.Errorf("got %v", err)
	}
}
