package uv

// Kind says what is remarkable about the UVs of a triangle: none or some of the bits
// below.
type Kind uint8

// What UVs may be.
const (
	Mirrored    Kind = 1 << iota // the texture is seen mirrored
	Shared                       // its chart lies on another one of the same shape: symmetric halves, or a part that occurs several times
	Overlapping                  // it lies on others that show something else
	Shifted                      // its chart lies whole tiles beside the texture, which repeats there
	Repeating                    // its chart crosses the border of the texture, which repeats there
	Degenerate                   // it has an area on the surface and none in the texture
	Missing                      // it has no UVs, or all corners in the origin
)

// kindNames are the names of all kinds, in the order of their bits.
var kindNames = [...]string{"mirrored", "shared", "overlapping", "shifted", "repeating", "degenerate", "missing"}

// Part is how much of the mesh is of some kind.
type Part struct {
	Triangles int     `json:"triangles"`
	Area      float64 `json:"area"` // share of the surface, 0 to 1
}

// unpaintable are the kinds of which no unwrapping for painting has any.
const unpaintable = Overlapping | Degenerate | Missing
