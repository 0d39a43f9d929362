package ui

import (
	"image"

	"patina/paint/mesh"
	"patina/paint/view"
)

// FrameSource draws the mesh for the viewport. The viewer implements it. Its
// methods are called on Fyne's goroutine and never block.
type FrameSource interface {
	// Show makes m what is drawn, with one base colour texture for each of its
	// material slots; a nil texture, or a nil slice, shows the material of the mesh.
	// A nil mesh shows nothing. Calling it again with the same mesh and other
	// textures is cheap. The source only reads what it is given.
	Show(m *mesh.Mesh, baseColor []*image.NRGBA)
	// Hatch hatches triangles of the mesh on show, nil none; showing another mesh
	// takes that back. The slice does not change afterwards.
	Hatch(triangles []bool)
	// Orbit asks for a frame of that many pixels; the latest wins.
	Orbit(v view.View, size image.Point)
	// OnFrame says who gets the frames: opaque sRGB, row 0 at the top. f is called
	// off Fyne's goroutine, and may use a frame only until it returns.
	OnFrame(f func(frame *image.NRGBA))
	// Light turns shading on or off; off shows the base colour as it is.
	Light(on bool)
}
