// Package shaders holds the GLSL sources of the viewer, embedded beside the code
// that compiles them. All of them read the fitted frame, and write pictures whose
// first row, at y = -1 of normalized device coordinates, is the top.
package shaders

import _ "embed"

// Program is the pair of sources of one GPU program.
type Program struct {
	Name             string // for the messages of the compiler
	Vertex, Fragment string
}

// The programs of the viewer.
var (
	// Pass writes normal, position, depth and triangle of what is seen.
	Pass = Program{"pass", passVertex, passFragment}
	// Surface draws a material with or without light.
	Surface = Program{"surface", surfaceVertex, surfaceFragment + srgb}
	// Hatch draws lines over a surface.
	Hatch = Program{"hatch", surfaceVertex, hatchFragment}
	// Backdrop fills the picture behind the mesh.
	Backdrop = Program{"backdrop", backdropVertex, backdropFragment}
	// Grid draws the ground.
	Grid = Program{"grid", gridVertex, gridFragment}
)

var (
	//go:embed pass.vert
	passVertex string
	//go:embed pass.frag
	passFragment string
	//go:embed surface.vert
	surfaceVertex string
	//go:embed surface.frag
	surfaceFragment string
	//go:embed hatch.frag
	hatchFragment string
	//go:embed srgb.glsl
	srgb string
	//go:embed backdrop.vert
	backdropVertex string
	//go:embed backdrop.frag
	backdropFragment string
	//go:embed grid.vert
	gridVertex string
	//go:embed grid.frag
	gridFragment string
)
