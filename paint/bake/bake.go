// Package bake turns painted views into textures on the mesh's own UVs: it
// back-projects every texel into the views, blends what they show, fills what no
// view saw from the surface around it, and dilates chart borders.
package bake

import (
	"context"
	"image"

	"patina/paint/geom"
	"patina/paint/mesh"
	"patina/paint/view"
)

// Method says how colours come from pixels to texels.
type Method string

// The methods. Gather asks for each texel which pixels show it, so it leaves no
// holes at any texture size; Splat spreads pixels over texels exactly as the
// reference pipeline does (reference section 1.6), for parity.
const (
	Gather Method = "gather"
	Splat  Method = "splat"
)

// Options of Bake. The zero value of a field is its documented default.
type Options struct {
	Size     int     // texels per side of each texture; 0 means 2048
	Method   Method  // "" means Gather
	Exponent float64 // of the cosine between surface and view in the weight of a texel; 0 means 4, the reference's
	MaxAngle float64 // degrees between surface normal and view beyond which a texel is not painted; 0 means 75
	// Blended, when not nil, is called after each view with the atlas so far, the
	// number of views blended and their total. The atlas is valid during the call.
	Blended func(a *Atlas, done, total int)
}

// Where a texel's colour comes from. Values from 1 up to Invented-1 name the view
// that weighs most: its index plus 1.
const (
	Outside  uint8 = 0   // no triangle covers the texel
	Invented uint8 = 255 // covered, seen by no view
)

// Texture is one painted texture, Size times Size texels, row 0 (v = 0) first.
type Texture struct {
	Size       int
	Color      []geom.Vec3 // sRGB-encoded, 0 to 1
	Provenance []uint8     // Outside, a view's index plus 1, or Invented
}

// Atlas holds the textures of one mesh, one for each of its material slots; a slot
// without triangles has nil.
type Atlas struct {
	Textures []*Texture
}

// Bake stub.
func Bake(ctx context.Context, m *mesh.Mesh, painted []view.Painted, opt Options) (*Atlas, error) {
	panic("stub")
}

// Fill stub.
func (a *Atlas) Fill(ctx context.Context, progress func(done, total int)) error { panic("stub") }

// Dilate stub.
func (a *Atlas) Dilate(ctx context.Context, texels int) error { panic("stub") }

// Images returns the textures as 8-bit sRGB images, rounded; nil for empty slots.
func (a *Atlas) Images() []*image.NRGBA { panic("stub") }

// Coverage counts texels over all textures.
type Coverage struct {
	Texels   int `json:"texels"`   // covered by a triangle
	Seen     int `json:"seen"`     // painted by at least one view
	Invented int `json:"invented"` // seen by none
}

// Coverage stub.
func (a *Atlas) Coverage() Coverage { panic("stub") }
