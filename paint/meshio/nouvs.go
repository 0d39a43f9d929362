package meshio

import (
	"encoding/json"
	"image"

	"patina/paint/mesh"
)

// What has no UVs cannot be painted, and stays as it is beside what can. It has material
// slots of its own, so that painting a slot paints all of its triangles.

// leftPrimitive is a primitive of a glTF mesh that has no UVs.
type leftPrimitive struct{ mesh, number, material int }

// withoutUVsWord is what tells the slot of triangles without UVs from the one of others
// with the same material.
const withoutUVsWord = " (no UVs)"

// markWithoutUVs says of a material that its triangles have no UVs, in its name too where
// others of that name have some.
func markWithoutUVs(m *mesh.Material, shared bool) {
	m.NoUVs = true
	if shared {
		m.Name += withoutUVsWord
	}
}

// keepMaterials gives primitives without UVs copies of the materials that are to be
// painted.
func (d *draft) keepMaterials(textures []*image.NRGBA) {
	copies := map[int]int{} // of painted materials; -1 before one is made
	for slot, picture := range textures {
		if material := d.doc.slots[slot].material; picture != nil && material >= 0 {
			copies[material] = -1
		}
	}
	for _, p := range d.doc.left {
		at, painted := copies[p.material]
		if !painted {
			continue
		}
		if at < 0 {
			at = d.copyMaterial(p.material, withoutUVsWord)
			copies[p.material] = at
		}
		d.exchangeMaterials(p.mesh, map[int]bool{p.number: true}, map[int]int{p.material: at})
	}
}

// copyMaterial adds a copy of a material, with a word behind its name, and returns its
// index.
func (d *draft) copyMaterial(material int, word string) int {
	o := d.item("materials", material)
	var name string
	if json.Unmarshal(o.get("name"), &name) == nil && name != "" {
		o.set("name", encode(name+word))
	}
	return d.put("materials", len(d.list("materials")), o)
}
