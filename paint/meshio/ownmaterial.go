package meshio

import (
	"encoding/json"
	"strings"
)

// separateMaterials gives the parts with new UVs materials that no other primitive of the
// file has, and tells what becomes of the textures of these.
func (c *completion) separateMaterials() {
	others, own := c.otherMaterials(), map[int]int{}
	c.made.materials = map[int]bool{}
	stripped := false
	for _, p := range c.parts {
		for _, material := range p.materials {
			if _, made := own[material]; !made {
				own[material] = c.ownMaterial(material, others[material])
				stripped = c.renew(material, own[material]) || stripped
			}
		}
		c.d.exchangeMaterials(p.at.mesh, map[int]bool{p.at.primitive: true}, own)
	}
	if stripped {
		c.tell("The textures of the file are left off what has new UVs where they lay on none.")
	}
	if len(c.made.materials) > 0 {
		c.tell("Normal maps and other textures of what has new UVs stay as they were, on the old UVs, which become another UV set.")
	}
}

// materialsOf returns the materials of a piece, as lackingPart has them.
func (c *completion) materialsOf(x *piece) []int {
	o, err := parseObject(primitivesOfMesh(c.d.item("meshes", x.at.mesh))[x.at.primitive])
	if err != nil {
		panic(err)
	}
	list := []int{c.r.document.slots[x.slot].material}
	for _, m := range mappingsOf(o) {
		if m.material >= 0 && m.material < len(c.d.list("materials")) {
			list = append(list, m.material)
		}
	}
	return list
}

// ownMaterial returns a material that parts with new UVs have for themselves: a copy where
// others have it too, and -1 for none.
func (c *completion) ownMaterial(material int, shared bool) int {
	switch {
	case !shared:
		return material
	case material >= 0:
		return c.d.copyMaterial(material, newUVsWord)
	}
	return c.d.put("materials", len(c.d.list("materials")), object{
		{"name", encode("unwrapped")},
		{"pbrMetallicRoughness", json.RawMessage(`{"metallicFactor":0}`)}, // as addMaterial
	})
}

// renew lets the textures of a material that came from another lie on the old UVs, or takes
// them off where there are none, and tells whether it did.
func (c *completion) renew(from, material int) (stripped bool) {
	if set, keeps := c.sets[from]; keeps {
		c.d.moveTextures(material, set)
		c.made.materials[material] = true
		return false
	}
	return material >= 0 && c.d.stripTextures(material)
}

// otherMaterials returns the materials of all primitives but those of the parts, in all
// variants, -1 for none.
func (c *completion) otherMaterials() map[int]bool {
	parts := map[[2]int]bool{}
	for _, p := range c.parts {
		parts[[2]int{p.at.mesh, p.at.primitive}] = true
	}
	others := map[int]bool{}
	for mesh := range c.d.list("meshes") {
		for number, raw := range primitivesOfMesh(c.d.item("meshes", mesh)) {
			if !parts[[2]int{mesh, number}] {
				gatherMaterials(others, raw)
			}
		}
	}
	return others
}

// gatherMaterials adds to a set the materials that a primitive has, -1 for none.
func gatherMaterials(set map[int]bool, primitive json.RawMessage) {
	o, err := parseObject(primitive)
	if err != nil {
		panic(err)
	}
	set[materialOf(o)] = true
	for _, m := range mappingsOf(o) {
		if m.material >= 0 {
			set[m.material] = true
		}
	}
}

// stripTextures takes all textures off a material, and with them what only they make
// sensible: without its texture, metal would be all metal, and what glows would glow all
// over. It tells whether there were any.
func (d *draft) stripTextures(material int) bool {
	o := d.item("materials", material)
	pbr := o.child("pbrMetallicRoughness")
	if pbr.get("metallicRoughnessTexture") != nil {
		pbr.set("metallicFactor", encode(0))
		o.set("pbrMetallicRoughness", pbr.bytes())
	}
	if o.get("emissiveTexture") != nil {
		o.remove("emissiveFactor")
	}
	plain, dropped := withoutTextures(o)
	if dropped {
		d.put("materials", material, plain)
	}
	return dropped
}

// withoutTextures drops the members of an object, and of objects in it, that say which
// texture to show, and tells whether there were any.
func withoutTextures(o object) (plain object, dropped bool) {
	for _, m := range o {
		inner, err := parseObject(m.value)
		switch {
		case strings.HasSuffix(m.name, "Texture"):
			dropped = true
			continue
		case err == nil && m.name != "extras":
			if less, fewer := withoutTextures(inner); fewer {
				m.value, dropped = less.bytes(), true
			}
		}
		plain = append(plain, m)
	}
	return plain, dropped
}
