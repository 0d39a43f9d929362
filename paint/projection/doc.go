// Package projection paints views without a network: it cuts the subject out of
// the reference, fits it to the silhouette of the mesh, and hands it to the bake
// as the picture that a camera sees of the surface.
//
// PaintViews in projection.go is the recipe; each of its steps is a file.
package projection
