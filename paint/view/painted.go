package view

import "image"

// Painted is a view with the picture of the painted surface that it sees: square,
// row 0 at the top, sRGB with straight alpha. Alpha is how far the pixel may be
// trusted: 0 where the painter says nothing about the surface. Its size need not
// be the size of the passes.
type Painted struct {
	View  View
	Image *image.NRGBA
	// Guess says that the picture is made up: it shows no evidence of what the
	// surface looks like. Texels that only such views paint count as invented.
	Guess bool
}
