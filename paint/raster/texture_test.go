package raster_test

import (
	"image/color"

	"patina/paint/geom"
)

var grey = color.NRGBA{128, 128, 128, 255}

// clipOfUVs returns clip-space points that put texture coordinates where texels
// sample their own centres, as Rasterize documents it.
func clipOfUVs(uvs []geom.Vec2, size int) []geom.Vec4 {
	clip := make([]geom.Vec4, len(uvs))
	n := float32(size)
	for i, uv := range uvs {
		clip[i] = geom.Vec4{X: (2*uv.X*n-1)/(n-1) - 1, Y: (2*uv.Y*n-1)/(n-1) - 1, Z: -1, W: 1}
	}
	return clip
}
