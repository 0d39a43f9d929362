// Package mesh holds the indexed triangle mesh that is painted: its geometry in
// the artist's frame, its materials, its normals, and the fitting into the frame
// that the cameras and the networks expect.
package mesh

import (
	"image"

	"patina/paint/geom"
)

// Mesh is an indexed triangle mesh in the artist's frame: glTF's, with Y up, +Z
// the front and +X to the right of whoever looks at the front. Node transforms
// are already applied.
//
// A Mesh is read by several goroutines during a job; nobody changes it after
// Clean has returned.
type Mesh struct {
	Name      string
	Positions []geom.Vec3 // one per vertex, in the file's units
	Normals   []geom.Vec3 // unit length, one per vertex, or nil when the file has none
	UVs       []geom.Vec2 // one per vertex, u to the right, v down, (0,0) the texture's top left corner; nil when the file has none
	Triangles []Triangle  // counter-clockwise seen from outside
	Slots     []uint16    // for each triangle its index in Materials; nil means 0 for all
	Materials []Material  // at least one
	Wholes    []uint16    // see Whole; nil when no material is split into tiles
}

// Triangle holds three indices of vertices.
type Triangle [3]uint32

// Material is what a triangle looked like before it was painted.
type Material struct {
	Name        string
	BaseColor   [4]float32   // linear RGBA factor, multiplied with the texture
	Texture     *image.NRGBA // sRGB base colour, nil when there is none; owned by the mesh
	DoubleSided bool
	Tile        int  // number of the UDIM tile that is painted, see Mesh.InTiles; 0 for all tiles, over which the texture repeats
	NoUVs       bool // its triangles have none, so they are shown but not painted; all their UVs are zero
	Approximate bool // Texture on the UVs is not all that the file shows: it cannot be decoded, has more than 8 bits, or a transform repeats it
}

// DefaultMaterial is glTF's: opaque white.
func DefaultMaterial() Material {
	return Material{Name: "material", BaseColor: [4]float32{1, 1, 1, 1}}
}

// Slot returns the material slot of a triangle.
func (m *Mesh) Slot(triangle int) int {
	if m.Slots == nil {
		return 0
	}
	return int(m.Slots[triangle])
}

// Corners returns the positions of the three corners of a triangle.
func (m *Mesh) Corners(triangle int) (a, b, c geom.Vec3) {
	t := m.Triangles[triangle]
	return m.Positions[t[0]], m.Positions[t[1]], m.Positions[t[2]]
}

// Unpaintable tells for each triangle whether its material has no UVs; nil when all have
// some.
func (m *Mesh) Unpaintable() (mask []bool) {
	for f := range m.Triangles {
		if !m.Materials[m.Slot(f)].NoUVs {
			continue
		}
		if mask == nil {
			mask = make([]bool, len(m.Triangles))
		}
		mask[f] = true
	}
	return mask
}

// Bounds returns the smallest axis-aligned box around all vertices.
func (m *Mesh) Bounds() geom.Box { return geom.BoxOf(m.Positions) }

// Area returns the area of the whole surface in squared file units.
func (m *Mesh) Area() float64 {
	var sum float64
	for i := range m.Triangles {
		a, b, c := m.Corners(i)
		sum += float64(b.Sub(a).Cross(c.Sub(a)).Len()) / 2
	}
	return sum
}
