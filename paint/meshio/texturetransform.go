package meshio

import (
	"math"
	"slices"

	"patina/paint/geom"
)

// textureTransform is the extension KHR_texture_transform. Exporters that quantize UVs
// put what undoes it here, so a mesh is painted in transformed UVs, and its new texture
// keeps the transform of the old one.
type textureTransform struct {
	Offset   [2]float64
	Rotation float64 // radians, counter-clockwise as seen on the screen
	Scale    *[2]float64
	TexCoord *int
}

// apply returns the UVs that a texture is looked up at: scaled, rotated, moved.
func (t *textureTransform) apply(uv geom.Vec2) geom.Vec2 {
	u, v := float64(uv.X), float64(uv.Y)
	if t.Scale != nil {
		u, v = u*t.Scale[0], v*t.Scale[1]
	}
	sin, cos := math.Sincos(t.Rotation)
	return geom.Vec2{X: float32(cos*u + sin*v + t.Offset[0]), Y: float32(cos*v - sin*u + t.Offset[1])}
}

// span is the vertices from, up to but without to, that a piece added for a slot.
type span struct {
	slot     uint16
	from, to int
	integers bool // their UVs are stored as such
}

// transformUVs applies the texture transforms of the materials. One that makes a
// texture repeat over a surface whose plain UVs would do without is left to the old
// texture, because every repetition would be painted with the same colours. But UVs
// that are quantized do not mean anything without their transform, and may lie in UDIM
// tiles with it.
func (r *reader) transformUVs() {
	if r.withoutUVs {
		return
	}
	plain, moved := map[uint16]bool{}, map[uint16]bool{} // slots whose UVs leave the unit square
	quantized := r.quantizedSlots()
	for _, s := range r.spans {
		if t := r.transformOf(s.slot); t != nil {
			for _, uv := range r.mesh.UVs[s.from:s.to] {
				plain[s.slot] = plain[s.slot] || !inUnitSquare(uv)
				moved[s.slot] = moved[s.slot] || !inUnitSquare(t.apply(uv))
			}
		}
	}
	for _, s := range r.spans {
		t := r.transformOf(s.slot)
		if t == nil {
			continue
		}
		if moved[s.slot] && !plain[s.slot] && !quantized[s.slot] {
			slot := &r.document.slots[s.slot]
			slot.plainUVs = true
			r.notice("The texture of material %q is repeated by a texture transform: it is shown and painted without.", shorten(r.materials[slot.material].Name))
			continue
		}
		r.document.slots[s.slot].transform = t
		for i := s.from; i < s.to; i++ {
			r.mesh.UVs[i] = t.apply(r.mesh.UVs[i])
		}
	}
}

// quantizedSlots returns the slots all of whose UVs are integers, in a file that says that
// it is quantized.
func (r *reader) quantizedSlots() map[uint16]bool {
	slots := map[uint16]bool{}
	used, err := r.names("extensionsUsed")
	if err != nil || !slices.Contains(used, "KHR_mesh_quantization") {
		return slots
	}
	for _, s := range r.spans {
		others, met := slots[s.slot]
		slots[s.slot] = s.integers && (others || !met)
	}
	return slots
}

// transformOf returns the texture transform of the material in a slot, or nil.
func (r *reader) transformOf(slot uint16) *textureTransform {
	s := r.document.slots[slot]
	if s.material < 0 || s.noUVs || s.plainUVs {
		return nil
	}
	if t := r.materials[s.material].baseTexture(); t != nil {
		return t.Extensions.Transform
	}
	return nil
}
