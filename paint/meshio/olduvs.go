package meshio

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/qmuntal/gltf"
)

// Where a material has textures, the UVs that they lie on are kept when new ones come: in
// another set, behind those that there are. Painting replaces that of the base colour alone.

// findSets finds the materials of parts whose textures keep the old UVs, and the sets that
// these become: behind all sets of all of their primitives.
func (c *completion) findSets() {
	c.sets = map[int]int{}
	without := map[int]bool{} // materials of something without old UVs
	for _, p := range c.parts {
		for _, material := range p.materials {
			if material < 0 || !hasTextures(c.d.item("materials", material)) {
				continue
			}
			if !c.hasOldUVs(p) {
				without[material] = true
			}
			c.sets[material] = max(c.sets[material], uvSets(p.primitive))
		}
	}
	for material := range without {
		delete(c.sets, material)
	}
}

// uvSets is how many UV sets a primitive has.
func uvSets(p *gltf.Primitive) (n int) {
	for {
		if _, has := p.Attributes[setName(n)]; !has {
			return n
		}
		n++
	}
}

func setName(set int) string { return fmt.Sprintf("TEXCOORD_%d", set) }

// hasOldUVs tells whether there are UVs for all vertices of a primitive.
func (c *completion) hasOldUVs(p *lackingPart) bool {
	index, has := p.primitive.Attributes[gltf.TEXCOORD_0]
	if !has || index < 0 || index >= len(c.r.accessors) {
		return false
	}
	e, err := c.r.elements(index, gltf.TEXCOORD_0, gltf.AccessorVec2)
	return err == nil && e.count >= c.r.accessors[p.primitive.Attributes[gltf.POSITION]].Count
}

// keepUVs adds the old UVs of some vertices to attributes, as the sets of some materials;
// sets before these which the primitive lacks are the same.
func (c *completion) keepUVs(attributes *object, old object, materials []int, sources []int, name string) error {
	set := 0
	for _, material := range materials {
		set = max(set, c.sets[material])
	}
	if set == 0 {
		return nil
	}
	var index int
	if err := json.Unmarshal(old.get(gltf.TEXCOORD_0), &index); err != nil {
		panic(err) // hasOldUVs has read it
	}
	at, err := c.gather(index, sources, name+": "+gltf.TEXCOORD_0)
	if err != nil {
		return err
	}
	for ; set > 0 && attributes.get(setName(set)) == nil; set-- {
		attributes.set(setName(set), encode(at))
	}
	return nil
}

// hasTextures tells whether a material, or an object in it, shows a texture.
func hasTextures(o object) bool {
	for _, m := range o {
		if inner, err := parseObject(m.value); err == nil && m.name != "extras" && (strings.HasSuffix(m.name, "Texture") || hasTextures(inner)) {
			return true
		}
	}
	return false
}

// moveTextures lets the textures of a material that lie on the first UV set lie on another.
func (d *draft) moveTextures(material, set int) {
	d.put("materials", material, movedTextures(d.item("materials", material), set))
}

func movedTextures(o object, set int) (moved object) {
	for _, m := range o {
		inner, err := parseObject(m.value)
		switch {
		case err != nil || m.name == "extras":
		case strings.HasSuffix(m.name, "Texture"):
			m.value = movedTexture(inner, set).bytes()
		default:
			m.value = movedTextures(inner, set).bytes()
		}
		moved = append(moved, m)
	}
	return moved
}

// movedTexture lets what says which texture to show, and on which UV set, mean another set
// than the first. A transform may name one too, which then counts.
func movedTexture(texture object, set int) object {
	move := func(o *object) {
		on := 0
		if raw := o.get("texCoord"); raw != nil && json.Unmarshal(raw, &on) != nil {
			return
		}
		if on == 0 {
			o.set("texCoord", encode(set))
		}
	}
	move(&texture)
	extensions := texture.child("extensions")
	if transform := extensions.child("KHR_texture_transform"); transform.get("texCoord") != nil {
		move(&transform)
		extensions.set("KHR_texture_transform", transform.bytes())
		texture.set("extensions", extensions.bytes())
	}
	return texture
}
