package meshio

import "encoding/json"

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

// materialOf returns the material of a primitive, -1 for none.
func materialOf(primitive object) int {
	material := -1
	if raw := primitive.get("material"); raw != nil && json.Unmarshal(raw, &material) != nil {
		return -1
	}
	return material
}

// remapVariants exchanges materials in the variants of a primitive.
func (o *object) remapVariants(to map[int]int) {
	list, changed := mappingsOf(*o), false
	items := make([]json.RawMessage, len(list))
	for i, m := range list {
		if material, ok := to[m.material]; ok && m.material >= 0 && material != m.material {
			m.set("material", encode(material))
			changed = true
		}
		items[i] = m.bytes()
	}
	if !changed {
		return
	}
	extensions := o.child("extensions")
	variants := extensions.child(materialVariants)
	variants.set("mappings", joinList(items))
	extensions.set(materialVariants, variants.bytes())
	o.set("extensions", extensions.bytes())
}

// exchangeMaterials gives primitives of a mesh other materials, in all variants; -1 stands
// for none.
func (d *draft) exchangeMaterials(mesh int, primitives map[int]bool, to map[int]int) {
	o := d.item("meshes", mesh)
	items := primitivesOfMesh(o)
	for i := range primitives {
		p, err := parseObject(items[i])
		if err != nil {
			panic(err)
		}
		p.remapVariants(to)
		if material, ok := to[materialOf(p)]; ok && material >= 0 {
			p.set("material", encode(material))
		}
		items[i] = p.bytes()
	}
	o.set("primitives", joinList(items))
	d.put("meshes", mesh, o)
}
