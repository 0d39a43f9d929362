package paint

import (
	"slices"

	"patina/paint/bake"
	"patina/paint/mesh"
)

// Receipt is what a textured file remembers, so that its texture can be made again:
// it is written into the GLB as extras.patina.
type Receipt struct {
	Version         string        `json:"version"` // of Patina
	Settings        Settings      `json:"settings"`
	Tiles           []int         `json:"tiles,omitempty"` // UDIM numbers, where each tile has a texture of its own
	MeshSHA256      string        `json:"meshSHA256"`      // of the mesh file as opened
	ReferenceSHA256 string        `json:"referenceSHA256"` // of the reference image file
	Coverage        bake.Coverage `json:"coverage"`
}

// TilesOf returns the numbers of the UDIM tiles that slots of a mesh are, in order.
func TilesOf(m *mesh.Mesh) (numbers []int) {
	for _, material := range m.Materials {
		if material.Tile != 0 && !slices.Contains(numbers, material.Tile) {
			numbers = append(numbers, material.Tile)
		}
	}
	slices.Sort(numbers)
	return numbers
}
