package unwrap

import (
	"fmt"
	"slices"

	"patina/paint/mesh"
)

// Result is an unwrapped mesh.
type Result struct {
	Mesh   *mesh.Mesh // with UVs from 0 to 1, whichever atlas a triangle lies in
	Origin []uint32   // for each vertex of Mesh the vertex that it comes from
	Report Report

	atlas []uint16 // of each triangle
}

// Atlas returns the number of the atlas that a triangle lies in, from 0.
func (r *Result) Atlas(triangle int) int { return int(r.atlas[triangle]) }

// Report says how good an unwrapping is.
type Report struct {
	Charts      int
	Atlases     int     // textures that the charts lie in
	TextureSize int     // texels along each side of a texture
	Utilization float64 // share of the texels whose centre a triangle covers, 0 to 1
	Stretch     float64 // L2 stretch of Sander et al. over all charts; 1 is none
	Padding     int     // texels that charts are apart at least
	Density     float64 // texels along a unit of length of the mesh
	Collapsed   int     // triangles with two corners at the same place, which cover nothing
	Symmetric   bool    // whether charts are mirror images of each other
}

// String says in a sentence how the mesh was unwrapped.
func (r Report) String() string {
	where := "the texture"
	if r.Atlases > 1 {
		where = fmt.Sprintf("%d textures", r.Atlases)
	}
	return fmt.Sprintf("The mesh is unwrapped into %d UV islands, which fill %.0f %% of %s.", r.Charts, 100*r.Utilization, where)
}

// InTiles returns the mesh with each atlas in a UDIM tile of its own: the first in
// tile 1001, u from 0 to 1, the next to the right of it, ten in a row, rows upwards.
// mesh.InTiles then gives each a texture.
func (r *Result) InTiles() *mesh.Mesh {
	out := *r.Mesh
	out.UVs = slices.Clone(out.UVs)
	moved := make([]bool, len(out.UVs))
	for f, t := range out.Triangles {
		for _, v := range t {
			if !moved[v] {
				moved[v] = true
				out.UVs[v].X += float32(r.atlas[f] % 10)
				out.UVs[v].Y -= float32(r.atlas[f] / 10)
			}
		}
	}
	return &out
}
