package meshio

import (
	"fmt"
	"math"

	"patina/paint/mesh"
)

func (r *objReader) useMaterial(name string) error {
	r.slotNamed = true
	slot, ok := r.slots[name]
	if !ok {
		var err error
		if slot, err = r.addSlot(name); err != nil {
			return err
		}
		r.slots[name] = slot
	}
	r.slot = slot
	return nil
}

func (r *objReader) addSlot(name string) (uint16, error) {
	slot := len(r.mesh.Materials)
	if slot > math.MaxUint16 {
		return 0, fmt.Errorf("it has more than %d materials: join some of them", math.MaxUint16)
	}
	material := mesh.DefaultMaterial()
	material.Name = name
	material.DoubleSided = true // OBJ knows no back faces that are hidden
	r.mesh.Materials = append(r.mesh.Materials, material)
	return uint16(slot), nil
}

// slotWithoutUVs returns the slot of the faces of a slot that have no UVs.
func (r *objReader) slotWithoutUVs(slot uint16) (uint16, error) {
	without, made := r.noUVSlots[slot]
	if made {
		return without, nil
	}
	without, err := r.addSlot(r.mesh.Materials[slot].Name)
	r.noUVSlots[slot] = without
	return without, err
}

// markSlots gives the slots of faces without UVs the materials of the others.
func (r *objReader) markSlots() {
	for slot, without := range r.noUVSlots {
		m := &r.mesh.Materials[without]
		*m = r.mesh.Materials[slot]
		markWithoutUVs(m, true)
	}
}
