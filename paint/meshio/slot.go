package meshio

import (
	"fmt"
	"math"

	"github.com/qmuntal/gltf"
)

// uvSet returns the name of the attribute that is painted.
func (s documentSlot) uvSet() string { return fmt.Sprintf("TEXCOORD_%d", s.texCoord) }

// slot returns the material slot of a primitive, made when it is the first to use its
// material. Primitives without UVs have slots of their own.
func (r *reader) slot(at instance, p *gltf.Primitive) (uint16, error) {
	material := -1
	if p.Material != nil {
		material = *p.Material
		if material < 0 || material >= len(r.materials) {
			return 0, fmt.Errorf("%s names material %d, which does not exist", r.nameOf(at), material)
		}
	}
	s := documentSlot{material: material}
	if s.plainUVs = r.renewed[material]; material >= 0 && !s.plainUVs {
		s.texCoord = r.materials[material].baseTexture().set()
	}
	_, hasUVs := p.Attributes[s.uvSet()]
	s.noUVs = !hasUVs && !r.withoutUVs
	if material < 0 && !s.noUVs {
		if r.document.bare[at.mesh] == nil {
			r.document.bare[at.mesh] = map[int]bool{}
		}
		r.document.bare[at.mesh][at.primitive] = true
	}
	key := slotKey{material, s.noUVs}
	if slot, ok := r.slots[key]; ok {
		return slot, nil
	}
	if len(r.slots) > math.MaxUint16 {
		return 0, fmt.Errorf("it has more than %d materials: join some of them", math.MaxUint16)
	}
	slot := uint16(len(r.slots))
	r.slots[key] = slot
	r.document.slots = append(r.document.slots, s)
	return slot, nil
}
