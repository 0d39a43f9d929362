package paint

import "patina/paint/bake"

// Receipt is what a textured file remembers, so that its texture can be made again:
// it is written into the GLB as extras.patina.
type Receipt struct {
	Version         string        `json:"version"` // of Patina
	Settings        Settings      `json:"settings"`
	MeshSHA256      string        `json:"meshSHA256"`      // of the mesh file as opened
	ReferenceSHA256 string        `json:"referenceSHA256"` // of the reference image file
	Coverage        bake.Coverage `json:"coverage"`
}
