package meshio

import (
	"encoding/json"
	"image"

	"patina/paint/mesh"
)

// stroke is one painted slot.
type stroke struct {
	material, texCoord int
	texture            int    // the old base colour texture, -1 for none
	tile               int    // the number of the UDIM tile that it paints, 0 for none
	look               object // how the old texture was laid on, less which one it was
	picture            *image.NRGBA
	name               string
}

// paint replaces the base colour textures of the slots that have a new one. pngs
// holds the files of the textures.
func (d *draft) paint(m *mesh.Mesh, textures []*image.NRGBA, pngs map[*image.NRGBA][]byte) {
	d.keepMaterials(textures)
	var strokes []stroke
	var old []int
	materials := make([]int, len(m.Materials)) // of each slot
	for slot := range materials {
		materials[slot] = d.doc.slots[slot].material
	}
	for slot, picture := range textures {
		if picture == nil {
			continue
		}
		s := d.strip(d.materialOfTile(m, textures, slot))
		materials[slot] = s.material
		s.picture, s.name, s.tile = picture, materialName(m, slot), m.Materials[slot].Tile
		strokes = append(strokes, s)
		old = append(old, s.texture)
	}
	free := d.free(old, len(pngs))
	d.layout = newLayout(d.doc.buffers, free.cuts)
	images := map[*image.NRGBA]int{}
	for _, s := range strokes {
		source, stored := images[s.picture]
		if !stored {
			source = d.addImage(s, pngs[s.picture], &free)
			images[s.picture] = source
		}
		d.colour(s, d.addTexture(s, source, &free))
	}
	d.splitPrimitives(m, materials)
	d.shrink(&free)
	d.embedImages()
}

// shrink lets the freed views that nothing took end where their bytes were cut.
func (d *draft) shrink(free *freed) {
	for _, v := range free.views {
		if c, ok := free.cuts[v]; ok {
			d.shrinkView(v, c)
		}
	}
}

// shrinkView lets a view end where its bytes were cut.
func (d *draft) shrinkView(view int, c cut) {
	o := d.item("bufferViews", view)
	o.remove("byteStride") // it may be longer than what is left
	o.set("byteLength", encode(c.left))
	d.put("bufferViews", view, o)
}

// strip takes the old base colour off a material, which is made when the slot has
// none.
func (d *draft) strip(slot documentSlot) stroke {
	s := stroke{material: slot.material, texCoord: slot.texCoord, texture: -1}
	if slot.material < 0 {
		s.material = d.addMaterial()
		return s
	}
	o := d.item("materials", slot.material)
	var m material
	if err := json.Unmarshal(o.bytes(), &m); err != nil {
		panic(err)
	}
	if t := m.baseTexture(); t != nil && t.Index != nil && *t.Index >= 0 && *t.Index < len(d.list("textures")) {
		s.texture = *t.Index
	}
	pbr := o.child("pbrMetallicRoughness")
	s.look = lookOfTexture(o, slot.plainUVs)
	pbr.remove("baseColorTexture")
	whiten(&pbr, "baseColorFactor", m.PBR.BaseColorFactor)
	o.set("pbrMetallicRoughness", pbr.bytes())
	if extensions := o.child("extensions"); extensions.get(specularGlossiness) != nil {
		sg := extensions.child(specularGlossiness)
		sg.remove("diffuseTexture")
		whiten(&sg, "diffuseFactor", m.Extensions.SpecularGlossiness.DiffuseFactor)
		extensions.set(specularGlossiness, sg.bytes())
		o.set("extensions", extensions.bytes())
	}
	d.put("materials", slot.material, o)
	return s
}

// lookOfTexture returns the members of the old texture of a material that its new one
// takes over, without its transform where the new one lies on plain UVs.
func lookOfTexture(material object, plainUVs bool) object {
	look := material.child("pbrMetallicRoughness").child("baseColorTexture")
	if look == nil {
		look = material.child("extensions").child(specularGlossiness).child("diffuseTexture")
	}
	if !plainUVs {
		return look
	}
	look.remove("texCoord")
	extensions := look.child("extensions")
	extensions.remove("KHR_texture_transform")
	look.remove("extensions")
	if len(extensions) > 0 {
		look.set("extensions", extensions.bytes())
	}
	return look
}

// whiten keeps the alpha of a factor that a material has.
func whiten(o *object, name string, factor *[4]float64) {
	if factor != nil {
		o.set(name, encode([4]float64{1, 1, 1, factor[3]}))
	}
}

// addMaterial gives the painted primitives that have no material one. It is rough and
// no metal, unlike glTF's default, because painted metal would look black.
func (d *draft) addMaterial() int {
	material := d.put("materials", len(d.list("materials")), object{
		{"name", encode("painted")},
		{"pbrMetallicRoughness", json.RawMessage(`{"metallicFactor":0}`)},
	})
	for mesh, primitives := range d.doc.bare {
		d.exchangeMaterials(mesh, primitives, map[int]int{-1: material})
	}
	return material
}

// colour lets a material show a texture where its old one was.
func (d *draft) colour(s stroke, texture int) {
	value := s.look.clone()
	value.set("index", encode(texture))
	if s.texCoord != 0 && value.get("texCoord") == nil && value.child("extensions").get("KHR_texture_transform") == nil {
		value.set("texCoord", encode(s.texCoord))
	}
	o := d.item("materials", s.material)
	pbr := o.child("pbrMetallicRoughness")
	pbr.set("baseColorTexture", value.bytes())
	o.set("pbrMetallicRoughness", pbr.bytes())
	if extensions := o.child("extensions"); extensions.get(specularGlossiness) != nil {
		sg := extensions.child(specularGlossiness)
		sg.set("diffuseTexture", value.bytes())
		extensions.set(specularGlossiness, sg.bytes())
		o.set("extensions", extensions.bytes())
	}
	d.put("materials", s.material, o)
}
