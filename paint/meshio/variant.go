package meshio

import (
	"encoding/json"
	"slices"
)

// materialVariants is the extension by which a primitive has a material for each variant of
// the whole file, see KHR_materials_variants in the glTF registry.
const materialVariants = "KHR_materials_variants"

// mapping says which variants show a primitive with a material.
type mapping struct {
	object
	material int // -1 where it names none
}

// mappingsOf returns the mappings of a primitive that can be understood.
func mappingsOf(primitive object) (list []mapping) {
	var items []json.RawMessage
	if json.Unmarshal(primitive.child("extensions").child(materialVariants).get("mappings"), &items) != nil {
		return nil
	}
	for _, item := range items {
		o, err := parseObject(item)
		if err != nil {
			return nil
		}
		m := mapping{o, -1}
		if json.Unmarshal(o.get("material"), &m.material) != nil {
			m.material = -1
		}
		list = append(list, m)
	}
	return list
}

// remap gives a primitive another material, also in the variants that show it with the one
// that it has.
func remap(primitive *object, material int) {
	old := -1
	if json.Unmarshal(primitive.get("material"), &old) == nil && old >= 0 {
		primitive.remapVariants(old, material)
	}
	primitive.set("material", encode(material))
}

func (o *object) remapVariants(from, to int) {
	list := mappingsOf(*o)
	if !slices.ContainsFunc(list, func(m mapping) bool { return m.material == from }) {
		return
	}
	items := make([]json.RawMessage, len(list))
	for i, m := range list {
		if m.material == from {
			m.set("material", encode(to))
		}
		items[i] = m.bytes()
	}
	extensions := o.child("extensions")
	variants := extensions.child(materialVariants)
	variants.set("mappings", joinList(items))
	extensions.set(materialVariants, variants.bytes())
	o.set("extensions", extensions.bytes())
}
