package uv

import "fmt"

// Tiling says what it means that UVs leave the unit square.
type Tiling string

// The tilings. AutoTiling finds out by the UVs, see Report.UDIM. Tiled gives every UDIM
// tile a texture of its own, Repeated has one texture for each material, which repeats
// over all tiles.
const (
	AutoTiling Tiling = "auto"
	Tiled      Tiling = "on"
	Repeated   Tiling = "off"
)

// Validate returns an error that says which tilings there are.
func (t Tiling) Validate() error {
	switch t {
	case AutoTiling, Tiled, Repeated:
		return nil
	}
	return fmt.Errorf("UDIM tiles are auto, on or off, got %q", string(t))
}

// decideTiling finds out whether tiles are UDIM tiles.
//
// Charts in several tiles need not mean UDIM. Where charts of one tile have the shape
// of those of another, they were moved aside to share their texels with them; and where
// they would not touch, it makes no difference.
func (e *examination) decideTiling() bool {
	switch {
	case e.m.Tiled() || e.tiling == Tiled:
		return true
	case e.tiling == Repeated:
		return false
	}
	e.several = e.mayBeUDIM()
	return e.several && e.accidental() > slight
}
